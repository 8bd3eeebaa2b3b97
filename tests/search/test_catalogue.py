"""What can be found in the guides, in which order, and where it leads."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from guide.content.compiler import compile_library
from guide.content.library import Guide, Heading, Lesson, Library, Module, Prose
from guide.content.text import Html
from guide.kernel.folding import asked_words
from guide.search.catalogue import Catalogue, numbers_in
from guide.search.passages import passages
from tests.conftest import REAL_CONTENT, SMALL_GUIDE


def compiled(folder: Path) -> Library:
    library = compile_library(folder).library
    assert library is not None
    return library


@pytest.fixture(scope="module")
def small() -> Catalogue:
    return Catalogue(compiled(SMALL_GUIDE))


def addresses(catalogue: Catalogue, asked: str) -> list[str]:
    return [card.address for card in catalogue.cards_with(asked_words(asked), numbers_in(asked))]


def place(catalogue: Catalogue, asked: str) -> str | None:
    """The anchor that the best card's best passage leads to."""
    words = asked_words(asked)
    return catalogue.cards_with(words)[0].best(words).anchor


def library_of(small: Catalogue, *texts: tuple[str, str]) -> Catalogue:
    """One guide with a lesson for each title and markup."""
    guide: Guide = small.library.guides[0]
    model: Lesson = guide.lessons[0]
    lessons = tuple(
        replace(model, id=f"l{number}", number=f"1.{number}", title=title, outcome="-", parts=(Prose(Html(html)),))
        for number, (title, html) in enumerate(texts, 1)
    )
    module: Module = replace(guide.modules[0], title="-", purpose="-", lessons=lessons)
    return Catalogue(Library("-", (replace(guide, modules=(module,), glossary={}),)))


def test_lessons_modules_guides_and_words_of_the_glossary_are_found(small: Catalogue) -> None:
    assert addresses(small, "ward nine minutes") == ["/guides/small/first"]
    assert addresses(small, "1.2")[0] == "/guides/small/second"
    assert addresses(small, "personal learning network") == ["/guides/small/glossary#term-pln"]
    assert "/guides/small/" in addresses(small, "small guide")
    assert "/guides/small/#module-2" in addresses(small, "module 2")


def test_a_word_in_the_title_counts_more_than_in_a_heading_and_that_more_than_in_the_text(small: Catalogue) -> None:
    text = "<p>Of lists, and of much else that has nothing to do with them.</p>"
    other = "<p>Of this, and of much else that has nothing to do with it.</p>"
    catalogue = library_of(
        small, ("One", text), ("Two", f'<h2 id="h-lists">On lists</h2>{other}'), ("Lists", other), ("Four", other)
    )
    assert addresses(catalogue, "list") == [f"/guides/small/l{number}" for number in (3, 2, 1)]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("who is missing?", "l3"),
        ("WHO IS MISSING", "l3"),
        ("missing", "l3"),
        ("map who you learn from", "l2"),
        ("map who you le", "l2"),
        ("map", "l2"),
        ("1.3", "l3"),
        ("1.3 who is missing?", "l3"),
        ("1.2", "l2"),
        ("1.1.", "l1"),
    ],
)  # fmt: skip
def test_a_lesson_asked_for_by_its_title_or_number_comes_first(small: Catalogue, asked: str, first: str) -> None:
    """Though another speaks of the same words in title, headings and text."""
    headings = "".join(f'<h2 id="h{at}">Who is missing on a map of 1, 2, 3 you learn from</h2>' for at in range(9))
    other = "<p>You learn from who is on the map, 3 of 2 or 1, and who is missing.</p>"
    room = ("A map with room for what is missing, and who you learn from", headings + other)
    catalogue = library_of(small, room, ("Map who you learn from", other), ("Who is missing?", other))
    assert addresses(catalogue, asked)[0] == f"/guides/small/{first}"


def test_a_number_asked_for_is_no_part_of_another(small: Catalogue) -> None:
    titles = [(f"Title {number}", "<p>1, 2, 10, 12</p>") for number in range(1, 13)]
    catalogue = library_of(small, *titles)
    assert addresses(catalogue, "1.1")[0] == "/guides/small/l1"
    assert addresses(catalogue, "1.10")[0] == "/guides/small/l10"
    assert numbers_in("version 2.1.4 of x1.2, and 1.2.") == {"1.2"}


def test_what_speaks_of_it_often_comes_before_what_mentions_it(small: Catalogue) -> None:
    sections = '<h2 id="a">A</h2><p>Of chats.</p><h2 id="b">B</h2><p>Of chats.</p><h2 id="c">C</h2><p>Of chats.</p>'
    once = '<h2 id="a">A</h2><p>Of chats.</p><h2 id="b">B</h2><p>Of posts.</p><h2 id="c">C</h2><p>Of posts.</p>'
    assert addresses(library_of(small, ("One", once), ("Two", sections)), "chat")[0] == "/guides/small/l2"


def test_what_is_found_leads_to_its_heading_or_block(small: Catalogue) -> None:
    assert place(small, "ward") is None
    assert place(small, "summary") == "post-1"
    assert place(small, "on paper") == "try-it"
    assert place(small, "which would you open") == "which-one"
    assert place(small, "what happened") == "what-happened"


def test_a_passage_with_the_word_itself_comes_before_one_that_begins_so(small: Catalogue) -> None:
    html = '<h2 id="a">A</h2><p>Listening.</p><h2 id="b">B</h2><p>A list in two parts.</p>'
    assert place(library_of(small, ("One", html)), "list") == "b"


FENCED = "<pre><code>id: back-from-the-phone\nkind: one\n</code></pre>"


def best_text(catalogue: Catalogue, asked: str) -> str:
    """What the extract of the best card is taken from."""
    words = asked_words(asked)
    card = catalogue.cards_with(words)[0]
    return card.said_in(card.best(words))


def test_a_word_that_stands_only_in_fenced_code_is_found_and_the_code_is_not_shown(small: Catalogue) -> None:
    html = f'<h2 id="a">Ask</h2><p>One question, three answers.</p>{FENCED}<p>Then read it aloud.</p>'
    catalogue = library_of(small, ("One", html))
    assert place(catalogue, "back from the phone") == "a"
    assert best_text(catalogue, "back from the phone") == "One question, three answers. Then read it aloud."


def test_code_with_no_word_about_it_leads_to_its_heading_and_shows_what_the_lesson_is_for(small: Catalogue) -> None:
    catalogue = library_of(small, ("One", f'<h2 id="a">How it is written</h2>{FENCED}'))
    assert place(catalogue, "phone") == "a"
    assert best_text(catalogue, "phone") == "-", "the outcome of these lessons"


def test_a_passage_with_more_of_the_words_comes_first_wherever_it_has_them(small: Catalogue) -> None:
    html = f'<h2 id="a">A</h2><p>My phone.</p><h2 id="b">B</h2><p>An example.</p>{FENCED}'
    assert place(library_of(small, ("One", html)), "back phone") == "b"


def test_a_passage_that_says_it_comes_before_one_with_it_in_code(small: Catalogue) -> None:
    html = f'<h2 id="a">A</h2><p>An example.</p>{FENCED}<h2 id="b">B</h2><p>Phones down.</p>'
    assert place(library_of(small, ("One", html)), "phone") == "b"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<table><tr><th>Place</th><th>Cost</th></tr><tr><td>Here</td><td>None</td></tr></table>",
            "Place; Cost; Here; None",
        ),
        ("<ul><li>bread</li><li><p>salt</p></li></ul><p>Both.</p>", "bread; salt; Both."),
        ("<p>He said “No.”</p><p>Why?</p><ol><li>First:</li><li>this</li></ol>", "He said “No.” Why? First: this"),
        ("<p>Roses are red,<br>violets</p>", "Roses are red, violets"),
    ],
)
def test_cells_and_items_do_not_run_together(small: Catalogue, html: str, text: str) -> None:
    assert text in {passage.text for passage in library_of(small, ("Title", html)).cards[-1].passages}


def test_pieces_of_a_block_are_told_apart_as_sentences_are(small: Catalogue) -> None:
    (text,) = (
        passage.text for passage in passages(small.library.guides[0].lessons[0]) if passage.anchor == "which-one"
    )
    assert "·" not in text
    assert ".;" not in text


def test_what_a_check_says_afterwards_is_not_given_away(small: Catalogue) -> None:
    assert addresses(small, "reason helps") == []
    assert addresses(small, "says why") == []
    assert addresses(small, "over by friday") == []


def test_every_text_of_a_real_guide_is_read_without_markup() -> None:
    for guide in compiled(REAL_CONTENT):
        written = "".join(path.read_text("utf-8") for path in (REAL_CONTENT / guide.id).rglob("*.md"))
        for lesson in guide.lessons:
            found = passages(lesson)
            anchors = {heading.id for heading in lesson.headings} | set(lesson.blocks) | {None}
            assert found
            for passage in found:
                assert passage.anchor in anchors
                assert passage.text
                for piece in re.findall(r"</?\w+|&\w+;|href=", passage.text):
                    assert piece in written, "only what the author quotes looks like markup"
            headings: list[Heading] = [heading for heading in lesson.headings if heading.level == 2]
            assert {heading.id for heading in headings} <= {passage.anchor for passage in found}


def test_several_may_ask_at_once(small: Catalogue) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: addresses(small, "lesson"), range(200)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]
