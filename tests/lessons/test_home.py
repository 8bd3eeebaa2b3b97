"""The site's first page: the guides for whoever comes, and a quiet word to whoever comes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from guide.kernel import clock
from guide.kernel.plain_text import first_words
from guide.lessons.home import first_sentence
from tests.conftest import REFLECTION, Reader

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
FIRST, SECOND, THIRD = (f"/guides/small/{lesson}" for lesson in ("first", "second", "third"))


def summary(reader: Reader, address: str = "/") -> str:
    """What the page says to somebody who comes back, as text; empty where it says nothing."""
    page = reader.get(address).text
    found = re.search(r'<section class="back-again".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_it_says_where_you_were_and_what_you_wrote_last(ada: Reader) -> None:
    with clock.standing_at(AT):
        ada.sign_in()
        ada.post(f"{SECOND}/opened", {"position": "sort-them"})
        ada.post(f"{SECOND}/done", {"done": "yes"})
        ada.save("A line about the ward, and then another.")
    with clock.standing_at(AT + timedelta(days=20)):
        page = ada.get("/").text
        assert summary(ada) == (
            "Where you were 1.2 The second lesson 3 May 2026, 14:02 "
            "What you wrote last What happened when you tried it? 3 May 2026, 14:02 A line about the ward, and then another."
        )
        assert f'href="{SECOND}#sort-them"' in page
        assert f'href="{REFLECTION}"' in page


def test_the_lesson_to_continue_with_is_named_once_and_continues_where_you_were(ada: Reader) -> None:
    ada.post(f"{SECOND}/opened", {"position": "sort-them"})
    page = ada.get("/").text
    main = page[page.index("<main") : page.index('id="contents"')]
    assert re.search(rf'href="{SECOND}#sort-them">Continue</a>', main)
    assert main.count("The second lesson") == 1
    assert summary(ada) == ""
    ada.save("A line about the ward.")
    assert summary(ada).startswith("What you wrote last")


def test_a_place_that_the_lesson_no_longer_has_leads_to_the_lesson(ada: Reader) -> None:
    ada.post(f"{SECOND}/opened", {"position": "long-gone"})
    assert "long-gone" not in ada.get("/").text
    assert f'href="{SECOND}"' in ada.get("/").text


def test_somebody_new_is_told_nothing_of_a_past(ada: Reader) -> None:
    assert summary(ada) == ""


def test_only_a_text_and_no_lesson_open_is_a_past_as_well(ada: Reader) -> None:
    ada.save("Only this.")
    assert "Only this." in summary(ada)
    assert "Where you were" not in summary(ada)


def test_a_decision_is_read_as_words(ada: Reader) -> None:
    ada.post(f"{THIRD}/decide/enough", {"decision": "later", "body": "In spring."})
    assert "Your decision" in summary(ada)
    assert "Later In spring." in summary(ada)


def test_a_long_text_begins_and_is_cut_between_words(ada: Reader) -> None:
    ada.save("word " * 3000)
    assert re.search(r"(word ){20,}word…$", summary(ada))


def test_what_is_emptied_or_set_aside_without_a_word_is_not_what_was_written_last(ada: Reader) -> None:
    ada.save("Older, and there.")
    ada.save("", 0, "/journal/small/third/look-back", do="set-aside", why="Elsewhere.")
    assert "Older, and there." in summary(ada)


def test_nobody_meets_the_words_of_another(ada: Reader, bob: Reader, guest: Reader) -> None:
    ada.save("Mine alone.")
    ada.post(f"{FIRST}/opened", {"position": ""})
    assert summary(bob) == summary(guest) == ""


def test_words_to_reread_are_marked_up_as_text(ada: Reader) -> None:
    ada.save("<img src=x onerror=alert(1)>")
    assert "&lt;img src=x" in ada.get("/").text


@pytest.fixture
def two(make_app: Callable[..., Flask], two_guides: Path) -> Flask:
    return make_app(content_dir=two_guides)


def test_library_tells_guests_what_each_guide_is_for_whom_and_how_long(two: Flask) -> None:
    page = Reader(two).get("/").text
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    for words in (
        "A small guide", "Small enough to read in a test.", "People who test.", "3 lessons in 2 modules", "13–15 min",
        "Another guide",
    ):  # fmt: skip
        assert words in text, words
    for guide in ("small", "other"):
        assert re.search(rf'href="/guides/{guide}/first"[^>]*>\s*Start reading', page)
    for title in ("A small guide", "Another guide"):
        assert re.search(rf'role="progressbar" aria-label="Progress: {title}"[^>]* aria-valuenow="0"', page)


def test_library_is_the_same_bytes_for_every_guest(two: Flask) -> None:
    answers = [Reader(two).get("/") for _ in range(2)]
    assert answers[0].data == answers[1].data
    assert "Set-Cookie" not in answers[0].headers
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]


def test_library_names_the_lesson_to_continue_with_once(two: Flask) -> None:
    ada = Reader(two)
    ada.register()
    ada.post("/guides/other/second/opened", {"position": "sort-them"})
    page = ada.get("/").text
    assert re.search(r'href="/guides/other/second#sort-them">Continue</a>', page)
    assert page[page.index("<main") :].count("The second lesson") == 1


def test_library_says_where_a_learner_goes_on_and_in_which_guide(two: Flask) -> None:
    ada = Reader(two)
    ada.register()
    ada.post("/guides/other/first/done", {"done": "yes"})
    ada.post("/guides/other/first/opened", {"position": ""})
    page = ada.get("/").text
    assert re.search(
        r'href="/guides/other/second">Continue</a>.*?The second lesson,.*?Another guide</span>', page, re.DOTALL
    )
    assert "The first lesson" in summary(ada)
    assert re.search(r'href="/guides/small/first"[^>]*>\s*Start reading', page)
    assert summary(ada, "/guides/other/") == ""


@pytest.mark.parametrize("guides", [1, 2])
def test_first_page_takes_at_most_four_selects(
    make_app: Callable[..., Flask], two_guides: Path, content: Path, guides: int
) -> None:
    from sqlalchemy import event

    from guide.kernel.db import db

    app = make_app(content_dir=two_guides if guides == 2 else content)
    ada = Reader(app)
    ada.register()
    ada.save("Something.")
    ada.post(f"{FIRST}/opened", {"position": ""})
    seen: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    ada.get("/")
    assert 0 < len([statement for statement in seen if statement.startswith(("SELECT", "WITH"))]) <= 4


def test_whom_a_guide_is_for_is_said_in_one_sentence() -> None:
    from guide.content.text import Html

    assert first_sentence(Html("<em>Teachers</em>, e.g. of music. You need no account.")) == "Teachers, e.g. of music."
    assert first_sentence(Html("People who test")) == "People who test"


def test_first_words_end_between_words() -> None:
    assert first_words("short\n\nand sweet") == "short and sweet"
    assert first_words("one two three four", 10) == "one two…"
    assert first_words("x" * 50, 10) == "x" * 10 + "…"
    assert first_words("a, b, c, d", 6) == "a, b…"
    assert first_words("") == ""
