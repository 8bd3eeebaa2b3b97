"""Fetch an entry for this person, or refuse, in one breath."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from guide.kernel.clock import now
from guide.kernel.db import db, insert
from guide.kernel.places import Place
from guide.writing.models import Entry, Revision, SaveKey


@dataclass(frozen=True)
class Held:
    """An entry locked for this save, with what the save needs to know."""

    entry: Entry
    last_kept_at: datetime | None
    acknowledged: int | None
    """The version that was acknowledged under this key before, if it was."""


def hold_entry(learner_id: int, place: Place, key: str, *, version: int = 0) -> Held:
    """The learner's entry in this place, locked until commit; made if there is none, by whoever comes first.

    ``version`` is the one that the save replaces: with 0 there may be no row yet, and a lock on no row locks nothing.
    """
    guide, lesson, block = place.ids
    values = {"learner_id": learner_id, "guide": guide, "lesson": lesson, "block": block}
    row = None
    if version > 0:
        row = db.session.execute(_select_held(), {**values, "key": key}).one_or_none()
    if row is None:
        new = {**values, "kind": place.block.kind, "body": "", "version": 0, "saved_at": now()}
        db.session.execute(insert(Entry).values(**new).on_conflict_do_nothing())
        row = db.session.execute(_select_held(), {**values, "key": key}).one()
    return Held(*row)


@cache
def _select_held() -> Select[Any]:
    kept, acknowledged = aliased(Revision), aliased(SaveKey)
    last_kept_at = select(func.max(kept.kept_at)).where(kept.entry_id == Entry.id).scalar_subquery()
    version = (
        select(acknowledged.version)
        .where(
            acknowledged.learner_id == bindparam("learner_id"),
            acknowledged.key == bindparam("key"),
            acknowledged.entry_id == Entry.id,
        )
        .scalar_subquery()
    )
    return (
        select(Entry, last_kept_at, version)
        .where(
            Entry.learner_id == bindparam("learner_id"),
            Entry.guide == bindparam("guide"),
            Entry.lesson == bindparam("lesson"),
            Entry.block == bindparam("block"),
        )
        .with_for_update(of=Entry)
    )
