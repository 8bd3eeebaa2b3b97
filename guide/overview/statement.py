"""A statement of what somebody worked through, for one sheet of paper. By their own account, and it says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guide.content.library import Guide, Lesson, Minutes, Module
from guide.progress.standing import Standing

MOST_WITH_OUTCOMES = 12
"""Lessons on one sheet of A4 with a line or three under each."""


@dataclass(frozen=True)
class StatedModule:
    """A module with its lessons that are done, and when."""

    module: Module
    lessons: tuple[tuple[Lesson, datetime], ...]


@dataclass(frozen=True)
class Statement:
    """Holds no private words: lessons and dates, and what the learner has just typed in order to print it."""

    name: str
    guide: Guide
    modules: tuple[StatedModule, ...]
    """Only those with a lesson done."""
    done: int
    total: int
    minutes: Minutes
    """What the guide reckons for the lessons done."""
    first_day: datetime | None
    last_day: datetime | None
    printed_at: datetime
    hours: str | None = None
    learnt: str | None = None

    @property
    def has_room_for_outcomes(self) -> bool:
        """Whether the sheet can also say what each lesson is for."""
        return self.done <= MOST_WITH_OUTCOMES

    @classmethod
    def of(
        cls,
        name: str,
        standing: Standing,
        printed_at: datetime,
        *,
        hours: str | None = None,
        learnt: str | None = None,
    ) -> Statement:
        modules = [StatedModule(module, _done_in(module, standing)) for module in standing.guide.modules]
        done = [each for stated in modules for each in stated.lessons]
        days = [at for _lesson, at in done]
        return cls(
            name=name,
            guide=standing.guide,
            modules=tuple(stated for stated in modules if stated.lessons),
            done=standing.done,
            total=standing.total,
            minutes=sum((lesson.minutes for lesson, _at in done), Minutes(0, 0)),
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            printed_at=printed_at,
            hours=hours,
            learnt=learnt,
        )


def _done_in(module: Module, standing: Standing) -> tuple[tuple[Lesson, datetime], ...]:
    marks = standing.marks
    return tuple((lesson, at) for lesson in module.lessons if (at := marks[lesson.id].done_at) is not None)
