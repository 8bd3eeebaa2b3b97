"""Where a page of a dated list begins: with what came before a moment, however much came after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self


@dataclass(frozen=True)
class PageKey:
    """``number`` tells apart what has the same moment; what it counts is the list's own business."""

    at: datetime
    number: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The key in an address (``1748872920000000-17``), or None where it is none: then the list begins at its start."""
        micros, _, number = text.partition("-")
        if not (micros.isascii() and micros.isdigit() and number.isascii() and number.isdigit()):
            return None
        if len(micros) > 17 or len(number) > 9:
            return None
        seconds, rest = divmod(int(micros), 1_000_000)
        return cls(datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), int(number))

    def __str__(self) -> str:
        seconds = int(self.at.replace(microsecond=0).timestamp())
        return f"{seconds * 1_000_000 + self.at.microsecond}-{self.number}"
