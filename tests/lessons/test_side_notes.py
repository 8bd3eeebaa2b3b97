"""Sources beside the line that cites them first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guide.content.library import Lesson, Minutes
from guide.content.text import Html
from guide.content.works import Source
from guide.lessons.side_notes import SideNotes
from tests.conftest import Reader

DOE = Source("doe", "Doe, Jane", "2014", "Ward & web", "full", container="Journal of <Wards>")
ROE = Source("roe", "Roe, Jo", "2020", "Nights", "abstract")
LESSON = Lesson(
    id="first", guide_id="small", number="1.1", title="First", read=1, do=Minutes(2, 2), core=True,
    added=date(2026, 1, 1), outcome="See it.", sources=("doe", "roe"),
)  # fmt: skip


def cited(*keys: str) -> str:
    links = "; ".join(f'<a href="#source-{key}">{key}</a>' for key in keys)
    return f'<span class="cites">({links})</span>'


@pytest.fixture
def notes() -> SideNotes:
    return SideNotes(LESSON, {"doe": DOE, "roe": ROE})


def test_note_follows_the_citation_and_is_not_read_out_twice(notes: SideNotes) -> None:
    assert notes.beside(Html(f"<p>So {cited('doe')}.</p>")) == (
        f'<p>So {cited("doe")}<small class="side" aria-hidden="true"><b>Doe 2014.</b> '
        "Ward &amp; web, Journal of &lt;Wards&gt;</small>.</p>"
    )


def test_a_source_is_noted_where_it_is_cited_first_and_nowhere_else(notes: SideNotes) -> None:
    first = notes.beside(f"<p>{cited('doe')} {cited('roe', 'doe')}</p>")
    assert [first.count(label) for label in ("Doe 2014.", "Roe 2020.")] == [1, 1]
    assert first.index("Doe 2014.") < first.index("Roe 2020.")
    assert "small" not in notes.beside(f"<p>{cited('doe')}</p>")


def test_a_table_has_no_line_to_stand_beside(notes: SideNotes) -> None:
    table = f"<table><tr><td>{cited('doe')}</td></tr></table>"
    assert notes.beside(table) == table
    assert "Doe 2014." in notes.beside(f"<p>{cited('doe')}</p>")


def test_a_key_that_the_guide_does_not_know_is_left_out() -> None:
    notes = SideNotes(replace(LESSON, sources=("doe", "gone")), {"doe": DOE})
    assert notes.beside(cited("gone")) == cited("gone")


def test_every_reader_finds_the_note_in_the_lesson(guest: Reader, ada: Reader) -> None:
    for reader in (guest, guest, ada, ada):
        page = reader.get("/guides/small/first").text
        assert page.count('<small class="side" aria-hidden="true">') == 1
