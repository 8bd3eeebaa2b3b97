"""The index of a journal: a light line for every entry, from which it is chosen, counted and put in order.

A learner has at most one entry for each prompt of the guides, so the whole index is small; texts are read for those entries
only that a page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from guide.content.library import Library
from guide.kernel.moments import MONTHS, local
from guide.writing.models import Entry

Place = tuple[str, str, str]
"""Ids of guide, lesson and block."""


def place_of(entry: Entry) -> Place:
    return entry.guide, entry.lesson, entry.block


class Line(NamedTuple):
    """One entry. ``length`` is the code points of its body. ``is_found``: it holds the words searched for, if there are any."""

    id: int
    guide: str
    lesson: str
    block: str
    saved_at: datetime
    submitted_at: datetime | None
    set_aside_at: datetime | None
    length: int
    is_found: bool

    @property
    def place(self) -> Place:
        return self.guide, self.lesson, self.block

    @property
    def order(self) -> tuple[int, int]:
        """Microseconds and id: the latest is the greatest."""
        return int(self.saved_at.replace(microsecond=0).timestamp()) * 1_000_000 + self.saved_at.microsecond, self.id

    @property
    def key(self) -> str:
        """The line as an address names it, to go on after it."""
        micros, entry_id = self.order
        return f"{micros}-{entry_id}"


class Month(NamedTuple):
    """A month of the learner's calendar."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime, time_zone: str | None) -> Month:
        at = local(moment, time_zone)
        return cls(at.year, at.month)

    @property
    def title(self) -> str:
        """ "May 2026"."""
        return f"{MONTHS[self.month - 1]} {self.year}"

    @property
    def name(self) -> str:
        """As an address says it: ``2026-05``."""
        return f"{self.year:04}-{self.month:02}"


def until_month(lines: Iterable[Line], text: str, time_zone: str | None) -> list[Line]:
    """The lines of the month that an address names (``2026-05``) and of all before it; all, where it names none."""
    named = re.fullmatch("([0-9]{4})-([0-9]{2})", text)
    if named is None:
        return list(lines)
    month = Month(int(named[1]), int(named[2]))
    return [line for line in lines if Month.of(line.saved_at, time_zone) <= month]


def after_key(lines: Iterable[Line], text: str) -> list[Line]:
    """The lines that come after the one named by a key (``1748872920000000-17``); all, where it names none."""
    micros, _dash, entry_id = text.partition("-")
    if not (micros.isascii() and micros.isdigit() and entry_id.isascii() and entry_id.isdigit()):
        return list(lines)
    if len(micros) > 17 or len(entry_id) > 9:
        return list(lines)
    order = int(micros), int(entry_id)
    return [line for line in lines if line.order < order]


def in_order_of_guides(lines: Iterable[Line], library: Library) -> list[Line]:
    """As the guides ask their questions. What a lesson no longer asks follows what it asks; what a guide no longer has comes at
    its end, and a guide that is gone after those that are there.
    """
    guides = {guide.id: number for number, guide in enumerate(library)}
    lessons = {(guide.id, lesson.id): at for guide in library for at, lesson in enumerate(guide.lessons)}
    blocks = {
        (guide.id, lesson.id, block): at
        for guide in library
        for lesson in guide.lessons
        for at, block in enumerate(lesson.blocks)
    }

    def order(line: Line) -> tuple[int, str, int, str, int, datetime, int]:
        return (
            guides.get(line.guide, len(guides)),
            line.guide,
            lessons.get((line.guide, line.lesson), len(lessons)),
            line.lesson,
            blocks.get(line.place, len(blocks)),
            line.saved_at,
            line.id,
        )

    return sorted(lines, key=order)
