"""Everything kept of a learner, for them to take away."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from guide.kernel import clock
from tests.accounts.mailbox import Mailbox
from tests.conftest import Reader
from tests.security.kept import kept

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
TEXT = 'Zwei "Zeilen"\n\t<b>{{7*7}}</b> & \u202eרשת 👩‍👩‍👧'


def write_everything(reader: Reader) -> None:
    reader.save("First thoughts.")
    reader.save(TEXT, version=1, do="submit")
    reader.post("/guides/small/first/opened", {"position": "think"})
    reader.post("/guides/small/first/done", {"done": "yes"})
    reader.post("/guides/small/first/tasks/try-it", {"do": "tick"})
    reader.post("/guides/small/first/checks/which-one", {"answer": "1", "which-one": "1", "choice": "1"})
    reader.post("/guides/small/third/decide/enough", {"decision": "later", "body": "Not now."})


def download(reader: Reader) -> dict[str, object]:
    answer = reader.get("/account/download")
    assert answer.status_code == 200
    assert answer.content_type == "application/json; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="my-guides-2026-05-03.json"')
    found: dict[str, object] = json.loads(answer.data.decode())
    return found


def test_download_holds_every_kind_of_thing_to_the_letter(guest: Reader) -> None:
    with clock.standing_at(AT):
        guest.register()
        write_everything(guest)
        data = download(guest)
    assert data["format"] == "guide-learner-data"
    assert data["format_version"] == 1
    assert data["learner"] == {
        "name": "Ada",
        "email": "ada@example.org",
        "time_zone": "Europe/Vienna",
        "created_at": "2026-05-03T12:02:00+00:00",
        "confirmed_at": None,
    }
    entries = {(entry["lesson"], entry["block"]): entry for entry in data["entries"]}  # type: ignore[attr-defined]
    assert set(entries) == {("first", "what-happened"), ("third", "enough")}
    reflection = entries["first", "what-happened"]
    assert reflection["body"] == TEXT
    assert reflection["submitted_at"] == "2026-05-03T12:02:00+00:00"
    assert [revision["body"] for revision in reflection["revisions"]] == ["First thoughts.", TEXT]
    for part in ("signed_in_devices", "check_attempts", "task_ticks", "lessons", "guides"):
        assert data[part], part


def test_download_leaves_no_table_out(guest: Reader) -> None:
    """Every table that holds rows of this learner is in it, or is a secret or a count of tries."""
    with clock.standing_at(AT):
        guest.register()
        write_everything(guest)
        data = download(guest)
    parts = {
        "learner": "learner", "sign_in": "signed_in_devices", "entry": "entries", "revision": "entries",
        "attempt": "check_attempts", "tick": "task_ticks", "lesson_record": "lessons", "guide_record": "guides",
    }  # fmt: skip
    without = {"mailed_token", "save_key", "strike"}
    assert {table for table, rows in kept(guest.app).items() if rows} - without == set(parts)
    assert set(parts.values()) <= set(data)


def test_download_holds_no_secret_and_no_hash(ada: Reader, app: object) -> None:
    mailbox = Mailbox(ada.app)
    ada.post("/forgot-password", {"email": "ada@example.org"})
    secrets = [ada.client.get_cookie("guide").value, mailbox.link("Set a new password").rpartition("/")[2], ada.token()]
    text = ada.get("/account/download").text
    rows = kept(ada.app)
    hashes = [str(value) for table in ("learner", "sign_in", "mailed_token") for row in rows[table] for value in row]
    hashes = [value for value in hashes if value.startswith("$argon2") or len(value) == 64]
    assert len(hashes) >= 3
    for secret in secrets + hashes:
        assert secret not in text


def test_download_holds_nothing_of_anybody_else(ada: Reader, bob: Reader) -> None:
    bob.save("Bob's own words.")
    bob.post("/guides/small/first/done", {"done": "yes"})
    text = ada.get("/account/download").text
    assert "Bob" not in text
    assert "bob@example.org" not in text
    assert json.loads(text)["lessons"] == []


def test_download_is_for_whoever_is_signed_in_alone(guest: Reader) -> None:
    answer = guest.get("/account/download")
    assert (answer.status_code, answer.location) == (302, "/login?next=/account/download")
