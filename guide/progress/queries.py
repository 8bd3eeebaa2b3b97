"""Named reads of progress."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, bindparam, case, exists, or_, union_all
from sqlalchemy.sql.elements import ColumnElement

from guide.content.library import Guide, Library
from guide.kernel.db import db, table
from guide.kernel.kept import Kept, part
from guide.progress.models import GuideRecord, LessonRecord
from guide.progress.standing import Closing, LessonMark, Standing
from guide.writing.models import Entry, Revision


def records_part(*, every_guide: bool = False) -> Select[Any]:
    """``block`` position · ``at`` opened · ``second_at`` done, if it is · ``note`` guide. Binds ``learner`` and ``guide``."""
    record = table(LessonRecord).c
    done_at = case((record.is_done, record.done_at))
    chosen = part(
        "record",
        lesson=record.lesson,
        block=record.position,
        at=record.opened_at,
        second_at=done_at,
        note=record.guide,
    )
    mine = record.learner_id == bindparam("learner")
    return chosen.where(mine if every_guide else and_(mine, record.guide == bindparam("guide")))


def closing_part(*, every_guide: bool = False) -> Select[Any]:
    """``text`` decision · ``at`` finished · ``second_at`` decided · ``note`` guide. Binds ``learner`` and ``guide``."""
    record = table(GuideRecord).c
    chosen = part(
        "closing",
        text=record.decision,
        at=record.finished_at,
        second_at=record.decided_at,
        note=record.guide,
    )
    mine = record.learner_id == bindparam("learner")
    return chosen.where(mine if every_guide else and_(mine, record.guide == bindparam("guide")))


def done_part() -> Select[Any]:
    """Lessons that are done: ``at`` done · ``note`` guide. Binds ``learner``."""
    record = table(LessonRecord).c
    return part("done", lesson=record.lesson, at=record.done_at, note=record.guide).where(
        record.learner_id == bindparam("learner"), record.is_done
    )


def finished_part() -> Select[Any]:
    """Guides whose core lessons were all done: ``at`` the first day of it · ``note`` guide. Binds ``learner``."""
    record = table(GuideRecord).c
    return part("finished", at=record.finished_at, note=record.guide).where(
        record.learner_id == bindparam("learner"),
        record.finished_at.is_not(None),
        or_(record.decided_at.is_(None), record.decided_at != record.finished_at),
        ~_decided_in_an_entry(record, record.finished_at),
    )


def decided_part() -> Select[Any]:
    """Guides closed with the same decision as once before, which no new entry tells of: ``text`` decision · ``at`` decided ·
    ``note`` guide. Binds ``learner``.
    """
    record = table(GuideRecord).c
    return part("decided", text=record.decision, at=record.decided_at, note=record.guide).where(
        record.learner_id == bindparam("learner"),
        record.decided_at.is_not(None),
        ~_decided_in_an_entry(record, record.decided_at),
    )


def _decided_in_an_entry(record: Any, at: Any) -> ColumnElement[bool]:
    """Whether a decision about the guide was submitted in this very moment."""
    entry, revision = table(Entry).c, table(Revision).c
    return exists().where(
        entry.learner_id == record.learner_id,
        entry.guide == record.guide,
        entry.kind == "decide",
        revision.entry_id == entry.id,
        revision.kept_at == at,
    )


@cache
def _everywhere() -> CompoundSelect[Any]:
    return union_all(records_part(every_guide=True), closing_part(every_guide=True))


def standing_from(guide: Guide, rows: Iterable[Kept]) -> Standing:
    """The standing in this guide, from rows of the two parts above; rows of other guides are passed over."""
    marks: dict[str, LessonMark] = {}
    closing = Closing()
    for row in rows:
        if row.note != guide.id:
            continue
        if row.what == "record" and row.lesson is not None:
            marks[row.lesson] = LessonMark(row.at, row.second_at, row.block)
        elif row.what == "closing":
            closing = Closing(row.at, row.text, row.second_at)
    return Standing.of(guide, marks, closing)


def standings(learner_id: int | None, library: Library) -> tuple[Standing, ...]:
    """The learner's standing in every guide, in the library's order, with one select; for a guest, nothing done."""
    rows: list[Kept] = []
    if learner_id is not None:
        rows = [Kept(*row) for row in db.session.connection().execute(_everywhere(), {"learner": learner_id})]
    return tuple(standing_from(guide, rows) for guide in library)


def standing(learner_id: int | None, guide: Guide) -> Standing:
    """As ``standings``, for one guide."""
    rows: list[Kept] = []
    if learner_id is not None:
        rows = [Kept(*row) for row in db.session.connection().execute(_everywhere(), {"learner": learner_id})]
    return standing_from(guide, rows)
