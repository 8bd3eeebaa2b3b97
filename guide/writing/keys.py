"""Keys that make a save safe to send twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete

from guide.kernel.db import db, insert_once
from guide.writing.held import HeldEntry
from guide.writing.models import SaveKey

FORGET_EVERY = 16
"""Saves of an entry. Old keys go when it is first saved and at every so many saves after: a question to the database that the
others are spared."""
_FORGET = delete(SaveKey).where(SaveKey.saved_at < bindparam("before"))


class SentTwice(Exception):
    """The same save was made in the moment in which this one waited for it; to be looked at anew."""


def remember(entry: HeldEntry, key: str, *, at: datetime) -> None:
    """Note that this save is being acknowledged under its key, and forget those of seven days ago.

    :raises SentTwice: another request has done so meanwhile.
    """
    connection = db.session.connection()
    if entry.version % FORGET_EVERY == 1:
        connection.execute(_FORGET, {"before": at - SaveKey.KEPT})
    acknowledged = {"key": key, "entry_id": entry.id, "version": entry.version, "saved_at": at}
    row = {"learner_id": entry.learner_id, **acknowledged}
    if connection.execute(insert_once(SaveKey), row).rowcount == 0:
        raise SentTwice
