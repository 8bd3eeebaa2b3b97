"""Whether the minutes of reading agree with the words that are there to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from math import ceil

from guide.content.library import Lesson, Prose
from guide.content.problems import Report

WORDS_A_MINUTE = 200
SEEN_ONLY_ON_ASKING = {
    "samples",
    "feedback",
    "explanation",
    "without_account",
    "offline",
    "model",
    "number_feedback",
    "script",
}
"""Parts of a block that a reader may never open: they lengthen the range, and do not shift its lower end."""


def words_fit(lesson: Lesson, report: Report, line: int) -> None:
    """Warn where ``read`` lies outside the range from "only what everybody sees" to "every word", rounded outwards."""
    least = sum(count(text) for part in lesson.parts for text in _texts(part, everything=False))
    most = sum(count(text) for part in lesson.parts for text in _texts(part, everything=True))
    low, high = least // WORDS_A_MINUTE, max(1, ceil(most / WORDS_A_MINUTE))
    if not low <= lesson.read <= high:
        fit = f"{max(low, 1)} to {high}" if max(low, 1) != high else str(high)
        report.warn(line, f"`read` says {lesson.read}; {least:,} to {most:,} words are about {fit} minutes.")


def count(text: str) -> int:
    """Words of a text, its markup and drawings left aside."""
    return len(re.findall(r"\w[\w’'-]*", re.sub(r"<svg.*?</svg>|<[^>]*>", " ", text, flags=re.DOTALL)))


def _texts(part: object, *, everything: bool) -> Iterator[str]:
    if isinstance(part, Prose):
        yield part.html
    elif isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from _texts(inner, everything=everything)
    elif isinstance(part, dict):
        yield from _texts(tuple(part.values()), everything=everything)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in ("id", "form", "bin", "also", "words", "networks") and (
                everything or field.name not in SEEN_ONLY_ON_ASKING
            ):
                yield from _texts(getattr(part, field.name), everything=everything)
