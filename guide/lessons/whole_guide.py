"""The whole guide on one page: what it is made of, and the one select behind a learner's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, union_all

from guide.checks.queries import attempts_part
from guide.content.blocks.check import Result
from guide.content.library import Guide, Lesson, Module
from guide.content.works import Source, Term
from guide.kernel.db import db
from guide.kernel.kept import Kept
from guide.lessons.pages import KeptEntry
from guide.lessons.queries import earlier_entries, left_in, revisits_in
from guide.maps.kept import kept_maps
from guide.maps.pages import ThenAndNow
from guide.progress.queries import closing_part, records_part, standing_from
from guide.progress.standing import LessonMark, Standing
from guide.streams.kept import KeptPost, kept_posts
from guide.tasks.queries import ticks_part
from guide.writing.queries import entries_part, stood_then_part, submitted_part


@dataclass(frozen=True)
class WholeLesson:
    """A lesson in it, with what this learner left there, by block id."""

    guide: Guide
    module: Module
    lesson: Lesson
    signed_in: bool
    standing: Standing
    mark: LessonMark
    earlier: Mapping[str, KeptEntry]
    kept_posts: Mapping[str, tuple[KeptPost, ...]]
    maps: Mapping[str, ThenAndNow]
    entries: Mapping[str, KeptEntry]
    results: Mapping[str, Result]
    ticks: Mapping[str, datetime]


@dataclass(frozen=True)
class WholeGuide:
    """``as_of`` is the day the content last changed."""

    guide: Guide
    signed_in: bool
    as_of: date
    lessons: Mapping[str, WholeLesson]
    """By lesson id, in reading order."""
    terms: tuple[Term, ...]
    sources: tuple[Source, ...]
    cited_in: Mapping[str, Sequence[Lesson]]
    """By source key."""


@cache
def _statement() -> CompoundSelect[Any]:
    left = (entries_part(), attempts_part(every_lesson=True), ticks_part(every_lesson=True))
    return union_all(*left, submitted_part(), stood_then_part(), records_part(), closing_part())


def whole_guide(guide: Guide, learner_id: int | None, time_zone: str | None = None) -> WholeGuide:
    """The guide as this learner sees it, or as every guest does: one select, however many lessons."""
    rows: list[Kept] = []
    if learner_id is not None:
        revisits = [each for lesson in guide.lessons for each in revisits_in(lesson)]
        values = {"learner": learner_id, "guide": guide.id, "lessons": sorted(guide.by_id), "revisits": revisits}
        rows = [Kept(*row) for row in db.session.connection().execute(_statement(), values)]
    standing = standing_from(guide, rows)
    by_lesson: dict[str | None, list[Kept]] = {}
    for row in rows:
        by_lesson.setdefault(row.lesson, []).append(row)
    lessons = {
        lesson.id: WholeLesson(
            guide,
            guide.module_of[lesson.id],
            lesson,
            learner_id is not None,
            standing,
            standing.marks[lesson.id],
            earlier_entries(lesson, rows, time_zone),
            kept_posts(guide, lesson, rows),
            kept_maps(lesson, rows, blank=True),
            *left_in(lesson, by_lesson.get(lesson.id, ()), time_zone),
        )
        for lesson in guide.lessons
    }
    return WholeGuide(
        guide,
        learner_id is not None,
        max(lesson.revised or lesson.added for lesson in guide.lessons),
        lessons,
        terms(guide),
        sources(guide),
        cited_in(guide),
    )


def terms(guide: Guide) -> tuple[Term, ...]:
    """By their word."""
    return tuple(sorted(guide.glossary.values(), key=lambda term: term.word.casefold()))


def sources(guide: Guide) -> tuple[Source, ...]:
    """By author and year."""
    return tuple(sorted(guide.sources.values(), key=lambda source: (source.authors.casefold(), source.year)))


def cited_in(guide: Guide) -> dict[str, list[Lesson]]:
    """The lessons that cite each source."""
    return {key: [lesson for lesson in guide.lessons if key in lesson.sources] for key in guide.sources}
