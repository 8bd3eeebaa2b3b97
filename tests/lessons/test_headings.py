"""Every heading of a lesson can be linked to."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

from flask import Flask

from tests.conftest import REAL_CONTENT, Reader

LINKED = re.compile(
    r'<div class="heading"><h[234] id="([^"]+)">(.*?)</h[234]> '
    r'<a class="heading-link[^"]*" href="#([^"]+)" aria-label="([^"]+)"></a></div>'
)
FIRST = "/guides/small/first"


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", markup)).split())


def test_each_heading_has_a_link_named_after_it(guest: Reader) -> None:
    found = LINKED.findall(guest.get(FIRST).text)
    assert [(words, to) for _, words, to, _ in found] == [
        ("A post", "h-a-post"), ("Try it", "try-it"), ("Think", "h-think"), ("Whom I ask", "my-map"), ("Sources", "sources"),
    ]  # fmt: skip
    for _, words, _, name in found:
        assert unescape(name) == f"Link to this section: {plain(words)}"


def test_links_lead_to_what_is_there(make_app: Callable[..., Flask]) -> None:
    reader = Reader(make_app(content_dir=REAL_CONTENT))
    cover = reader.get("/guides/twitter-for-social-learning/").text
    lessons = set(re.findall(r'"(/guides/twitter-for-social-learning/[a-z0-9-]+)"', cover))
    met = 0
    for address in lessons - {"/guides/twitter-for-social-learning/print"}:
        page = reader.get(address).text
        ids = set(re.findall(r' id="([^"]+)"', page))
        for _, words, to, name in LINKED.findall(page):
            assert to in ids
            assert unescape(name) == f"Link to this section: {plain(words)}"
            met += 1
    assert met > 30


def test_words_of_a_heading_are_its_name_alone(guest: Reader) -> None:
    """The link stands beside the heading: whoever goes from heading to heading hears no link in each."""
    for heading in re.findall(r"<h[234][^>]*>(.*?)</h[234]>", guest.get(FIRST).text, re.DOTALL):
        assert "Link to this section" not in heading


def test_quotes_and_signs_in_a_heading_do_not_break_its_link(make_app: Callable[..., Flask], content: Path) -> None:
    lesson = content / "small" / "01-begin" / "01-first.md"
    lesson.write_text(lesson.read_text().replace("## Think", '## "Think" & *mark* `<b>` \\\\1'))
    page = Reader(make_app(content_dir=content)).get(FIRST).text
    names = [unescape(name) for *_, name in LINKED.findall(page)]
    assert 'Link to this section: "Think" & mark <b> \\1' in names
