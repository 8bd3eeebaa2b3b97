"""Named reads of what is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from guide.kernel.db import db, table
from guide.kernel.kept import part
from guide.writing.models import Entry, Revision


def entries_part() -> Select[Any]:
    """``text`` body · ``number`` version · ``at`` saved · ``second_at`` submitted · ``third_at`` set aside · ``note`` why.

    Binds ``learner``, ``guide`` and the list ``lessons``.
    """
    entry = table(Entry).c
    return part(
        "entry",
        lesson=entry.lesson,
        block=entry.block,
        text=entry.body,
        number=entry.version,
        at=entry.saved_at,
        second_at=entry.submitted_at,
        third_at=entry.set_aside_at,
        note=entry.set_aside_why,
    ).where(*_in_lessons(entry), entry.version > 0)


def submitted_part() -> Select[Any]:
    """The last submitted text of entries in other lessons: ``text`` body · ``at`` submitted. Binds as above."""
    entry, revision, later = table(Entry).c, table(Revision).c, table(Revision).alias().c
    last = (
        select(func.max(later.id))
        .where(later.entry_id == entry.id, later.why == "submitted")
        .correlate(table(Entry))
        .scalar_subquery()
    )
    return (
        part("submitted", lesson=entry.lesson, block=entry.block, text=revision.body, at=revision.kept_at)
        .join_from(table(Entry), table(Revision), revision.id == last)
        .where(*_in_lessons(entry))
    )


def _in_lessons(entry: Any) -> tuple[Any, ...]:
    return (
        entry.learner_id == bindparam("learner"),
        entry.guide == bindparam("guide"),
        entry.lesson.in_(bindparam("lessons", expanding=True)),
    )


def revisions_of(entry: Entry) -> Sequence[Revision]:
    """Kept copies, the latest first."""
    return db.session.scalars(
        select(Revision).where(Revision.entry_id == entry.id).order_by(Revision.kept_at.desc(), Revision.id.desc())
    ).all()
