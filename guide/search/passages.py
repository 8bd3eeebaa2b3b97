"""A lesson as passages to be searched: plain text with the place on the page that a link can lead to.

Everything that stands on the page before somebody answers is in them; what a check says afterwards is not, so that a search
gives nothing away. What stands in fenced code is found, and not shown where anything else can be: cut out of its lines, it
cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
ENDINGS = tuple(".,:;?!…")
"""Signs after which the next piece of a text needs no other to be told apart."""
CLOSING = "”’\"')]»"
"""What may stand after such a sign and belongs to it."""


@dataclass(frozen=True)
class Passage:
    """``anchor`` is the id of the heading or block that it stands under, None at the beginning of a lesson. ``code`` belongs
    to it and is found, but is no part of the text."""

    text: str
    anchor: str | None = None
    heading: str = ""
    code: str = ""

    @cached_property
    def folded(self) -> str:
        """Its words as they are looked for, each between spaces."""
        return f" {' '.join(tokens(self.text))} "

    @cached_property
    def folded_code(self) -> str:
        return f" {' '.join(tokens(self.code))} " if self.code else ""

    def begins(self, asked: Sequence[str]) -> tuple[int, int, int]:
        """How many of the folded words begin a word of the text or its code, how many one of the text, and how many are one
        there.
        """
        in_text, in_code = _begun(asked, self.folded), _begun(asked, self.folded_code)
        whole = sum(f" {word} " in self.folded for word in asked)
        return len(in_text | in_code), len(in_text), whole


def _begun(asked: Sequence[str], folded: str) -> set[str]:
    return {word for word in asked if f" {word}{'' if is_beginning(word) else ' '}" in folded}


class _Reader(HTMLParser):
    """Takes sanitised markup apart at its headings. Drawings are left out: their alternatives stand beside them."""

    def __init__(self, anchor: str | None = None, heading: str = "") -> None:
        super().__init__()
        self.passages: list[Passage] = []
        self.anchor, self.heading = anchor, heading
        self.pieces: list[str] = [""]
        self.code: list[str] = []
        self.in_drawing = self.in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self.finish()
            self.anchor = dict(attrs).get("id") or self.anchor
        self._pass_by(tag, is_start=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.heading = joined(self.pieces)
            self.pieces = [""]
        self._pass_by(tag, is_start=False)

    def _pass_by(self, tag: str, *, is_start: bool) -> None:
        if tag == "svg":
            self.in_drawing = is_start
        elif tag == "pre":
            self.in_code = is_start
            self.code.append(" ")
        if tag == "br":
            self.pieces[-1] += " "
        elif tag in BREAKS:
            self.pieces.append("")

    def handle_data(self, data: str) -> None:
        if self.in_code:
            self.code.append(data)
        elif not self.in_drawing:
            self.pieces[-1] += data

    def finish(self) -> None:
        """Code with no word about it goes by the name of its heading; without one, it is all there is to show."""
        text, code = joined(self.pieces), one_line("".join(self.code))
        if text or (code and self.heading):
            self.passages.append(Passage(text or self.heading, self.anchor, self.heading, code))
        elif code:
            self.passages.append(Passage(code, self.anchor))
        self.pieces, self.code = [""], []


def one_line(text: str) -> str:
    return " ".join(text.split())


def joined(pieces: Iterable[str]) -> str:
    """On one line, with a semicolon between two that no sign of their own tells apart: the cells of a table, items of a list."""
    text = ""
    for piece in filter(None, map(one_line, pieces)):
        is_told_apart = not text or text.rstrip(CLOSING).endswith(ENDINGS)
        text += f"{'' if not text else ' ' if is_told_apart else '; '}{piece}"
    return text


def plain(html: str) -> str:
    """The words of sanitised markup, on one line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return joined(f"{passage.text} {passage.code}" for passage in reader.passages)


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
        elif text := joined(texts_of(part)):
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
