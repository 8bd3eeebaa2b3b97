"""What a reader takes for one character, emoji, and composed text, each in time in proportion to the length of a text.

Unicode's own rules come from libraries. Several of these take the square of the length for some texts (flags without end, marks
without end), so they are only ever given a short piece.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

from guide.content.posts.rules import pattern

CLUSTER = regex.compile(r"\X")
PIECE = 256
"""Code points given to the library at once."""

EMOJI = pattern("emoji")

PART = pattern("part")
"""Thirty marks at most are put in order together, as Unicode's Stream-Safe Text Format has it."""
JOINED = pattern("joined")
"""What may be composed with the character before it: marks, and vowels and finals of Hangul."""


def clusters(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The grapheme clusters between two places.

    Of each piece all but the last are taken, which the next characters could still belong to; a piece that is one single
    cluster is tried again at twice the length.
    """
    size = PIECE
    while start < stop:
        piece = text[start : min(start + size, stop)]
        spans = [found.span() for found in CLUSTER.finditer(piece)]
        if start + len(piece) < stop:
            spans.pop()
        for first, last in spans:
            yield start + first, start + last
        size = PIECE if spans else 2 * size
        start += spans[-1][1] if spans else 0


def composed(text: str) -> tuple[str, list[int] | None]:
    """The text in NFC; and for each of its code points, and its end, where that stood before (None: all where they were)."""
    if text.isascii():
        return text, None
    out: list[str] = []
    places: list[int] = []
    for part in PART.finditer(text):
        start, end = part.span()
        written = part[0]
        after = unicodedata.normalize("NFC", written)
        if len(after) == len(written):
            places.extend(range(start, end))
        elif JOINED.match(written[-1]):
            places.extend([start] * len(after))
        else:
            for at, character in enumerate(written, start):
                places.extend([at] * len(unicodedata.normalize("NFC", character)))
        out.append(after)
    joined = "".join(out)
    return joined, None if joined == text else [*places, len(text)]
