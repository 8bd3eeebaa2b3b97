"""``/search``: what a guest finds, what a learner finds, and that no question is answered with an error."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from guide.kernel.clock import now
from guide.kernel.db import db
from guide.writing.models import Entry
from guide.writing.word_index import keep_words
from tests.conftest import SMALL_GUIDE, Reader

TASK = "/journal/small/first/try-it"
ODD = (
    '"', "'", '"open', "lesson AND", "lesson OR 1=1", "NOT lesson", "NEAR(a b)", "title: lesson", "lesson*", "^lesson", "-a",
    "()", "a:b", "{a b}: c", "C++", "\\", "%", "_", ";--", "👩‍👩‍👧", "\u202eרשת", "\x00", "le\x00sson", "\x1b[0m", "\ufffe",
    "a" * 10_000, "w " * 5_000, "👍" * 10_000, "'" * 10_000, "\u0301" * 10_000, "a'-" * 3_000,
    "<script>alert(1)</script>", "{{7*7}}",
)  # fmt: skip


def search(reader: Reader, asked: str) -> str:
    answer = reader.get("/search", query_string={"q": asked})
    assert answer.status_code == 200
    return answer.text


def links(page: str) -> list[str]:
    """The addresses of what was found, in the order of the page."""
    return [html.unescape(address) for address in re.findall(r'<h3><a href="([^"]+)"', page)]


def marks(page: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r'<mark class="found">(.*?)</mark>', page)]


def test_a_guest_finds_lessons_and_words_of_the_glossary(guest: Reader) -> None:
    page = search(guest, "pharmacist")
    assert links(page) == ["/guides/small/first#post-1"]
    assert marks(page) == ["pharmacist"]
    assert "/guides/small/glossary#term-pln" in links(search(guest, "people one learns"))


def test_a_learner_finds_their_own_writing_too(ada: Reader) -> None:
    ada.save("The pharmacist’s résumé was well-known.")
    page = search(ada, "resume well known")
    assert links(page) == ["/journal/small/first/what-happened"]
    assert marks(page) == ["résumé", "well-known"]
    assert "What happened when you tried it?" in page
    assert links(search(ada, "pharmacist")) == ["/guides/small/first#post-1", "/journal/small/first/what-happened"]


def test_nobody_finds_what_another_wrote(ada: Reader, bob: Reader, guest: Reader) -> None:
    ada.save("A saxifrage in the yard.")
    for reader in (bob, guest):
        page = search(reader, "saxifrage")
        assert links(page) == []
        assert "yard" not in page


def test_what_was_written_under_a_block_that_is_gone_is_found(make_app: Callable[..., Flask], content: Path) -> None:
    ada = Reader(make_app(content_dir=content))
    ada.register()
    ada.save("It stays findable.")
    (content / "small" / "01-begin" / "01-first.md").unlink()
    for path in (content / "small").rglob("*"):
        if path.suffix in {".md", ".yaml"}:
            text = (
                path.read_text()
                .replace("[the first](first)", "the first")
                .replace("revisits: first/what-happened\n", "")
                .replace("revisits: first/my-map\n", "")
            )
            path.write_text(text.replace("lesson: first", "lesson: second").replace("retired: []", "retired: [first]"))
    ada.client = Reader(make_app(content_dir=content)).client
    assert ada.sign_in().status_code == 303
    page = search(ada, "findable")
    assert links(page) == ["/journal/small/first/what-happened"]
    assert "no longer in the guide" in page


def test_with_several_guides_each_hit_says_which(make_app: Callable[..., Flask], content: Path) -> None:
    shutil.copytree(SMALL_GUIDE / "small", content / "other")
    text = (content / "other" / "guide.yaml").read_text()
    (content / "other" / "guide.yaml").write_text(text.replace("title: A small guide", "title: Another guide"))
    page = search(Reader(make_app(content_dir=content)), "pharmacist")
    assert links(page) == ["/guides/other/first#post-1", "/guides/small/first#post-1"]
    assert "Another guide" in page
    assert "A small guide" in page


def test_an_author_finds_what_was_just_written(make_app: Callable[..., Flask], content: Path) -> None:
    reader = Reader(make_app(content_dir=content, development=True))
    assert links(search(reader, "saxifrage")) == []
    lesson = content / "small" / "01-begin" / "02-second.md"
    lesson.write_text(lesson.read_text().replace("This one is not", "A saxifrage. This one is not"))
    assert links(search(reader, "saxifrage")) == ["/guides/small/second"]


def test_most_is_said_and_the_best_is_shown(make_app: Callable[..., Flask], content: Path) -> None:
    terms = "".join(f"Saxifrage {number}: {{means: A plant of the mountains.}}\n" for number in range(25))
    (content / "small" / "glossary.yaml").write_text(terms + (content / "small" / "glossary.yaml").read_text())
    page = search(Reader(make_app(content_dir=content)), "saxifrage")
    assert len(links(page)) == 20
    assert "25 places found" in page
    assert "5 more are not shown" in page


def test_own_writing_that_is_not_shown_is_one_link_away_in_the_journal(ada: Reader) -> None:
    learner = ada.learner
    with ada.app.app_context():
        for number in range(50):
            place = {"guide": "small", "lesson": "gone", "block": f"b-{number}"}
            body = f"A zebra & a quagga, {number}"
            entry = Entry(learner_id=learner, **place, kind="reflection", body=body, version=1, saved_at=now())
            db.session.add(entry)
            db.session.flush()
            keep_words(db.session.connection(), entry.id, entry.learner_id, body)
        db.session.commit()
    page = search(ada, "zebra & quagga")
    assert len(links(page)) == 20
    assert "30 more are not shown" in page
    found = re.search(r'<a href="([^"]+)">All 50 are in your journal</a>', page)
    assert found
    journal = ada.get(html.unescape(found[1])).text
    assert "50 entries: “zebra &amp; quagga”" in journal
    assert "in your journal</a>" not in search(ada, "zebra 7"), "one is shown, and no more is there"


def test_an_empty_question_says_what_can_be_found(guest: Reader) -> None:
    for page in (guest.get("/search").text, search(guest, " \n ")):
        assert "Finds lessons and words of the glossary" in page
        assert '<input type="search"' in page
        assert links(page) == []


def test_nothing_found_says_so_and_what_to_try(guest: Reader, ada: Reader) -> None:
    assert "Nothing in the lessons or the glossary has all of these words." in search(guest, "saxifrage")
    assert "Try fewer words" in search(guest, "saxifrage")
    assert "or your own writing has all of these words" in search(ada, "saxifrage")


def test_signs_alone_are_no_word(guest: Reader) -> None:
    assert "There is no word in that to look for." in search(guest, "*:^-()")


def test_no_question_is_answered_with_an_error(guest: Reader, ada: Reader) -> None:
    ada.save("A lesson with C++.")
    for reader in (guest, ada):
        for asked in ODD:
            page = search(reader, asked)
            assert not re.search("[\x00-\x08\x0b\x0e-\x1f]", page)
            value = re.search(r'id="q" name="q" value="([^"]*)"', page)
            assert value
            assert html.unescape(value[1]) == re.sub("[\x00-\x1f\ufffe]", "\ufffd", asked).strip()


def test_no_address_is_answered_with_an_error(guest: Reader) -> None:
    for query in ("q=%ff%fe", "q=%ed%a0%80", "q=%00", "q", "q=a&q=b", "Q=a", "q[]=a", "&&=&", "q=%", "q=%zz"):
        assert guest.get(f"/search?{query}").status_code == 200


def test_the_question_is_shown_as_it_was_put(guest: Reader) -> None:
    page = search(guest, "<b>{{7*7}}</b> pharmacist")
    assert "<b>{{" not in page
    assert "&lt;b&gt;{{7*7}}&lt;/b&gt;" in page


def test_what_was_written_is_shown_as_text(ada: Reader) -> None:
    ada.save("<script>alert('saxifrage')</script> <b>x</b>")
    page = search(ada, "saxifrage")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;<mark" in page


def test_a_guests_page_of_results_is_the_same_for_everyone_and_not_kept(app: Flask, guest: Reader) -> None:
    kept = app.extensions["guest-pages"].pages
    for number in range(5):
        answer = guest.get(f"/search?q=lesson+{number}")
        assert "Set-Cookie" not in answer.headers
        assert "csrf_token" not in answer.text
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert guest.get("/search?q=lesson").data == Reader(app).get("/search?q=lesson").data
    assert {path for path, _look in kept} == set()


def test_a_learners_page_of_results_is_not_kept_by_browsers(ada: Reader) -> None:
    assert ada.get("/search?q=lesson").headers["Cache-Control"] == "no-store"


def test_a_search_takes_two_selects(ada: Reader, count_selects: Callable[[], list[str]]) -> None:
    """Who is signed in; and what they wrote, however much it is."""
    ada.save("Learn.")
    ada.save("Learn, too.", address=TASK)
    count_selects()
    search(ada, "learn")
    assert len(count_selects()) == 2


def test_search_can_be_reached_from_every_page(guest: Reader, ada: Reader) -> None:
    for reader in (guest, ada):
        for address in ("/", "/guides/small/first", "/about", "/nothing-here"):
            assert 'href="/search"' in reader.get(address).text
        assert 'role="search" action="/search"' in reader.get("/guides/small/first").text
