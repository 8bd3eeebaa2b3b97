"""Sources to take along: files that reference managers open."""

from __future__ import annotations

import pytest
import rispy
from flask import Flask
from pybtex.database import parse_string

from tests.conftest import Reader

FILES = {"sources.ris": "application/x-research-info-systems", "sources.bib": "application/x-bibtex"}


@pytest.mark.parametrize("name", FILES)
def test_file_says_what_it_is_and_is_named_after_the_guide(guest: Reader, name: str) -> None:
    answer = guest.get(f"/guides/small/{name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == f"{FILES[name]}; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name.replace("sources", "small")}"'


@pytest.mark.parametrize("name", FILES)
def test_file_is_the_same_for_every_guest_and_for_learners(app: Flask, ada: Reader, name: str) -> None:
    answers = [Reader(app).get(f"/guides/small/{name}") for _ in range(2)]
    assert answers[0].data == answers[1].data == ada.get(f"/guides/small/{name}").data
    assert answers[0].headers["Cache-Control"] == "no-cache"
    assert answers[1].headers["Content-Disposition"].startswith("attachment")


def test_files_hold_every_source(guest: Reader) -> None:
    (entry,) = rispy.loads(guest.get("/guides/small/sources.ris").text)
    assert (entry["id"], entry["title"], entry["authors"]) == (
        "doe2014",
        "On small guides",
        ["Doe, Jane", "Roe, Richard"],
    )
    found = parse_string(guest.get("/guides/small/sources.bib").text, "bibtex").entries
    assert list(found) == ["doe2014"]
    assert found["doe2014"].fields["doi"] == "10.1000/small"


def test_page_of_sources_leads_to_them(guest: Reader) -> None:
    page = guest.get("/guides/small/sources").text
    for name in FILES:
        assert f'href="/guides/small/{name}" download' in page


@pytest.mark.parametrize("address", ["sources", "first", "print"])
def test_authors_are_told_apart_wherever_a_source_is_named(guest: Reader, address: str) -> None:
    """A family name is parted from its given one by a comma, so that people need another sign."""
    assert "Doe, Jane; Roe, Richard (2014)" in guest.get(f"/guides/small/{address}").text
