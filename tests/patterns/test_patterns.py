"""``/patterns`` shows every component in every state. What is new and not shown there fails here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import get_args

import pytest
from flask import Flask

from guide.content.blocks import KINDS
from guide.content.blocks.check_forms import FORMS
from guide.content.blocks.judging import Verdict
from guide.content.compiler import compile_library
from guide.kernel.config import PROJECT
from guide.kernel.db import db
from guide.patterns.cutting import apart, cut, in_state, opened_for_guest
from guide.patterns.example import CONTENT
from guide.patterns.groups import GROUPS
from tests.conftest import Reader

STATIC = PROJECT / "guide" / "static"
SHEETS = [name for name in (STATIC / "css" / "order.txt").read_text().split() if name.startswith("components/")]
STATE_WORDS = re.compile(r'^  (?:waiting|saving|kept|onlyHere|signedOut|conflict): "([^"]+)"', re.MULTILINE)
TOO_LONG = re.compile(r"^  tooLong: .*`(.*?)\$\{", re.MULTILINE)
"""How the words for a text that is too long begin, up to the number."""
TAGS = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    """The page of each group. Filled by ``developer``, once for the tests of this file."""
    return {}


@pytest.fixture
def pages(make_app: Callable[..., Flask], shown: dict[str, str]) -> dict[str, str]:
    if not shown:
        app = make_app(development=True)
        for group in GROUPS.values():
            answer = Reader(app).get(group.address)
            assert answer.status_code == 200, group.id
            shown[group.id] = answer.text
    return shown


@pytest.fixture
def everything(pages: dict[str, str]) -> str:
    return "".join(pages.values())


def test_in_production_it_is_like_any_address_that_is_none(guest: Reader) -> None:
    for path in ("/patterns", "/patterns/blocks", "/patterns/nothing"):
        answer, none = guest.get(path), guest.get("/elsewhere")
        assert answer.status_code == none.status_code == 404
        assert answer.text.replace(path, "/elsewhere") == none.text


def test_group_that_is_none_is_not_found(make_app: Callable[..., Flask]) -> None:
    assert Reader(make_app(development=True)).get("/patterns/nothing").status_code == 404


def test_index_leads_to_every_section(make_app: Callable[..., Flask], pages: dict[str, str]) -> None:
    index = Reader(make_app(development=True)).get("/patterns").text
    for group in GROUPS.values():
        for section in group.sections:
            assert f'id="{section.id}" href="{group.address}#{section.id}"' in index
            assert f'<section class="pattern" id="{section.id}"' in pages[group.id]
            assert f'<li><a href="#{section.id}">{section.title}</a>' in pages[group.id]


def test_every_kind_of_block_is_shown(pages: dict[str, str]) -> None:
    for kind in KINDS:
        assert re.search(rf'class="block {kind}"', pages["blocks"]), kind


def test_every_form_of_check_is_shown_unanswered_and_answered(pages: dict[str, str]) -> None:
    for form in FORMS:
        section = cut(pages["blocks"], f"#check-{form}")
        assert re.search("<button [^>]*>(Answer|Compare)<", section), form
        assert re.search("<button [^>]*>(Answer|Compare) again<", section), form


def test_every_verdict_is_shown_and_said_in_words(pages: dict[str, str]) -> None:
    scored = [verdict for verdict in get_args(Verdict) if verdict != "not-scored"]
    for verdict in scored:
        words = re.findall(rf'class="(?:verdict )?{verdict}">(.*?)</(?:span|p)>', pages["blocks"], re.DOTALL)
        assert any(TAGS.sub("", each).strip() for each in words), verdict


@pytest.mark.parametrize("script", ["writing.js", "guest.js"])
def test_every_state_that_a_script_writes_is_shown(script: str, pages: dict[str, str]) -> None:
    source = (STATIC / "js" / script).read_text("utf-8")
    words, line = [*STATE_WORDS.findall(source), *TOO_LONG.findall(source)], cut(pages["blocks"], "#state-line")
    assert len(words) == {"writing.js": 7, "guest.js": 4}[script]
    assert [each for each in words if not re.search(rf'<p class="state"[^>]*>{re.escape(each)}', line)] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_style_sheet_has_something_to_set(sheet: str, everything: str) -> None:
    """Some class that it names, or where it names none some element, stands on a page of patterns."""
    rules = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", (STATIC / "css" / sheet).read_text("utf-8"), flags=re.DOTALL)
    named = set(re.findall(r"\.([a-z][\w-]*)", rules))
    there = {name for value in re.findall(r' class="([^"]*)"', everything) for name in value.split()}
    assert named & (there - {"folio", "specimen", "pattern"})


def test_ids_are_unique_and_whatever_points_at_one_finds_it(pages: dict[str, str]) -> None:
    for page in pages.values():
        ids = re.findall(r' id="([^"]*)"', page)
        assert [id_ for id_, times in Counter(ids).items() if times > 1] == []
        for values in re.findall(r' (?:for|aria-labelledby)="([^"]*)"', page):
            assert set(values.split()) <= set(ids), values


def test_guide_that_is_shown_has_nothing_to_mend() -> None:
    assert compile_library(CONTENT).problems == ()


def test_nothing_of_it_is_kept_or_asked_of_the_database_that_is_served(make_app: Callable[..., Flask]) -> None:
    app = make_app(development=True)
    reader = Reader(app)
    assert reader.get("/patterns/writing").status_code == 200
    with app.app_context():
        for table in db.metadata.sorted_tables:
            assert db.session.execute(table.select()).all() == [], table.name


def test_clock_of_the_site_goes_on(make_app: Callable[..., Flask]) -> None:
    app = make_app(development=True)
    reader = Reader(app)
    reader.get("/patterns/blocks")
    reader.register()
    assert "2026-11-20T17:00" not in reader.get("/account/download").text


def test_example_is_made_once_and_its_templates_are_read_anew(make_app: Callable[..., Flask]) -> None:
    """But for the keys of forms, which each page makes anew."""
    reader = Reader(make_app(development=True))
    once, again = (re.sub(r'name="key" value="\w+"', "", reader.get("/patterns/blocks").text) for _ in range(2))
    assert once == again


class TestCutting:
    def test_element_comes_whole(self) -> None:
        page = '<div>\n<p>a<br>\n<i id="x" class="one two"><b>c</b><path d="M0"/></i>d</p></div>'
        whole = '<i id="x" class="one two"><b>c</b><path d="M0"/></i>'
        assert cut(page, "#x") == cut(page, ".two") == cut(page, "i") == whole

    def test_what_is_not_there_is_told(self) -> None:
        with pytest.raises(LookupError, match="#none"):
            cut("<p>a</p>", "#none")

    def test_ids_and_what_points_at_them_get_a_name_before_them(self) -> None:
        html = '<a href="#x" id="x" aria-labelledby="x y">&quot;</a><a href="/x#x">z</a><input name="x">'
        told = '<a href="#p-x" id="p-x" aria-labelledby="p-x p-y">&quot;</a><a href="/x#x">z</a><input name="x">'
        assert apart(html, "p-") == told

    def test_form_takes_the_place_of_the_offer_as_the_script_of_guests_has_it(self) -> None:
        html = 'a<div data-guest>\n<p>b</p></div>\n <template data-guest-form="entry"><form>c</form></template>d'
        assert opened_for_guest(html) == "a<form>c</form>d"

    def test_line_under_the_field_takes_other_words(self) -> None:
        assert (
            in_state('<p class="state" role="status">Saved</p>', "Saving…")
            == '<p class="state" role="status">Saving…</p>'
        )
        with pytest.raises(LookupError, match="Saving"):
            in_state("<p>Saved</p>", "Saving…")
