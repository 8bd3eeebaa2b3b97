"""Creating an account: who gets one, and everything that is refused, with a reason and the form as it was."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from guide.accounts import passwords
from guide.accounts.addresses import Address
from guide.accounts.models import Learner
from guide.kernel.db import db
from tests.accounts.mailbox import Mailbox
from tests.conftest import PASSWORD, Reader

HOSTILE = "\u0301\u0316" * 50_000
"""Marks that normalising would sort, one exchange at a time, for many seconds."""


def learners(app: Flask) -> list[Learner]:
    with app.app_context():
        return list(db.session.scalars(select(Learner).order_by(Learner.id)))


def input_tag(page: str, name: str) -> str:
    at = page.index(f'name="{name}"')
    return page[page.rindex("<input", 0, at) : page.index(">", at)]


def test_whoever_registers_is_signed_in_at_once_and_sent_on(guest: Reader) -> None:
    answer = guest.register(next="/guides/small/second")
    assert (answer.status_code, answer.location) == (303, "/guides/small/second")
    assert "Sign out" in guest.get("/guides/small/second").text
    [learner] = learners(guest.app)
    assert (learner.name, learner.email, learner.time_zone) == ("Ada", "ada@example.org", "Europe/Vienna")
    assert learner.confirmed_at is None
    assert PASSWORD not in learner.password_hash
    assert learner.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 5000])
def test_time_zone_that_is_none_becomes_utc(guest: Reader, zone: str) -> None:
    guest.register(time_zone=zone)
    assert learners(guest.app)[0].time_zone == "UTC"


def test_stay_decides_how_long_the_cookie_lasts(app: Flask) -> None:
    stays = Reader(app, email="a@example.org").register()
    passes = Reader(app, email="b@example.org").register(stay=[])
    assert "Max-Age=2592000" in next(c for c in stays.headers.getlist("Set-Cookie") if c.startswith("guide="))
    assert "Max-Age" not in next(c for c in passes.headers.getlist("Set-Cookie") if c.startswith("guide="))


def test_mail_confirms_the_address_and_says_nothing_that_the_sender_chose(app: Flask, mailbox: Mailbox) -> None:
    """Otherwise anybody could have the site write to anybody."""
    Reader(app, name="Win at http://evil.example").register()
    message = mailbox.last("Confirm your address")
    assert message["To"] == "ada@example.org"
    assert "http://localhost/confirm-email/" in message.get_content()
    assert "evil" not in message.as_string()
    Reader(app).post("/forgot-password", {"email": "ada@example.org"})
    assert "evil" not in mailbox.last("Set a new password").as_string()


@pytest.mark.parametrize(
    ("password", "because"),
    [
        ("", None),
        ("fourteen chars", "at least 15 characters"),
        ("é" * 14, "at least 15 characters"),
        ("e\u0301" * 14, "This one has 14."),
        ("x1" * 64 + "y", "at most 128 characters. This one has 129."),
        ("x" * 300_000, "at most 128 characters. This one has 300,000."),
        ("my secret password", "first that attackers try"),
        ("My Secret P@ssword!", "first that attackers try"),
        ("correct horse battery staple 123", "first that attackers try"),
        ("password123456789", "first that attackers try"),
        ("Welcome!2026202720", "first that attackers try"),
        ("1234567 Dragon 89012", "first that attackers try"),
        ("aaaaaaaaaaaaaaaaaaaa", "first that attackers try"),
        ("abcabcabcabcabcabc", "first that attackers try"),
        ("qwertyuiopasdfghj", "first that attackers try"),
        ("---------------!", "first that attackers try"),
        ("Ada Lovelace 1815", "little more than your name"),
        ("ada.lovelace.1.2.3", "little more than your name"),
        ("ada.lovelace@example.org", "little more than your name"),
        ("howtolearntosail", "or this site's"),
        ("how-to-learn-to-sail 26", "or this site's"),
        ("how to learn to s", "or this site's"),
        ("twelve words\0 and a null", "half a character or a null"),
        ("half a character \ud83d of it", "half a character or a null"),
    ],
)
def test_password_is_refused_with_the_reason(password: str, because: str | None) -> None:
    problem = passwords.objection(password, "Ada Lovelace", "ada.lovelace@example.org", "How to learn to sail")
    assert problem
    assert because is None or because in problem


@pytest.mark.parametrize("password", ["x" * 64, "k7" * 32, "a sentence and once more, " * 4, "1" * 128])
def test_long_password_is_taken_however_it_came_to_be_long(password: str) -> None:
    assert passwords.objection(password, "Ada Lovelace", "ada.lovelace@example.org", "How to learn to sail") is None


def test_name_of_the_site_is_no_password_in_any_form(ada: Reader, guest: Reader, mailbox: Mailbox) -> None:
    wanted = "A small guide! 2026"
    answers = [guest.register(email="bob@example.org", password=wanted)]
    answers.append(ada.post("/account/password", {"password": PASSWORD, "new_password": wanted}))
    guest.post("/forgot-password", {"email": "ada@example.org"})
    answers.append(guest.post(mailbox.link("Set a new password"), {"password": wanted}))
    for answer in answers:
        assert answer.status_code == 422
        assert "or this site&#39;s" in answer.text


@pytest.mark.parametrize(
    "password",
    [
        "fifteen letters"[:15],
        "a sentence of my own",
        "  spaces before, between and after  ",
        "quietly seven herons cross the frozen harbour at dusk, heading n",
        "Ünïcödé, ελληνικά, 日本語 und עברית",
        "👩‍👩‍👧 were seen near the old mill",
        "kettle-" + "0f9d1c7b" * 15 + "z",
        "Ada went for a long walk today",
    ],
)
def test_password_of_any_kind_is_accepted(password: str) -> None:
    assert 15 <= len(passwords.fold(password)) <= 128
    assert passwords.objection(password, "Ada", "ada@example.org") is None


def test_longest_password_is_128_characters() -> None:
    assert passwords.objection("kettle-" + "0f9d1c7b" * 15 + "q", "Ada") is None
    assert passwords.objection("kettle-" + "0f9d1c7b" * 15 + "qz", "Ada") is not None


def test_whole_length_of_a_password_counts() -> None:
    """The 73rd byte, too, which bcrypt would leave out."""
    start = "kettle-" + "0f9d1c7b" * 8 + "q"
    assert len(start) == 72
    kept = passwords.hash_password(start + "a")
    assert passwords.is_right(kept, start + "a")
    assert not passwords.is_right(kept, start + "b")
    assert not passwords.is_right(kept, start)


def test_same_keys_give_the_same_password_on_every_device() -> None:
    assert passwords.is_right(passwords.hash_password("Ångström über alles"), "A\u030angstro\u0308m u\u0308ber alles")


@pytest.mark.parametrize("method", ["register", "sign_in", "forget"])
def test_texts_made_to_be_slow_cost_less_than_one_honest_password(guest: Reader, method: str) -> None:
    token = guest.token()
    email = HOSTILE[:40_000] if method == "forget" else "ada@example.org"
    address = {"register": "/register", "sign_in": "/login", "forget": "/forgot-password"}[method]
    form = {"csrf_token": token, "name": "Ada", "email": email, "password": HOSTILE[:40_000]}
    guest.client.post("/login", data={**form, "email": "b@example.org", "password": PASSWORD})  # warm
    honest, hostile = [], []
    for _ in range(3):
        before = time.process_time()
        passwords.hash_password(PASSWORD)
        honest.append(time.process_time() - before)
        before = time.process_time()
        answer = guest.client.post(address, data=form)
        hostile.append(time.process_time() - before)
        assert answer.status_code == 422
    assert min(hostile) < 10 * min(honest)  # folding 40,000 of these marks takes a hundred times as long


def test_password_of_a_mebibyte_is_refused_at_once(guest: Reader) -> None:
    answer = guest.register(password="x" * 2**20)
    assert answer.status_code == 413
    assert learners(guest.app) == []


@pytest.mark.parametrize(
    "email",
    ["ADA@Example.Org", " ada@example.org ", "ａｄａ@example.org", "ada@example。org", "ada@EXAMPLE.ORG"],
)
def test_address_that_looks_alike_makes_no_second_account(ada: Reader, email: str) -> None:
    answer = Reader(ada.app, name="Another").register(email=email)
    assert answer.status_code == 422
    assert "There is already an account with this address." in answer.text
    assert [learner.name for learner in learners(ada.app)] == ["Ada"]


def test_two_who_register_one_address_at_once_make_one_account_and_no_error(app: Flask) -> None:
    readers = [Reader(app, name=str(number)) for number in range(4)]
    tokens = [reader.token() for reader in readers]

    def register(number: int) -> int:
        form = {"name": str(number), "email": "ada@example.org", "password": PASSWORD, "csrf_token": tokens[number]}
        return readers[number].client.post("/register", data=form).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(register, range(4))) == [303, 422, 422, 422]
    assert len(learners(app)) == 1


@pytest.mark.parametrize(
    ("email", "because"),
    [
        ("", "Write an e-mail address such as"),
        ("ada", "Write an e-mail address such as"),
        ("ada@", "Write an e-mail address such as"),
        ("ada@example..org", "Write an e-mail address such as"),
        ("ada@example.org\r\nBcc: eve@evil.example", "Write an e-mail address such as"),
        ("Ada <ada@example.org>", "Write an e-mail address such as"),
        ("a@" + "b" * 60 + ".org" * 50, "Write an e-mail address such as"),
        ("zoë@example.org", "plain letters without accents"),
        ("аda@example.org", "plain letters without accents"),
        ("ada\u200b@example.org", "Write an e-mail address such as"),
    ],
)
def test_address_that_cannot_be_written_to_is_refused_with_the_reason(guest: Reader, email: str, because: str) -> None:
    answer = guest.register(email=email)
    assert answer.status_code == 422
    assert because in answer.text
    assert learners(guest.app) == []


def test_domain_in_any_script_is_kept_as_mail_servers_know_it() -> None:
    address = Address.parse("Ada@Bücher.example")
    assert (address.email, address.key) == ("Ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example")


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("", "Write a name"),
        ("   ", "Write a name"),
        ("x" * 81, "at most 80"),
        ("a\x1b[31mb", "can be seen"),
        ("a\u202eb", "can be seen"),
    ],
)
def test_name_that_cannot_be_shown_is_refused_with_the_reason(guest: Reader, name: str, because: str) -> None:
    answer = guest.register(name=name)
    assert answer.status_code == 422
    assert because in answer.text
    assert learners(guest.app) == []


def test_form_comes_back_as_it_was_but_for_the_password(guest: Reader) -> None:
    answer = guest.register(
        name='Ada "the" <first>', email="not an address", password="too short", next="/guides/small/second"
    )
    assert answer.status_code == 422
    assert 'value="Ada &#34;the&#34; &lt;first&gt;"' in answer.text
    assert 'value="not an address"' in answer.text
    assert 'name="next" value="/guides/small/second"' in answer.text
    assert 'name="time_zone" value="Europe/Vienna"' in answer.text
    assert "checked" in input_tag(answer.text, "stay")
    assert "too short" not in answer.text
    assert "This one has 9." in answer.text


def test_stay_that_was_unticked_comes_back_unticked(guest: Reader) -> None:
    page = guest.register(email="x", stay=[]).text
    assert "checked" not in input_tag(page, "stay")


def test_fields_that_nobody_asked_for_are_ignored(guest: Reader) -> None:
    guest.register(role="admin", is_admin="1", id="77", user_id="77", confirmed_at="2020-01-01", password_hash="x")
    [learner] = learners(guest.app)
    assert learner.id != 77
    assert learner.confirmed_at is None
    assert learner.password_hash.startswith("$argon2id$")


def test_whoever_is_signed_in_makes_no_second_account(ada: Reader) -> None:
    answer = ada.register(email="second@example.org")
    assert (answer.status_code, answer.location) == (302, "/")
    assert len(learners(ada.app)) == 1


def test_accounts_from_one_network_address_are_limited(make_app: Callable[..., Flask]) -> None:
    app = make_app(limit_registrations=2)
    answers = [Reader(app, email=f"{number}@example.org").register() for number in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert 3000 < int(answers[-1].headers["Retry-After"]) <= 3600
    elsewhere = Reader(app, email="4@example.org")
    elsewhere.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert elsewhere.register().status_code == 303
