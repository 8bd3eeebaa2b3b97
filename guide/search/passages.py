"""A lesson as passages to be searched: plain text with the place on the page that a link can lead to.

Everything that stands on the page before somebody answers is in them; what a check says afterwards is not, so that a search
gives nothing away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, cached_property
from html.parser import HTMLParser
from typing import Any, get_args, get_type_hints

from guide.content.blocks import Block, Check
from guide.content.library import Lesson, Prose
from guide.content.text import Html, HtmlBlock
from guide.kernel.folding import is_beginning, tokens

SAID_AFTERWARDS = frozenset({"feedback", "number_feedback", "explanation", "model"})
NO_TEXT = frozenset(
    {
        "id",
        "form",
        "revisits",
        "unit",
        "phrase",
        "bin",
        "also",
        "words",
        "networks",
        "checks",
        "lessons",
        "chat",
        "script",
    }
)
"""Fields that are not printed, or repeat what another holds."""
BREAKS = frozenset(
    {"p", "li", "dt", "dd", "td", "th", "tr", "br", "blockquote", "figcaption", "h2", "h3", "h4", "pre", "div"}
)
HEADINGS = frozenset({"h2", "h3", "h4"})


@dataclass(frozen=True)
class Passage:
    """``anchor`` is the id of the heading or block that it stands under, None at the beginning of a lesson."""

    text: str
    anchor: str | None = None
    heading: str = ""

    @cached_property
    def folded(self) -> str:
        """Its words as they are looked for, each between spaces."""
        return f" {' '.join(tokens(self.text))} "

    def begins(self, asked: Sequence[str]) -> tuple[int, int]:
        """How many of the folded words begin a word here, and how many are one."""
        whole = sum(f" {word} " in self.folded for word in asked)
        return sum(f" {word}{'' if is_beginning(word) else ' '}" in self.folded for word in asked), whole


class _Reader(HTMLParser):
    """Takes sanitised markup apart at its headings. Drawings are left out: their alternatives stand beside them."""

    def __init__(self, anchor: str | None = None, heading: str = "") -> None:
        super().__init__()
        self.passages: list[Passage] = []
        self.anchor, self.heading = anchor, heading
        self.pieces: list[str] = []
        self.in_drawing = self.in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self.finish()
            self.anchor, self.in_heading = dict(attrs).get("id") or self.anchor, True
        elif tag == "svg":
            self.in_drawing = True
        if tag in BREAKS:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.heading, self.in_heading = one_line("".join(self.pieces)), False
            self.pieces.clear()
        elif tag == "svg":
            self.in_drawing = False
        if tag in BREAKS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.in_drawing:
            self.pieces.append(data)

    def finish(self) -> None:
        if text := one_line("".join(self.pieces)):
            self.passages.append(Passage(text, self.anchor, self.heading))
        self.pieces.clear()


def one_line(text: str) -> str:
    return " ".join(text.split())


def plain(html: str) -> str:
    """The words of sanitised markup, on one line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return " ".join(passage.text for passage in reader.passages)


def passages(lesson: Lesson) -> tuple[Passage, ...]:
    """In the order of the page."""
    found: list[Passage] = []
    anchor, heading = None, ""
    for part in lesson.parts:
        if isinstance(part, Prose):
            reader = _Reader(anchor, heading)
            reader.feed(part.html)
            reader.close()
            reader.finish()
            anchor, heading = reader.anchor, reader.heading
            found += reader.passages
        elif text := " · ".join(texts_of(part)):
            found.append(Passage(text, part.id, heading))
    return tuple(found)


def texts_of(block: Block) -> Iterator[str]:
    """What a block says to somebody who has not answered yet, piece by piece, whatever its kind. What is to be put in order comes
    in the order in which it is shown."""
    if isinstance(block, Check) and block.shown:
        block = replace(block, steps=tuple(block.steps[at] for at in block.shown), shown=())
    yield from _texts(block, is_html=False)


def _texts(value: Any, *, is_html: bool) -> Iterator[str]:
    if isinstance(value, str):
        if text := plain(value) if is_html else one_line(value):
            yield text
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item, is_html=is_html)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item, is_html=is_html)
    elif is_dataclass(value):
        schema: Any = type(value)
        hints = _markup(schema)
        for field in fields(value):
            if field.name not in SAID_AFTERWARDS | NO_TEXT:
                yield from _texts(getattr(value, field.name), is_html=hints[field.name])


@cache
def _markup(schema: Any) -> dict[str, bool]:
    """By field of a schema: whether it holds markup."""
    return {name: _is_markup(hint) for name, hint in get_type_hints(schema).items()}


def _is_markup(hint: Any) -> bool:
    return hint in (Html, HtmlBlock) or any(map(_is_markup, get_args(hint)))
