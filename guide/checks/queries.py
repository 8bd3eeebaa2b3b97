"""Named reads of attempts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, func, select

from guide.checks.models import Attempt
from guide.kernel.db import table
from guide.kernel.kept import part


def attempts_part(*, every_lesson: bool = False) -> Select[Any]:
    """The last attempt at each check of a lesson: ``text`` answer as JSON · ``number`` 1 as we would, 0 not · ``at`` given.
    Binds ``learner, guide, lesson``; for ``every_lesson`` of the guide, no lesson."""
    attempt, later = table(Attempt).c, table(Attempt).alias().c
    last = (
        select(func.max(later.id))
        .where(later.learner_id == bindparam("learner"), later.guide == bindparam("guide"))
        .group_by(later.lesson, later.block)
    )
    if not every_lesson:
        last = last.where(later.lesson == bindparam("lesson"))
    return part(
        "attempt",
        lesson=attempt.lesson,
        block=attempt.block,
        text=attempt.answer,
        number=attempt.as_we_would,
        at=attempt.at,
    ).where(attempt.id.in_(last))


def answered_part() -> Select[Any]:
    """Checks answered at least once, in every guide: ``note`` guide. Binds ``learner`` and the list ``lessons``."""
    attempt = table(Attempt).c
    return (
        part("answered", lesson=attempt.lesson, block=attempt.block, note=attempt.guide)
        .where(
            attempt.learner_id == bindparam("learner"),
            attempt.lesson.in_(bindparam("lessons", expanding=True)),
        )
        .distinct()
    )
