"""Mail on its way: to files, one each, that nobody else can read."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, g

from guide.kernel import clock, mail
from guide.kernel.config import Settings
from guide.kernel.mail import Postbox
from tests.accounts.mailbox import Mailbox
from tests.conftest import Reader
from tests.kernel.log_lines import LogLines

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)


def test_messages_of_one_moment_are_files_of_their_own(app: Flask) -> None:
    postbox: Postbox = app.extensions["postbox"]
    with app.app_context(), clock.standing_at(AT):
        message = mail.write("ada@example.org", "test")
        with ThreadPoolExecutor(4) as pool:
            paths = list(pool.map(lambda _number: postbox.send(message), range(20)))
    assert len(set(paths)) == 20
    assert [path.name for path in sorted(filter(None, paths))][:2] == [
        "2026-05-03-120200-000000-000.eml",
        "2026-05-03-120200-000000-001.eml",
    ]


def test_files_are_for_the_sites_user_alone(ada: Reader) -> None:
    [message] = Mailbox(ada.app).messages()
    assert message["To"] == "ada@example.org"
    folder: Path = ada.app.extensions["settings"].data_dir / "mail"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("url", "reached"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, None, None, False)),
        ("smtp://guide:p%40ss@mail.example.org:2525", ("mail.example.org", 2525, "guide", "p@ss", False)),
        ("smtps://guide:x@mail.example.org", ("mail.example.org", 465, "guide", "x", True)),
    ],
)
def test_server_is_read_from_its_address(url: str, reached: tuple[object, ...]) -> None:
    postbox = Postbox.from_settings(Settings(mail_url=url))
    assert (postbox.host, postbox.port, postbox.user, postbox.password, postbox.tls_from_start) == reached


@pytest.mark.parametrize(
    ("url", "contact", "sender", "domain"),
    [
        ("", None, "guide@guide.example.org", "guide.example.org"),
        ("smtp://mail", "help@example.net", "help@example.net", "example.net"),
        ("smtp://mail?from=Guides%20<g@example.com>", "help@example.net", "Guides <g@example.com>", "example.com"),
    ],
)
def test_sender_is_the_one_set_else_the_contact(url: str, contact: str | None, sender: str, domain: str) -> None:
    settings = Settings(mail_url=url, contact=contact, base_url="https://guide.example.org")
    postbox = Postbox.from_settings(settings)
    assert (postbox.sender, postbox.domain) == (sender, domain)


def test_name_in_a_mail_is_what_was_typed_and_nothing_more(app: Flask) -> None:
    mailbox = Mailbox(app)
    name = "<b>{{7*7}}</b> %(name)s & 'Zoë'"
    reader = Reader(app, name=name)
    reader.register()
    reader.post(mailbox.link("Confirm your address"))
    reader.post("/account/password", {"password": "a sentence of my own", "new_password": "another sentence of mine"})
    text = mailbox.text("Your password was changed")
    assert text.startswith(f"Hello {name},\n\nThe password of your account")
    assert "&#" not in text
    assert "&lt;" not in text


def test_message_that_is_refused_with_the_request_is_not_sent(app: Flask) -> None:
    with app.test_request_context():
        mail.send("ada@example.org", "test")
        mail.post_outgoing(app.make_response(("", 409)))
        assert g.pop("after_answer")
    assert Mailbox(app).messages() == []


def test_work_after_an_answer_that_breaks_is_logged_and_the_next_is_done(app: Flask, log_lines: LogLines) -> None:
    with app.test_request_context():
        mail.after_answer(lambda: 1 // 0)  # type: ignore[arg-type, return-value]
        mail.send("ada@example.org", "test")
        mail.post_outgoing(app.make_response(""))
    assert Mailbox(app).told() == [("ada@example.org", "A test from your guide site")]
    assert any("ZeroDivisionError" in line for line in log_lines())


def test_disk_that_refuses_is_logged_with_the_remedy(app: Flask, log_lines: LogLines) -> None:
    folder: Path = app.extensions["settings"].data_dir / "mail"
    folder.write_text("a file in its place")
    assert Reader(app).register().status_code == 303
    app.extensions["mail-carrier"].submit(lambda: None).result(timeout=20)
    [line] = [line for line in log_lines() if "was not sent" in line]
    assert "flask mail test" in line
