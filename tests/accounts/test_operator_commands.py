"""What an operator does about accounts and mail, at the command line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

from tests.accounts.mailbox import Mailbox, path_in
from tests.conftest import PASSWORD, Reader


def run(app: Flask, *words: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=list(words), input=typed)


def create(app: Flask, email: str = "ada@example.org", password: str = PASSWORD) -> Result:
    return run(app, "users", "create", email, "--name", "Ada", "--password", password)


def test_created_account_can_sign_in_whatever_the_setting_says(make_app: Callable[..., Flask]) -> None:
    app = make_app(registration="closed")
    outcome = create(app)
    assert (outcome.exit_code, outcome.output) == (0, "Created: ada@example.org\n")
    assert Reader(app).sign_in().status_code == 303


def test_password_is_asked_for_twice_and_not_shown(app: Flask) -> None:
    outcome = run(app, "users", "create", "ada@example.org", typed=f"Ada\n{PASSWORD}\n{PASSWORD}\n")
    assert outcome.exit_code == 0
    assert PASSWORD not in outcome.output
    assert Reader(app).sign_in().status_code == 303


@pytest.mark.parametrize(
    ("email", "password", "because"),
    [
        ("ada", PASSWORD, "Write an e-mail address"),
        ("ada@example.org", "too short", "at least 15 characters"),
        ("ada@example.org", "ada@example.org", "little more than your name"),
        ("BOB@example.org", PASSWORD, "already an account with the address BOB@example.org"),
    ],
)
def test_account_is_not_created_and_the_reason_is_one_sentence(
    app: Flask, bob: Reader, email: str, password: str, because: str
) -> None:
    outcome = create(app, email, password)
    assert outcome.exit_code == 1
    assert outcome.output.startswith("Error: ")
    assert because in outcome.output
    assert outcome.output.count("\n") == 1


def test_list_says_of_each_account_how_it_stands(app: Flask) -> None:
    Reader(app).register()
    create(app, "bob@example.org")
    create(app, "carol@example.org")
    run(app, "users", "disable", "carol@example.org")
    lines = run(app, "users", "list").output.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["ada@example.org", "bob@example.org", "carol@example.org"]
    assert [line.split("\t")[2] for line in lines] == ["not confirmed", "confirmed", "disabled"]
    assert "argon2" not in "".join(lines)


def test_reset_prints_a_link_that_sets_a_password_once(ada: Reader) -> None:
    link = path_in(run(ada.app, "users", "reset-password", "ada@example.org").output)
    guest = Reader(ada.app)
    assert guest.post(link, {"password": "another sentence of mine"}).status_code == 303
    assert guest.post(link, {"password": "yet another sentence"}).status_code == 404
    assert guest.sign_in("another sentence of mine").status_code == 303


def test_reset_of_a_disabled_account_says_what_comes_first(ada: Reader) -> None:
    run(ada.app, "users", "disable", "ada@example.org")
    outcome = run(ada.app, "users", "reset-password", "ada@example.org")
    assert outcome.exit_code == 1
    assert outcome.output.endswith("First: flask users disable --undo ada@example.org\n")


@pytest.mark.parametrize("command", ["reset-password", "disable", "delete"])
def test_address_without_an_account_is_told_with_the_way_to_find_it(app: Flask, command: str) -> None:
    outcome = run(app, "users", command, "nobody@example.org")
    assert outcome.exit_code == 1
    assert outcome.output == "Error: There is no account with the address nobody@example.org. See: flask users list\n"


def test_mail_test_says_where_it_was_written(app: Flask) -> None:
    outcome = run(app, "mail", "test", "ada@example.org")
    assert outcome.exit_code == 0
    assert "GUIDE_MAIL_URL is not set" in outcome.output
    message = Mailbox(app).last("A test from your guide site")
    assert message["To"] == "ada@example.org"
    assert "That was all." in message.get_content()


def test_mail_test_says_that_the_server_did_not_take_it(make_app: Callable[..., Flask]) -> None:
    app = make_app(mail_url="smtp://guide:hunter2hunter2@127.0.0.1:9")
    outcome = run(app, "mail", "test", "ada@example.org")
    assert outcome.exit_code == 1
    assert outcome.output.startswith("Error: 127.0.0.1:9 did not take it: ")
    assert "hunter2" not in outcome.output
