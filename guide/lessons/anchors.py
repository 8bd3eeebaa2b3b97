"""Ids and addresses of many lessons, made to stand on one page.

Each id of a lesson is prefixed with the lesson's own, and whatever pointed at it or at another page of the guide points to
the place on this one. Works on markup that this site has printed: every value in double quotes, every tag closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from guide.content.library import Guide, Lesson

TAG = re.compile(r"""<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<values>(?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(?P<alone>/?)>""")
VALUE = re.compile(r"""\s+(?P<name>[\w:-]+)(?:="(?P<value>[^"]*)")?""")
POINTERS = {"for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details"}
HEADINGS = {f"h{level}": f"h{min(level + 2, 6)}" for level in range(1, 7)}
"""A lesson's title stands below the guide's and the module's."""


def lesson_anchor(lesson: Lesson) -> str:
    return f"lesson-{lesson.id}"


@dataclass(frozen=True)
class Anchors:
    """Where the pages of a guide are found when all of it is one page."""

    guide: Guide

    def in_lesson(self, html: str, lesson: Lesson) -> Markup:
        """A lesson's markup with ids of its own, its headings two ranks lower."""
        prefix = f"{lesson_anchor(lesson)}--"
        return Markup(TAG.sub(lambda tag: self._tag(tag, prefix), html))

    def in_guide(self, html: str) -> Markup:
        """Markup of the guide itself: only what it points at is changed."""
        return Markup(TAG.sub(lambda tag: self._tag(tag, None), html))

    def _tag(self, tag: re.Match[str], prefix: str | None) -> str:
        name = tag["name"] if prefix is None else HEADINGS.get(tag["name"], tag["name"])
        values = VALUE.sub(lambda value: self._value(value, prefix), tag["values"]) if tag["values"] else ""
        return f"<{tag['end']}{name}{values}{tag['alone']}>"

    def _value(self, found: re.Match[str], prefix: str | None) -> str:
        name, value = found["name"], found["value"]
        if name == "tabindex":
            return ""
        if value is None:
            return found[0]
        if name == "href":
            return f' href="{self._address(value, prefix or "")}"'
        if prefix is None:
            return found[0]
        if name == "id":
            value = prefix + value
        elif name in POINTERS:
            value = " ".join(prefix + part for part in value.split())
        else:
            value = value.replace("url(#", f"url(#{prefix}")
        return f' {name}="{value}"'

    def _address(self, address: str, prefix: str) -> str:
        if address.startswith("#"):
            return address if address.startswith("#source-") else f"#{prefix}{address[1:]}"
        if not address.startswith(self.guide.address):
            return address
        page, _, anchor = address.removeprefix(self.guide.address).partition("#")
        if page in ("glossary", "sources"):
            return f"#{anchor or page}"
        if page in self.guide.by_id:
            place = lesson_anchor(self.guide.by_id[page])
            return f"#{place}--{anchor}" if anchor else f"#{place}"
        return address
