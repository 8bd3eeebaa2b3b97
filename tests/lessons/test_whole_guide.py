"""The whole guide on one page: everything of every lesson, each id once, every link leading to a place on it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import Markup

from guide.content.compiler import compile_library
from guide.lessons.anchors import Anchors
from tests.conftest import REAL_CONTENT, Reader

PRINT = "/guides/small/print"


class Page(HTMLParser):
    """What tests want to know of a page's markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointed: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.headings: list[int] = []
        self.in_main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.in_main = self.in_main or tag == "main"
        if "id" in values:
            self.ids.append(values["id"])
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.pointed += values.get(name, "").split()
        self.pointed += re.findall(r"url\(#([^)]+)\)", " ".join(values.values()))
        if not self.in_main:
            return
        self.tags[tag] += 1
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("a", "use") and "href" in values:
            self.links.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.in_main = False


@pytest.fixture
def real(make_app: Callable[..., Flask]) -> Reader:
    return Reader(make_app(content_dir=REAL_CONTENT))


def assert_of_one_piece(html: str) -> None:
    page = Page(html)
    assert [found for found, times in Counter(page.ids).items() if times > 1] == []
    assert set(page.pointed) <= set(page.ids)
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    assert anchors
    assert anchors <= set(page.ids)
    steps = list(zip(page.headings, page.headings[1:], strict=False))
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in steps)
    assert not set(page.tags) & {
        "form",
        "button",
        "input",
        "textarea",
        "select",
        "details",
        "summary",
        "template",
        "label",
    }
    assert "tabindex" not in html.partition("<main")[2].partition(">")[2].partition("</main>")[0]


def test_each_id_stands_once_and_every_link_within_the_guide_leads_to_a_place_on_the_page(
    real: Reader, guest: Reader
) -> None:
    assert_of_one_piece(guest.get(PRINT).text)
    assert_of_one_piece(real.get("/guides/twitter-for-social-learning/print").text)


def test_learners_page_is_of_one_piece_too(ada: Reader) -> None:
    write_everywhere(ada)
    assert_of_one_piece(ada.get(PRINT).text)


def test_two_lessons_with_the_same_headings_blocks_and_drawings_do_not_get_mixed_up(
    make_app: Callable[..., Flask], content: Path
) -> None:
    module = content / "small" / "01-begin"
    (content / "small" / "media").mkdir()
    (content / "small" / "media" / "drawing.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><marker id="m" viewBox="0 0 1 1">'
        '<path class="ink" d="M0 0"/></marker></defs><path id="p" class="ink" marker-end="url(#m)" d="M0 0h9"/>'
        '<use href="#p"/></svg>'
    )
    first = (module / "01-first.md").read_text()
    first = first.replace("## A post", "![A line](media/drawing.svg)\n\n## A post\n\nSee [below](#think).")
    (module / "01-first.md").write_text(first)
    (module / "03-again.md").write_text(first.replace("id: first", "id: again", 1))
    html = Reader(make_app(content_dir=content)).get(PRINT).text
    assert_of_one_piece(html)
    for lesson in ("first", "again"):
        for anchor in ("h-think", "what-happened", "post-1", "question-which-one"):
            assert f'id="lesson-{lesson}--{anchor}"' in html
        assert f'href="#lesson-{lesson}--h-think"' in html
        assert f"url(#lesson-{lesson}--{lesson}-figure-1-m)" in html
        assert f'href="#lesson-{lesson}--{lesson}-figure-1-p"' in html


def test_a_task_has_the_same_three_forms_on_paper_as_on_the_screen(guest: Reader) -> None:
    def forms(address: str) -> list[str]:
        task = guest.get(address).text.partition('class="block task"')[2]
        found = re.search(r'<ol class="steps">.*?</dl>', task, re.DOTALL)
        assert found
        return re.sub("<[^>]+>", " ", found[0]).split()

    assert forms(PRINT) == forms("/guides/small/first")
    said = " ".join(forms(PRINT))
    assert said == (
        "Open one. Read it. Without an account Read it here. Where every network is blocked Read it on paper."
    )


def test_links_between_lessons_glossary_and_sources_stay_on_the_page(guest: Reader) -> None:
    html = guest.get(PRINT).text
    assert '<a href="#lesson-first">the first</a>' in html
    assert re.search(r'<a href="#term-pln" class="term">|<a class="term" href="#term-pln">', html)
    assert html.count('href="#source-doe2014"') >= 2
    assert html.count('id="source-doe2014"') == 1
    assert 'href="#lesson-first--what-happened"' in html  # the prompt that is revisited


def test_markup_shown_as_text_is_left_alone() -> None:
    library = compile_library(Path("tests/small_guide")).library
    assert library
    guide = library.guides[0]
    shown = '<p>Write &lt;h2 id="x"&gt; or id="y" and href="#z", at 5 > 3</p>'
    assert Anchors(guide).in_lesson(shown, guide.lessons[0]) == Markup(shown)


def test_title_page_says_what_it_is_whose_how_old_and_where(guest: Reader) -> None:
    html = guest.get(PRINT).text
    for words in ("A small guide", "Small enough to read in a test.", "Somebody", "CC BY 4.0", "Written for tests."):
        assert words in html
    assert '<time datetime="2026-01-01">1 January 2026</time>' in html
    assert '<a href="http://localhost/guides/small/">http://localhost/guides/small/</a>' in html


def test_page_is_dated_by_the_latest_revision(make_app: Callable[..., Flask], content: Path) -> None:
    lesson = content / "small" / "01-begin" / "02-second.md"
    lesson.write_text(lesson.read_text().replace("revised: null", "revised: 2026-05-04\nchanged: The bins."))
    assert '<time datetime="2026-05-04">' in Reader(make_app(content_dir=content)).get(PRINT).text


def test_everything_of_every_lesson_is_there_in_order(guest: Reader) -> None:
    html = guest.get(PRINT).text
    words = [
        "The first lesson", "with nine minutes left", "Mirela Dragan", "Which would you open?", "The second", "Try it",
        "Read it here.", "Read it on paper.", "What was it?", "What happened when you tried it?", "Say what you saw.",
        "The second lesson", "Where does each belong?", "A journal", "Stream", "The third lesson",
        "What, if anything, has changed?", "Is this for you?", "The people one learns from.", "On small guides",
    ]  # fmt: skip
    main = html.partition("Contents</h2>")[2].partition("</nav>")[2]
    at = 0
    for word in words:
        at = main.find(word, at)
        assert at >= 0, word


def test_guest_has_ruled_lines_where_a_learner_writes(guest: Reader, ada: Reader) -> None:
    assert guest.get(PRINT).text.count('class="ruled') == 5
    write_everywhere(ada)
    assert ada.get(PRINT).text.count('class="ruled') == 1


def write_everywhere(reader: Reader) -> None:
    reader.save("What I saw, <b>plainly</b>.", do="submit")
    reader.save("A note of mine.", address="/journal/small/first/try-it")
    reader.post("/guides/small/first/tasks/try-it", {"do": "tick"})
    reader.post("/guides/small/first/checks/which-one", {"answer": "0"})
    reader.post("/guides/small/first/checks/which-one", {"answer": "1"})
    reader.post("/guides/small/second/checks/sort-them", {"item-0": "0", "item-1": "0"})
    reader.post("/guides/small/third/decide/enough", {"decision": "later", "body": "After the summer."})
    reader.save("A1 Nobody rings.", address="/journal/small/third/at-night")
    reader.post("/guides/small/first/done", {"done": "yes"})


def test_learner_finds_their_own_words_answers_and_marks_in_place(ada: Reader) -> None:
    write_everywhere(ada)
    html = ada.get(PRINT).text
    first = html.partition('id="lesson-first"')[2].partition("</article>")[0]
    second = html.partition('id="lesson-second"')[2].partition("</article>")[0]
    third = html.partition('id="lesson-third"')[2].partition("</article>")[0]
    assert "What I saw, &lt;b&gt;plainly&lt;/b&gt;." in first
    assert "A note of mine." in first
    assert "It does not say why." in first  # said of the last answer
    assert "It says why." not in first
    assert "Done" in first
    assert "It is over by Friday." not in second
    assert "It flows." in second
    assert "You closed this guide on" in third
    assert "After the summer." in third
    assert "The copy of Ada" in html


def test_prompt_set_aside_says_so_and_leaves_no_lines(ada: Reader) -> None:
    ada.save("", do="set-aside", why="Not my ward.")
    first = ada.get(PRINT).text.partition('id="lesson-first"')[2].partition("</article>")[0]
    assert "You set this prompt aside" in first
    assert "Not my ward." in first


def test_nothing_of_one_learner_is_on_the_page_of_another(ada: Reader, bob: Reader, guest: Reader) -> None:
    write_everywhere(ada)
    ada.get(PRINT)
    for other in (bob, guest):
        html = other.get(PRINT).text
        assert "What I saw" not in html
        assert "After the summer." not in html
        assert "You closed this guide" not in html


def test_learners_page_is_kept_by_no_cache_and_guests_page_is_the_same_for_all(ada: Reader, app: Flask) -> None:
    assert ada.get(PRINT).headers["Cache-Control"] == "no-store"
    answers = [Reader(app).get(PRINT) for _ in range(2)]
    assert answers[0].data == answers[1].data
    assert answers[0].headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answers[0].headers


def selects_of(reader: Reader, count_selects: Callable[[], list[str]]) -> int:
    reader.get(PRINT)
    count_selects()
    reader.get(PRINT)
    return len(count_selects())


def test_page_takes_two_selects_whatever_is_kept(ada: Reader, count_selects: Callable[[], list[str]]) -> None:
    assert selects_of(ada, count_selects) == 2
    write_everywhere(ada)
    assert selects_of(ada, count_selects) == 2


def test_page_has_room_for_sixty_lessons(make_app: Callable[..., Flask], content: Path) -> None:
    module = content / "small" / "01-begin"
    lesson = (module / "01-first.md").read_text()
    for number in range(60):
        name = f"l{number}"
        (module / f"{number + 10}-{name}.md").write_text(lesson.replace("id: first", f"id: {name}", 1))
    ada = Reader(make_app(content_dir=content))
    ada.register()
    ada.save("In the last of them.", address="/journal/small/l59/what-happened")
    html = ada.get(PRINT).text
    assert "In the last of them." in html.partition('id="lesson-l59"')[2]
    assert_of_one_piece(html)


def test_unknown_guide_has_no_such_pages(guest: Reader) -> None:
    for page in ("print", "sources.ris", "sources.bib"):
        assert guest.get(f"/guides/nowhere/{page}").status_code == 404


def test_cover_and_outline_lead_to_it(guest: Reader) -> None:
    for address in ("/", "/guides/small/first", "/guides/small/glossary"):
        assert '<a href="/guides/small/print">Print the whole guide</a>' in guest.get(address).text


def test_guide_without_glossary_and_sources_has_no_empty_parts(make_app: Callable[..., Flask], content: Path) -> None:
    small = content / "small"
    for name in ("02-go-on", "01-begin/02-second.md"):
        path = small / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in ("glossary", "sources", "facts"):
        (small / f"{name}.yaml").write_text("{}\n")
    lesson = small / "01-begin" / "01-first.md"
    text = re.sub(r" \[@doe2014\]|\{\{ fact:sample.limit \}\}", " something", lesson.read_text())
    lesson.write_text(text)
    html = Reader(make_app(content_dir=content)).get(PRINT).text
    assert 'id="glossary"' not in html
    assert 'id="sources"' not in html
    assert_of_one_piece(html)
