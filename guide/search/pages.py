"""What was found, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from guide.search.extracts import Bit


@dataclass(frozen=True)
class Hit:
    """``context`` says where it is: the guide, where there are several, and the heading. ``language`` of a guide's own text."""

    address: str
    title: tuple[Bit, ...]
    context: tuple[str, ...]
    extract: tuple[Bit, ...]
    language: str | None = None


@dataclass(frozen=True)
class Group:
    """The best hits of one kind; ``more`` are left out. ``is_mine``: what the learner wrote. ``all_address``: where all of them
    are shown, if there is such a page.
    """

    id: str
    title: str
    hits: tuple[Hit, ...]
    more: int
    is_mine: bool = False
    all_address: str = ""

    @property
    def total(self) -> int:
        return len(self.hits) + self.more


@dataclass(frozen=True)
class SearchPage:
    """``asked`` is the question as it was put; ``has_words`` tells whether there was something to look for in it."""

    asked: str
    has_words: bool
    groups: tuple[Group, ...] = ()

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)
