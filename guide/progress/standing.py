"""How far one learner is in one guide: pure counting, from the guide and what was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from guide.content.library import Guide, Lesson, Minutes, Module
from guide.progress.ruler import Ruler


@dataclass(frozen=True)
class LessonMark:
    """What is known of one lesson for one learner. Times are UTC.

    ``done_at`` is None where it is not done. ``new`` says that it came after the guide was finished. ``changed`` is the
    author's line, where the lesson was revised later than it was done.
    """

    opened_at: datetime | None = None
    done_at: datetime | None = None
    position: str | None = None
    new: bool = False
    changed: str | None = None


NOTHING = LessonMark()


@dataclass(frozen=True)
class ModuleStanding:
    module: Module
    done: int
    total: int
    minutes_left: Minutes


@dataclass(frozen=True)
class Closing:
    """How a guide stands as a whole: the day its core was first done, or the decision it was closed with."""

    finished_at: datetime | None = None
    decision: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """One learner's standing in one guide; for a guest, nothing done."""

    guide: Guide
    marks: Mapping[str, LessonMark]
    """By lesson id; every lesson of the guide is in it."""
    modules: tuple[ModuleStanding, ...]
    done: int
    total: int
    core_done: int
    core_total: int
    minutes_left: Minutes
    resume: Lesson | None
    """The lesson to continue with: the one last opened if it is not done, else the next one not done. None: all done."""
    started: bool
    finished_at: datetime | None = None
    """The first day of it, whatever was taken back since: see ``is_finished``."""
    decision: str | None = None
    """``not-for-me``, ``later`` or ``yes``; None while the guide is open."""
    decided_at: datetime | None = None

    @property
    def is_finished(self) -> bool:
        """Whether its core lessons are all done now."""
        return self.finished_at is not None and self.core_done == self.core_total > 0

    @property
    def ruler(self) -> Ruler:
        """The lessons that count, drawn."""
        counted = {lesson_id: mark.done_at is not None for lesson_id, mark in self.marks.items() if not mark.new}
        return Ruler.of(
            [
                [(lesson.number, counted[lesson.id]) for lesson in module.lessons if lesson.id in counted]
                for module in self.guide.modules
            ]
        )

    @classmethod
    def of(cls, guide: Guide, kept: Mapping[str, LessonMark], closing: Closing = Closing()) -> Standing:
        """Count. ``kept`` holds what was recorded by lesson id, ``new`` and ``changed`` not yet worked out."""
        marks = {lesson.id: _mark(lesson, kept.get(lesson.id, NOTHING), closing) for lesson in guide.lessons}
        counted = [lesson for lesson in guide.lessons if not marks[lesson.id].new]
        modules = tuple(_module(module, marks) for module in guide.modules)
        core = [lesson for lesson in counted if lesson.core]
        return cls(
            guide=guide,
            marks=marks,
            modules=modules,
            done=sum(module.done for module in modules),
            total=len(counted),
            core_done=sum(marks[lesson.id].done_at is not None for lesson in core),
            core_total=len(core),
            minutes_left=sum((module.minutes_left for module in modules), Minutes(0, 0)),
            resume=_resume(guide.lessons, marks),
            started=any(mark.opened_at or mark.done_at for mark in marks.values()),
            finished_at=closing.finished_at,
            decision=closing.decision,
            decided_at=closing.decided_at,
        )


def _mark(lesson: Lesson, kept: LessonMark, closing: Closing) -> LessonMark:
    is_done = kept.done_at is not None
    finished = closing.finished_at
    new = finished is not None and not is_done and lesson.added > finished.date()
    changed = None
    if kept.done_at is not None and lesson.is_revised_since(kept.done_at.date()):
        changed = lesson.changed
    return LessonMark(kept.opened_at, kept.done_at, kept.position, new, changed)


def _module(module: Module, marks: Mapping[str, LessonMark]) -> ModuleStanding:
    counted = [lesson for lesson in module.lessons if not marks[lesson.id].new]
    left = [lesson for lesson in counted if marks[lesson.id].done_at is None]
    minutes = sum((lesson.minutes for lesson in left), Minutes(0, 0))
    return ModuleStanding(module, len(counted) - len(left), len(counted), minutes)


def _resume(lessons: Iterable[Lesson], marks: Mapping[str, LessonMark]) -> Lesson | None:
    in_order = list(lessons)
    opened = [(at, index) for index, lesson in enumerate(in_order) if (at := marks[lesson.id].opened_at)]
    start = max(opened)[1] if opened else 0
    return next((lesson for lesson in in_order[start:] + in_order[:start] if marks[lesson.id].done_at is None), None)
