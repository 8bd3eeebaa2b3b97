"""``recall``: an optional warm-up of questions that other lessons have asked before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from guide.content.blocks.reflection import a_lesson_and_block
from guide.content.keys import Key, a_block_id, a_lesson_id
from guide.content.schema import Fault

RECENT = timedelta(days=1)
"""What was answered so lately is not recalled yet."""


@dataclass(frozen=True)
class Met:
    """A check of a lesson that is done: ``LESSON/BLOCK``, and when it was last answered, else when its lesson was done."""

    place: str
    seen: datetime
    missed: bool = False
    """Whether the last answer was not as we would have it."""
    answered: bool = False


@dataclass(frozen=True)
class Recall:
    """As many questions are asked as ``checks`` names: two or three."""

    kind: ClassVar[str] = "recall"
    id: Annotated[str, Key("Permanent; unique in its lesson.", "warm-up", check=a_block_id)]
    checks: Annotated[
        tuple[str, ...],
        Key(
            "Two or three checks of other lessons, for guests and for learners who have done none.",
            "[your-first-list/where, your-first-list/why]",
            check=a_lesson_and_block,
        ),
    ]
    lessons: Annotated[
        tuple[str, ...],
        Key("Lessons to draw from; without it, all others of the guide.", "[your-first-list]", check=a_lesson_id),
    ] = ()

    def faults(self) -> Iterator[Fault]:
        if not 2 <= len(self.checks) <= 3:
            yield Fault(("checks",), f"A warm-up has two or three checks; this one has {len(self.checks)}.")
        for key, named in (("checks", self.checks), ("lessons", self.lessons)):
            for number, name in enumerate(named):
                if name in named[:number]:
                    yield Fault((key, number), f"`{name}` stands here a second time.")

    def choose(self, met: Iterable[Met], now: datetime, held: Collection[str] = ()) -> tuple[str, ...]:
        """The places of the questions to ask, in the order of ``met``; those ``held`` stay, since they are being answered.

        First what was got wrong, then what has not been seen for longest; what was answered within a day comes last.
        Nothing met yet: what the author chose.
        """
        there = tuple(met)
        if not there:
            return self.checks

        def urgency(check: Met) -> tuple[bool, bool, bool, datetime]:
            is_recent = check.answered and now - check.seen < RECENT
            return check.place not in held, is_recent, not check.missed, check.seen

        chosen = {check.place for check in sorted(there, key=urgency)[: len(self.checks)]}
        return tuple(check.place for check in there if check.place in chosen)
