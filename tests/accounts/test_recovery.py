"""A forgotten password: from the mail to the new sign-in, and every link that must not work."""

from __future__ import annotations

import email
import queue
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from guide.accounts.models import MailedToken
from guide.kernel import clock
from guide.kernel.db import db
from tests.accounts.mailbox import Mailbox, path_in
from tests.conftest import PASSWORD, Reader
from tests.kernel.log_lines import LogLines

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
NEW_PASSWORD = "another sentence of mine"


def ask(app: Flask, address: str = "ada@example.org", **more: Any) -> Any:
    return Reader(app).post("/forgot-password", {"email": address}, **more)


def test_link_from_the_mail_sets_a_new_password(ada: Reader, mailbox: Mailbox) -> None:
    guest = Reader(ada.app)
    assert guest.post("/forgot-password", {"email": "ADA@example.org"}).status_code == 200
    message = mailbox.last("Set a new password")
    assert message["To"] == "ada@example.org"
    link = path_in(message.get_content())
    page = guest.get(link)
    assert page.status_code == 200
    assert "ada@example.org" in page.text
    answer = guest.post(link, {"password": NEW_PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/login")
    assert guest.sign_in().status_code == 422
    assert guest.sign_in(NEW_PASSWORD).status_code == 303
    assert ("ada@example.org", "Your password was changed") in mailbox.told()


def test_link_works_once(ada: Reader, mailbox: Mailbox) -> None:
    ask(ada.app)
    link = mailbox.link("Set a new password")
    guest = Reader(ada.app)
    assert guest.post(link, {"password": NEW_PASSWORD}).status_code == 303
    assert guest.get(link).status_code == 404
    assert guest.post(link, {"password": "yet another sentence"}).status_code == 404
    assert guest.sign_in(NEW_PASSWORD).status_code == 303


def test_link_used_twice_at_once_works_once(ada: Reader, mailbox: Mailbox) -> None:
    ask(ada.app)
    link = mailbox.link("Set a new password")
    readers = [Reader(ada.app) for _ in range(4)]
    tokens = [reader.token() for reader in readers]

    def use(number: int) -> int:
        form = {"csrf_token": tokens[number], "password": f"another sentence, number {number}"}
        return readers[number].client.post(link, data=form).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [303, 404, 404, 404]


def test_looking_at_the_link_does_not_use_it_up(ada: Reader, mailbox: Mailbox) -> None:
    """Mail scanners open every link."""
    ask(ada.app)
    link = mailbox.link("Set a new password")
    for _ in range(3):
        assert Reader(ada.app).get(link).status_code == 200
        assert Reader(ada.app).client.head(link).status_code == 200
    assert Reader(ada.app).post(link, {"password": NEW_PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("after", "works"),
    [
        (timedelta(minutes=59), True),
        (timedelta(hours=1), False),
        (timedelta(days=40), False),
        (timedelta(hours=-2), False),
    ],
)
def test_link_works_for_an_hour(app: Flask, mailbox: Mailbox, after: timedelta, works: bool) -> None:
    with clock.standing_at(AT):
        Reader(app).register()
        ask(app)
        link = mailbox.link("Set a new password")
    with clock.standing_at(AT + after):
        assert Reader(app).get(link).status_code == (200 if works else 404)
        assert Reader(app).post(link, {"password": NEW_PASSWORD}).status_code == (303 if works else 404)


def sign_in(ada: Reader) -> None:
    Reader(ada.app).sign_in()


def change_password(ada: Reader) -> None:
    ada.post("/account/password", {"password": PASSWORD, "new_password": NEW_PASSWORD})


def ask_again(ada: Reader) -> None:
    ask(ada.app)


def disable(ada: Reader) -> None:
    ada.app.test_cli_runner().invoke(args=["users", "disable", "ada@example.org"])


def delete(ada: Reader) -> None:
    ada.post("/account/delete", {"password": PASSWORD})


@pytest.mark.parametrize("act", [sign_in, change_password, ask_again, disable, delete])
def test_link_dies_at(ada: Reader, mailbox: Mailbox, act: Callable[[Reader], None]) -> None:
    ask(ada.app)
    link = mailbox.link("Set a new password")
    act(ada)
    mailbox.messages()
    assert Reader(ada.app).get(link).status_code == 404
    assert Reader(ada.app).post(link, {"password": "yet another sentence"}).status_code == 404


def test_link_of_one_purpose_is_none_of_the_other(ada: Reader, mailbox: Mailbox) -> None:
    ask(ada.app)
    reset, confirm = mailbox.link("Set a new password"), mailbox.link("Confirm your address")
    assert Reader(ada.app).get(reset.replace("reset-password", "confirm-email")).status_code == 404
    assert Reader(ada.app).get(confirm.replace("confirm-email", "reset-password")).status_code == 404


def test_database_holds_no_link(ada: Reader, mailbox: Mailbox) -> None:
    ask(ada.app)
    secret = mailbox.link("Set a new password").rpartition("/")[2]
    with ada.app.app_context():
        rows = [vars(row) for row in db.session.scalars(select(MailedToken))]
    assert rows
    assert secret not in repr(rows)


@pytest.mark.parametrize("password", ["too short", "my secret password", "Ada ada@example.org"])
def test_new_password_is_held_to_the_same_rules_and_the_link_still_works(
    ada: Reader, mailbox: Mailbox, password: str
) -> None:
    ask(ada.app)
    link = mailbox.link("Set a new password")
    answer = Reader(ada.app).post(link, {"password": password})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert password not in answer.text.replace("ada@example.org", "")
    assert Reader(ada.app).post(link, {"password": NEW_PASSWORD}).status_code == 303


def test_mail_is_set_out_alike_for_a_confirmed_address_and_one_that_is_not(ada: Reader, mailbox: Mailbox) -> None:
    assert mailbox.text("Confirm your address").startswith("Hello,\n\nAn account wants to use the address ")
    ask(ada.app)
    assert mailbox.text("Set a new password").startswith("Hello,\n\nSomebody, probably you, asked ")
    Reader(ada.app).post(mailbox.link("Set a new password"), {"password": NEW_PASSWORD})
    assert mailbox.text("Your password was changed").startswith("Hello Ada,\n\nThe password of your account ")
    ask(ada.app)
    assert mailbox.text("Set a new password").startswith("Hello Ada,\n\nSomebody, probably you, asked ")


def test_words_do_not_tell_whether_there_is_an_account(ada: Reader, mailbox: Mailbox) -> None:
    guest = Reader(ada.app)
    answers = []
    for address in ("ada@example.org", "eve@example.org"):
        answer = guest.post("/forgot-password", {"email": address})
        answers.append((answer.status_code, answer.text.replace(address, "…"), sorted(answer.headers.keys())))
    assert answers[0][0] == 200
    assert answers[0] == answers[1]
    assert [to for to, subject in mailbox.told() if subject == "Set a new password"] == ["ada@example.org"]


def test_reset_signs_everybody_out_and_confirms_the_address(ada: Reader, mailbox: Mailbox) -> None:
    ask(ada.app)
    Reader(ada.app).post(mailbox.link("Set a new password"), {"password": NEW_PASSWORD})
    assert ada.get("/account").status_code == 302
    ada.sign_in(NEW_PASSWORD)
    assert "confirmed on" in ada.get("/account").text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil"},
        {"Forwarded": "host=evil.example"},
        {"X-Host": "evil.example", "X-Original-Host": "evil.example"},
    ],
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_link_leads_to_the_configured_host_whatever_the_request_claims(
    make_app: Callable[..., Flask], headers: dict[str, str], proxies: int
) -> None:
    app = make_app(base_url="https://guide.example.org", proxies=proxies)
    client = app.test_client()
    form = client.get("/register", base_url="https://guide.example.org").text
    token = form.partition('name="csrf_token" value="')[2][:64]
    fields = {"csrf_token": token, "name": "Ada", "email": "ada@example.org", "password": PASSWORD}
    answer = client.post("/register", data=fields, base_url="https://guide.example.org", headers=headers)
    assert answer.status_code == 303
    text = Mailbox(app).last("Confirm your address").as_string()
    assert "https://guide.example.org/confirm-email/" in text
    assert "evil" not in text


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "evil.example:80", ""]
)
def test_host_that_is_not_ours_is_refused_and_nothing_is_sent(ada: Reader, mailbox: Mailbox, host: str) -> None:
    sent = len(mailbox.messages())
    answer = ask(ada.app, headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert len(mailbox.messages()) == sent


def test_line_ends_in_an_address_add_no_header(ada: Reader, mailbox: Mailbox) -> None:
    sent = len(mailbox.messages())
    for address in (
        "ada@example.org\r\nBcc: eve@evil.example",
        "ada@example.org\nSubject: x",
        "ada@example.org%0d%0aBcc: e@e",
    ):
        assert ask(ada.app, address).status_code == 422
    assert len(mailbox.messages()) == sent


# Through a real server


class Letterbox:
    """An SMTP server that keeps what it gets."""

    def __init__(self) -> None:
        self.letters: queue.Queue[tuple[list[str], EmailMessage]] = queue.Queue()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message: Any = email.message_from_bytes(envelope.content, policy=policy.default)
        self.letters.put((envelope.rcpt_tos, message))
        return "250 taken"

    def next(self) -> tuple[list[str], EmailMessage]:
        return self.letters.get(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, int]]:
    box, port = Letterbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def test_reset_through_a_mail_server_from_end_to_end(
    make_app: Callable[..., Flask], letterbox: tuple[Letterbox, int]
) -> None:
    box, port = letterbox
    app = make_app(mail_url=f"smtp://127.0.0.1:{port}?from=Guides%20<guide@example.org>")
    Reader(app, name="Zoë").register()
    to, message = box.next()
    assert to == ["ada@example.org"]
    assert (message["Subject"], message["From"]) == ("Confirm your address", "Guides <guide@example.org>")
    assert message["Message-ID"].endswith("@example.org>")
    assert Reader(app).post(path_in(message.get_content())).status_code == 303
    ask(app)
    to, message = box.next()
    assert message.get_content().replace("\r\n", "\n").startswith("Hello Zoë,\n\nSomebody, probably you,")
    guest = Reader(app)
    assert guest.post(path_in(message.get_content()), {"password": NEW_PASSWORD}).status_code == 303
    assert box.next()[1]["Subject"] == "Your password was changed"
    assert guest.sign_in(NEW_PASSWORD).status_code == 303


def test_mail_server_that_is_down_changes_no_answer_and_the_log_names_the_remedy(
    make_app: Callable[..., Flask], log_lines: LogLines
) -> None:
    app = make_app(mail_url=f"smtp://guide:hunter2hunter2@127.0.0.1:{free_port()}")
    assert Reader(app).register().status_code == 303
    answers = [ask(app, address) for address in ("ada@example.org", "eve@example.org")]
    assert [answer.status_code for answer in answers] == [200, 200]
    app.extensions["mail-carrier"].submit(lambda: None).result(timeout=20)
    lines = [line for line in log_lines() if "was not sent" in line]
    assert len(lines) == 2
    assert "Set a new password" in lines[1]
    assert "flask mail test" in lines[1]
    assert "hunter2" not in "".join(log_lines())


def test_mail_server_that_refuses_is_named_in_the_log_without_the_address(
    make_app: Callable[..., Flask], log_lines: LogLines
) -> None:
    class Refusing:
        async def handle_RCPT(self, *_: Any) -> str:
            return "550 no such person ada@example.org"

    port = free_port()
    controller = Controller(Refusing(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        app = make_app(mail_url=f"smtp://127.0.0.1:{port}")
        assert Reader(app).register().status_code == 303
        app.extensions["mail-carrier"].submit(lambda: None).result(timeout=20)
    finally:
        controller.stop()
    [line] = [line for line in log_lines() if "was not sent" in line]
    assert "SMTPRecipientsRefused" in line
    assert "ada@example.org" not in line
