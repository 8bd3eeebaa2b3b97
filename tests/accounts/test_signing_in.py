"""Signing in and out: what the cookie is worth, how long, and what ends it."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from guide.accounts.models import SignIn
from guide.kernel import clock
from guide.kernel.db import db
from tests.accounts.mailbox import Mailbox
from tests.conftest import PASSWORD, Reader

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
NEW_PASSWORD = "another sentence of mine"


def cookie(answer: object, name: str = "guide") -> str:
    [found] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{name}=")]  # type: ignore[attr-defined]
    return found


def is_signed_in(app: Flask, token: str) -> bool:
    """Whether the cookie, copied to another browser, opens the account."""
    client = app.test_client(use_cookies=False)
    return client.get("/account", headers={"Cookie": f"guide={token}"}).status_code == 200


def sign_ins(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignIn)) or 0


def test_good_password_opens_the_account_and_leads_on(ada: Reader) -> None:
    ada.sign_out()
    answer = ada.sign_in(next="/guides/small/first")
    assert (answer.status_code, answer.location) == (303, "/guides/small/first")
    assert ada.get("/account").status_code == 200


@pytest.mark.parametrize("email", ["ADA@example.org", " ada@EXAMPLE.org ", "ａda@example.org"])
def test_address_may_be_typed_in_any_case_and_width(ada: Reader, email: str) -> None:
    ada.sign_out()
    assert ada.sign_in(email=email).status_code == 303


def test_cookie_is_out_of_reach_of_scripts_and_of_other_sites(ada: Reader) -> None:
    line = cookie(ada.sign_in())
    assert "; HttpOnly" in line
    assert "; Path=/" in line
    assert "; SameSite=Lax" in line
    assert "Secure" not in line
    assert "Domain" not in line


def test_cookies_under_https_are_secure_and_of_this_host_alone(make_app: Callable[..., Flask]) -> None:
    app = make_app(base_url="https://guide.example.org")
    client = app.test_client(use_cookies=False)
    options = {"base_url": "https://guide.example.org"}
    form = client.get("/register", **options)
    form_cookie = cookie(form, "__Host-guide_form")
    token = form.text.partition('name="csrf_token" value="')[2][:64]
    answer = client.post(
        "/register",
        data={"csrf_token": token, "name": "Ada", "email": "ada@example.org", "password": PASSWORD},
        headers={"Cookie": form_cookie.partition(";")[0]},
        **options,
    )
    assert answer.status_code == 303
    lines = [form_cookie, *answer.headers.getlist("Set-Cookie")]
    assert {line.partition("=")[0] for line in lines} == {"__Host-guide", "__Host-guide_form", "__Host-guide_notice"}
    for line in lines:
        assert "; Secure" in line
        assert "; HttpOnly" in line
        assert "; Path=/" in line
        assert "; SameSite=Lax" in line
        assert "Domain" not in line
    plain = client.get(
        "/account", headers={"Cookie": cookie(answer, "__Host-guide").replace("__Host-", "", 1)}, **options
    )
    assert plain.status_code == 302  # without the prefix, any neighbouring site could have set it


def test_every_sign_in_has_a_cookie_of_its_own_and_ends_the_one_before(ada: Reader) -> None:
    first = ada.client.get_cookie("guide").value
    ada.sign_in()
    second = ada.client.get_cookie("guide").value
    assert first != second
    assert not is_signed_in(ada.app, first)
    assert is_signed_in(ada.app, second)
    assert sign_ins(ada.app) == 1


def test_cookie_of_somebodys_choosing_is_never_taken_up(ada: Reader) -> None:
    ada.sign_out()
    ada.client.set_cookie("guide", "chosen-by-somebody-else")
    ada.sign_in()
    assert ada.client.get_cookie("guide").value != "chosen-by-somebody-else"
    assert not is_signed_in(ada.app, "chosen-by-somebody-else")


def test_database_holds_no_cookie(ada: Reader) -> None:
    token = ada.client.get_cookie("guide").value
    with ada.app.app_context():
        assert token not in repr([vars(row) for row in db.session.scalars(select(SignIn))])


def sign_out(ada: Reader, mailbox: Mailbox) -> None:
    ada.sign_out()


def sign_out_everywhere(ada: Reader, mailbox: Mailbox) -> None:
    ada.post("/account/sign-out-everywhere")


def reset(ada: Reader, mailbox: Mailbox) -> None:
    guest = Reader(ada.app)
    guest.post("/forgot-password", {"email": "ada@example.org"})
    assert guest.post(mailbox.link("Set a new password"), {"password": NEW_PASSWORD}).status_code == 303


def change_password(ada: Reader, mailbox: Mailbox) -> None:
    assert ada.post("/account/password", {"password": PASSWORD, "new_password": NEW_PASSWORD}).status_code == 303


def disable(ada: Reader, mailbox: Mailbox) -> None:
    assert ada.app.test_cli_runner().invoke(args=["users", "disable", "ada@example.org"]).exit_code == 0


def delete(ada: Reader, mailbox: Mailbox) -> None:
    assert ada.post("/account/delete", {"password": PASSWORD}).status_code == 303


def delete_by_operator(ada: Reader, mailbox: Mailbox) -> None:
    assert ada.app.test_cli_runner().invoke(args=["users", "delete", "--yes", "ada@example.org"]).exit_code == 0


@pytest.mark.parametrize(
    "end", [sign_out, sign_out_everywhere, reset, change_password, disable, delete, delete_by_operator]
)
def test_copied_cookie_is_dead_after(ada: Reader, mailbox: Mailbox, end: Callable[[Reader, Mailbox], None]) -> None:
    copied = ada.client.get_cookie("guide").value
    assert is_signed_in(ada.app, copied)
    end(ada, mailbox)
    assert not is_signed_in(ada.app, copied)


@pytest.mark.parametrize("end", [sign_out, sign_out_everywhere, delete])
def test_browser_forgets_the_cookie_that_it_gave_up(ada: Reader, mailbox: Mailbox, end: Callable[..., None]) -> None:
    end(ada, mailbox)
    assert ada.client.get_cookie("guide") is None


def test_disabled_account_cannot_sign_in_until_enabled_again(ada: Reader, mailbox: Mailbox) -> None:
    disable(ada, mailbox)
    assert Reader(ada.app).sign_in().status_code == 422
    ada.app.test_cli_runner().invoke(args=["users", "disable", "--undo", "ada@example.org"])
    assert Reader(ada.app).sign_in().status_code == 303


@pytest.mark.parametrize(
    ("stay", "after", "holds"),
    [
        ("y", timedelta(minutes=11), True),
        ("y", timedelta(days=29, hours=23), True),
        ("y", timedelta(days=30), False),
        ("y", timedelta(days=40), False),
        ("y", timedelta(hours=-2), True),
        ([], timedelta(minutes=11), True),
        ([], timedelta(hours=11, minutes=59), True),
        ([], timedelta(hours=12), False),
        ([], timedelta(days=40), False),
        ([], timedelta(hours=-2), True),
    ],
)
def test_sign_in_lasts_as_long_as_was_promised(guest: Reader, stay: object, after: timedelta, holds: bool) -> None:
    with clock.standing_at(AT):
        guest.register(stay=stay)
    with clock.standing_at(AT + after):
        assert guest.get("/account").status_code == (200 if holds else 302)
        saved = guest.save("Kept, or said not to be.")
        assert saved.status_code == (200 if holds else 401)


def test_use_by_a_post_prolongs_staying_signed_in_and_reading_writes_nothing(guest: Reader) -> None:
    with clock.standing_at(AT):
        guest.register()
    with clock.standing_at(AT + timedelta(days=20)):
        guest.get("/guides/small/first")
        answer = guest.post("/guides/small/first/opened")
        assert "Max-Age=2592000" in cookie(answer)
        assert not guest.post("/guides/small/first/opened").headers.getlist("Set-Cookie")  # at most hourly
    with clock.standing_at(AT + timedelta(days=45)):
        assert guest.get("/account").status_code == 200
        guest.get("/guides/small/first")
    with clock.standing_at(AT + timedelta(days=55)):
        assert guest.get("/account").status_code == 302


def test_use_does_not_prolong_what_was_to_end_within_half_a_day(guest: Reader) -> None:
    with clock.standing_at(AT):
        guest.register(stay=[])
    with clock.standing_at(AT + timedelta(hours=11)):
        assert not guest.post("/guides/small/first/opened").headers.getlist("Set-Cookie")
    with clock.standing_at(AT + timedelta(hours=13)):
        assert guest.get("/account").status_code == 302


def test_sign_ins_that_ran_out_are_not_kept_for_ever(guest: Reader) -> None:
    with clock.standing_at(AT):
        guest.register()
        Reader(guest.app).sign_in(stay=[])
        assert sign_ins(guest.app) == 2
    with clock.standing_at(AT + timedelta(days=40)):
        Reader(guest.app).sign_in()
        assert sign_ins(guest.app) == 1


def test_signing_out_is_a_post_and_a_link_to_it_does_nothing(ada: Reader) -> None:
    for method in ("get", "head"):
        answer = getattr(ada.client, method)("/logout")
        assert answer.status_code == 405
        assert "POST" in answer.headers["Allow"]
    assert ada.get("/account").status_code == 200
    assert ada.sign_out().status_code == 303
    assert ada.get("/account").status_code == 302


def test_signing_out_in_a_second_tab_says_that_one_is_signed_out(ada: Reader) -> None:
    second_tab = {"csrf_token": ada.token()}
    ada.sign_out()
    answer = ada.client.post("/logout", data=second_tab, follow_redirects=True)
    assert answer.status_code == 200
    assert "You are signed out." in answer.text


def test_signing_out_in_a_tab_of_somebody_before_says_who_is_signed_in_and_leaves_them_so(
    ada: Reader, bob: Reader
) -> None:
    tab_of_ada = {"csrf_token": ada.token()}
    answer = bob.client.post("/logout", data=tab_of_ada)
    assert answer.status_code == 403
    assert "Bob is signed in here now, and still is." in answer.text
    assert bob.learner is not None


def test_page_for_learners_leads_through_the_sign_in_and_back(ada: Reader) -> None:
    ada.sign_out()
    answer = ada.get("/journal?before=1-1")
    assert (answer.status_code, answer.location) == (302, "/login?next=/journal%3Fbefore%3D1-1")


@pytest.mark.parametrize("form", [{"email": ""}, {"password": ""}, {"email": "", "password": ""}])
def test_field_left_empty_is_asked_for(guest: Reader, form: dict[str, str]) -> None:
    answer = guest.sign_in(**form)
    assert answer.status_code == 422
    assert "Write your" in answer.text


def test_form_comes_back_as_it_was_but_for_the_password(guest: Reader) -> None:
    answer = guest.sign_in(email='ada"@example.org', password="not the right sentence", next="/progress")
    assert answer.status_code == 422
    assert 'value="ada&#34;@example.org"' in answer.text
    assert 'name="next" value="/progress"' in answer.text
    assert "not the right sentence" not in answer.text


def test_words_do_not_tell_whether_there_is_an_account(ada: Reader, app: Flask) -> None:
    Reader(app, email="off@example.org").register()
    app.test_cli_runner().invoke(args=["users", "disable", "off@example.org"])
    guest = Reader(app)
    token = guest.token()
    answers = []
    for email in ("ada@example.org", "eve@example.org", "off@example.org", "no address"):
        form = {"csrf_token": token, "email": email, "password": "not the right sentence"}
        answer = guest.client.post("/login", data=form)
        answers.append((answer.status_code, answer.text.replace(email, "…"), sorted(answer.headers.keys())))
    assert answers[0][0] == 422
    assert "do not belong together" in answers[0][1]
    assert answers == [answers[0]] * 4


def test_time_does_not_tell_whether_there_is_an_account(ada: Reader, make_app: Callable[..., Flask]) -> None:
    """Nearly all of it goes into comparing the password, which is done for nobody's, too. Were it not, the median for an
    unknown address would be a fifth of the other; the bound leaves a busy machine room to be uneven."""
    app = make_app(limit_account=1000, limit_address=1000)
    guest = Reader(app)
    token = guest.token()
    spent: dict[str, list[float]] = {"ada@example.org": [], "eve@example.org": []}
    for _ in range(9):
        for email, times in spent.items():
            form = {"csrf_token": token, "email": email, "password": "not the right sentence"}
            before = time.process_time()
            assert guest.client.post("/login", data=form).status_code == 422
            times.append(time.process_time() - before)
    known, unknown = (statistics.median(times) for times in spent.values())
    assert 0.6 < unknown / known < 1.67


@pytest.mark.parametrize("address", ["/login", "/forgot-password"])
def test_answer_takes_the_same_steps_whether_or_not_there_is_an_account(
    ada: Reader, mailbox: Mailbox, address: str
) -> None:
    """Every question to the database before the answer, counted: a difference here is a difference in time."""
    here = threading.get_ident()
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if threading.get_ident() == here:
            asked.append(statement)

    with ada.app.app_context():
        engine = db.engine
    guest = Reader(ada.app)
    token, seen = guest.token(), []
    event.listen(engine, "before_cursor_execute", note)
    try:
        for email in ("ada@example.org", "eve@example.org"):
            asked.clear()
            guest.client.post(address, data={"csrf_token": token, "email": email, "password": "not the right sentence"})
            seen.append(list(asked))
            mailbox.messages()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert seen[0]
    assert seen[0] == seen[1]
