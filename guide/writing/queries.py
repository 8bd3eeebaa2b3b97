"""Named reads of what is written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select, tuple_

from guide.content.blocks import PROMPTS
from guide.kernel.db import db, table
from guide.kernel.kept import part
from guide.kernel.places import Place
from guide.writing.models import Entry, FormerAside, Revision, holds_text, set_aside_since


def entries_part() -> Select[Any]:
    """``text`` body · ``number`` version · ``at`` saved · ``second_at`` submitted · ``third_at`` set aside · ``fourth_at``
    taken up as it stood · ``note`` why.

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
        fourth_at=entry.taken_up_at,
        note=entry.set_aside_why,
    ).where(*_in_lessons(entry), entry.version > 0)


def submitted_part() -> Select[Any]:
    """The last submitted text of each entry: ``text`` body · ``at`` submitted. Binds as above."""
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


def stood_then_part() -> Select[Any]:
    """Of entries to which a submitted one comes back, what stood submitted then: ``text`` body · ``at`` submitted · ``note``
    ``LESSON/BLOCK`` of the one that comes back. Binds as above, and the list ``revisits`` of (lesson, block, earlier lesson,
    earlier block).
    """
    entry, revision = table(Entry).c, table(Revision).c
    coming_back = table(Entry).alias()
    later = coming_back.c
    same_guide = and_(entry.learner_id == later.learner_id, entry.guide == later.guide)
    return (
        part(
            "then",
            lesson=entry.lesson,
            block=entry.block,
            text=revision.body,
            at=revision.kept_at,
            note=later.lesson + "/" + later.block,
        )
        .join_from(coming_back, table(Entry), same_guide)
        .join(table(Revision), revision.id == stood_submitted(entry.id, later.submitted_at))
        .where(
            *_in_lessons(later),
            later.submitted_at.is_not(None),
            set_aside_since(later).is_(None),
            holds_text(later.body),
            tuple_(later.lesson, later.block, entry.lesson, entry.block).in_(bindparam("revisits", expanding=True)),
        )
    )


def stood_submitted(entry_id: Any, at: Any) -> ColumnElement[int | None]:
    """The id of the kept copy in which an entry stood submitted in that moment; where nothing was submitted yet, of the first
    that was; NULL where nothing ever was. Both may be columns.
    """
    copies = table(Revision).alias()
    copy = copies.c
    submitted = (
        select(copy.id).where(copy.entry_id == entry_id, copy.why == "submitted").limit(1).correlate_except(copies)
    )
    stood = submitted.where(copy.kept_at <= at).order_by(copy.kept_at.desc(), copy.id.desc())
    first = submitted.order_by(copy.kept_at, copy.id)
    return func.coalesce(stood.scalar_subquery(), first.scalar_subquery())


def answered_part() -> Select[Any]:
    """Prompts submitted, or set aside and not taken up again, in every guide: ``note`` guide. Binds ``learner`` and the list
    ``lessons``.
    """
    entry = table(Entry).c
    return part("answered", lesson=entry.lesson, block=entry.block, note=entry.guide).where(
        entry.learner_id == bindparam("learner"),
        entry.lesson.in_(bindparam("lessons", expanding=True)),
        entry.kind.in_([kind.kind for kind in PROMPTS]),
        or_(entry.submitted_at.is_not(None), set_aside_since(entry).is_not(None)),
    )


def submissions_part() -> Select[Any]:
    """Every time that something was submitted: ``text`` the body of a decision, NULL for all other kinds · ``number`` 1 where it
    had been submitted before · ``at`` submitted · ``note`` guide. Binds ``learner``.
    """
    entry, revision, earlier = table(Entry).c, table(Revision).c, table(Revision).alias().c
    again = exists().where(earlier.entry_id == revision.entry_id, earlier.why == "submitted", earlier.id < revision.id)
    return (
        part(
            "submitted",
            lesson=entry.lesson,
            block=entry.block,
            text=case((entry.kind == "decide", revision.body)),
            number=case((again, 1), else_=0),
            at=revision.kept_at,
            note=entry.guide,
        )
        .join_from(table(Entry), table(Revision), revision.entry_id == entry.id)
        .where(entry.learner_id == bindparam("learner"), revision.why == "submitted")
    )


def set_aside_part() -> Select[Any]:
    """Prompts set aside, the last time, whatever became of them since: ``at`` when · ``note`` guide. Binds ``learner``."""
    entry = table(Entry).c
    return part("set-aside", lesson=entry.lesson, block=entry.block, at=entry.set_aside_at, note=entry.guide).where(
        entry.learner_id == bindparam("learner"), entry.set_aside_at.is_not(None)
    )


def former_asides_part() -> Select[Any]:
    """Every earlier time that a prompt was set aside: as ``set_aside_part``."""
    entry, former = table(Entry).c, table(FormerAside).c
    return (
        part("set-aside", lesson=entry.lesson, block=entry.block, at=former.at, note=entry.guide)
        .join_from(table(Entry), table(FormerAside), former.entry_id == entry.id)
        .where(entry.learner_id == bindparam("learner"))
    )


def text_at(learner_id: int, place: Place) -> tuple[str, int]:
    """What this learner wrote in a block, and its version; empty and 0 where nothing is."""
    guide, lesson, block = place.ids
    mine = (Entry.learner_id == learner_id, Entry.guide == guide, Entry.lesson == lesson, Entry.block == block)
    row = db.session.execute(select(Entry.body, Entry.version).where(*mine)).one_or_none()
    return (row.body, row.version) if row else ("", 0)


def last_written(learner_id: int) -> Entry | None:
    """The entry that was last changed, of those that hold any text."""
    return db.session.scalar(
        select(Entry)
        .where(Entry.learner_id == learner_id, Entry.version > 0, holds_text(Entry.body))
        .order_by(Entry.saved_at.desc(), Entry.id.desc())
        .limit(1)
    )


def _in_lessons(entry: Any) -> tuple[Any, ...]:
    return (
        entry.learner_id == bindparam("learner"),
        entry.guide == bindparam("guide"),
        entry.lesson.in_(bindparam("lessons", expanding=True)),
    )
