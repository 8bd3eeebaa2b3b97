"""The name at the head of a page leads to what it names, and the library is never far."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Reader

OF_THE_GUIDE = (
    "first",
    "glossary",
    "sources",
    "print",
    "second/streams/morning",
    "third/chats/at-night",
    "first/maps/my-map",
)


def name_at_the_head(reader: Reader, address: str) -> tuple[str, str]:
    """The name of the site as the page shows it, and where it leads."""
    answer = reader.get(address)
    assert answer.status_code == 200, address
    found = re.search(r'<a class="site-name" href="([^"]+)">.*?<span>([^<]+)</span></a>', answer.text, re.DOTALL)
    assert found
    return found[2], found[1]


@pytest.mark.parametrize("page", OF_THE_GUIDE)
def test_among_several_guides_the_name_of_one_leads_to_its_cover(
    make_app: Callable[..., Flask], two_guides: Path, page: str
) -> None:
    app = make_app(content_dir=two_guides)
    ada = Reader(app)
    ada.register()
    for reader in (Reader(app), ada):
        assert name_at_the_head(reader, f"/guides/other/{page}") == ("Another guide", "/guides/other/")


def test_the_cover_leads_to_all_guides(make_app: Callable[..., Flask], two_guides: Path) -> None:
    reader = Reader(make_app(content_dir=two_guides))
    assert name_at_the_head(reader, "/guides/other/") == ("Guides", "/")
    assert "Another guide" in reader.get("/").text


@pytest.mark.parametrize("page", ["", *OF_THE_GUIDE])
def test_with_one_guide_its_name_leads_to_the_first_page_which_is_its_cover(guest: Reader, page: str) -> None:
    assert name_at_the_head(guest, f"/guides/small/{page}") == ("A small guide", "/")


def test_contents_begin_with_what_belongs_to_the_whole_guide(guest: Reader) -> None:
    """Below all modules, nobody would find the glossary in a panel that scrolls."""
    page = guest.get("/guides/small/first").text
    panel = page[page.index('<div class="outline-panel">') : page.index("</nav>", page.index('class="outline-panel"'))]
    places = [panel.index(f'href="/guides/small/{each}"') for each in ("", "glossary", "sources", "print", "first")]
    assert places == sorted(places)
