"""Three selects behind the progress page, however much a learner has left behind; and one more where a guide was closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, bindparam, func, select, union_all

from guide.accounts.sign_in import Person
from guide.checks import queries as checks
from guide.content.library import Library
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.kept import Kept
from guide.kernel.page_key import PageKey
from guide.overview.log import Log, closes
from guide.overview.pages import GuideProgress, ProgressPage, open_lessons
from guide.progress import queries as progress
from guide.progress.standing import Standing
from guide.tasks import queries as tasks
from guide.writing import queries as writing

PAGE = 30
"""Deeds on one page of the log."""
MOST_SKIPPED = 20 * PAGE
"""Of one moment; more is no key that this page gave."""
EVER = datetime(9999, 1, 1, tzinfo=UTC)


def progress_page(person: Person, library: Library, before: PageKey | None = None) -> ProgressPage:
    """Everything, or with ``before`` an earlier part of the log alone."""
    if before is not None:
        return ProgressPage((), log_of(person, library, before), is_earlier=True, can_state=False)
    standings = progress.standings(person.id, library)
    log = log_of(person, library, None, standings)
    answered = answered_in_open_lessons(person.id, standings)
    several = len(standings) > 1
    guides = tuple(GuideProgress.of(standing, answered, several=several) for standing in standings)
    return ProgressPage(guides, log, is_earlier=False, can_state=any(standing.done for standing in standings))


def log_of(
    person: Person, library: Library, before: PageKey | None, standings: Sequence[Standing] | None = None
) -> Log:
    """At most ``PAGE`` deeds, newest first. The key counts how many of its moment were shown already. ``standings`` in every
    guide, where they have been asked for already.
    """
    start, skipped = (before.at, min(before.number, MOST_SKIPPED)) if before else (EVER, 0)
    values = {"learner": person.id, "start": start, "most": PAGE + 1 + skipped}
    rows = [Kept(*row) for row in db.session.connection().execute(_log(), values)]
    shown_before = sum(row.at == start for row in rows[:skipped])
    rows = rows[shown_before:]
    shown = rows[:PAGE]
    earlier = f"/progress?before={_key_after(shown, start, shown_before)}" if len(rows) > PAGE else None
    reopened: Mapping[str, datetime] = {}
    if any(map(closes, shown)):
        standings = progress.standings(person.id, library) if standings is None else standings
        reopened = _last_decisions(person.id, [each.guide.id for each in standings if not each.decision])
    return Log.of(shown, library, person.time_zone, now(), earlier, reopened)


def _last_decisions(learner_id: int, guides: Sequence[str]) -> Mapping[str, datetime]:
    """When the last decision was taken in each of these guides; no select where there are none."""
    if not guides:
        return {}
    deeds = union_all(progress.decided_part(), writing.submissions_part()).subquery().c
    last = (
        select(deeds.note, func.max(deeds.at))
        .where(deeds.text.is_not(None), deeds.note.in_(bindparam("guides", expanding=True)))
        .group_by(deeds.note)
    )
    rows = db.session.connection().execute(last, {"learner": learner_id, "guides": guides})
    return {str(row[0]): row[1] for row in rows}


def _key_after(shown: Sequence[Kept], start: datetime, shown_before: int) -> PageKey:
    last = shown[-1].at
    assert last is not None
    of_that_moment = sum(row.at == last for row in shown)
    return PageKey(last, of_that_moment + (shown_before if last == start else 0))


@cache
def _log() -> Select[Any]:
    deeds = union_all(
        progress.done_part(),
        progress.finished_part(),
        progress.decided_part(),
        writing.submissions_part(),
        writing.set_aside_part(),
        writing.former_asides_part(),
        tasks.all_ticks_part(),
    ).subquery()
    column = deeds.c
    return (
        select(deeds)
        .where(column.at <= bindparam("start", type_=column.at.type))
        .order_by(column.at.desc(), column.what.desc(), column.note, column.lesson, column.block)
        .limit(bindparam("most"))
    )


def answered_in_open_lessons(learner_id: int, standings: Iterable[Standing]) -> dict[tuple[str, str], set[str]]:
    """By guide and lesson: the blocks answered. No select where no lesson is open."""
    lessons = sorted({lesson.id for standing in standings for lesson in open_lessons(standing)})
    answered: dict[tuple[str, str], set[str]] = {}
    if lessons:
        for row in db.session.connection().execute(_answered(), {"learner": learner_id, "lessons": lessons}):
            kept = Kept(*row)
            answered.setdefault((str(kept.note), str(kept.lesson)), set()).add(str(kept.block))
    return answered


@cache
def _answered() -> CompoundSelect[Any]:
    return union_all(writing.answered_part(), checks.answered_part(), tasks.answered_part())
