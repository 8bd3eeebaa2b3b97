"""The index of a journal: a light line for every entry, from which it is chosen, counted and put in order.

A learner has at most one entry for each prompt of the guides, so the whole index is small; texts are read for those entries
only that a page shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from guide.content.blocks import KEPT
from guide.content.library import Library
from guide.kernel.moments import local
from guide.kernel.page_key import PageKey
from guide.writing.models import Entry

KEPT_KINDS = frozenset(kind.kind for kind in KEPT)
"""Kinds of entries that are never submitted, and are no drafts either."""

Place = tuple[str, str, str]
"""Ids of guide, lesson and block; the guide need not have them any longer."""


def place_of(entry: Entry) -> Place:
    return entry.guide, entry.lesson, entry.block


class Line(NamedTuple):
    """One entry. ``set_aside_at`` is None, too, where it was taken up again. ``length`` is the code points of its body.
    ``has_versions``: earlier texts of it are kept. ``is_found``: it holds the words searched for, if there are any.
    """

    id: int
    guide: str
    lesson: str
    block: str
    kind: str
    saved_at: datetime
    submitted_at: datetime | None
    set_aside_at: datetime | None
    length: int
    has_versions: bool
    is_found: bool = True

    @property
    def is_kept(self) -> bool:
        return self.kind in KEPT_KINDS

    @property
    def place(self) -> Place:
        return self.guide, self.lesson, self.block

    @property
    def key(self) -> PageKey:
        """To go on after this line."""
        return PageKey(self.saved_at, self.id)

    def comes_after(self, key: PageKey | None) -> bool:
        return key is None or (self.saved_at, self.id) < (key.at, key.number)


def month_of(moment: datetime, time_zone: str | None) -> date:
    """The first day of its month in the learner's calendar."""
    return local(moment, time_zone).date().replace(day=1)


def in_order_of_guides(lines: Iterable[Line], library: Library) -> list[Line]:
    """As the guides ask their questions. What a lesson no longer asks follows what it asks; what a guide no longer has comes at
    its end, and a guide that is gone after those that are there.
    """
    guides = {guide.id: at for at, guide in enumerate(library)}
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
