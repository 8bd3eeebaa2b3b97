"""What the site shows of itself to whoever pokes at it, and what its log says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from guide.app import create_app
from guide.kernel.config import Settings
from guide.kernel.db import db
from tests.accounts.mailbox import Mailbox
from tests.conftest import PASSWORD, REFLECTION, Reader
from tests.kernel.log_lines import LogLines


@pytest.mark.parametrize(
    "path",
    [
        "/console", "/about?__debugger__=yes&cmd=resource&f=debugger.js", "/.git/config", "/.env", "/.git/HEAD", "/wsgi.py",
        "/guide/app.py", "/data/guide.sqlite3", "/guide.sqlite3", "/secret", "/admin", "/wp-login.php", "/server-status",
        "/static/", "/static/../guide/app.py", "/guides/small/guide.yaml", "/guides/small/01-begin/01-first.md", "/patterns",
        "/%2e%2e/%2e%2e/etc/passwd", "/cgi-bin/%%32%65%%32%65/etc/passwd",
    ],
)  # fmt: skip
def test_nothing_of_the_workshop_is_served(guest: Reader, path: str) -> None:
    answer = guest.get(path)
    assert answer.status_code in ({200} if "__debugger__" in path else {301, 308, 404})
    for mark in ("Werkzeug", "Traceback", "create_app", "SECRET", "tagline:", "root:", "SQLite format", "debugger.js"):
        assert mark not in answer.text.replace("http://localhost", "")


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "PUT", "DELETE", "PATCH", "DEBUG"])
def test_method_of_no_use_here_is_refused_and_echoes_nothing(guest: Reader, method: str) -> None:
    for path in ("/", "/login", REFLECTION):
        answer = guest.client.open(path, method=method, headers={"X-Echo": "echoed-header"}, data=b"echoed-body")
        assert answer.status_code == 405
        assert "echoed" not in answer.text
        assert "That is not done this way" in answer.text


SAID = "a message of the program\na value of the program\r\nINFO guide: forged"


@pytest.fixture
def broken(make_app: Callable[..., Flask]) -> Flask:
    """A site with a page of its own making that fails, holding secrets."""
    app = make_app()

    @app.route("/breaks", methods=["GET", "POST"])
    def breaks() -> str:
        raise RuntimeError(SAID)

    return app


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}], ids=["page", "json"])
def test_failure_of_ours_says_that_it_is_ours_and_no_more(broken: Flask, headers: dict[str, str]) -> None:
    for reader in (Reader(broken), signed_in(broken)):
        answer = reader.get("/breaks", headers=headers)
        assert answer.status_code == 500
        assert "The mistake is ours, and it has been noted." in answer.text
        for mark in ("RuntimeError", "of the program", "Traceback", ".py", "Werkzeug", "Flask"):
            assert mark not in answer.text


def signed_in(app: Flask) -> Reader:
    reader = Reader(app)
    reader.register()
    return reader


def test_failure_of_ours_is_logged_with_its_place(broken: Flask, log_lines: LogLines) -> None:
    Reader(broken).get("/breaks")
    lines = log_lines()
    assert "ERROR guide: GET /breaks broke" in lines
    assert any("test_surface.py" in line and "in breaks" in line for line in lines)
    assert "    RuntimeError: a message of the program" in lines
    assert not [line for line in lines if "forged" in line or "a value" in line]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_database_out_of_reach_is_a_page_that_says_so_for_learners_too(ada: Reader, accept: str) -> None:
    with ada.app.app_context():
        db.session.execute(text("ALTER TABLE sign_in RENAME TO elsewhere"))
        db.session.commit()
    answer = ada.get("/account", headers={"Accept": accept})
    assert answer.status_code in {500, 503}
    assert "Text that you have just written is still in the page" in answer.text or accept == "application/json"
    assert "sign_in" not in answer.text
    assert Reader(ada.app).get("/guides/small/first").status_code == 200


def test_server_of_the_database_that_is_away_is_said_to_learners_and_missed_by_no_guest(settings: Settings) -> None:
    app = create_app(replace(settings, database_url="postgresql://guide:hunter2@127.0.0.1:9/guide"))
    client = app.test_client()
    assert client.get("/guides/small/first").status_code == 200
    client.set_cookie("guide", "whatever-it-was")
    for answer in (
        client.get("/account"),
        client.get("/guides/small/first"),
        client.post(REFLECTION, data={"body": "x"}),
    ):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert "The database does not answer" in answer.text
        assert "127.0.0.1:9" not in answer.text
    assert client.get("/readyz").text.startswith("database: does not answer\n")
    app.extensions["mail-carrier"].shutdown()


def test_log_holds_no_password_no_secret_and_no_thought(app: Flask, log_lines: LogLines) -> None:
    mailbox = Mailbox(app)
    reader = Reader(app)
    reader.register()
    reader.save("A thought that is nobody's business.")
    reader.save("A thought that is nobody's business, in conflict.")
    reader.save("A thought \0 that is nobody's business.")
    reader.save("A thought " * 4000)
    Reader(app).sign_in("Not the right password at all")
    reader.post(
        "/account/password", {"password": "Not the right password at all", "new_password": "another sentence of mine"}
    )
    Reader(app).post("/forgot-password", {"email": "ada@example.org"})
    reset, confirm = mailbox.link("Set a new password"), mailbox.link("Confirm your address")
    for link in (reset, confirm):
        Reader(app).client.post(link, data={"password": "another sentence of mine"})  # refused: without a token
        Reader(app).client.open(link, method="PUT")
    secrets = [
        reader.client.get_cookie("guide").value,
        reader.token(),
        reset.rpartition("/")[2],
        confirm.rpartition("/")[2],
    ]
    written = "\n".join(log_lines())
    assert "refused POST /reset-password/…: 403 (token)" in written
    for secret in (PASSWORD, "Not the right password at all", "A thought", "another sentence", *secrets):
        assert secret not in written


def test_statement_that_fails_is_logged_without_its_values(make_app: Callable[..., Flask], log_lines: LogLines) -> None:
    app = make_app()

    @app.post("/breaks")
    def breaks() -> str:
        db.session.execute(
            text(
                "INSERT INTO entry (learner_id, guide, lesson, block, kind, body, version) VALUES (:n, :t, :t, :t, :t, :t, -1)"
            ),
            {"n": 1, "t": "A thought that is nobody's business"},
        )
        return ""

    assert Reader(app).client.post("/breaks").status_code == 500
    written = "\n".join(log_lines())
    assert "a statement failed" in written
    assert "A thought" not in written


def test_every_refusal_is_recorded(ada: Reader, log_lines: LogLines) -> None:
    ada.post("/account/name", {"name": "x"}, headers={"Origin": "https://evil.example"})
    ada.client.post("/account/name")
    ada.save("x", learner=999)
    ada.save("x" * 2**20)
    ada.client.put("/account")
    ada.get("/about", headers={"Host": "evil.example"})
    Reader(ada.app).sign_in("not the right sentence")
    ada.post("/account/delete", {"password": "not the right sentence"})
    for _ in range(10):
        limited = Reader(ada.app).sign_in("not the right sentence")
    assert limited.status_code == 429
    written = "\n".join(log_lines())
    for recorded in (
        "refused POST /account/name: 403 (foreign)",
        "refused POST /account/name: 403 (token)",
        f"refused POST {REFLECTION}: 403 (other-person)",
        f"refused POST {REFLECTION}: 413",
        "refused PUT /account: 405",
        "refused GET /about: 400",
        "refused a sign-in: wrong e-mail or password, from 127.0.0.1",
        f"refused to learner {ada.learner} what needs the password: it was wrong",
        "refused POST /login: 429 (too-many)",
    ):
        assert recorded in written, written


def test_address_with_line_ends_forges_nothing_in_the_log(guest: Reader, log_lines: LogLines) -> None:
    guest.client.put("/journal/a/b/c%0d%0aINFO%20guide:%20forged%1b[2J")
    guest.client.post(
        "/journal/a%0aforged/b/c", data={"csrf_token": "a\r\nforged"}, headers={"Accept": "application/json"}
    )
    lines = log_lines()
    assert len(lines) == 2
    assert all(line.startswith("INFO guide: refused ") for line in lines)
    assert not any("\x1b" in line for line in lines)


def test_health_is_told_without_versions(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "database: ok\ncontent: 3 lessons\n"
