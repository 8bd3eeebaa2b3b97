"""What learners change about themselves, and what asks for their password first."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from guide.accounts.models import Learner
from guide.kernel import clock
from guide.kernel.db import db
from tests.accounts.mailbox import Mailbox
from tests.conftest import PASSWORD, Reader
from tests.security.kept import kept

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
NEW_PASSWORD = "another sentence of mine"


def learner(reader: Reader) -> Learner:
    with reader.app.app_context():
        return db.session.query(Learner).filter_by(id=reader.learner).one()


def test_name_is_changed(ada: Reader) -> None:
    assert ada.post("/account/name", {"name": "  Ada   Lovelace "}).status_code == 303
    assert learner(ada).name == "Ada Lovelace"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x07b"])
def test_name_that_cannot_be_shown_is_refused_and_comes_back(ada: Reader, name: str) -> None:
    answer = ada.post("/account/name", {"name": name})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert learner(ada).name == "Ada"


def test_fields_that_nobody_asked_for_are_ignored(ada: Reader, bob: Reader) -> None:
    ada.post(
        "/account/name",
        {"name": "Ada L.", "id": bob.learner, "user_id": bob.learner, "role": "admin", "email": "x@example.org"},
    )
    assert (learner(ada).name, learner(ada).email) == ("Ada L.", "ada@example.org")
    assert learner(bob).name == "Bob"


def test_time_zone_is_changed_and_times_are_shown_in_it(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        assert ada.post("/account/time-zone", {"time_zone": "Asia/Kolkata"}).status_code == 303
        assert ada.save("What time is it?").json["label"] == "Saved 17:32"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../UTC"])
def test_time_zone_that_is_none_is_refused(ada: Reader, zone: str) -> None:
    assert ada.post("/account/time-zone", {"time_zone": zone}).status_code == 422
    assert learner(ada).time_zone == "Europe/Vienna"


def test_address_changes_when_the_new_one_is_confirmed_and_the_old_one_is_told(ada: Reader, mailbox: Mailbox) -> None:
    answer = ada.post("/account/email", {"email": "Countess@example.net", "password": PASSWORD})
    assert answer.status_code == 303
    assert learner(ada).email == "ada@example.org"
    told = mailbox.told()
    assert ("Countess@example.net", "Confirm your address") in told
    assert ("ada@example.org", "Another address was asked for") in told
    link = mailbox.link("Confirm your address")
    assert "Countess@example.net" in ada.get(link).text
    assert learner(ada).email == "ada@example.org"  # looking is not confirming: mail scanners look
    assert ada.post(link).status_code == 303
    assert learner(ada).email == "Countess@example.net"
    assert ("ada@example.org", "Your address was changed") in mailbox.told()
    assert ada.post(link).status_code == 404
    ada.sign_out()
    assert ada.sign_in().status_code == 422
    assert ada.sign_in(email="countess@example.net").status_code == 303


def test_link_may_be_opened_where_nobody_is_signed_in(ada: Reader, mailbox: Mailbox) -> None:
    ada.post("/account/email", {"email": "countess@example.net", "password": PASSWORD})
    answer = Reader(ada.app).post(mailbox.link("Confirm your address"))
    assert (answer.status_code, answer.location) == (303, "/login")
    assert learner(ada).email == "countess@example.net"


@pytest.mark.parametrize(
    ("email", "password", "because"),
    [
        ("countess@example.net", "not the right sentence", "not your password"),
        ("countess@example.net", "", "Write your password."),
        ("no address", PASSWORD, "Write an e-mail address"),
        ("zoë@example.org", PASSWORD, "without accents"),
        ("BOB@example.org", PASSWORD, "already an account"),
    ],
)
def test_address_is_not_changed_and_nothing_is_sent(
    ada: Reader, bob: Reader, mailbox: Mailbox, email: str, password: str, because: str
) -> None:
    sent = len(mailbox.messages())
    answer = ada.post("/account/email", {"email": email, "password": password})
    assert answer.status_code == 422
    assert because in answer.text
    assert f'value="{email}"' in answer.text
    assert PASSWORD not in answer.text
    assert len(mailbox.messages()) == sent


def test_address_that_somebody_takes_meanwhile_stays_theirs(ada: Reader, mailbox: Mailbox) -> None:
    ada.post("/account/email", {"email": "shared@example.org", "password": PASSWORD})
    link = mailbox.link("Confirm your address")
    Reader(ada.app, "Bob", "shared@example.org").register()
    assert ada.post(link).status_code == 409
    assert learner(ada).email == "ada@example.org"


@pytest.mark.parametrize(
    ("after", "works"), [(timedelta(minutes=59), True), (timedelta(hours=1), False), (timedelta(hours=-2), False)]
)
def test_link_to_confirm_works_for_an_hour(app: Flask, mailbox: Mailbox, after: timedelta, works: bool) -> None:
    with clock.standing_at(AT):
        Reader(app).register()
    link = mailbox.link("Confirm your address")
    with clock.standing_at(AT + after):
        assert Reader(app).post(link).status_code == (303 if works else 404)


def test_only_the_last_link_confirms(ada: Reader, mailbox: Mailbox) -> None:
    first = mailbox.link("Confirm your address")
    ada.post("/account/confirmation")
    second = mailbox.link("Confirm your address")
    assert first != second
    assert ada.post(first).status_code == 404
    assert ada.post(second).status_code == 303
    assert learner(ada).confirmed_at is not None


def test_password_change_asks_for_the_old_one_tells_the_owner_and_keeps_this_device(
    ada: Reader, mailbox: Mailbox
) -> None:
    elsewhere = Reader(ada.app)
    elsewhere.sign_in()
    before = ada.client.get_cookie("guide").value
    answer = ada.post("/account/password", {"password": PASSWORD, "new_password": NEW_PASSWORD})
    assert answer.status_code == 303
    assert ada.get("/account").status_code == 200
    assert ada.client.get_cookie("guide").value != before
    assert elsewhere.get("/account").status_code == 302
    assert ("ada@example.org", "Your password was changed") in mailbox.told()
    assert Reader(ada.app).sign_in().status_code == 422
    assert Reader(ada.app).sign_in(NEW_PASSWORD).status_code == 303


def test_password_change_keeps_what_was_chosen_about_staying(guest: Reader) -> None:
    guest.register(stay=[])
    answer = guest.post("/account/password", {"password": PASSWORD, "new_password": NEW_PASSWORD})
    [line] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("guide=")]
    assert "Max-Age" not in line


@pytest.mark.parametrize(
    ("password", "new_password", "because"),
    [
        ("not the right sentence", NEW_PASSWORD, "not your password"),
        ("", NEW_PASSWORD, "Write your password."),
        (PASSWORD, "too short", "at least 15 characters"),
        (PASSWORD, "my secret password", "first that attackers try"),
        (PASSWORD, "ada@example.org", "little more than your name or address"),
        (PASSWORD, "", "at least 15 characters"),
    ],
)
def test_password_is_not_changed(ada: Reader, mailbox: Mailbox, password: str, new_password: str, because: str) -> None:
    answer = ada.post("/account/password", {"password": password, "new_password": new_password})
    assert answer.status_code == 422
    assert because in answer.text
    assert ada.get("/account").status_code == 200
    assert Reader(ada.app).sign_in().status_code == 303
    assert "Your password was changed" not in [subject for _to, subject in mailbox.told()]


def test_two_password_changes_at_once_leave_one_of_the_two(ada: Reader) -> None:
    """The second finds that the password it was given is no longer the one."""
    other = Reader(ada.app)
    other.sign_in()
    readers, tokens = [ada, other], [ada.token(), other.token()]

    def change(number: int) -> int:
        form = {
            "csrf_token": tokens[number],
            "password": PASSWORD,
            "new_password": f"another sentence, number {number}",
        }
        return readers[number].client.post("/account/password", data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(change, range(2)))
    assert sorted(codes)[0] == 303
    assert sorted(codes)[1] in {401, 403, 422}
    assert Reader(ada.app).sign_in(f"another sentence, number {codes.index(303)}").status_code == 303


# Devices


def devices(reader: Reader) -> list[int]:
    return [int(found) for found in re.findall(r"/account/devices/(\d+)/sign-out", reader.get("/account").text)]


def test_every_signed_in_device_is_listed_with_a_name_and_times(ada: Reader) -> None:
    phone = Reader(ada.app)
    phone.client.environ_base["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
        "Mobile/15E148 Safari/604.1"
    )
    with clock.standing_at(AT):
        phone.sign_in()
    with clock.standing_at(AT + timedelta(minutes=1)):
        page = ada.get("/account").text
    assert "Safari on iPhone" in page
    assert "Signed in 3 May 2026, 14:02" in page
    assert "(this one)" in page


def test_device_name_is_one_of_ours_whatever_the_browser_calls_itself(ada: Reader) -> None:
    other = Reader(ada.app)
    other.client.environ_base["HTTP_USER_AGENT"] = "<script>alert(1)</script>" * 100
    other.sign_in()
    page = ada.get("/account").text
    assert "alert(1)" not in page
    assert "A browser" in page


def test_one_device_is_signed_out_and_the_others_stay(ada: Reader) -> None:
    phone, tablet = Reader(ada.app), Reader(ada.app)
    phone.sign_in()
    [of_phone] = devices(ada)
    tablet.sign_in()
    assert ada.post(f"/account/devices/{of_phone}/sign-out").status_code == 303
    assert phone.get("/account").status_code == 302
    assert tablet.get("/account").status_code == 200
    assert ada.get("/account").status_code == 200


def test_device_that_ran_out_is_not_listed(ada: Reader) -> None:
    with clock.standing_at(AT):
        Reader(ada.app).sign_in(stay=[])
    ada.sign_in()
    assert devices(ada) == []


def test_signing_out_everywhere_means_everywhere(ada: Reader, bob: Reader) -> None:
    phone = Reader(ada.app)
    phone.sign_in()
    answer = ada.post("/account/sign-out-everywhere")
    assert (answer.status_code, answer.location) == (303, "/login")
    assert phone.get("/account").status_code == 302
    assert ada.get("/account").status_code == 302
    assert bob.get("/account").status_code == 200


def test_device_of_a_stranger_is_not_found_just_like_one_that_is_none(ada: Reader, bob: Reader) -> None:
    phone = Reader(ada.app)
    phone.sign_in()
    [of_phone] = devices(ada)
    bob.get("/")  # takes in the notice of his registration
    theirs, none = bob.post(f"/account/devices/{of_phone}/sign-out"), bob.post("/account/devices/999999/sign-out")
    assert theirs.status_code == none.status_code == 404
    assert theirs.text.replace(f"devices/{of_phone}/", "devices/999999/") == none.text
    assert phone.get("/account").status_code == 200


# Leaving


def leave_traces(reader: Reader) -> None:
    """Something in every table that holds something of a learner."""
    reader.save("First thoughts.")
    reader.save("Second thoughts.", version=1, do="submit")
    reader.post("/guides/small/first/opened", {"position": "think"})
    reader.post("/guides/small/first/done", {"done": "yes"})
    reader.post("/guides/small/first/tasks/try-it", {"do": "tick"})
    reader.post("/guides/small/first/checks/which-one", {"answer": "1", "which-one": "1", "choice": "1"})
    reader.post("/guides/small/third/decide/enough", {"decision": "later", "body": "Not now."})
    reader.post("/forgot-password", {"email": reader.email})
    Reader(reader.app, email=reader.email).sign_in("not the right sentence")


def test_deleted_account_leaves_nothing_and_nobody_else_is_touched(ada: Reader, bob: Reader, mailbox: Mailbox) -> None:
    leave_traces(bob)
    mailbox.messages()
    before = kept(ada.app)
    carol = Reader(ada.app, "Carol", "carol@example.org")
    carol.register()
    leave_traces(carol)
    mailbox.messages()
    during = kept(ada.app)
    grown = {table for table in before if len(during[table]) > len(before[table])}
    assert grown >= {"learner", "sign_in", "mailed_token", "strike", "entry", "revision", "save_key", "tick", "attempt"}
    assert carol.post("/account/delete", {"password": PASSWORD}).status_code == 303
    after = kept(ada.app)
    network_strikes = len(after["strike"]) - len(before["strike"])
    assert {**after, "strike": None} == {**before, "strike": None}
    assert network_strikes == 3  # counted under the network address, which is Bob's as well: one of each kind
    assert ("carol@example.org", "Your account is deleted") in mailbox.told()


def test_deleted_account_is_gone_at_once_and_its_address_is_free(ada: Reader) -> None:
    answer = ada.post("/account/delete", {"password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "deleted" in ada.get("/").text
    assert ada.get("/account").status_code == 302
    assert ada.sign_in().status_code == 422
    assert ada.register().status_code == 303


@pytest.mark.parametrize("password", ["", "not the right sentence"])
def test_account_is_not_deleted_without_the_password(ada: Reader, password: str) -> None:
    assert ada.post("/account/delete", {"password": password}).status_code == 422
    assert ada.get("/account").status_code == 200


def test_two_deletions_at_once_are_one_and_no_error(ada: Reader) -> None:
    other = Reader(ada.app)
    other.sign_in()
    readers, tokens = [ada, other], [ada.token(), other.token()]

    def delete(number: int) -> int:
        form = {"csrf_token": tokens[number], "password": PASSWORD}
        return readers[number].client.post("/account/delete", data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(delete, range(2)))
    assert codes[0] == 303
    assert codes[1] in {401, 403}
    assert kept(ada.app)["learner"] == []


def test_operator_deletes_all_that_a_learner_could(ada: Reader) -> None:
    leave_traces(ada)
    runner = ada.app.test_cli_runner()
    assert kept(ada.app)["learner"]
    assert runner.invoke(args=["users", "delete", "ada@example.org"], input="y\n").exit_code == 0
    left = {table: rows for table, rows in kept(ada.app).items() if rows}
    assert set(left) <= {"strike"}
