"""Named reads of the journal, paged by key: the next page begins after the last entry seen, however many came before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import and_, func, or_, select

from guide.kernel.db import db
from guide.writing.models import Entry

PAGE = 30


def entries_before(learner_id: int, before: tuple[datetime, int] | None) -> Sequence[Entry]:
    """At most ``PAGE + 1`` entries, newest first; the one too many says that there is an older page."""
    statement = (
        select(Entry)
        .where(
            Entry.learner_id == learner_id,
            Entry.version > 0,
            or_(func.length(func.trim(Entry.body)) > 0, Entry.set_aside_at.is_not(None)),
        )
        .order_by(Entry.saved_at.desc(), Entry.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        at, entry_id = before
        statement = statement.where(or_(Entry.saved_at < at, and_(Entry.saved_at == at, Entry.id < entry_id)))
    return db.session.scalars(statement).all()


def read_key(text: str) -> tuple[datetime, int] | None:
    """The key in an address (``1748872920000000-17``), or None where it is none: then the journal begins at its start."""
    micros, _, entry_id = text.partition("-")
    if not (micros.isascii() and micros.isdigit() and entry_id.isascii() and entry_id.isdigit()):
        return None
    if len(micros) > 17 or len(entry_id) > 9:
        return None
    seconds, rest = divmod(int(micros), 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), int(entry_id)


def key_of(entry: Entry) -> str:
    seconds = int(entry.saved_at.replace(microsecond=0).timestamp())
    return f"{seconds * 1_000_000 + entry.saved_at.microsecond}-{entry.id}"
