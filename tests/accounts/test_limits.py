"""Guessing is stopped; honest people hardly notice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from guide.kernel import clock
from guide.kernel.config import Settings
from tests.accounts.mailbox import Mailbox
from tests.conftest import PASSWORD, Reader

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
WRONG = "not the right sentence"


def at_address(app: Flask, address: str, email: str = "ada@example.org") -> Reader:
    reader = Reader(app, email=email)
    reader.client.environ_base["REMOTE_ADDR"] = address
    return reader


def guess(reader: Reader, times: int, **more: object) -> list[int]:
    """Wrong passwords for this reader's address, as fast as they can be sent."""
    token = reader.token()
    form = {"csrf_token": token, "email": reader.email, "password": WRONG}
    return [reader.client.post("/login", data=form, **more).status_code for _ in range(times)]


def test_limits_are_as_promised() -> None:
    settings = Settings()
    assert (settings.limit_account, settings.limit_address) == (10, 100)
    assert (settings.limit_resets, settings.limit_registrations) == (5, 500)


def test_guessing_at_one_account_stops_after_ten(ada: Reader, bob: Reader) -> None:
    guest = Reader(ada.app)
    assert guess(guest, 20) == [422] * 10 + [429] * 10
    answer = guest.sign_in(password=WRONG)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "Too many attempts" in answer.text
    assert "Try again in" in answer.text
    bob.sign_out()
    assert bob.sign_in().status_code == 303
    assert ada.get("/account").status_code == 200
    assert ada.save("Still writing.").status_code == 200


def test_limit_also_holds_for_an_account_that_is_none(app: Flask) -> None:
    """Or it would tell which addresses have one."""
    assert guess(Reader(app, email="nobody@example.org"), 11)[-1] == 429


def test_spelling_the_address_otherwise_gives_no_further_tries(ada: Reader) -> None:
    guest = Reader(ada.app)
    guess(guest, 10)
    for email in ("ADA@example.org", " ada@example.org", "ａda@example.org"):
        assert guest.sign_in(password=WRONG, email=email).status_code == 429


def test_owner_gets_back_in_by_a_reset_at_once(ada: Reader, mailbox: Mailbox) -> None:
    guess(Reader(ada.app), 11)
    owner = Reader(ada.app)
    assert owner.sign_in().status_code == 429
    assert owner.post("/forgot-password", {"email": "ada@example.org"}).status_code == 200
    owner.post(mailbox.link("Set a new password"), {"password": "another sentence of mine"})
    assert owner.sign_in("another sentence of mine").status_code == 303


def test_limit_ends_a_quarter_of_an_hour_after_the_first_of_the_tries(app: Flask) -> None:
    with clock.standing_at(AT):
        Reader(app).register()
        assert guess(Reader(app), 11)[-1] == 429
    with clock.standing_at(AT + timedelta(minutes=11)):
        answer = Reader(app).sign_in()
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "240"
        assert "in 4 minutes" in answer.text
    with clock.standing_at(AT + timedelta(minutes=15)):
        assert Reader(app).sign_in().status_code == 303


def test_successful_sign_ins_never_count(make_app: Callable[..., Flask]) -> None:
    app = make_app(limit_account=2, limit_address=2)
    Reader(app).register()
    for _ in range(5):
        assert Reader(app).sign_in().status_code == 303
    assert guess(Reader(app), 3) == [422, 422, 429]


def test_spraying_many_accounts_is_stopped_whatever_address_is_claimed(make_app: Callable[..., Flask]) -> None:
    app = make_app(limit_address=12)
    guest = Reader(app)
    token = guest.token()
    codes = []
    for number in range(400):
        form = {"csrf_token": token, "email": f"person{number}@example.org", "password": WRONG}
        claimed = {
            "X-Forwarded-For": f"203.0.113.{number % 250}, 10.0.0.{number % 250}",
            "X-Real-IP": f"192.0.2.{number % 250}",
        }
        codes.append(guest.client.post("/login", data=form, headers=claimed).status_code)
    assert codes == [422] * 12 + [429] * 388
    assert at_address(app, "198.51.100.7", "x@example.org").sign_in(WRONG).status_code == 422


def test_limits_hold_over_a_restart_and_for_every_process(make_app: Callable[..., Flask]) -> None:
    first, second = make_app(limit_account=3), make_app(limit_account=3)
    Reader(first).register()
    assert guess(Reader(first), 2) == [422, 422]
    assert guess(Reader(second), 2) == [422, 429]
    assert guess(Reader(first), 1) == [429]
    assert guess(Reader(make_app(limit_account=3)), 1) == [429]


def test_burst_sent_at_once_gets_no_more_tries_than_one_by_one(make_app: Callable[..., Flask]) -> None:
    app = make_app(limit_account=3)
    readers = [Reader(app) for _ in range(8)]
    tokens = [reader.token() for reader in readers]

    def try_once(number: int) -> int:
        form = {"csrf_token": tokens[number], "email": "ada@example.org", "password": WRONG}
        return readers[number].client.post("/login", data=form).status_code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(try_once, range(8)))
    assert codes == [422] * 3 + [429] * 5


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth1", True),
    ],
)
def test_connection_is_told_by_what_its_owner_cannot_change(
    make_app: Callable[..., Flask], first: str, second: str, is_one: bool
) -> None:
    app = make_app(limit_address=1)
    assert at_address(app, first, "a@example.org").sign_in(WRONG).status_code == 422
    assert at_address(app, second, "b@example.org").sign_in(WRONG).status_code == (429 if is_one else 422)


def test_proxy_that_is_trusted_says_who_is_there(make_app: Callable[..., Flask]) -> None:
    app = make_app(limit_address=1, proxies=1)

    def from_behind(forwarded: str, email: str) -> int:
        reader = Reader(app, email=email)
        return guess(reader, 1, headers={"X-Forwarded-For": forwarded})[0]

    assert from_behind("198.51.100.1", "a@example.org") == 422
    assert from_behind("198.51.100.2", "b@example.org") == 422
    assert from_behind("203.0.113.9, 198.51.100.1", "c@example.org") == 429  # only the last hop is the proxy's word


def test_wrong_passwords_on_the_account_page_count_as_well(ada: Reader) -> None:
    codes = [ada.post("/account/delete", {"password": WRONG}).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    assert ada.post("/account/delete", {"password": PASSWORD}).status_code == 429
    assert ada.get("/account").status_code == 200


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_resets_of_one_account_are_limited_to_five_an_hour(ada: Reader, mailbox: Mailbox, email: str) -> None:
    answers = [Reader(ada.app).post("/forgot-password", {"email": email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert 3000 < int(answers[-1].headers["Retry-After"]) <= 3600
    assert len([told for told in mailbox.told() if told[1] == "Set a new password"]) == (5 if "ada" in email else 0)


def test_resets_from_one_network_address_are_limited(make_app: Callable[..., Flask]) -> None:
    """Each is a row that anybody could have written, for any address whatever."""
    app = make_app(limit_registrations=3)
    codes = [Reader(app).post("/forgot-password", {"email": f"{n}@example.org"}).status_code for n in range(4)]
    assert codes == [200, 200, 200, 429]


def test_links_to_addresses_of_ones_choosing_are_limited(ada: Reader, mailbox: Mailbox) -> None:
    codes = [
        ada.post("/account/email", {"email": f"victim{n}@example.org", "password": PASSWORD}).status_code
        for n in range(6)
    ]
    assert codes == [303] * 5 + [429]
    assert ada.post("/account/confirmation").status_code == 429
    assert not [to for to, _subject in mailbox.told() if to == "victim5@example.org"]


def test_reading_is_never_limited(make_app: Callable[..., Flask]) -> None:
    app = make_app(limit_account=1, limit_address=1)
    guest = Reader(app)
    assert guess(guest, 3) == [422, 429, 429]
    assert {guest.get("/guides/small/first").status_code for _ in range(30)} == {200}
    assert guest.get("/login").status_code == 200
