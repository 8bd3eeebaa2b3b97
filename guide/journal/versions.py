"""The versions of an entry: its kept copies, and the text as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from guide.journal.entries import WHY
from guide.writing.models import Entry

PAGE = 20
"""Kept copies on a page."""
NOW = "now"


class Version(NamedTuple):
    """A kept copy without its text, or the current one: then ``id`` is 0. ``number`` is the entry's version that it was."""

    id: int
    kept_at: datetime
    why: str
    number: int

    @property
    def value(self) -> str:
        """As an address names it."""
        return str(self.id) if self.id else NOW


class InMinute(NamedTuple):
    """Which of several copies that were kept in one minute, the earliest being 1, and why it was kept, in words."""

    number: int
    total: int
    why: str


class Versions(tuple[Version, ...]):
    """All of an entry, the current one first, then the latest kept."""

    @classmethod
    def of(cls, entry: Entry, kept: Sequence[Version]) -> Versions:
        return cls((Version(0, entry.saved_at, NOW, entry.version), *kept))

    @cached_property
    def in_minute(self) -> Mapping[int, InMinute]:
        """By id, what tells the copies apart that were kept in the same minute."""
        found = {}
        oldest_first = [version for version in reversed(self) if version.id]
        for _minute, group in groupby(oldest_first, lambda version: version.kept_at.replace(second=0, microsecond=0)):
            same = list(group)
            for number, version in enumerate(same, 1):
                if len(same) > 1:
                    found[version.id] = InMinute(number, len(same), WHY.get(version.why, version.why))
        return found

    def named(self, value: str) -> int | None:
        """Where in these the one stands that an address names."""
        return next((at for at, version in enumerate(self) if version.value == value), None)

    def page_after(self, value: str) -> range:
        """Where in these the kept copies of a page stand: after the one that an address names, else the latest."""
        first = (self.named(value) or 0) + 1
        return range(first, min(first + PAGE, len(self)))

    def changes_address(self, entry_address: str, earlier: int) -> str | None:
        """What changed from the version in this place to the one after it in time."""
        if not 0 < earlier < len(self):
            return None
        return f"{entry_address}/changes?from={self[earlier].value}&to={self[earlier - 1].value}"
