"""Named reads of the journal. Each is one select, and a page takes at most three beside signing in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, literal, or_, select, tuple_

from guide.journal.index import Line, Place
from guide.journal.versions import Version
from guide.kernel.db import db
from guide.writing.models import Entry, Revision

BLANK = "".join(filter(str.isspace, map(chr, range(1, 0x3001))))
"""All that ``str.strip`` strips, for a database to strip it, too."""


def index_of(learner_id: int, found: Select[tuple[int]] | None) -> list[Line]:
    """A line for each entry that holds a text or was set aside, newest first. ``found`` selects ids of entries."""
    is_found = literal(True) if found is None else Entry.id.in_(found)
    rows = db.session.execute(
        select(
            Entry.id,
            Entry.guide,
            Entry.lesson,
            Entry.block,
            Entry.saved_at,
            Entry.submitted_at,
            Entry.set_aside_at,
            func.length(Entry.body),
            is_found,
        )
        .where(
            Entry.learner_id == learner_id,
            Entry.version > 0,
            or_(func.length(func.trim(Entry.body, BLANK)) > 0, Entry.set_aside_at.is_not(None)),
        )
        .order_by(Entry.saved_at.desc(), Entry.id.desc())
    )
    return [Line(*row) for row in rows]


def entries_by_id(learner_id: int, ids: Collection[int], also: Collection[Place] = ()) -> Mapping[int, Entry]:
    """The learner's entries of these ids, and those in these places."""
    if not ids and not also:
        return {}
    wanted = [Entry.id.in_(ids)] if ids else []
    if also:
        wanted.append(tuple_(Entry.guide, Entry.lesson, Entry.block).in_(sorted(also)))
    chosen = select(Entry).where(Entry.learner_id == learner_id, Entry.version > 0, or_(*wanted))
    return {entry.id: entry for entry in db.session.scalars(chosen)}


def versions_of(entry: Entry) -> list[Version]:
    """When each kept copy was kept, the latest first; without the texts."""
    rows = db.session.execute(
        select(Revision.id, Revision.kept_at, Revision.why)
        .where(Revision.entry_id == entry.id)
        .order_by(Revision.kept_at.desc(), Revision.id.desc())
    )
    return [Version(*row) for row in rows]


def kept_copies(ids: Collection[int], last_submitted_of: Collection[int] = ()) -> Sequence[Revision]:
    """The kept copies of these ids, and the one that was submitted last of each of these entries. The ids must come from
    ``versions_of``, and the entries be the learner's own.
    """
    if not ids and not last_submitted_of:
        return ()
    last = (
        select(func.max(Revision.id))
        .where(Revision.entry_id.in_(last_submitted_of), Revision.why == "submitted")
        .group_by(Revision.entry_id)
    )
    wanted = [Revision.id.in_(ids)] if ids else []
    if last_submitted_of:
        wanted.append(Revision.id.in_(last))
    return db.session.scalars(select(Revision).where(or_(*wanted))).all()
