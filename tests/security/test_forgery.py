"""A request in a learner's name from somebody else's page does nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from guide.kernel import clock
from guide.kernel.config import Settings
from tests.conftest import PASSWORD, REFLECTION, Reader
from tests.security.addresses import address, unsafe_rules, values
from tests.security.kept import kept

FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:8001"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost/"},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "anything"},
    {"Sec-Fetch-Site": ""},
]
OWN = [
    {"Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "none"},
    {},
]


def test_form_from_elsewhere_is_refused_even_with_the_token(ada: Reader) -> None:
    before = kept(ada.app)
    for headers in FOREIGN:
        answer = ada.post("/account/name", {"name": "Eve"}, headers=headers)
        assert answer.status_code == 403, headers
        assert "sent from another site" in answer.text
    assert kept(ada.app) == before


def test_form_from_here_is_accepted_with_the_token_and_never_without(ada: Reader) -> None:
    for headers in OWN:
        without = ada.client.post("/account/name", data={"name": "Eve"}, headers=headers)
        assert without.status_code == 403, headers
        assert ada.post("/account/name", {"name": "Ada L."}, headers=headers).status_code == 303, headers


def test_form_behind_a_proxy_that_speaks_https_is_from_here(make_app: Callable[..., Flask]) -> None:
    app = make_app(base_url="https://guide.example.org", trusted_hosts=("guide.example.org",))
    client = app.test_client()
    for origin, code in (("https://guide.example.org", 303), ("https://guide.example.org.evil.example", 403)):
        answer = client.post("/look", data={"theme": "dark"}, headers={"Host": "guide.example.org", "Origin": origin})
        assert answer.status_code == code


def test_form_of_a_guest_from_elsewhere_is_refused(guest: Reader) -> None:
    form = {"theme": "dark", "email": "a@example.org", "csrf_token": guest.token()}
    for path in ("/look", "/guides/small/first/checks/which-one", "/login", "/register", "/logout"):
        for headers in FOREIGN:
            assert guest.client.post(path, data=form, headers=headers).status_code == 403, (path, headers)


def test_nobody_is_signed_out_by_a_form_from_elsewhere_whatever_cookies_come_with_it(ada: Reader) -> None:
    """A browser may keep the cookie of the sign-in back from such a form, and still do what the answer says of it."""
    with_cookie, without = ada.client, Reader(ada.app).client
    for headers in [*FOREIGN, {}]:
        for client in (with_cookie, without):
            answer = client.post("/logout", headers=headers)
            assert all(not cookie.startswith("guide=") for cookie in answer.headers.getlist("Set-Cookie")), headers
    assert ada.get("/account").status_code == 200


def test_every_route_that_may_change_something_says_whom_it_admits(app: Flask) -> None:
    """One that says nothing would let in whoever is signed out, without a token."""
    admitted = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "admits", None) for _method, rule in unsafe_rules(app)
    }
    assert admitted
    assert set(admitted.values()) <= {"learners", "anyone with a token", "anyone"}, admitted
    assert sorted(endpoint for endpoint, admits in admitted.items() if admits == "anyone") == [
        "lessons.answer_check",
        "site.choose_look",
    ]


TOKENS: dict[str, Callable[[Reader, Reader], dict[str, str]]] = {
    "no token": lambda ada, bob: {},
    "an empty token": lambda ada, bob: {"csrf_token": ""},
    "somebody else's": lambda ada, bob: {"csrf_token": bob.token()},
    "a guest's": lambda ada, bob: {"csrf_token": Reader(ada.app).token()},
    "that of an earlier sign-in": lambda ada, bob: {"csrf_token": earlier(ada)},
    "no text": lambda ada, bob: {"csrf_token": "é\ufffd"},
}


def earlier(ada: Reader) -> str:
    token = ada.token()
    ada.sign_in()
    return token


@pytest.mark.parametrize("given", TOKENS.values(), ids=TOKENS.keys())
def test_every_form_of_a_learner_is_refused_with(
    ada: Reader, bob: Reader, given: Callable[[Reader, Reader], dict[str, str]]
) -> None:
    """Walks through all there are, so that a new one is held to it as well."""
    fields = {
        "body": "x", "version": "0", "do": "save", "name": "Eve", "email": "eve@example.org", "password": PASSWORD,
        "new_password": "another sentence of mine", "done": "yes", "decision": "later", "theme": "dark",
        "time_zone": "Asia/Kolkata", "0": "1", "answer": "1", **given(ada, bob),
    }  # fmt: skip
    before = kept(ada.app)
    for method, rule in unsafe_rules(ada.app):
        path = address(rule, values(ada.app, rule))
        answer = ada.client.open(path, method=method, data=fields)
        assert answer.status_code == 403, (method, path)
        as_json = ada.client.open(path, method=method, data=fields, headers={"Accept": "application/json"})
        assert (as_json.status_code, as_json.json["reason"]) == (403, "token"), (method, path)
    assert kept(ada.app) == before
    assert ada.get("/account").status_code == 200


def test_every_form_of_somebody_signed_out_changes_nothing_without_a_token(ada: Reader) -> None:
    guest = Reader(ada.app)
    before = kept(ada.app)
    for method, rule in unsafe_rules(ada.app):
        path = address(rule, values(ada.app, rule))
        answer = guest.client.open(path, method=method, data={"name": "Eve", "email": "e@example.org", "password": "x"})
        assert answer.status_code in {200, 303, 401, 403, 422}, (method, path)
    assert kept(ada.app) == before


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/x-unknown", "multipart/form-data", ""])
def test_form_in_a_shape_that_needs_no_leave_from_browsers_is_refused(ada: Reader, kind: str) -> None:
    before = kept(ada.app)
    body = f"csrf_token={ada.token()}&name=Eve"
    answer = ada.client.post("/account/name", data=body, content_type=kind)
    assert answer.status_code in {400, 403}
    assert kept(ada.app) == before


def test_token_in_the_address_does_not_count(ada: Reader) -> None:
    """There it would stand in logs and histories."""
    answer = ada.client.post(f"/account/name?csrf_token={ada.token()}&name=Eve", data={"name": "Eve"})
    assert answer.status_code == 403


def test_sign_in_of_a_victim_into_an_attackers_account_needs_a_token_of_the_victims_browser(ada: Reader) -> None:
    attackers, victim = Reader(ada.app), Reader(ada.app)
    form = {"email": "ada@example.org", "password": PASSWORD, "csrf_token": attackers.token()}
    assert victim.client.post("/login", data=form).status_code == 403
    victim.token()
    assert victim.client.post("/login", data=form).status_code == 403
    assert victim.learner is None


def test_page_that_was_left_open_saves_only_for_whoever_opened_it(ada: Reader, bob: Reader) -> None:
    before = kept(ada.app)
    for learner in (str(ada.learner), "0", "-1", "1e3", "٣", f" {bob.learner}", "9" * 50):
        answer = bob.save("Whose words?", learner=learner)
        assert (answer.status_code, answer.json["reason"]) == (403, "other-person")
    assert kept(ada.app) == before
    assert bob.save("Bob's words.").status_code == 200


def test_forms_that_are_open_stay_good_while_the_key_is_changed(
    settings: Settings, make_app: Callable[..., Flask]
) -> None:
    reader = Reader(make_app())
    reader.register()
    token = reader.token()
    new = "a-new-key-0123456789-for-these-tests-0123456789"
    for fallbacks, code in (((settings.secret_key,), 303), ((), 403)):
        client = make_app(secret_key=new, old_secret_keys=fallbacks).test_client()
        client.set_cookie("guide", reader.client.get_cookie("guide").value)
        assert client.get("/account").status_code == 200  # nobody is signed out
        assert client.post("/account/name", data={"csrf_token": token, "name": "Ada L."}).status_code == code


def test_token_outlasts_a_long_sitting(guest: Reader) -> None:
    at = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
    with clock.standing_at(at):
        guest.register()
        token, learner = guest.token(), guest.learner
    with clock.standing_at(at + timedelta(days=29)):
        form = {"body": "At last.", "version": "0", "do": "save", "csrf_token": token, "learner": str(learner)}
        assert guest.client.post(REFLECTION, data=form).status_code == 303
