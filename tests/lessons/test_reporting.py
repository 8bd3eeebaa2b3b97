"""A mistake is reported by a letter that already says where it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import Flask

from tests.conftest import Reader

LINK = re.compile(r'<a href="(mailto:[^"]*body=[^"]*)" data-report="([^"]*)">Report a mistake or an outdated fact</a>')
PAGES = ["/guides/small/first", "/guides/small/glossary", "/guides/small/sources"]


def letter(reader: Reader, address: str) -> tuple[str, dict[str, list[str]]]:
    found = LINK.findall(reader.get(address).text)
    assert len(found) == 1, address
    mailto = unescape(found[0][0])
    return mailto, parse_qs(urlsplit(mailto).query, strict_parsing=True)


def test_letter_from_a_lesson_names_the_lesson_and_asks_for_the_paragraph(guest: Reader) -> None:
    mailto, fields = letter(guest, "/guides/small/second")
    assert unquote(urlsplit(mailto).path) == "help@example.org"
    assert fields["subject"] == ["A mistake in lesson 1.2 (second)"]
    assert fields["body"][0].split("\r\n") == [
        "Guide: A small guide",
        "Lesson: 1.2 The second lesson (second)",
        "Address: http://localhost/guides/small/second",
        "",
        "Paragraph (its first words):",
        "",
        "What is wrong:",
        "",
        "Where could we check it?",
        "",
    ]


@pytest.mark.parametrize(("page", "title"), [("glossary", "Glossary"), ("sources", "Sources")])
def test_letter_from_another_page_names_the_page(guest: Reader, page: str, title: str) -> None:
    _, fields = letter(guest, f"/guides/small/{page}")
    lines = fields["body"][0].split("\r\n")
    assert f"Page: {title}" in lines
    assert f"Address: http://localhost/guides/small/{page}" in lines
    assert "Entry (its first words):" in lines


@pytest.mark.parametrize("address", PAGES)
def test_address_is_encoded_as_mail_programs_read_it(guest: Reader, address: str) -> None:
    mailto, _ = letter(guest, address)
    assert re.fullmatch(r"mailto:[\w.@%-]+\?subject=[\w.!'()*~%-]+&body=[\w.!'()*~%-]+", mailto)
    assert "+" not in mailto
    assert "%20" in mailto
    assert len(re.findall("%0A", mailto)) == len(re.findall("%0D%0A", mailto)) > 5


def test_hostile_title_adds_no_line_and_no_field(make_app: Callable[..., Flask], content: Path) -> None:
    lesson = content / "small" / "01-begin" / "02-second.md"
    title = "Cc: x@y.z & bcc=a@b.c? 100% “#1” <b>+</b>"
    lesson.write_text(lesson.read_text().replace("title: The second lesson", f"title: '{title}'"))
    _, fields = letter(Reader(make_app(content_dir=content)), "/guides/small/second")
    assert set(fields) == {"subject", "body"}
    assert f"Lesson: 1.2 {title} (second)" in fields["body"][0].split("\r\n")


@pytest.mark.parametrize("address", PAGES)
def test_learner_is_offered_the_same_letter(guest: Reader, ada: Reader, address: str) -> None:
    assert letter(guest, address) == letter(ada, address)


@pytest.mark.parametrize("address", PAGES)
def test_site_without_a_contact_offers_no_letter_to_nobody(make_app: Callable[..., Flask], address: str) -> None:
    page = Reader(make_app(contact=None)).get(address).text
    assert "Report a mistake" not in page
    assert "mailto:" not in page
