"""``/search``: what everybody finds, what only its owner finds, and that no question is an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guide.content.blocks.check import Check
from guide.search.passages import plain, texts_of
from tests.conftest import REAL_CONTENT, Reader


def ask(reader: Reader, question: str) -> str:
    answer = reader.get(f"/search?q={quote(question, errors='surrogatepass')}")
    assert answer.status_code == 200, question
    return answer.text


def hits(page: str, group: str) -> list[str]:
    """Addresses in a group, the best first."""
    section = page.partition(f'<section class="found-group" aria-labelledby="{group}">')[2].partition("</section>")[0]
    return re.findall(r'<h3><a href="([^"]+)"', section)


def marks(page: str) -> set[str]:
    return {unescape(found) for found in re.findall(r'<mark class="found">([^<]*)</mark>', page)}


@pytest.fixture
def real(make_app: Callable[..., Flask]) -> Reader:
    return Reader(make_app(content_dir=REAL_CONTENT))


def test_lesson_is_found_by_its_title_before_those_that_mention_it(real: Reader) -> None:
    page = ask(real, "boundaries")
    assert hits(page, "lessons")[0].startswith("/guides/twitter-for-social-learning/boundaries")
    assert "Boundaries" in marks(page)


def test_hit_leads_to_the_heading_or_block_where_the_words_stand(real: Reader) -> None:
    first = hits(ask(real, "speaker lists workshops posters"), "lessons")[0]
    address, _, anchor = first.partition("#")
    assert f'id="{anchor}"' in real.get(address).text


def test_word_of_the_glossary_is_found_under_its_other_names(real: Reader) -> None:
    for asked in ("PLN", "personal learning network"):
        assert any("/glossary#" in address for address in hits(ask(real, asked), "terms"))


def test_beginning_of_a_word_is_enough_and_case_and_accents_are_not(real: Reader) -> None:
    whole = hits(ask(real, "pharmacist"), "lessons")
    assert whole
    assert set(whole) <= set(hits(ask(real, "PHARMACÍ"), "lessons"))


def test_what_a_check_says_afterwards_gives_nothing_away(guest: Reader) -> None:
    page = guest.get("/guides/small/first").text
    feedback = guest.post("/guides/small/first/checks/which-one", {"answer": "0"}).text
    told = set(re.findall(r"\w{5,}", re.sub("<[^>]+>", " ", feedback))) - set(re.findall(r"\w{5,}", page))
    assert told
    for word in list(told)[:8]:
        assert "/guides/small/first" not in " ".join(hits(ask(guest, word), "lessons"))


def test_what_is_to_be_put_in_order_is_told_in_the_order_in_which_it_is_shown(real: Reader) -> None:
    checks = [
        block
        for guide in real.app.extensions["shelf"].library.guides
        for lesson in guide.lessons
        for block in lesson.blocks.values()
        if isinstance(block, Check) and block.form == "order"
    ]
    assert checks
    for check in checks:
        told = " ".join(texts_of(check))
        places = [told.index(plain(check.steps[at])) for at in check.shown]
        assert places == sorted(places)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("My résumé needs work.", "resume"),
        ("A well-known colleague.", "well known"),
        ("We moved from C++ to Rust.", "C++"),
        ("Straße gesperrt.", "strasse"),
        ("A day of 🎉 and little else.", "🎉"),
        ("会議で学んだこと。", "学んだ"),
        ("Don't.", "dont"),
    ],
)
def test_own_writing_is_found_as_people_type(ada: Reader, written: str, asked: str) -> None:
    ada.save(written)
    page = ask(ada, asked)
    assert hits(page, "mine") == ["/journal/small/first/what-happened"]
    assert marks(page)


def test_one_language_is_not_another(ada: Reader) -> None:
    ada.save("We moved from C++ to Rust.")
    assert hits(ask(ada, "C#"), "mine") == []
    ada.save("Vitamin C, and little else.", version=1)
    assert hits(ask(ada, "C++"), "mine") == []


def test_writing_is_found_by_nobody_else(ada: Reader, bob: Reader, guest: Reader) -> None:
    ada.save("Quinquagesima is a word of mine.")
    assert hits(ask(ada, "quinquagesima"), "mine")
    for stranger in (bob, guest):
        page = ask(stranger, "quinquagesima")
        assert "word of mine" not in page
        assert "/journal/" not in page.partition("<main")[2]


def test_text_is_found_as_it_is_now_and_not_as_it_was(ada: Reader) -> None:
    ada.save("The umbrellas, oddly.")
    ada.save("The raincoats, then.", version=1)
    assert hits(ask(ada, "umbrellas"), "mine") == []
    assert hits(ask(ada, "raincoats"), "mine")


def test_question_is_shown_as_it_was_typed_and_runs_nothing(guest: Reader) -> None:
    page = ask(guest, '"><script>alert(1)</script>{{7*7}}')
    assert "<script>alert" not in page
    assert "{{7*7}}" in unescape(page)


@pytest.mark.parametrize(
    "asked",
    ['"', "'", "AND", "NOT", "a OR", "NEAR(a b)", "*", "col:x", "^a", "-", "()", "\\", "%", "C++", "\ud800", "\0", "x" * 10_000,
     "word " * 2_000, "‮abc", "🙂" * 500, "", "   ", "!!!", "a\r\nb", "&", "|", "<->", ":*", "$1", ";--"],
)  # fmt: skip
def test_no_question_is_an_error(ada: Reader, guest: Reader, asked: str) -> None:
    for reader in (ada, guest):
        answer = reader.get(f"/search?q={quote(asked, errors='surrogatepass')}")
        assert answer.status_code in {200, 400, 414}
        assert "Something broke" not in answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.text(max_size=60))
def test_any_text_may_be_asked(ada: Reader, asked: str) -> None:
    assert ada.get("/search", query_string={"q": asked}).status_code == 200


def test_guests_page_is_the_same_for_all_and_none_is_kept_for_each_question(app: Flask) -> None:
    kept = app.extensions["guest-pages"].pages
    first, second = (Reader(app).get("/search?q=begin") for _ in range(2))
    assert first.data == second.data
    assert "Set-Cookie" not in first.headers
    before = len(kept)
    for number in range(20):
        Reader(app).get(f"/search?q=word{number}")
    assert len(kept) == before


def test_nothing_found_says_so_and_what_to_try(guest: Reader) -> None:
    page = ask(guest, "xylophonists")
    assert "has all of these words" in page
    assert "Try fewer words" in page


def test_signed_in_a_search_takes_two_selects(ada: Reader, count_selects: Callable[[], list[str]]) -> None:
    ada.save("A word to be found.")
    ask(ada, "word")
    count_selects()
    ask(ada, "word")
    assert len(count_selects()) <= 2


def test_search_is_one_step_from_every_page(guest: Reader, ada: Reader) -> None:
    for reader in (guest, ada):
        for address in ("/", "/guides/small/first", "/about", "/nothing-here"):
            assert 'href="/search"' in reader.get(address).text
