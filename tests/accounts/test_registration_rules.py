"""Who may create an account is a setting."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from guide.accounts.models import Learner
from guide.kernel.db import db
from tests.accounts.mailbox import path_in
from tests.conftest import PASSWORD, Reader


def accounts(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Learner)) or 0


def invite(app: Flask) -> str:
    outcome = app.test_cli_runner().invoke(args=["users", "invite"])
    return path_in(outcome.output)


def test_closed_site_says_so_and_takes_nobody(make_app: Callable[..., Flask]) -> None:
    app = make_app(registration="closed")
    page = Reader(app).get("/register").text
    assert "New accounts are not open on this site. Reading needs none." in page
    assert 'name="password"' not in page
    assert Reader(app).register().status_code == 422
    assert accounts(app) == 0
    assert "/register" not in Reader(app).get("/login").text.partition("<main")[2]


@pytest.mark.parametrize(
    ("email", "may"),
    [
        ("ada@example.org", True),
        ("ada@EXAMPLE.EDU", True),
        ("ada@sub.example.org", False),
        ("ada@notexample.org", False),
        ("ada@example.org.evil.example", False),
        ("example.org@evil.example", False),
    ],
)
def test_site_for_given_domains_takes_those_alone(make_app: Callable[..., Flask], email: str, may: bool) -> None:
    app = make_app(registration="domains:example.org, example.edu")
    answer = Reader(app).register(email=email)
    assert answer.status_code == (303 if may else 422)
    assert accounts(app) == may
    if not may:
        assert "Accounts on this site are for addresses at example.org, example.edu." in answer.text
        assert f'value="{email}"' in answer.text


PAGES_FOR_GUESTS = [
    "/",
    "/about",
    "/search",
    "/guides/small/glossary",
    "/guides/small/first",
    "/guides/small/second",
    "/guides/small/third",
    "/guides/small/first/maps/my-map",
    "/guides/small/third/streams/once-more",
    "/guides/small/third/chats/at-night",
    "/guides/small/third/chats/at-night/yours",
    "/login",
]


@pytest.mark.parametrize("rule", ["closed", "invite"])
def test_where_not_everybody_may_register_no_page_offers_an_account_but_every_one_a_sign_in(
    make_app: Callable[..., Flask], rule: str
) -> None:
    guest = Reader(make_app(registration=rule))
    for path in PAGES_FOR_GUESTS:
        answer = guest.get(path)
        assert answer.status_code == 200, path
        assert "/register" not in answer.text, path
        assert "Create a" not in answer.text, path
        assert "/login" in answer.text, path


@pytest.mark.parametrize("rule", ["open", "domains:example.org"])
def test_where_anybody_may_register_pages_offer_an_account(make_app: Callable[..., Flask], rule: str) -> None:
    guest = Reader(make_app(registration=rule))
    for path in PAGES_FOR_GUESTS:
        assert guest.get(path).text.count("/register") >= 1, path


def test_sign_in_page_says_that_an_account_needs_an_invitation(make_app: Callable[..., Flask]) -> None:
    words = "An account on this site needs an invitation"
    assert words in Reader(make_app(registration="invite")).get("/login").text
    assert words not in Reader(make_app(registration="closed")).get("/login").text
    assert words not in Reader(make_app()).get("/login").text


def test_invitation_makes_one_account(make_app: Callable[..., Flask]) -> None:
    app = make_app(registration="invite")
    assert "needs an invitation" in Reader(app).get("/register").text
    assert Reader(app).register().status_code == 422
    link = invite(app)
    secret = link.partition("invitation=")[2]
    guest = Reader(app)
    assert f'name="invitation" value="{secret}"' in guest.get(link).text
    assert f'value="{secret}"' in guest.register(invitation=secret, email="no address").text
    assert guest.register(invitation=secret).status_code == 303
    second = Reader(app, email="bob@example.org")
    assert second.register(invitation=secret).status_code == 422
    assert "missing or used" in second.get(link).text
    assert accounts(app) == 1


@pytest.mark.parametrize("secret", ["", "x", "x" * 10_000, "%", "'; DROP TABLE invitation; --"])
def test_invitation_that_nobody_gave_is_none(make_app: Callable[..., Flask], secret: str) -> None:
    app = make_app(registration="invite")
    invite(app)
    assert Reader(app).register(invitation=secret).status_code == 422
    assert accounts(app) == 0


def test_invitation_used_by_several_at_once_makes_one_account(make_app: Callable[..., Flask]) -> None:
    app = make_app(registration="invite")
    secret = invite(app).partition("invitation=")[2]
    readers = [Reader(app) for _ in range(4)]
    tokens = [reader.token() for reader in readers]

    def register(number: int) -> int:
        fields = {"name": "Ada", "email": f"ada{number}@example.org", "password": PASSWORD, "invitation": secret}
        return readers[number].client.post("/register", data={**fields, "csrf_token": tokens[number]}).status_code

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(register, range(4)))
    assert codes == [303, 422, 422, 422]
    assert accounts(app) == 1
