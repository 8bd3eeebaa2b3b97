"""A plan: open questions, answered in one's own words, kept like everything that is written, and taken along in a calendar."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Calendar
from icalendar.cal import Component
from werkzeug.test import TestResponse

from guide.kernel import clock
from guide.kernel.db import db
from guide.tasks.models import Tick
from guide.writing.models import Entry
from tests.conftest import SMALL_GUIDE, Reader

LESSON = "/guides/small/second"
PLACE = "/journal/small/second/until-spring"
FILE = f"{PLACE}/plan.ics"
BLOCK = """
```plan
id: until-spring
title: The list until spring
questions:
  - What will you do *first*?
  - What will get in its way?
rules:
  - If I open it at night, then I …
```
"""
TASK = """
```task
id: until-spring
title: Write it down
steps: [Write.]
without_account: No account.
offline: On paper.
evidence: What did you write?
```
"""
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture
def with_block(make_app: Callable[..., Flask], tmp_path: Path) -> Callable[[str], Flask]:
    """The small guide, with a block at the end of its second lesson. The database is the same each time."""

    def make(block: str) -> Flask:
        content = tmp_path / f"content-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(SMALL_GUIDE, content)
        with (content / "small" / "01-begin" / "02-second.md").open("a", encoding="utf-8") as file:
            file.write(block)
        return make_app(content_dir=content)

    return make


@pytest.fixture
def site(with_block: Callable[[str], Flask]) -> Flask:
    return with_block(BLOCK)


@pytest.fixture
def planner(site: Flask) -> Reader:
    """Signed in, in Vienna."""
    reader = Reader(site)
    assert reader.register().status_code == 303
    return reader


def taken(reader: Reader, query: str, at: datetime = NOW) -> TestResponse:
    with clock.standing_at(at):
        return reader.get(f"{FILE}?{query}")


def calendar_of(answer: TestResponse) -> Calendar:
    assert answer.status_code == 200, answer.text
    return Calendar.from_ical(answer.data)


def event_of(answer: TestResponse) -> Component:
    (event,) = calendar_of(answer).walk("VEVENT")
    return event


def offset_at(calendar: Calendar, local: datetime) -> timedelta:
    """What the file itself says of the clock at that hour, read as RFC 5545 says: the last change before it holds."""
    changes = []
    for rule in calendar.walk("VTIMEZONE")[0].subcomponents:
        assert "RRULE" not in rule
        assert "RDATE" not in rule
        changes.append((rule["DTSTART"].dt, rule["TZOFFSETTO"].td))
    return max(change for change in changes if change[0] <= local)[1]


def test_questions_stand_above_one_field_with_the_rules_that_may_be_finished(planner: Reader) -> None:
    page = planner.get(LESSON).text
    block = page.partition('id="until-spring"')[2]
    label = '<label class="prompt" id="prompt-until-spring" for="text-until-spring">The list until spring</label>'
    first, rule = "What will you do <em>first</em>?", "If I open it at night, then I …"
    assert block.index(label) < block.index(first) < block.index(rule) < block.index("<textarea")
    assert block.count("<textarea") == 1
    assert "1 plan" in page


def test_plan_is_saved_submitted_set_aside_and_kept_like_any_text(planner: Reader) -> None:
    assert planner.save("Read on Tuesdays.", 0, PLACE).get_json()["version"] == 1
    assert planner.save("Stale.", 0, PLACE).status_code == 409
    assert planner.save("Read on Fridays.", 1, PLACE, do="submit").status_code == 200
    page = planner.get(LESSON).text
    assert "1 plan" not in page
    assert "Read on Fridays.</textarea>" in page
    journal = planner.get(PLACE).text
    assert "What will get in its way?" in journal
    assert "Earlier versions" in journal
    assert PLACE in planner.get("/search?q=fridays").text
    (entry,) = planner.get("/account/download").get_json()["entries"]
    assert (entry["kind"], entry["body"]) == ("plan", "Read on Fridays.")
    assert planner.save("Read on Fridays.", 2, PLACE, do="set-aside").status_code == 200
    assert "You set this prompt aside" in planner.get(LESSON).text


def test_set_aside_plan_is_not_asked_about_again_on_the_progress_page(planner: Reader) -> None:
    planner.post(f"{LESSON}/opened")
    assert "1 plan" in planner.get("/progress").text
    planner.save("", 0, PLACE, do="set-aside")
    assert "1 plan" not in planner.get("/progress").text


def test_text_of_a_guest_joins_the_plan(planner: Reader) -> None:
    answer = planner.post(f"{PLACE}/arrivals", {"body": "From the train.", "key": "k1"})
    assert answer.get_json()["version"] == 1
    assert "From the train.</textarea>" in planner.get(LESSON).text


def test_guest_reads_the_questions_and_is_told_how_to_write(site: Flask) -> None:
    guest = Reader(site)
    answer = guest.get(LESSON)
    shown = re.sub(r"<template.*?</template>", "", answer.text, flags=re.DOTALL)
    block = shown.partition('id="until-spring"')[2]
    assert "What will get in its way?" in block
    assert "Create account" in block
    assert "<textarea" not in block
    assert "plan.ics" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_printed_guide_has_room_for_a_plan_and_then_the_plan(planner: Reader) -> None:
    address = "/guides/small/print"
    assert 'class="ruled"' in planner.get(address).text.partition('--until-spring"')[2]
    planner.save("Read on <Tuesdays>.", 0, PLACE)
    printed = planner.get(address).text.partition("The list until spring")[2]
    assert "Read on &lt;Tuesdays&gt;." in printed
    assert "plan.ics" not in printed


def test_note_of_a_task_becomes_the_plan_that_took_its_place(with_block: Callable[[str], Flask]) -> None:
    before = Reader(with_block(TASK))
    before.register()
    assert before.save("Ask Ruta.", 0, PLACE).status_code == 200
    before.post(f"{LESSON}/tasks/until-spring", {"do": "tick"})

    app = with_block(BLOCK)
    after = Reader(app)
    after.sign_in()
    page = after.get(LESSON).text
    assert "Ask Ruta.</textarea>" in page
    assert "Done " in page.partition('id="until-spring"')[2]
    assert "1 plan" not in page, "whoever ticked the task is not asked for the plan"
    assert "Ask Ruta." in after.get(PLACE).text
    assert event_of(taken(after, "on=2026-12-05"))["description"].startswith("Ask Ruta.")
    assert "The list until spring" in after.get("/progress").text

    assert after.save("Ask Ruta, in March.", 1, PLACE, do="submit").get_json()["version"] == 2
    assert "Ask Ruta" in after.get(f"{PLACE}/changes").text
    with app.app_context():
        assert db.session.query(Entry.kind, Entry.body).one() == ("plan", "Ask Ruta, in March.")
        assert db.session.query(Tick.block).one() == ("until-spring",)


def test_file_names_the_plan_the_day_and_where_it_is_kept(planner: Reader) -> None:
    planner.save("Read on Tuesdays.\n\nAsk Ruta.", 0, PLACE)
    answer = taken(planner, "on=2026-12-05")
    assert answer.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.ics"'
    calendar, event = calendar_of(answer), event_of(answer)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert event["dtstart"].dt == date(2026, 12, 5)
    assert event["summary"] == "My plan: The list until spring"
    assert event["description"] == f"Read on Tuesdays.\n\nAsk Ruta.\n\nhttp://localhost{PLACE}"
    assert event["url"] == f"http://localhost{PLACE}"
    assert event["dtstamp"].dt == NOW
    assert event["class"] == "PRIVATE"
    assert "rrule" not in event
    assert calendar.walk("VTIMEZONE") == []


def test_hour_every_week_stays_the_same_on_the_clock_when_summer_time_begins_and_ends(planner: Reader) -> None:
    planner.save("Read.", 0, PLACE)
    answer = taken(planner, "on=2026-10-20&at=08:30&every=week")
    calendar, event = calendar_of(answer), event_of(answer)
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;COUNT=52"
    assert event["dtstart"].params["TZID"] == "Europe/Vienna"
    start = event["dtstart"].dt
    assert (start.hour, start.minute, start.utcoffset()) == (8, 30, timedelta(hours=2))
    wall = [start.replace(tzinfo=None) + timedelta(weeks=week) for week in range(52)]
    for each in wall:
        assert offset_at(calendar, each) == ZoneInfo("Europe/Vienna").utcoffset(each), each
    assert {offset_at(calendar, each) for each in wall} == {timedelta(hours=1), timedelta(hours=2)}


def test_clock_is_put_on_at_two_and_back_at_three_as_the_file_spells_it_out(planner: Reader) -> None:
    planner.save("Read.", 0, PLACE)
    calendar = calendar_of(taken(planner, "on=2026-10-20&at=08:30&every=week"))
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Vienna"
    changes = [(rule.name, rule["dtstart"].dt) for rule in zone.subcomponents][1:]
    assert changes == [("STANDARD", datetime(2026, 10, 25, 3)), ("DAYLIGHT", datetime(2027, 3, 28, 2))]


@pytest.mark.parametrize(
    ("time_zone", "expected"),
    [
        ("UTC", datetime(2026, 12, 5, 8, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 12, 5, 2, 45, tzinfo=UTC)),
        ("America/St_Johns", datetime(2026, 12, 5, 12, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 12, 4, 21, 30, tzinfo=UTC)),
        ("Africa/Casablanca", datetime(2026, 12, 5, 7, 30, tzinfo=UTC)),
    ],
)
def test_hour_is_the_learner_s_own_wherever_they_live(site: Flask, time_zone: str, expected: datetime) -> None:
    reader = Reader(site)
    reader.register(time_zone=time_zone)
    reader.save("Read.", 0, PLACE)
    answer = taken(reader, "on=2026-12-05&at=08:30")
    calendar, event = calendar_of(answer), event_of(answer)
    assert event["dtstart"].dt.astimezone(UTC) == expected
    assert event["duration"].dt == timedelta(minutes=15)
    if time_zone == "UTC":
        assert b"DTSTART:20261205T083000Z" in answer.data
    else:
        assert datetime(2026, 12, 5, 8, 30) - offset_at(calendar, datetime(2026, 12, 5, 8, 30)) == expected.replace(
            tzinfo=None
        )


def test_hostile_text_stays_a_text_in_folded_lines(planner: Reader) -> None:
    hostile = 'END:VEVENT\r\nBEGIN:VALARM\nACTION:AUDIO; a, b \\n \\\\ "c"\x0b\x1b\u2028\x85' + "😀é‮" * 300
    assert planner.save(hostile, 0, PLACE).status_code == 200
    answer = taken(planner, "on=2026-12-05&at=08:30")
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    assert b"\n" not in answer.data.replace(b"\r\n", b"")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", answer.data.replace(b"\r\n", b""))
    (event,) = calendar_of(answer).walk("VEVENT")
    assert [alarm["action"] for alarm in event.walk("VALARM")] == ["DISPLAY"]
    assert event["description"].startswith('END:VEVENT\nBEGIN:VALARM\nACTION:AUDIO; a, b \\n \\\\ "c"\u2028😀é')


def test_longest_text_is_in_the_file_whole(planner: Reader) -> None:
    planner.save("ü" * 20_000, 0, PLACE)
    assert event_of(taken(planner, "on=2026-12-05"))["description"].count("ü") == 20_000


def test_file_taken_again_is_of_the_same_event_and_each_learner_s_is_their_own(planner: Reader, site: Flask) -> None:
    planner.save("Read.", 0, PLACE)
    first = event_of(taken(planner, "on=2026-12-05"))
    planner.save("Read more.", 1, PLACE)
    again = event_of(taken(planner, "on=2027-01-02&at=07:00&every=week", NOW + timedelta(days=2)))
    assert again["uid"] == first["uid"]
    assert again["sequence"] > first["sequence"]
    bob = Reader(site, "Bob", "bob@example.org")
    bob.register()
    bob.save("Read.", 0, PLACE)
    assert event_of(taken(bob, "on=2026-12-05"))["uid"] != first["uid"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "That is not a day of the calendar"),
        ("on=soon", "That is not a day of the calendar"),
        ("on=2027-02-29", "That is not a day of the calendar"),
        ("on=0000-00-00", "That is not a day of the calendar"),
        ("on=12026-12-05", "That is not a day of the calendar"),
        ("on=%00", "That is not a day of the calendar"),
        ("on=2026-09-30", "That day is over"),
        ("on=9999-12-31", "more than ten years away"),
        ("on=2026-12-05&at=25:00", "That is not a time of day"),
        ("on=2026-12-05&at=noon", "That is not a time of day"),
        ("on=2026-12-05&at=08:30%2B02:00", "your own clock"),
        ("on=2026-12-05&every=hour", "once or every week"),
    ],
)
def test_day_or_hour_that_is_none_is_refused_in_a_sentence(planner: Reader, query: str, words: str) -> None:
    planner.save("Read.", 0, PLACE)
    answer = taken(planner, query)
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("on=2026-09-30&at=08:30&every=week", "on"),
        ("on=9999-12-31&at=08:30&every=week", "on"),
        ("on=2026-12-05&at=25:00&every=week", "at"),
        ("on=2026-12-05&at=08:30&every=hour", "every"),
    ],
)
def test_form_comes_back_with_what_was_entered_and_the_reason_beside_its_field(
    planner: Reader, query: str, wrong: str
) -> None:
    planner.save("Read.", 0, PLACE)
    answer = taken(planner, query)
    assert answer.status_code == 422
    form = answer.text.partition(f'<form class="calendar" method="get" action="{FILE}"')[2].partition("</form>")[0]
    day, hour, every = (each.partition("=")[2] for each in query.split("&"))
    assert f'name="on" required value="{day}"' in form
    assert f'name="at" value="{hour}"' in form
    assert (' value="week" checked' in form) == (every == "week")
    (described,) = re.findall(r'<input[^>]* aria-invalid="true" aria-describedby="([^"]+)"', form)
    assert described == f"{wrong}-until-spring-error"
    assert f'<p class="error" id="{described}">' in form
    assert f'href="#{wrong}-until-spring"' in answer.text
    assert "Go back" not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_was_entered_comes_back_as_text(planner: Reader) -> None:
    planner.save("Read.", 0, PLACE)
    page = taken(planner, "on=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&at=%00%22").text
    assert "<script>alert" not in page
    assert "\0" not in page


def test_script_is_told_what_is_wrong_as_json(planner: Reader) -> None:
    planner.save("Read.", 0, PLACE)
    with clock.standing_at(NOW):
        answer = planner.get(f"{FILE}?on=2026-09-30", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json == {"reason": "no-day", "problem": "That day is over. Choose today or a later day."}


def test_today_is_where_the_learner_lives(planner: Reader) -> None:
    planner.save("Read.", 0, PLACE)
    late = datetime(2026, 10, 1, 22, 30, tzinfo=UTC)  # in Vienna it is the second
    assert taken(planner, "on=2026-10-01", late).status_code == 422
    assert taken(planner, "on=2026-10-02", late).status_code == 200


def test_plan_of_somebody_else_one_without_words_and_what_is_no_plan_are_not_found_alike(
    planner: Reader, site: Flask
) -> None:
    planner.save("Read.", 0, PLACE)
    bob = Reader(site, "Bob", "bob@example.org")
    bob.register()
    bob.get("/journal")  # where the account is welcomed, once
    query = "plan.ics?on=2026-12-05"
    missing = bob.get(f"/journal/small/second/nothing/{query}")
    strangers = bob.get(f"{PLACE}/{query}")
    assert strangers.status_code == missing.status_code == 404
    assert strangers.text.replace("until-spring", "nothing") == missing.text
    bob.save("", 0, PLACE, do="set-aside")
    assert bob.get(f"{PLACE}/{query}").status_code == 404
    bob.save("A reflection.", 0)
    assert bob.get(f"/journal/small/first/what-happened/{query}").status_code == 404
    assert bob.get(f"{PLACE}/plan.ics?on=nothing").status_code == 404


def test_guest_is_asked_to_sign_in_for_a_file(site: Flask) -> None:
    answer = Reader(site).get(f"{FILE}?on=2026-12-05")
    assert answer.status_code in (302, 303)
    assert "/login" in answer.headers["Location"]


def test_form_for_the_file_comes_with_the_first_words_and_stands_in_the_journal_too(planner: Reader) -> None:
    assert "plan.ics" not in planner.get(LESSON).text
    planner.save("Read.", 0, PLACE)
    for page in (planner.get(LESSON).text, planner.get(PLACE).text):
        assert f'<form class="calendar" method="get" action="{FILE}"' in page
    planner.save("  \n", 1, PLACE)
    for page in (planner.get(LESSON).text, planner.get(PLACE).text):
        assert "plan.ics" not in page
