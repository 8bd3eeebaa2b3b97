"""Keys that make a save safe to send twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete

from guide.kernel.db import db, insert
from guide.writing.models import Entry, SaveKey

_FORGET = delete(SaveKey).where(SaveKey.saved_at < bindparam("before"))


class SentTwice(Exception):
    """The same save was made in the moment in which this one waited for it; to be looked at anew."""


def remember(entry: Entry, key: str, *, at: datetime) -> None:
    """Note that this save is being acknowledged under its key, and forget those of seven days ago.

    :raises SentTwice: another request has done so meanwhile.
    """
    db.session.flush()
    connection = db.session.connection()
    connection.execute(_FORGET, {"before": at - SaveKey.KEPT})
    acknowledged = {"key": key, "entry_id": entry.id, "version": entry.version, "saved_at": at}
    row = {"learner_id": entry.learner_id, **acknowledged}
    if connection.execute(insert(SaveKey).values(**row).on_conflict_do_nothing()).rowcount == 0:
        raise SentTwice
