"""The few words of a text around what was asked for, as they were written, with what was found told apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from guide.kernel.folding import answering, marked, tokens

LENGTH = 240
"""Characters of an extract, about."""
LEAD = 70
"""Characters before the first word found, at most."""
MOST_PLACES = 60
"""Places that are compared; a text may hold the word thousands of times."""
STRETCH = re.compile(r"\S.{0,399}(?=\s|$)|\S.{0,399}", re.DOTALL)
"""Texts are looked through by stretches, cut between words where there are spaces."""
SEPARATORS = " ·;,:–—|"
"""Signs between two things, of which an extract that begins there has lost the first."""


@dataclass(frozen=True)
class Bit:
    """A piece of text; ``found``: it is what was asked for."""

    text: str
    found: bool = False


@dataclass(frozen=True)
class _Place:
    start: int
    end: int
    words: frozenset[str]


def with_marks(text: str, asked: Sequence[str]) -> tuple[Bit, ...]:
    """All of the text."""
    bits = []
    at = 0
    for start, end in marked(text, asked):
        bits += [Bit(text[at:start]), Bit(text[start:end], found=True)]
        at = end
    bits.append(Bit(text[at:]))
    return tuple(bit for bit in bits if bit.text)


def extract(text: str, asked: Sequence[str]) -> tuple[Bit, ...]:
    """The stretch of the text in which most of the words stand near each other, cut between words; else its beginning."""
    text = " ".join(text.split())
    places = _places(text, asked)
    first = max(places, key=lambda place: len(_near(place, places)), default=_Place(0, 0, frozenset()))
    start, end = _cut(text, first)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    shown = with_marks(text[start:end], asked)
    return tuple(bit for bit in (Bit(before), *shown, Bit(after)) if bit.text)


def _places(text: str, asked: Sequence[str]) -> list[_Place]:
    """The first ones, in order."""
    is_answer, is_word = answering(asked), {word: answering([word]) for word in asked}
    found: list[_Place] = []
    for stretch in STRETCH.finditer(text):
        if not any(map(is_answer, tokens(stretch.group()))):
            continue
        for start, end in marked(stretch.group(), asked):
            here = tokens(stretch.group()[start:end])
            words = frozenset(word for word in asked if any(map(is_word[word], here)))
            found.append(_Place(stretch.start() + start, stretch.start() + end, words))
        if len(found) >= MOST_PLACES:
            break
    return found[:MOST_PLACES]


def _near(first: _Place, places: Sequence[_Place]) -> set[str]:
    """The words that an extract beginning with this place would show."""
    return {
        word for place in places if first.start <= place.start < first.start + LENGTH - LEAD for word in place.words
    }


def _cut(text: str, first: _Place) -> tuple[int, int]:
    start = max(0, first.start - LEAD)
    if start:
        space = text.find(" ", start, first.start)
        start = space + 1 if space >= 0 else start
        while start < first.start and text[start] in SEPARATORS:
            start += 1
        while start < first.start and unicodedata.category(text[start]) in {"Mn", "Mc", "Me", "Cf"}:
            start += 1
    end = max(start + LENGTH, first.end)
    if end < len(text):
        space = text.rfind(" ", first.end, end + 1)
        end = space if space > start else end
    return start, min(end, len(text))
