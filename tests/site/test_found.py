"""Found and shared: titles, descriptions, canonical addresses, the sitemap; and what is kept out of search engines."""

from __future__ import annotations

import re
import shutil
import struct
from collections.abc import Callable
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask

from guide.kernel.config import PROJECT
from guide.site.sitemap import NAMESPACE
from tests.conftest import REFLECTION, Reader

BASE = "https://guide.example.org"
PUBLIC = [
    "/", "/guides/small/", "/guides/small/first", "/guides/small/second", "/guides/small/third",
    "/guides/small/glossary", "/guides/small/sources", "/about", "/privacy", "/accessibility",
]  # fmt: skip
UNLISTED = ["/guides/small/print", "/login", "/register", "/forgot-password", "/reset-password/none", "/nothing-here"]
PRIVATE = ["/account", "/journal", "/progress", REFLECTION, "/guides/small/print", "/nothing-here"]


@pytest.fixture
def site(make_app: Callable[..., Flask]) -> Reader:
    return Reader(make_app(base_url=BASE, trusted_hosts=("localhost",)))


@pytest.fixture
def two_guides(make_app: Callable[..., Flask], content: Path) -> Reader:
    shutil.copytree(content / "small", content / "other")
    other = content / "other" / "guide.yaml"
    other.write_text(
        other.read_text().replace("language: en", "language: de").replace("A small guide", "Ein Leitfaden")
    )
    return Reader(make_app(content_dir=content, base_url=BASE, trusted_hosts=("localhost",)))


def head(reader: Reader, address: str) -> str:
    return reader.get(address).text.partition("</head>")[0]


def meta(html: str, name: str) -> list[str]:
    return [
        unescape(text) for text in re.findall(rf'<meta (?:name|property)="{re.escape(name)}" content="([^"]*)">', html)
    ]


def links(html: str, rel: str) -> list[str]:
    return re.findall(rf'<link rel="{rel}" href="([^"]*)"', html)


def title(html: str) -> str:
    (found,) = re.findall(r"<title>([^<]*)</title>", html)
    return unescape(found)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_has_one_canonical_address_and_says_the_same_to_those_who_share_it(
    site: Reader, address: str
) -> None:
    html = head(site, address)
    (canonical,) = links(html, "canonical")
    assert canonical == BASE + (address if address != "/" else "/guides/small/")
    assert meta(html, "og:url") == [canonical]
    assert meta(html, "og:title") == [title(html)]
    assert meta(html, "og:description") == meta(html, "description")
    assert meta(html, "og:site_name") == ["A small guide"]
    assert meta(html, "robots") == []


def test_learner_is_sent_nothing_that_only_machines_read(ada: Reader) -> None:
    html = head(ada, "/guides/small/second")
    assert len(links(html, "canonical")) == 1
    assert "og:" not in html
    assert links(html, "prev") == links(html, "next") == []


@pytest.mark.parametrize("address", PUBLIC)
def test_lessons_are_articles_and_nothing_else_is(site: Reader, address: str) -> None:
    is_lesson = address.endswith(("first", "second", "third"))
    assert meta(head(site, address), "og:type") == ["article" if is_lesson else "website"]


def test_shared_picture_is_there_with_the_size_it_claims(site: Reader) -> None:
    html = head(site, "/guides/small/first")
    (picture,) = meta(html, "og:image")
    assert picture.startswith(f"{BASE}/static/")
    answer = site.get(picture.removeprefix(BASE))
    assert answer.headers["Content-Type"] == "image/png"
    assert [str(n) for n in struct.unpack(">II", answer.data[16:24])] == [
        *meta(html, "og:image:width"),
        *meta(html, "og:image:height"),
    ]
    assert len(meta(html, "og:image:alt")[0]) > 20


@pytest.mark.parametrize("address", UNLISTED)
def test_page_of_no_use_to_searchers_is_kept_out(site: Reader, address: str) -> None:
    assert_kept_out(head(site, address))


@pytest.mark.parametrize("address", PRIVATE)
def test_private_page_is_met_by_no_machine(ada: Reader, guest: Reader, address: str) -> None:
    """They are sent away, or told not to look; so a learner's page has no need to say it, has it an address to be
    shared."""
    ada.save("Mine.")
    answer = guest.get(address)
    assert answer.status_code == 302 or meta(answer.text.partition("</head>")[0], "robots") == ["noindex"]
    html = head(ada, address)
    assert links(html, "canonical") == meta(html, "og:url") == meta(html, "robots") == []


def assert_kept_out(html: str) -> None:
    assert meta(html, "robots") == ["noindex"]
    assert links(html, "canonical") == []
    assert meta(html, "og:url") == []


def test_unanswered_check_and_refusals_are_kept_out(guest: Reader) -> None:
    assert_kept_out(guest.client.post("/guides/small/first/checks/which-one").text.partition("</head>")[0])
    assert_kept_out(guest.client.post("/account/name").text.partition("</head>")[0])


def test_every_page_has_a_title_and_a_description_of_its_own(ada: Reader, guest: Reader) -> None:
    ada.save("Mine.")
    addresses = {*PUBLIC, *UNLISTED, *PRIVATE} - {"/"}
    pages = {address: head(ada if address in PRIVATE else guest, address) for address in addresses}
    titles = [title(html) for html in pages.values()]
    assert len(set(titles)) == len(titles)
    descriptions = [meta(pages[address], "description")[0] for address in PUBLIC if address != "/"]
    assert len(set(descriptions)) == len(descriptions)


def test_title_of_a_lesson_names_lesson_and_guide(guest: Reader) -> None:
    assert title(head(guest, "/guides/small/first")) == "The first lesson – A small guide"
    assert title(head(guest, "/guides/small/print")) == "The whole guide – A small guide"


def test_lesson_names_its_neighbours_to_machines(guest: Reader) -> None:
    turns = {name: (links(head(guest, f"/guides/small/{name}"), "prev"), links(head(guest, f"/guides/small/{name}"), "next"))
             for name in ("first", "second", "third")}  # fmt: skip
    assert turns == {
        "first": ([], ["/guides/small/second"]),
        "second": (["/guides/small/first"], ["/guides/small/third"]),
        "third": (["/guides/small/second"], []),
    }


# Several guides, several languages


def test_library_of_two_is_a_page_of_its_own(two_guides: Reader) -> None:
    html = head(two_guides, "/")
    assert links(html, "canonical") == [f"{BASE}/"]
    assert title(html) == "Guides"
    assert links(head(two_guides, "/guides/other/"), "canonical") == [f"{BASE}/guides/other/"]


@pytest.mark.parametrize("page", ["", "first", "glossary", "sources", "print"])
def test_page_is_in_the_language_of_its_guide_and_the_words_around_it_in_theirs(two_guides: Reader, page: str) -> None:
    german, english = two_guides.get(f"/guides/other/{page}").text, two_guides.get(f"/guides/small/{page}").text
    assert '<html lang="de"' in german
    assert '<header class="site-header" lang="en">' in german
    assert '<footer class="site-footer" lang="en">' in german
    assert '<html lang="en"' in english
    assert '<header class="site-header">' in english


def test_title_in_another_language_says_so_in_the_library(two_guides: Reader) -> None:
    page = two_guides.get("/").text
    assert '<a href="/guides/other/" lang="de">Ein Leitfaden</a>' in page
    assert '<a href="/guides/small/">A small guide</a>' in page


# For machines


def located(reader: Reader) -> dict[str, str | None]:
    answer = reader.get("/sitemap.xml")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.text)
    name = f"{{{NAMESPACE}}}"
    assert root.tag == f"{name}urlset"
    return {str(url.findtext(f"{name}loc")): url.findtext(f"{name}lastmod") for url in root}


def test_sitemap_lists_every_public_page_by_its_canonical_address(site: Reader) -> None:
    assert set(located(site)) == {links(head(site, address), "canonical")[0] for address in PUBLIC}


def test_sitemap_lists_the_library_where_there_is_one(two_guides: Reader) -> None:
    found = set(located(two_guides))
    assert {f"{BASE}/", f"{BASE}/guides/other/", f"{BASE}/guides/small/first"} <= found


def test_sitemap_lists_nothing_private_and_nothing_to_print(site: Reader) -> None:
    for address in located(site):
        assert not re.search(r"/(print|journal|progress|account|login|register|search)\b", address)


def test_sitemap_dates_lessons_by_their_last_change_in_substance(make_app: Callable[..., Flask], content: Path) -> None:
    lesson = content / "small" / "01-begin" / "02-second.md"
    lesson.write_text(lesson.read_text().replace("revised: null", "revised: 2026-05-04\nchanged: The bins."))
    found = located(Reader(make_app(content_dir=content)))
    assert found["http://localhost/guides/small/second"] == "2026-05-04"
    assert found["http://localhost/guides/small/first"] == "2026-01-01"
    assert found["http://localhost/guides/small/"] == "2026-05-04"
    assert found["http://localhost/about"] is None


def test_draft_is_in_no_sitemap(make_app: Callable[..., Flask], content: Path) -> None:
    lesson = content / "small" / "02-go-on" / "01-third.md"
    lesson.write_text(lesson.read_text().replace("draft: false", "draft: true"))
    assert "http://localhost/guides/small/third" not in located(Reader(make_app(content_dir=content)))


@pytest.mark.parametrize("address", ["/sitemap.xml", "/robots.txt"])
def test_machines_get_the_same_bytes_whoever_they_are(app: Flask, ada: Reader, address: str) -> None:
    answers = [Reader(app).get(address) for _ in range(2)]
    assert answers[0].data == answers[1].data == ada.get(address).data
    assert "Set-Cookie" not in answers[0].headers
    assert answers[0].headers["Cache-Control"] == "no-cache"


def test_robots_are_shown_the_sitemap_and_kept_from_what_leads_nowhere(site: Reader) -> None:
    lines = site.get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {BASE}/sitemap.xml" in lines
    for address in ("/search", "/login", "/register", "/reset-password"):
        assert f"Disallow: {address}" in lines
    refused = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert not [address for address in PUBLIC for prefix in refused if address.startswith(prefix)]


def test_icon_that_is_asked_for_unseen_is_an_icon(guest: Reader) -> None:
    answer = guest.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/x-icon")
    reserved, kind, count = struct.unpack("<HHH", answer.data[:6])
    assert (reserved, kind, count) == (0, 1, 3)
    for at in range(count):
        width, height, *_, size, offset = struct.unpack("<BBBBHHII", answer.data[6 + 16 * at : 22 + 16 * at])
        picture = answer.data[offset : offset + size]
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">II", picture[16:24]) == (width, height)


def test_pages_name_icons_that_are_there(guest: Reader) -> None:
    html = head(guest, "/")
    for rel, kind in (("icon", "image/svg+xml"), ("apple-touch-icon", "image/png")):
        (address,) = links(html, rel)
        answer = guest.get(address)
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, kind)


def test_no_page_takes_keys_for_itself() -> None:
    """A letter pressed by mistake, or spoken, does nothing (WCAG 2.1.4)."""
    for path in (PROJECT / "guide" / "templates").rglob("*"):
        assert path.is_dir() or "accesskey" not in path.read_text("utf-8").casefold(), path
