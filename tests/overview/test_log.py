"""The log on /progress: what was done, dated as the learner's own clock and calendar showed it; no streaks, no reproach."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from guide.kernel import clock
from guide.kernel.db import db
from guide.writing.models import Entry, Revision
from tests.conftest import REFLECTION, Reader

MAY = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
FIRST, SECOND, THIRD = (f"/guides/small/{lesson}" for lesson in ("first", "second", "third"))
LINE = re.compile(
    r'<h[23] class="month">([^<]+)<|<dt><time[^>]*>([^<]+)</time></dt>'
    r"|<li>\s*<time[^>]*>([^<]+)</time>\s*<p>(.*?)</p>",
    re.DOTALL,
)


def log(reader: Reader, address: str = "/progress") -> list[str]:
    """One line a deed: "May 2026, Sunday 3, 14:02, Lesson done 1.1 The first lesson"."""
    page = reader.get(address).text
    section = page[page.index('id="log"') :]
    month = day = ""
    lines = []
    for found in LINE.finditer(section[: section.index("</section>")]):
        month, day = found[1] or month, found[2] or day
        if found[3]:
            words = " ".join(unescape(re.sub(r"<[^>]+>", " ", found[4])).split())
            lines.append(f"{month}, {day}, {found[3]}, {words}")
    return lines


def mark(reader: Reader, lesson: str, at: datetime, done: str = "yes") -> None:
    with clock.standing_at(at):
        assert reader.post(f"{lesson}/done", {"done": done}).status_code == 303


def seen_at(reader: Reader, at: datetime, address: str = "/progress") -> list[str]:
    with clock.standing_at(at):
        return log(reader, address)


def test_everything_that_was_done_is_told_newest_first(ada: Reader) -> None:
    def minute(number: int) -> datetime:
        return MAY + timedelta(minutes=number)

    with clock.standing_at(minute(0)):
        ada.save("It was fine.", do="submit")
    with clock.standing_at(minute(1)):
        ada.post(f"{FIRST}/tasks/try-it", {"do": "tick"})
    mark(ada, FIRST, minute(2))
    with clock.standing_at(minute(3)):
        ada.save("It was not worth it.", 1, do="submit")
    with clock.standing_at(minute(4)):
        ada.save("", 0, "/journal/small/third/look-back", do="set-aside", why="Answered elsewhere.")
    with clock.standing_at(minute(5)):
        ada.post(f"{THIRD}/decide/enough", {"decision": "later", "body": "In spring."})
    assert seen_at(ada, MAY + timedelta(days=9)) == [
        "May 2026, Sunday 3, 14:07, Decided: Later A small guide",
        "May 2026, Sunday 3, 14:06, Set aside What, if anything, has changed?",
        "May 2026, Sunday 3, 14:05, Submitted again What happened when you tried it?",
        "May 2026, Sunday 3, 14:04, Lesson done 1.1 The first lesson",
        "May 2026, Sunday 3, 14:03, Task done Try it",
        "May 2026, Sunday 3, 14:02, Submitted What happened when you tried it?",
    ]


def test_every_line_leads_to_what_it_tells_of(ada: Reader) -> None:
    ada.save("It was fine.", do="submit")
    ada.post(f"{FIRST}/tasks/try-it", {"do": "tick"})
    ada.post(f"{FIRST}/done", {"done": "yes"})
    page = ada.get("/progress").text
    links = re.findall(r'href="([^"]+)"', page[page.index('id="log"') :])
    for address in (REFLECTION, f"{FIRST}#try-it", FIRST):
        assert address in links
        assert ada.get(address).status_code == 200


def test_no_word_that_was_written_stands_in_the_log(ada: Reader) -> None:
    ada.save("Words of my own.", do="submit")
    ada.post(f"{THIRD}/decide/enough", {"decision": "not-for-me", "body": "Reasons of my own."})
    assert "of my own" not in ada.get("/progress").text


def test_a_minute_before_and_after_midnight_fall_on_two_days(ada: Reader) -> None:
    mark(ada, FIRST, datetime(2026, 5, 3, 21, 30, tzinfo=UTC))
    mark(ada, SECOND, datetime(2026, 5, 3, 22, 30, tzinfo=UTC))
    mark(ada, THIRD, datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    lines = seen_at(ada, datetime(2026, 7, 1, tzinfo=UTC))
    assert [line for line in lines if "Lesson done" in line] == [
        "June 2026, Monday 1, 00:30, Lesson done 2.1 The third lesson",
        "May 2026, Monday 4, 00:30, Lesson done 1.2 The second lesson",
        "May 2026, Sunday 3, 23:30, Lesson done 1.1 The first lesson",
    ]


def test_an_hour_that_the_clock_shows_twice_is_told_apart_and_stays_in_order(ada: Reader) -> None:
    """In Vienna the clock goes back on 25 October 2026, at three."""
    mark(ada, FIRST, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    mark(ada, SECOND, datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    with clock.standing_at(datetime(2026, 10, 25, 22, 30, tzinfo=UTC)):
        ada.post(f"{FIRST}/tasks/try-it", {"do": "tick"})
    with clock.standing_at(datetime(2026, 10, 24, 22, 30, tzinfo=UTC)):
        ada.save("Half past midnight, in summer time.", do="submit")
    assert seen_at(ada, datetime(2026, 10, 28, tzinfo=UTC)) == [
        "October 2026, Sunday 25, 23:30, Task done Try it",
        "October 2026, Sunday 25, 02:30 CET, Lesson done 1.2 The second lesson",
        "October 2026, Sunday 25, 02:30 CEST, Lesson done 1.1 The first lesson",
        "October 2026, Sunday 25, 00:30, Submitted What happened when you tried it?",
    ]


def test_an_hour_that_the_clock_leaves_out_moves_nothing(ada: Reader) -> None:
    """In Vienna the clock goes forward on 29 March 2026, at two."""
    mark(ada, FIRST, datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
    mark(ada, SECOND, datetime(2026, 3, 29, 1, 0, tzinfo=UTC))
    with clock.standing_at(datetime(2026, 4, 2, tzinfo=UTC)):
        lines = log(ada)
    assert lines == [
        "March 2026, Sunday 29, 03:00, Lesson done 1.2 The second lesson",
        "March 2026, Sunday 29, 01:59, Lesson done 1.1 The first lesson",
    ]


def test_days_are_said_as_people_say_them(ada: Reader) -> None:
    mark(ada, FIRST, MAY - timedelta(days=1))
    mark(ada, SECOND, MAY)
    assert [line.split(", ")[1] for line in seen_at(ada, MAY + timedelta(hours=2))] == ["Today", "Yesterday"]


def test_what_was_taken_back_is_no_longer_told(ada: Reader) -> None:
    mark(ada, FIRST, MAY)
    ada.post(f"{FIRST}/tasks/try-it", {"do": "tick"})
    mark(ada, FIRST, MAY, "no")
    ada.post(f"{FIRST}/tasks/try-it", {"do": "untick"})
    assert log(ada) == []
    assert "Nothing yet." in ada.get("/progress").text


def test_finishing_the_core_is_told_once(ada: Reader) -> None:
    mark(ada, FIRST, MAY)
    mark(ada, THIRD, MAY + timedelta(days=1))
    lines = seen_at(ada, MAY + timedelta(days=9))
    assert lines[0] == "May 2026, Monday 4, 14:02, All core lessons done A small guide"
    assert len(lines) == 3


def test_the_same_decision_taken_again_later_is_told_again(ada: Reader) -> None:
    for day in (0, 2):
        with clock.standing_at(MAY + timedelta(days=day)):
            ada.post(f"{THIRD}/decide/enough", {"decision": "later", "body": ""})
        with clock.standing_at(MAY + timedelta(days=day + 1)):
            ada.post("/guides/small/reopen")
    with clock.standing_at(MAY + timedelta(days=5)):
        ada.post(f"{THIRD}/decide/enough", {"decision": "later", "body": ""})
    assert seen_at(ada, MAY + timedelta(days=9)) == [
        "May 2026, Friday 8, 14:02, Decided: Later A small guide",
        "May 2026, Sunday 3, 14:02, Decided: Later A small guide",
    ]


def test_a_decision_that_closed_a_guide_says_when_the_guide_is_open_again(ada: Reader) -> None:
    """The last of them; what came before is not known to have been ended by anything but the next decision."""
    for day, decision in enumerate(("yes", "later")):
        with clock.standing_at(MAY + timedelta(days=day)):
            ada.post(f"{THIRD}/decide/enough", {"decision": decision, "body": ""})
    closed = [
        "May 2026, Monday 4, 14:02, Decided: Later A small guide",
        "May 2026, Sunday 3, 14:02, Decided: Yes, and here is how A small guide",
    ]
    assert seen_at(ada, MAY + timedelta(days=9)) == closed
    with clock.standing_at(MAY + timedelta(days=2)):
        ada.post("/guides/small/reopen")
    assert seen_at(ada, MAY + timedelta(days=9)) == [f"{closed[0]} reopened since", closed[1]]
    with clock.standing_at(MAY + timedelta(days=3)):
        ada.post(f"{THIRD}/decide/enough", {"decision": "go-on", "body": ""})
    assert not any("reopened" in line for line in seen_at(ada, MAY + timedelta(days=9)))


def test_a_guide_opened_again_is_told_however_long_ago_it_was_closed(ada: Reader) -> None:
    keep_submissions(ada, 40)
    with clock.standing_at(MAY - timedelta(days=9)):
        ada.post(f"{THIRD}/decide/enough", {"decision": "later", "body": ""})

    def on_the_second_page() -> str:
        earlier = re.search(r'href="(/progress\?before=[^"]+)" rel="next">Earlier', ada.get("/progress").text)
        assert earlier
        (closed,) = [line for line in log(ada, earlier[1]) if "Decided" in line]
        return closed

    assert "reopened since" not in on_the_second_page()
    ada.post("/guides/small/reopen")
    assert "reopened since" in on_the_second_page()
    with clock.standing_at(MAY):
        ada.post(f"{THIRD}/decide/enough", {"decision": "go-on", "body": ""})
    assert "reopened since" not in on_the_second_page()


def test_a_changed_mind_is_told_with_both_answers(ada: Reader) -> None:
    for day, decision in enumerate(("later", "go-on", "yes")):
        with clock.standing_at(MAY + timedelta(days=day)):
            ada.post(f"{THIRD}/decide/enough", {"decision": decision, "body": f"{day}"})
    answers = [re.search(r"Decided: (.*) A small guide", line) for line in seen_at(ada, MAY + timedelta(days=9))]
    assert [found and found[1] for found in answers] == ["Yes, and here is how", "Go on reading", "Later"]


def test_others_see_nothing_of_it(ada: Reader, bob: Reader) -> None:
    ada.save("Mine.", do="submit")
    ada.post(f"{FIRST}/done", {"done": "yes"})
    assert log(bob) == []


def keep_submissions(reader: Reader, count: int) -> None:
    """Three at every moment, so that no page can end between two moments only."""
    reader.save("First.", do="submit")
    with reader.app.app_context():
        entry = db.session.scalars(select(Entry)).one()
        db.session.query(Revision).delete()
        for number in range(count):
            lesson = f"gone-{number:03}"
            one = Entry(
                learner_id=entry.learner_id, guide="small", lesson=lesson, block="b", kind="reflection",
                body="text", version=1, saved_at=MAY,
            )  # fmt: skip
            db.session.add(one)
            db.session.flush()
            at = MAY - timedelta(hours=number // 3)
            db.session.add(Revision(entry_id=one.id, body="text", version=1, kept_at=at, why="submitted"))
        db.session.commit()


def test_a_long_log_is_read_page_by_page_without_losing_or_repeating_anything(ada: Reader) -> None:
    keep_submissions(ada, 100)
    seen: list[str] = []
    address: str | None = "/progress"
    pages = 0
    while address:
        page = ada.get(address).text
        seen += re.findall(r"/journal/small/(gone-\d+)/b", page)
        earlier = re.search(r'href="(/progress\?before=[^"]+)" rel="next">Earlier', page)
        address, pages = earlier and earlier[1], pages + 1
    assert sorted(seen) == [f"gone-{number:03}" for number in range(100)]
    assert pages == 4


def test_a_hundred_things_done_in_one_moment_are_paged_all_the_same(ada: Reader) -> None:
    keep_submissions(ada, 100)
    with ada.app.app_context():
        db.session.query(Revision).update({"kept_at": MAY})
        db.session.commit()
    seen: list[str] = []
    address: str | None = "/progress"
    while address:
        page = ada.get(address).text
        seen += re.findall(r"/journal/small/(gone-\d+)/b", page)
        earlier = re.search(r'href="(/progress\?before=[^"]+)" rel="next">Earlier', page)
        address = earlier and earlier[1]
    assert sorted(seen) == [f"gone-{number:03}" for number in range(100)]


@pytest.mark.parametrize("key", ["", "x", "1-", "-1", "99999999999999999999-1", "1748872920000000-999999999", "%00-1"])
def test_an_address_that_names_no_page_shows_one_all_the_same(ada: Reader, key: str) -> None:
    assert ada.get(f"/progress?before={key}").status_code == 200


def test_a_year_takes_no_more_selects_than_a_day(ada: Reader, count_selects: Callable[[], list[str]]) -> None:
    keep_submissions(ada, 100)
    ada.post(f"{FIRST}/opened", {"position": ""})
    for address in ("/progress", "/progress?before=1748872920000000-0"):
        count_selects()
        ada.get(address)
        assert len(count_selects()) <= 4


def test_what_the_guide_no_longer_has_is_told_without_a_dead_link(
    make_app: Callable[..., Flask], content: Path
) -> None:
    ada = Reader(make_app(content_dir=content))
    ada.register()
    ada.post(f"{SECOND}/done", {"done": "yes"})
    (content / "small" / "01-begin" / "02-second.md").unlink()
    ada.app = make_app(content_dir=content)
    ada.client = ada.app.test_client()
    ada.sign_in()
    assert any("Lesson done second (no longer in the guide)" in line for line in log(ada))
    assert f'href="{SECOND}"' not in ada.get("/progress").text


def test_a_lesson_revised_since_says_so_and_what_is_different(make_app: Callable[..., Flask], content: Path) -> None:
    with clock.standing_at(MAY):
        ada = Reader(make_app(content_dir=content))
        ada.register()
        ada.post(f"{FIRST}/done", {"done": "yes"})
    path = content / "small" / "01-begin" / "01-first.md"
    path.write_text(path.read_text().replace("revised: null", "revised: 2026-06-01\nchanged: A new example post."))
    with clock.standing_at(MAY + timedelta(days=40)):
        ada.app = make_app(content_dir=content)
        ada.client = ada.app.test_client()
        ada.sign_in()
        assert log(ada) == ["May 2026, Sunday 3, 14:02, Lesson done 1.1 The first lesson changed since"]
        assert "A new example post." in ada.get("/progress").text


def test_an_open_lesson_says_what_is_still_there_and_a_done_one_nothing(ada: Reader) -> None:
    ada.post(f"{FIRST}/opened", {"position": ""})
    assert "1 reflection, 1 check, 1 task, last open" in ada.get("/progress").text
    ada.save("", do="set-aside", why="")
    ada.post(f"{FIRST}/tasks/try-it", {"do": "tick"})
    assert "1 check, last open" in ada.get("/progress").text
    ada.post(f"{FIRST}/checks/which-one", {"answer": "0"})
    assert re.search(r"The first lesson</a>\s*<span>last open", ada.get("/progress").text)
    ada.post(f"{FIRST}/done", {"done": "yes"})
    assert "Still there if you want it" not in ada.get("/progress").text


def test_nothing_is_held_up_to_somebody_who_has_decided(ada: Reader) -> None:
    ada.post(f"{FIRST}/opened", {"position": ""})
    ada.post(f"{THIRD}/decide/enough", {"decision": "not-for-me", "body": ""})
    assert "Still there if you want it" not in ada.get("/progress").text


def test_with_several_guides_each_is_named_once_above_what_was_done_in_it_on_end(
    make_app: Callable[..., Flask], two_guides: Path
) -> None:
    """The hour stands beside the deed and not beside the guide."""
    ada = Reader(make_app(content_dir=two_guides))
    ada.register()
    for minute, lesson in enumerate((FIRST, SECOND, "/guides/other/first")):
        with clock.standing_at(MAY + timedelta(minutes=minute)):
            ada.post(f"{lesson}/done", {"done": "yes"})
    page = ada.get("/progress").text
    words = " ".join(re.sub(r"<[^>]+>", " ", page[page.index('id="log"') :]).split())
    assert (
        "Another guide 14:04 Lesson done 1.1 The first lesson "
        "A small guide 14:03 Lesson done 1.2 The second lesson 14:02 Lesson done 1.1 The first lesson"
    ) in words
