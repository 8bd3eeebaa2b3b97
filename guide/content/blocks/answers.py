"""Answers as they arrive from a browser: read without trust, never with an exception."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Answer = Mapping[str, Sequence[str]]
"""Form field to its values."""

TEXT_LIMIT = 20_000
"""Code points of an answer in words; longer ones are refused, as journal entries are."""

SHORT = 60
"""Code points kept of any value that is no text: more is no index and no number."""

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def values(answer: object, name: str) -> list[str]:
    """The texts given for a field of an ``Answer``; whatever else stands there is passed over."""
    found = answer.get(name) if isinstance(answer, Mapping) else None
    if isinstance(found, str):
        return [found]
    return [value for value in found if isinstance(value, str)] if isinstance(found, Sequence) else []


def bounded(answer: Answer, fields: Sequence[str], most: int, *, words: bool) -> dict[str, list[str]]:
    """Only these fields, at most so many values each, each of them short unless it is ``words``."""
    limit = TEXT_LIMIT if words else SHORT
    kept = {}
    for name in fields:
        texts = [UNSTORABLE.sub("", line_ends(value))[:limit] for value in values(answer, name)[: most or 1]]
        if texts:
            kept[name] = texts
    return kept


def line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def index(text: str, count: int) -> int | None:
    """A plain index below ``count``, or None. Digits of other scripts and signs are no index."""
    if not re.fullmatch(r"[0-9]{1,4}", text):
        return None
    number = int(text)
    return number if number < count else None


def decimal(text: str, unit: str | None) -> float | None:
    """A number as people type it: ``1,5``, ``1.5``, ``1 200``, ``1,200.5``, ``−3``, the unit after it or not."""
    text = text.strip()
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: len(text) - len(unit)]
    text = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace("−", "-")
    if "," in text and "." in text:
        thousands = "," if text.rindex(".") > text.rindex(",") else "."
        text = text.replace(thousands, "")
    text = text.replace(",", ".")
    return float(text) if re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{0,15})?", text) else None
