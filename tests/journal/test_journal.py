"""The journal: everything a learner wrote, newest first, found by words, place and state; nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from guide.kernel import clock
from guide.writing.parts import mark
from tests.conftest import REFLECTION, Reader
from tests.journal.pages import (
    DECISION,
    LOOK_BACK,
    TASK,
    keep_copies_elsewhere,
    link,
    listed,
    main,
    months,
    seen,
    write_at,
    write_elsewhere,
)

MAY = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
EVERYTHING = ["third/enough", "third/look-back", "first/try-it", "first/what-happened"]


@pytest.fixture
def past(ada: Reader) -> Reader:
    """A submitted reflection, a note of a task, a prompt set aside, a decision: a week between each and the next."""
    write_at(ada, MAY, "Her résumé was well-known.", do="submit")
    write_at(ada, MAY + WEEK, "A note on C++.", TASK)
    write_at(ada, MAY + 2 * WEEK, "", LOOK_BACK, do="set-aside", why="I have written of it elsewhere.")
    ada.post("/guides/small/third/decide/enough", {"decision": "later", "body": "After the exams."})
    return ada


def test_everything_written_stands_newest_first(past: Reader) -> None:
    assert listed(past) == EVERYTHING


def test_without_a_word_written_it_says_what_will_be_here(ada: Reader) -> None:
    words = seen(ada, "/journal")
    assert "What you write in the lessons is collected here" in words
    assert "Written in" not in words, "there is nothing to look for"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("in=small", EVERYTHING),
        ("in=small/01-begin", ["first/try-it", "first/what-happened"]),
        ("in=small/02-go-on", ["third/enough", "third/look-back"]),
        ("in=small/third/look-back", ["third/look-back"]),
        ("state=drafts", ["first/try-it"]),
        ("state=submitted", ["third/enough", "first/what-happened"]),
        ("state=set-aside", ["third/look-back"]),
        ("q=resume", ["first/what-happened"]),
        ("q=well+known", ["first/what-happened"]),
        ("q=C%2B%2B", ["first/try-it"]),
        ("q=elsew", ["third/look-back"]),
        ("q=exams", ["third/enough"]),
        ("q=later", []),
        ("q=resume&in=small/02-go-on", []),
        ("q=a&state=drafts", ["first/try-it"]),
        ("q=note&state=drafts&in=small/01-begin", ["first/try-it"]),
        ("q=note&state=submitted&in=small/01-begin", []),
    ],
)
def test_it_is_chosen_from_by_place_state_and_words(past: Reader, query: str, found: list[str]) -> None:
    assert listed(past, f"/journal?{query}") == found


@pytest.mark.parametrize("asked", ["resume", "RÉSUMÉ", "well known", "wellkn", "c++", "c", "note c++", "exam", "x"])
def test_the_journal_and_the_search_find_the_same_words(past: Reader, asked: str) -> None:
    page = main(past, f"/search?q={quote(asked)}")
    for place in EVERYTHING:
        assert (f'href="/journal/small/{place}"' in page) == (place in listed(past, f"/journal?q={quote(asked)}")), (
            place
        )


def test_what_was_chosen_is_said_and_can_be_undone(past: Reader) -> None:
    words = seen(past, "/journal?q=resume&in=small/01-begin&state=submitted")
    assert "1 entry: 1 Begin, submitted, “resume”." in words
    assert link(past, "/journal?q=resume", "Show the whole journal") == "/journal"
    assert "Nothing here: “walrus”." in seen(past, "/journal?q=walrus")


def test_a_question_without_a_word_leaves_nothing_out(past: Reader) -> None:
    assert listed(past, "/journal?q=%3F%3F%3F") == EVERYTHING
    assert "There is no word in “???” to look for" in seen(past, "/journal?q=%3F%3F%3F")


def test_each_state_says_how_much_of_it_there_is_in_what_was_chosen(past: Reader) -> None:
    words = seen(past, "/journal?in=small/01-begin")
    assert "Everything 2 Drafts and notes 1 Submitted 1" in words
    assert "Set aside 0" not in words


def test_a_choice_made_stays_made_when_the_next_is(past: Reader) -> None:
    assert (
        link(past, "/journal?q=note&in=small/01-begin", "Drafts and notes")
        == "/journal?in=small/01-begin&state=drafts&q=note"
    )
    form = main(past, "/journal?state=drafts")
    assert '<input type="hidden" name="state" value="drafts">' in form
    assert '<option value="small/01-begin" selected>' in main(past, "/journal?in=small/01-begin")


def test_a_prompt_set_aside_stands_with_its_day_and_reason(past: Reader) -> None:
    assert "Set aside on 17 May 2026: I have written of it elsewhere." in seen(past, "/journal?state=set-aside")


def test_a_draft_that_was_emptied_keeps_its_place_and_says_that_a_version_is_kept(ada: Reader) -> None:
    write_at(ada, MAY, "Half a thought.")
    write_at(ada, MAY + WEEK, "")
    for address in ("/journal", "/journal?state=drafts", "/journal?in=small/01-begin"):
        assert listed(ada, address) == ["first/what-happened"], address
        words = seen(ada, address)
        assert "Emptied; an earlier version is kept" in words
        assert "Draft, not submitted" not in words
        assert "Half a thought." not in words
    page = seen(ada, link(ada, "/journal", "What happened when you tried it?"))
    assert "Emptied; an earlier version is kept" in page
    assert "Half a thought." in page


def test_what_was_submitted_or_set_aside_and_then_emptied_says_both(ada: Reader) -> None:
    write_at(ada, MAY, "A thought.", do="submit")
    write_at(ada, MAY + WEEK, "")
    assert "Emptied; an earlier version is kept Submitted on 3 May 2026, changed since" in seen(ada, "/journal")
    write_at(ada, MAY + 2 * WEEK, "", do="set-aside", why="Enough.")
    assert "Set aside on 17 May 2026: Enough." in seen(ada, "/journal")


def test_a_field_that_never_held_a_word_has_no_place_in_it(ada: Reader) -> None:
    write_at(ada, MAY, "  \n\u00a0\t\u3000 ")
    assert listed(ada) == []
    write_at(ada, MAY, "", do="set-aside")
    assert "Emptied" not in seen(ada, "/journal")


def test_emptied_drafts_are_paged_without_losing_or_repeating_one(ada: Reader) -> None:
    write_elsewhere(ada, [MAY + number * timedelta(hours=1) for number in range(70)], body="")
    keep_copies_elsewhere(ada, "Once.")
    met, address = list[str](), "/journal"
    while True:
        met += listed(ada, address)
        if "Older entries" not in seen(ada, address):
            break
        address = link(ada, address, "Older entries")
    assert met == [f"gone/b-{number}" for number in reversed(range(70))]


def test_drafts_and_notes_say_what_they_are(ada: Reader) -> None:
    write_at(ada, MAY, "Half a thought.")
    write_at(ada, MAY, "A note.", TASK)
    words = seen(ada, "/journal")
    assert "Draft, not submitted" in words
    assert "A note" in words


def test_maps_and_posts_which_nobody_can_submit_are_called_kept_and_are_no_drafts(ada: Reader) -> None:
    ana = {"name": "Ana", "ring": "0", "group": "colleagues", "kind": "person", "note": ""}
    ada.post("/guides/small/first/maps/my-map", {**ana, "version": 0, "key": "", "do": "add"})
    kept = {"note": "Worth asking.", "version": 0, "was": mark(""), "key": "", "do": "save"}
    ada.post("/guides/small/second/streams/morning/which-form", kept)
    write_at(ada, MAY, "Half a thought.")
    words = seen(ada, "/journal")
    assert "Everything 3 Drafts and notes 1 Maps and kept posts 2" in words
    assert words.count("Kept for yourself") == 2
    assert words.count("Draft, not submitted") == 1
    assert listed(ada, "/journal?state=drafts") == ["first/what-happened"]
    assert listed(ada, "/journal?state=kept") == ["second/morning", "first/my-map"]
    assert "Kept for yourself" in seen(ada, "/journal/small/first/my-map")


def test_a_decision_stands_with_the_day_on_which_it_was_taken(ada: Reader) -> None:
    """It tells of that day and not of today: the guide may have been opened again."""
    with clock.standing_at(MAY):
        ada.post("/guides/small/third/decide/enough", {"decision": "later", "body": "After the exams."})
    ada.post("/guides/small/reopen")
    for address in ("/journal", DECISION, "/journal/print"):
        assert "Decided on 3 May 2026" in seen(ada, address), address


def test_what_was_changed_after_submitting_says_both(ada: Reader) -> None:
    write_at(ada, MAY, "One.", do="submit")
    write_at(ada, MAY + WEEK, "Two.")
    assert "Submitted on 3 May 2026, changed since" in seen(ada, "/journal")


def test_a_draft_of_which_blanks_are_left_is_emptied_too(ada: Reader) -> None:
    write_at(ada, MAY, "One.")
    write_at(ada, MAY + WEEK, "  \n\u00a0\t\u3000 ")
    assert listed(ada) == ["first/what-happened"]
    assert "Emptied; an earlier version is kept" in seen(ada, "/journal")


def test_an_entry_emptied_after_it_was_submitted_keeps_its_place(ada: Reader) -> None:
    write_at(ada, MAY, "One.", do="submit")
    write_at(ada, MAY + WEEK, "")
    assert listed(ada) == ["first/what-happened"]


def test_retired_prompts_keep_their_place_and_what_was_written(ada: Reader) -> None:
    write_at(ada, MAY, "One.")
    write_elsewhere(ada, [MAY - WEEK], body="It was good while it lasted.")
    write_elsewhere(ada, [MAY - 2 * WEEK], guide="bygone", lesson="old", body="Of a guide that went.")
    assert listed(ada) == ["first/what-happened", "gone/b-0", "old/b-0"]
    words = seen(ada, "/journal")
    assert "A prompt that is no longer in the guide It was good while it lasted." in words
    assert "gone (no longer in the guide)" in words
    assert listed(ada, "/journal?in=bygone") == ["old/b-0"]
    assert "1 entry: bygone." in seen(ada, "/journal?in=bygone")
    assert "It was good while it lasted." in seen(ada, "/journal/small/gone/b-0")
    assert "Go on writing in the lesson" not in seen(ada, "/journal/small/gone/b-0")


def test_two_guides_stand_apart_in_the_list_of_places(make_app: Callable[..., Flask], two_guides: Path) -> None:
    ada = Reader(make_app(content_dir=two_guides))
    ada.register()
    ada.save("In the first guide.")
    ada.save("In the other guide.", address="/journal/other/first/what-happened")
    page = main(ada, "/journal")
    assert '<optgroup label="A small guide">' in page
    assert '<option value="other/01-begin">1 Begin (1)</option>' in page
    assert "In the other guide." not in seen(ada, "/journal?in=small")
    assert "In the other guide." in seen(ada, "/journal?in=other/01-begin")


def test_months_are_those_of_the_learners_calendar(ada: Reader) -> None:
    """In Vienna, where the clock was put forward on 29 March and goes back on 25 October 2026."""
    write_elsewhere(
        ada,
        [
            datetime(2026, 1, 31, 22, 59, tzinfo=UTC),
            datetime(2026, 1, 31, 23, 0, tzinfo=UTC),
            datetime(2026, 3, 31, 21, 59, tzinfo=UTC),
            datetime(2026, 3, 31, 22, 0, tzinfo=UTC),
            datetime(2026, 10, 31, 22, 30, tzinfo=UTC),
            datetime(2026, 10, 31, 23, 0, tzinfo=UTC),
        ],
    )
    assert {month: len(prompts) for month, prompts in months(ada).items()} == {
        "November 2026": 1,
        "October 2026": 1,
        "April 2026": 1,
        "March 2026": 1,
        "February 2026": 1,
        "January 2026": 1,
    }
    assert listed(ada, "/journal?until=2026-03") == ["gone/b-2", "gone/b-1", "gone/b-0"]
    assert "1 April 2026, 00:00" in seen(ada, "/journal")


def test_pages_follow_each_other_by_key_to_the_last(ada: Reader) -> None:
    """Also where many have the same moment."""
    moments = [MAY + (number // 10) * WEEK for number in range(70)]
    write_elsewhere(ada, moments)
    addresses, met = ["/journal"], list[str]()
    while True:
        met += listed(ada, addresses[-1])
        if "Older entries" not in seen(ada, addresses[-1]):
            break
        addresses.append(link(ada, addresses[-1], "Older entries"))
    assert len(addresses) == 3
    assert len(met) == len(set(met)) == 70
    assert met == [f"gone/b-{number}" for number in reversed(range(70))]
    assert link(ada, addresses[-1], "Newest entries") == "/journal"
    assert "Newest entries" not in seen(ada, "/journal")


def test_what_is_written_meanwhile_moves_no_page(ada: Reader) -> None:
    write_elsewhere(ada, [MAY + number * timedelta(hours=1) for number in range(40)])
    older = link(ada, "/journal", "Older entries")
    before = listed(ada, older)
    write_at(ada, MAY + WEEK, "New.")
    assert listed(ada, older) == before


def test_the_key_is_kept_with_what_was_chosen(ada: Reader) -> None:
    write_elsewhere(ada, [MAY + number * timedelta(hours=1) for number in range(40)])
    assert "state=drafts" in link(ada, "/journal?state=drafts", "Older entries")
    assert "state=drafts" in link(ada, "/journal?state=drafts", "May 2026")
    assert len(listed(ada, link(ada, "/journal?state=drafts", "Older entries"))) == 10


def test_a_long_text_begins_in_the_list_and_is_whole_on_its_page(ada: Reader) -> None:
    paragraphs = [f"Paragraph {number} of what I had to say. " * 8 for number in range(12)]
    write_at(ada, MAY, "\n\n".join(paragraphs) + "\n\nThe very end.")
    assert "The very end." not in seen(ada, "/journal")
    assert "The very end." in seen(ada, link(ada, "/journal", "Read all"))


ODD = [
    "%00", "%00-%00", "%ED%A0%80", "%FF", "'", '"', "%22%3E%3Cscript%3E", "{{7*7}}", "-1", "0-0", "9" * 17 + "-" + "9" * 9,
    "1e3-1", "2026-13", "2026-00", "0000-00", "9999-99", "2026-5", "AND", "NEAR(", "*", "a" * 10_000, "%F0%9F%A7%AA", "%E2%80%AE",
    "small//", "/small", "small/01-begin/", "small/none", "../..", "SMALL", "small/" + "x" * 10_000, "a+OR+b", "%0D%0AX:+1",
]  # fmt: skip


@pytest.mark.parametrize("name", ["q", "in", "state", "before", "until", "part"])
def test_nothing_in_the_address_gives_an_error(past: Reader, name: str) -> None:
    for odd in ODD:
        for path in ("/journal", "/journal/print"):
            answer = past.get(f"{path}?{name}={odd}&{name}=again")
            assert answer.status_code == 200, (path, name, odd[:40])
            assert "\0" not in answer.text
            assert "<script>" not in answer.text.replace('<script type="module"', "")
            assert len(answer.data) < 60_000
        answer = past.get(f"{REFLECTION}?{name}={odd}")
        assert answer.status_code == 200, (name, odd[:40])


@pytest.mark.parametrize("query", ["in=small/none", "in=SMALL", "state=lost", "before=x", "until=2026-5", "until=May"])
def test_what_is_not_understood_is_as_if_not_said(past: Reader, query: str) -> None:
    assert listed(past, f"/journal?{query}") == EVERYTHING


def test_lists_choices_and_finds_hold_nothing_of_a_stranger(past: Reader, bob: Reader) -> None:
    bob.get("/")
    for query in ("", "?q=resume", "?in=small/first/what-happened", "?state=set-aside", "?until=2027-01"):
        assert listed(bob, f"/journal{query}") == []
        assert "résumé" not in main(bob, f"/journal{query}")
        assert "résumé" not in main(bob, f"/journal/print{query}")
    bob.save("Mine.")
    assert listed(bob) == ["first/what-happened"]
    assert "Everything 1" in seen(bob, "/journal")


def test_guests_are_led_to_sign_in(guest: Reader) -> None:
    for address in ("/journal", "/journal/print", REFLECTION, f"{REFLECTION}/changes?from=now&to=now"):
        answer = guest.get(address)
        assert answer.status_code == 302
        assert answer.location.startswith("/login?next=")


@pytest.mark.parametrize("many", [1, 400])
def test_a_page_of_it_takes_four_selects_at_most(
    past: Reader, count_selects: Callable[[], list[str]], many: int
) -> None:
    write_elsewhere(past, [MAY + number * timedelta(hours=1) for number in range(many)])
    for address in ("/journal", "/journal?q=resume&state=submitted&in=small", "/journal/print", DECISION):
        count_selects()
        past.get(address)
        assert len(count_selects()) <= 4, address
