"""One entry: its prompt, text and versions; then and now; and to a stranger nothing at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from guide.kernel.db import db
from guide.writing.models import Entry, Revision
from tests.conftest import REFLECTION, Reader
from tests.journal.pages import (
    LOOK_BACK,
    TASK,
    keep_copies,
    link,
    listed,
    main,
    plain,
    seen,
    write_at,
    write_elsewhere,
)

MAY = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
QUESTION = "What, if anything, has changed?"


def versions(reader: Reader, address: str = REFLECTION) -> list[str]:
    """What is said of each kept copy on the page: "3 May 2026, 14:02 submitted"."""
    return [plain(each) for each in re.findall(r"<summary>(<time.*?)</summary>", main(reader, address), re.DOTALL)]


def title(reader: Reader, address: str) -> str:
    found = re.search("<title>(.*?)</title>", reader.get(address).text)
    assert found
    return found[1]


def test_prompt_steps_lesson_text_and_days_stand_on_its_page(ada: Reader) -> None:
    write_at(ada, MAY, "It was fine.\n\nThen it was not.", do="submit")
    words = seen(ada, REFLECTION)
    for part in (
        "1.1 The first lesson",
        "What happened when you tried it?",
        "Say what you saw.",
        "It was fine. Then it was not.",
        "Last saved 3 May 2026, 14:02",
        "Submitted on 3 May 2026",
    ):
        assert part in words
    assert link(ada, REFLECTION, "Go on writing in the lesson") == "/guides/small/first#what-happened"


def test_entries_of_one_lesson_have_titles_of_their_own(ada: Reader) -> None:
    ada.save("One.")
    ada.save("Two.", address=TASK)
    assert title(ada, REFLECTION).startswith("What happened when you tried it? (1.1 The first lesson)")
    assert title(ada, TASK).startswith("What was it? (1.1 The first lesson)")


def test_an_entry_set_aside_without_a_word_has_its_page(ada: Reader) -> None:
    write_at(ada, MAY, "", do="set-aside", why="Not now.")
    assert "Set aside on 3 May 2026: Not now." in seen(ada, REFLECTION)
    assert "Nothing is written here." in seen(ada, REFLECTION)


def test_kept_copies_stand_dated_with_their_reason_the_latest_first(ada: Reader) -> None:
    """A text that was submitted, and then replaced, stands there once."""
    write_at(ada, MAY, "One.", do="submit")
    write_at(ada, MAY + WEEK, "Two.")
    write_at(ada, MAY + 2 * WEEK, "Three.")
    write_at(ada, MAY + 3 * WEEK, "Four.", do="submit")
    write_at(ada, MAY + 4 * WEEK, "Five.")
    assert versions(ada) == [
        "24 May 2026, 14:02 submitted",
        "17 May 2026, 14:02 replaced by a later text",
        "10 May 2026, 14:02 replaced by a later text",
        "3 May 2026, 14:02 submitted",
    ]
    assert "One." in seen(ada, REFLECTION)


def test_the_text_as_it_is_now_is_no_earlier_version_of_itself(ada: Reader) -> None:
    """Submitting keeps a copy of it, too. What was there before stays to be read and compared."""
    write_at(ada, MAY, "One.", do="submit")
    assert versions(ada) == []
    assert "Earlier versions" not in seen(ada, REFLECTION)
    assert "Submitted on 3 May 2026" in seen(ada, REFLECTION)
    write_at(ada, MAY + WEEK, "Two.", do="submit")
    assert versions(ada) == ["3 May 2026, 14:02 submitted"]
    across = seen(ada, link(ada, REFLECTION, "What changed then"))
    assert "[removed: One ] [added: Two ]" in across
    assert "Show what changed" in seen(ada, REFLECTION)


def test_a_text_that_came_back_is_an_earlier_version_where_another_stood_between(ada: Reader) -> None:
    write_at(ada, MAY, "One.", do="submit")
    write_at(ada, MAY + WEEK, "Two.", do="submit")
    write_at(ada, MAY + 2 * WEEK, "One.", do="submit")
    assert versions(ada) == ["10 May 2026, 14:02 submitted", "3 May 2026, 14:02 submitted"]


def test_the_lesson_promises_no_more_of_the_journal_than_is_there(ada: Reader) -> None:
    ada.save("Once.")
    assert link(ada, "/guides/small/first", "In your journal") == REFLECTION
    assert "earlier version" not in seen(ada, "/guides/small/first")


def test_kept_copies_come_twenty_on_a_page_to_the_last(ada: Reader) -> None:
    write_at(ada, MAY + 10 * WEEK, "The text as it is now.")
    keep_copies(ada, [f"Text {number}." for number in range(50)], [MAY + number * WEEK / 7 for number in range(50)])
    addresses, met = [REFLECTION], list[str]()
    while True:
        met += re.findall(r"Text \d+\.", seen(ada, addresses[-1]))
        if "Older versions" not in seen(ada, addresses[-1]):
            break
        addresses.append(link(ada, addresses[-1], "Older versions"))
    assert len(addresses) == 3
    assert met == [f"Text {number}." for number in reversed(range(50))]
    assert link(ada, addresses[-1], "Latest versions") == f"{REFLECTION}#versions"
    across = seen(ada, link(ada, addresses[1], "What changed then"))
    assert "Text [removed: 29 ] [added: 30 ] ." in across, "held against the version on the page before"


def test_one_copy_of_the_same_words_offers_no_comparison(ada: Reader) -> None:
    write_at(ada, MAY, "It was fine.", do="submit")
    assert "Show what changed" not in seen(ada, REFLECTION)
    assert "What changed then" not in seen(ada, REFLECTION)


def test_both_texts_of_a_then_and_now_stand_together_dated(ada: Reader) -> None:
    """Then: what stood submitted. The one question stands after both, with the way to the field."""
    write_at(ada, MAY, "I was certain.", do="submit")
    write_at(ada, MAY + WEEK, "I was nearly certain.")
    write_at(ada, MAY + 2 * WEEK, "I am not certain now.", LOOK_BACK)
    words = seen(ada, LOOK_BACK)
    parts = ["Then, 3 May 2026", "I was certain.", "Now, 17 May 2026", "I am not certain now.", QUESTION]
    at = [words.rindex(part) for part in parts]
    assert at == sorted(at)
    assert "nearly" not in words
    assert link(ada, LOOK_BACK, "The earlier entry") == REFLECTION
    assert link(ada, LOOK_BACK, "Go on writing in the lesson") == "/guides/small/third#look-back"


def test_then_is_what_stood_submitted_when_the_second_was_written(ada: Reader) -> None:
    """Whatever was submitted since, in the journal and in the book."""
    write_at(ada, MAY - WEEK, "I was quite certain.", do="submit")
    write_at(ada, MAY, "I was certain.", do="submit")
    write_at(ada, MAY + 2 * WEEK, "I am not certain now.", LOOK_BACK, do="submit")
    write_at(ada, MAY + 3 * WEEK, "I was never certain.", do="submit")
    write_at(ada, MAY + 4 * WEEK, "I am certain again.", LOOK_BACK)
    for address in (LOOK_BACK, "/journal/print?in=small/third/look-back"):
        words = seen(ada, address)
        assert "Then, 3 May 2026 I was certain." in words, address
        assert "Now, 31 May 2026 I am certain again." in words, address
        assert "never" not in words, address


def test_then_of_a_second_draft_is_what_stood_when_it_was_saved(ada: Reader) -> None:
    write_at(ada, MAY, "I was certain.", do="submit")
    write_at(ada, MAY + WEEK, "I am not certain now.", LOOK_BACK)
    write_at(ada, MAY + 2 * WEEK, "I was never certain.", do="submit")
    assert "Then, 3 May 2026 I was certain." in seen(ada, LOOK_BACK)


def test_what_was_submitted_first_is_not_called_then_where_all_of_it_came_later(ada: Reader) -> None:
    write_at(ada, MAY, "I am not certain now.", LOOK_BACK)
    write_at(ada, MAY + WEEK, "I was certain.", do="submit")
    write_at(ada, MAY + 2 * WEEK, "I was never certain.", do="submit")
    for address in (LOOK_BACK, "/journal/print?in=small/third/look-back"):
        words = seen(ada, address)
        assert "The earlier entry, 10 May 2026 I was certain." in words, address
        assert "This entry, 3 May 2026 I am not certain now." in words, address
        assert "Then," not in words, address
        assert "Now," not in words, address
        assert QUESTION not in words[words.index("This entry,") :], address


def test_a_draft_is_what_was_then_where_nothing_was_submitted(ada: Reader) -> None:
    write_at(ada, MAY, "Half a thought.")
    write_at(ada, MAY + WEEK, "A whole one.", LOOK_BACK)
    assert "Then, 3 May 2026 Half a thought." in seen(ada, LOOK_BACK)


def test_the_earlier_entry_shows_who_came_back_to_it(ada: Reader) -> None:
    write_at(ada, MAY, "I was certain.", do="submit")
    assert "You came back to this" not in seen(ada, REFLECTION)
    write_at(ada, MAY + WEEK, "I am not certain now.", LOOK_BACK)
    assert "You came back to this, 10 May 2026 I am not certain now." in seen(ada, REFLECTION)
    assert link(ada, REFLECTION, "The later entry") == LOOK_BACK


def test_an_earlier_entry_that_is_missing_or_empty_leaves_no_gap(ada: Reader) -> None:
    write_at(ada, MAY, "Alone.", LOOK_BACK)
    assert "Then," not in seen(ada, LOOK_BACK)
    write_at(ada, MAY, "I was certain.", do="submit")
    write_at(ada, MAY + WEEK, " ")
    assert "Then," not in seen(ada, LOOK_BACK)


def test_then_is_never_a_strangers(ada: Reader, bob: Reader) -> None:
    ada.save("Ada was certain.", do="submit")
    bob.save("Bob looks back.", address=LOOK_BACK)
    assert "Ada" not in main(bob, LOOK_BACK)


@pytest.mark.parametrize("below", ["", "/changes?from=now&to=now", "/changes?from=1&to=now", "/changes?from=1&to=2"])
def test_an_entry_of_a_stranger_is_like_one_never_written(ada: Reader, bob: Reader, below: str) -> None:
    write_at(ada, MAY, "Written by Ada.", do="submit")
    write_at(ada, MAY + WEEK, "Written by Ada again.", do="submit")
    bob.get("/")
    theirs, none = bob.get(f"{REFLECTION}{below}"), bob.get(f"{LOOK_BACK}{below}")
    assert theirs.status_code == none.status_code == 404
    assert theirs.text.replace(REFLECTION, "…") == none.text.replace(LOOK_BACK, "…")


def test_a_copy_of_a_stranger_is_like_one_never_kept(ada: Reader, bob: Reader) -> None:
    ada.save("Written by Ada.", do="submit")
    bob.save("Written by Bob.", do="submit")
    learner = ada.learner
    with ada.app.app_context():
        of_ada = db.session.scalars(
            select(Revision.id).join(Entry, Entry.id == Revision.entry_id).where(Entry.learner_id == learner)
        ).one()
    bob.get("/")
    theirs = bob.get(f"{REFLECTION}/changes?from={of_ada}&to=now")
    none = bob.get(f"{REFLECTION}/changes?from=999999&to=now")
    assert theirs.status_code == none.status_code == 404
    assert "Written by Ada" not in bob.get(f"{REFLECTION}?before={of_ada}").text


def test_printing_what_is_a_strangers_is_like_printing_nothing(ada: Reader, bob: Reader) -> None:
    ada.save("Written by Ada.")
    bob.get("/")
    theirs = main(bob, "/journal/print?in=small/first/what-happened")
    none = main(bob, "/journal/print?in=small/third/look-back")
    assert theirs.replace(REFLECTION, "…") == none.replace(LOOK_BACK, "…")


def test_a_former_address_leads_to_the_entry_and_its_changes(make_app: Callable[..., Flask], content: Path) -> None:
    guide = content / "small" / "guide.yaml"
    guide.write_text(guide.read_text("utf-8").replace("moved: {}", "moved:\n  before: first"), "utf-8")
    ada = Reader(make_app(content_dir=content))
    ada.register()
    ada.save("It was fine.")
    for below in ("", "?before=3", "/changes?from=now&to=now"):
        answer = ada.get(f"/journal/small/before/what-happened{below}")
        assert answer.status_code == 301
        assert answer.location == f"{REFLECTION}{below}"


@pytest.mark.parametrize("many", [1, 60])
def test_its_page_takes_four_selects_at_most(ada: Reader, count_selects: Callable[[], list[str]], many: int) -> None:
    write_at(ada, MAY, "I was certain.", do="submit")
    write_at(ada, MAY + WEEK, "I am not.", LOOK_BACK, do="submit")
    keep_copies(ada, [f"Text {number}." for number in range(many)], [MAY + number * WEEK for number in range(many)])
    write_elsewhere(ada, [MAY] * many)
    for address in (REFLECTION, LOOK_BACK, f"{REFLECTION}/changes?from=now&to=now"):
        count_selects()
        assert ada.get(address).status_code == 200
        assert len(count_selects()) <= 4, address
    assert listed(ada)
