"""When an author renames a lesson or a block, what learners left there follows, in one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from guide.checks.models import Attempt
from guide.content.library import Library
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.progress.models import LessonRecord
from guide.tasks.models import Tick
from guide.writing.models import Entry, FormerAside, Revision


def follow_moves(library: Library) -> int:
    """Move rows from former ids to their successors; how many moved. Adds to the open transaction."""
    moved = 0
    for guide in library:
        # What is said of a block holds before what is said of its lesson; and again for what came with the lesson.
        blocks = [move for move in guide.moved.items() if "/" in move[0]]
        lessons = [move for move in guide.moved.items() if "/" not in move[0]]
        for former, successor in (*blocks, *lessons, *blocks):
            old_lesson, _, old_block = former.partition("/")
            new_lesson, _, new_block = successor.partition("/")
            here = {"guide": guide.id, "lesson": old_lesson} | ({"block": old_block} if old_block else {})
            there = {"lesson": new_lesson} | ({"block": new_block} if new_block else {})
            moved += db.session.execute(update(Attempt).filter_by(**here).values(**there)).rowcount  # type: ignore[attr-defined]
            moved += sum(_move_entry(entry, there) for entry in _rows(Entry, here))
            moved += sum(_move_mark(tick, there) for tick in _rows(Tick, here))
            if not old_block:
                moved += sum(_move_mark(record, there) for record in _rows(LessonRecord, here))
            db.session.flush()
    return moved


def _rows(model: Any, here: dict[str, str]) -> list[Any]:
    return list(db.session.scalars(select(model).filter_by(**here)))


def _move_entry(entry: Entry, there: dict[str, str]) -> int:
    """Where the successor already has an entry, this one's text becomes a revision of it."""
    target = {"learner_id": entry.learner_id, "guide": entry.guide, "block": entry.block, **there}
    taken = db.session.scalar(select(Entry).filter_by(**target))
    if taken is None:
        for column, value in there.items():
            setattr(entry, column, value)
        return 1
    for kept in (Revision, FormerAside):
        db.session.execute(update(kept).where(kept.entry_id == entry.id).values(entry_id=taken.id))
    if entry.set_aside_at:
        db.session.add(FormerAside(entry_id=taken.id, at=entry.set_aside_at, why=entry.set_aside_why))
    if entry.body.strip():
        db.session.add(Revision(entry_id=taken.id, body=entry.body, version=entry.version, kept_at=now(), why="merged"))
    db.session.flush()
    db.session.delete(entry)
    return 1


def _move_mark(row: Any, there: dict[str, str]) -> int:
    """A tick or a lesson's record: where the successor has one, both become one, and nothing done is undone."""
    keys = {column.name: getattr(row, column.name) for column in row.__table__.primary_key}
    taken = db.session.get(type(row), {**keys, **there})
    if taken is None:
        for column, value in there.items():
            setattr(row, column, value)
        return 1
    if isinstance(taken, LessonRecord):
        _merge_records(row, taken)
    db.session.delete(row)
    return 1


def _merge_records(former: LessonRecord, taken: LessonRecord) -> None:
    holding = [record.done_at for record in (former, taken) if record.is_done and record.done_at]
    if holding:
        taken.is_done, taken.done_at = True, min(holding)
    if former.opened_at and (taken.opened_at is None or former.opened_at > taken.opened_at):
        taken.opened_at, taken.position = former.opened_at, former.position
