"""Fetch an entry for this person, or refuse, in one breath; and put it back.

Rows are read and written as columns: what is held here stands in no session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, func, select, update

from guide.kernel.clock import now
from guide.kernel.db import db, insert_once, table
from guide.kernel.places import Place
from guide.writing.held import HeldEntry
from guide.writing.models import Entry, Revision, SaveKey
from guide.writing.word_index import keep_words, said

CHANGING = ("kind", "body", "version", "saved_at", "submitted_at", "set_aside_at", "set_aside_why", "taken_up_at")


@dataclass(frozen=True)
class Held:
    """An entry locked for this save, with what the save needs to know."""

    entry: HeldEntry
    last_kept_at: datetime | None
    acknowledged: int | None
    """The version that was acknowledged under this key before, if it was."""
    found: tuple[Any, ...]
    """The columns that change, as they were found."""

    def put_back(self) -> None:
        """Write the entry as it is now, with the words by which it is found. Adds to the open transaction."""
        entry, before = self.entry, dict(zip(CHANGING, self.found, strict=True))
        after = {name: getattr(entry, name) for name in CHANGING}
        if after == before:
            return
        connection = db.session.connection()
        connection.execute(_update_held(), {"entry_id": entry.id, **after})
        words = said(entry.kind, entry.body, entry.set_aside_why)
        if words != said(before["kind"], before["body"], before["set_aside_why"]):
            keep_words(connection, entry.id, entry.learner_id, words)


def hold_entry(learner_id: int, place: Place, key: str, *, version: int = 0) -> Held:
    """The learner's entry in this place, locked until commit; made if there is none, by whoever comes first.

    ``version`` is the one that the save replaces: with 0 there may be no row yet, and a lock on no row locks nothing.
    """
    guide, lesson, block = place.ids
    values = {"learner_id": learner_id, "guide": guide, "lesson": lesson, "block": block}
    connection = db.session.connection()
    row = None
    if version > 0:
        row = connection.execute(_select_held(), {**values, "key": key}).one_or_none()
    if row is None:
        new = {**values, "kind": place.block.kind, "body": "", "version": 0, "saved_at": now()}
        connection.execute(insert_once(Entry), new)
        row = connection.execute(_select_held(), {**values, "key": key}).one()
    *columns, last_kept_at, acknowledged = row
    id, kind, *changing = columns
    now_kind = place.block.kind  # another where a later block took over the id
    entry = HeldEntry(id, learner_id, guide, lesson, block, now_kind, *changing)
    return Held(entry, last_kept_at, acknowledged, (kind, *changing))


@cache
def _update_held() -> Update:
    entry = table(Entry)
    return update(entry).where(entry.c.id == bindparam("entry_id")).values({name: bindparam(name) for name in CHANGING})


@cache
def _select_held() -> Select[Any]:
    kept, acknowledged, entry = table(Revision).c, table(SaveKey).c, table(Entry)
    last_kept_at = select(func.max(kept.kept_at)).where(kept.entry_id == entry.c.id).scalar_subquery()
    version = (
        select(acknowledged.version)
        .where(
            acknowledged.learner_id == bindparam("learner_id"),
            acknowledged.key == bindparam("key"),
            acknowledged.entry_id == entry.c.id,
        )
        .scalar_subquery()
    )
    return (
        select(entry.c.id, *(entry.c[name] for name in CHANGING), last_kept_at, version)
        .where(
            entry.c.learner_id == bindparam("learner_id"),
            entry.c.guide == bindparam("guide"),
            entry.c.lesson == bindparam("lesson"),
            entry.c.block == bindparam("block"),
        )
        .with_for_update(of=entry)
    )
