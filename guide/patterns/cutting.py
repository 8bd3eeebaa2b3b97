"""Elements cut out of a page, letter for letter, and made to stand beside others of their kind."""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser

from markupsafe import Markup

from guide.lessons.anchors import POINTERS, TAG, VALUE

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
GUEST_FORM = re.compile(
    r'<div data-guest>.*?</div>\s*<template data-guest-form="\w+">(?P<form>.*?)</template>', re.DOTALL
)
STATE_LINE = re.compile(r'(<p class="state"[^>]*>)[^<]*')


class _Found(Exception):
    """The rest of the page need not be read."""


class _Finder(HTMLParser):
    """Finds where the first element with an id (``#check-sort``), a class (``.turn``) or a name (``main``) begins and ends."""

    def __init__(self, wanted: str) -> None:
        super().__init__(convert_charrefs=False)
        self.wanted = wanted
        self.start: tuple[int, int] | None = None
        self.end: tuple[int, int] | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.start is None:
            if not self._is_wanted(tag, dict(attrs)):
                return
            self.start = self.getpos()
        if tag not in VOID:
            self._depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<path/>`` opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if self.start is None or tag in VOID:
            return
        self._depth -= 1
        if self._depth == 0:
            line, column = self.getpos()
            self.end = line, column + len(f"</{tag}>")
            raise _Found

    def _is_wanted(self, tag: str, values: dict[str, str | None]) -> bool:
        match self.wanted[0]:
            case "#":
                return values.get("id") == self.wanted[1:]
            case ".":
                return self.wanted[1:] in (values.get("class") or "").split()
            case _:
                return tag == self.wanted


def cut(page: str, wanted: str) -> str:
    """The element with everything in it.

    :raises LookupError: the page has no such element.
    """
    finder = _Finder(wanted)
    with suppress(_Found):
        finder.feed(page)
    if finder.start is None or finder.end is None:
        raise LookupError(f"There is no {wanted} on that page.")
    starts = [0]
    for line in page.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    (first, begin), (last, end) = finder.start, finder.end
    return page[starts[first - 1] + begin : starts[last - 1] + end]


def within(element: str) -> str:
    """What an element holds."""
    return element[element.index(">") + 1 : element.rindex("</")]


def opened_for_guest(html: str) -> str:
    """As the script of guests opens it: the form that stands ready takes the place of the offer of an account."""
    return GUEST_FORM.sub(lambda found: found["form"], html)


def in_state(html: str, words: str) -> str:
    """With these words on the line under the field, where a script writes them.

    :raises LookupError: there is no such line.
    """
    told, lines = STATE_LINE.subn(lambda found: found[1] + words, html)
    if lines != 1:
        raise LookupError(f"There are {lines} lines for “{words}”.")
    return told


def apart(html: str, prefix: str) -> Markup:
    """With ids of its own, so that the same element can stand on a page in several states."""

    def renamed(tag: re.Match[str]) -> str:
        values = VALUE.sub(lambda value: _value(value, prefix), tag["values"])
        return f"<{tag['end']}{tag['name']}{values}{tag['alone']}>"

    return Markup(TAG.sub(renamed, html))


def _value(found: re.Match[str], prefix: str) -> str:
    name, value = found["name"], found["value"]
    if value is None:
        return found[0]
    if name == "id":
        value = prefix + value
    elif name in POINTERS:
        value = " ".join(prefix + part for part in value.split())
    elif name == "href" and value.startswith("#"):
        value = f"#{prefix}{value[1:]}"
    return f' {name}="{value}"'
