"""What was written as a small book: of one entry, some, or all, with a title page, in the order of the guide."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from guide.journal.book import MOST_ENTRIES
from tests.conftest import Reader
from tests.journal.pages import LOOK_BACK, TASK, main, plain, seen, write_at, write_elsewhere

MAY = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
QUESTION = "What, if anything, has changed?"


def title_page(reader: Reader, address: str = "/journal/print") -> str:
    found = re.search(r'<header class="title-page">(.*?)</header>', main(reader, address), re.DOTALL)
    assert found
    return plain(found[1])


def prompts(reader: Reader, address: str = "/journal/print") -> list[str]:
    """Of its entries, in order."""
    page = main(reader, address)
    return [plain(each) for each in re.findall(r"<h3>(.*?)</h3>", page[page.index('class="whole-part"') :], re.DOTALL)]


@pytest.fixture
def past(ada: Reader) -> Reader:
    write_at(ada, MAY, "I am not certain now.", LOOK_BACK, do="submit")
    write_at(ada, MAY + WEEK, "It was a page of numbers.", TASK)
    write_at(ada, MAY + 2 * WEEK, "I was certain.", do="submit")
    return ada


def test_all_of_it_is_a_book_in_the_order_of_the_guide(past: Reader) -> None:
    assert prompts(past) == ["What was it?", "What happened when you tried it?", QUESTION]
    assert title_page(past) == "Ada What I wrote A small guide 3 entries, 3 May 2026 to 17 May 2026"
    words = seen(past, "/journal/print")
    for part in ("Contents", "1 Begin", "2 Go on", "It was a page of numbers.", "10 May 2026"):
        assert part in words


def test_contents_lead_to_each_entry(past: Reader) -> None:
    page = main(past, "/journal/print")
    leads = re.findall(r'<li><a href="#(entry-\d+)">', page)
    assert len(leads) == 3
    assert leads == re.findall(r'<article id="(entry-\d+)"', page)


def test_some_of_it_says_what_was_chosen(past: Reader) -> None:
    address = "/journal/print?in=small/01-begin&state=submitted&q=certain"
    assert prompts(past, address) == ["What happened when you tried it?"]
    assert title_page(past, address) == ("Ada 1 Begin A small guide 1 entry, 17 May 2026 1 Begin, submitted, “certain”")


def test_one_of_it_has_its_title_on_the_same_sheet(past: Reader) -> None:
    address = "/journal/print?in=small/first/try-it"
    assert prompts(past, address) == ["What was it?"]
    assert title_page(past, address) == "Ada What I wrote A small guide 1 entry, 10 May 2026"
    assert "Contents" not in seen(past, address)
    assert 'href="/journal/small/first/try-it">Back' in main(past, address)


def test_the_journal_and_the_entry_lead_to_their_print(past: Reader) -> None:
    assert 'href="/journal/print?state=drafts"' in main(past, "/journal?state=drafts")
    assert 'href="/journal/print?in=small/first/try-it"' in main(past, TASK)


def test_nothing_to_print_is_said(ada: Reader) -> None:
    words = seen(ada, "/journal/print")
    assert "None of your writing is in this selection." in words
    assert "Contents" not in words


def test_then_and_now_stand_together_in_it(ada: Reader) -> None:
    """Also where the earlier entry is not among those chosen."""
    write_at(ada, MAY, "I was certain.", do="submit")
    write_at(ada, MAY + 2 * WEEK, "I am not certain now.", LOOK_BACK, do="submit")
    for address in ("/journal/print", "/journal/print?in=small/02-go-on"):
        words = seen(ada, address)
        at = words.index("Then, 3 May 2026 I was certain.")
        assert words.index("Now, 17 May 2026 I am not certain now. What, if anything, has changed?", at) > at


def test_prompts_set_aside_and_retired_ones_have_their_place(ada: Reader) -> None:
    write_at(ada, MAY, "", do="set-aside", why="I have written of it elsewhere.")
    write_elsewhere(ada, [MAY], body="It was good while it lasted.")
    assert prompts(ada) == ["What happened when you tried it?", "A prompt that is no longer in the guide"]
    words = seen(ada, "/journal/print")
    assert "Set aside on 3 May 2026: I have written of it elsewhere." in words
    assert "No longer in the guide" in words
    assert "It was good while it lasted." in words


def test_two_guides_are_told_apart(make_app: Callable[..., Flask], two_guides: Path) -> None:
    ada = Reader(make_app(content_dir=two_guides))
    ada.register()
    ada.save("In the first guide.")
    ada.save("In the other guide.", address="/journal/other/first/what-happened")
    words = seen(ada, "/journal/print")
    assert "A small guide: 1 Begin" in words
    assert "Another guide: 1 Begin" in words
    assert "Another guide: 1 Begin" not in seen(ada, "/journal/print?in=other")


def test_a_very_large_one_comes_in_parts_with_everything_in_one_of_them(ada: Reader) -> None:
    write_elsewhere(ada, [MAY + number * timedelta(hours=1) for number in range(MOST_ENTRIES + 30)])
    first, second = prompts(ada, "/journal/print"), prompts(ada, "/journal/print?part=2")
    assert (len(first), len(second)) == (MOST_ENTRIES, 30)
    assert "Part 1 Part 2" in seen(ada, "/journal/print")
    assert title_page(ada, "/journal/print?part=2").endswith("part 2 of 2")
    assert prompts(ada, "/journal/print?part=3") == first


def test_a_part_holds_no_more_text_than_can_be_printed_at_once(ada: Reader) -> None:
    write_elsewhere(ada, [MAY + number * timedelta(hours=1) for number in range(45)], body="a word " * 2_800)
    pages = [main(ada, f"/journal/print?part={number}") for number in (1, 2, 3)]
    assert [page.count("<article") for page in pages] == [20, 20, 5]


def test_it_is_kept_by_no_cache(past: Reader) -> None:
    assert "no-store" in past.get("/journal/print").headers["Cache-Control"]
