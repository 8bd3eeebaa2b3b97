"""What the pages of the journal are made of. Each page takes at most three selects beside signing in, whatever the size."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)

from guide.accounts.sign_in import Person
from guide.content.library import Library
from guide.journal.book import BookPage, in_parts, places_before
from guide.journal.entries import Aside
from guide.journal.entry_pages import ChangesPage, EntryPage
from guide.journal.index import Line, Place, place_of
from guide.journal.pages import JournalPage, lines_to_show
from guide.journal.selection import Selection
from guide.journal.then_and_now import ThenAndNow, pairs_of
from guide.journal.versions import Version, Versions
from guide.kernel.db import db, table
from guide.writing.finding import ids_of_entries_with
from guide.writing.models import Entry, FormerAside, Revision, holds_text, set_aside_since
from guide.writing.queries import stood_submitted


def journal_page(person: Person, selection: Selection, address: Mapping[str, str], library: Library) -> JournalPage:
    """``address`` says on which page to begin: see ``pages.lines_to_show``."""
    lines = index_of(person.id, selection.asked)
    shown = lines_to_show(lines, selection, address, person.time_zone)
    entries = entries_by_id(person.id, [line.id for line in shown])
    return JournalPage.of(lines, selection, shown, entries, library, person.time_zone)


def book_page(person: Person, selection: Selection, part: str, library: Library) -> BookPage:
    """``part`` counts from 1; what names none is the first."""
    parts = in_parts(index_of(person.id, selection.asked), selection, library)
    at = next((at for at in range(len(parts)) if str(at + 1) == part), 0)
    lines = parts[at] if parts else []
    before = places_before(lines, library)
    entries = entries_by_id(person.id, [line.id for line in lines], before)
    by_place = {place_of(entry): entry for entry in entries.values()}
    _copies, stood_then = kept_copies((), pairs_of([line.place for line in lines], by_place, library))
    return BookPage.of(selection, parts, at, entries, stood_then, library)


def entry_page(entry: Entry, beside: Mapping[Place, Entry], before: str, library: Library) -> EntryPage:
    """``beside``: entries in ``then_and_now.places_beside``. ``before`` names the version after which kept copies are shown."""
    history = history_of(entry)
    versions = Versions.of(entry, history.versions)
    shown = versions.page_after(before)
    pairs = pairs_of([place_of(entry)], beside, library)
    copies, stood_then = kept_copies([versions[at].id for at in range(shown.start - 1, shown.stop)], pairs)
    pair = ThenAndNow.of(place_of(entry), beside, stood_then, library)
    return EntryPage.of(entry, pair, versions, shown, copies, history.asides, library)


def changes_page(entry: Entry, one: str | None, other: str | None, library: Library) -> ChangesPage | None:
    """Each is the id of a kept copy, or ``now``; what is not named is the first version, and the text as it is now. None where
    the entry has no such versions.
    """
    versions = Versions.of(entry, history_of(entry).versions)
    first = len(versions) - 1 if one is None else versions.named(one)
    second = 0 if other is None else versions.named(other)
    if first is None or second is None:
        return None
    copies, _stood_then = kept_copies([versions[first].id, versions[second].id])
    return ChangesPage.of(entry, versions, (first, second), copies, library)


def index_of(learner_id: int, asked: str) -> list[Line]:
    """A line for each entry that holds a text, held one of which a version is kept, or was set aside; newest first."""
    found = ids_of_entries_with(learner_id, asked)
    lines = _lines()
    if found is not None:
        lines = lines.add_columns(table(Entry).c.id.in_(found))
    rows = db.session.connection().execute(lines, {"learner": learner_id})
    return [Line(*row) for row in rows]


@cache
def _lines() -> Select[Any]:
    """The columns of a ``Line``, but for whether it is found."""
    entry = table(Entry).c
    has_versions = exists().where(table(Revision).c.entry_id == entry.id)
    return (
        select(
            entry.id,
            entry.guide,
            entry.lesson,
            entry.block,
            entry.kind,
            entry.saved_at,
            entry.submitted_at,
            set_aside_since(entry),
            func.length(entry.body),
            has_versions,
        )
        .where(
            entry.learner_id == bindparam("learner"),
            entry.version > 0,
            or_(holds_text(entry.body), entry.submitted_at.is_not(None), entry.set_aside_at.is_not(None), has_versions),
        )
        .order_by(entry.saved_at.desc(), entry.id.desc())
    )


def entries_by_id(learner_id: int, ids: Collection[int], also: Collection[Place] = ()) -> Mapping[int, Entry]:
    """The learner's entries of these ids, and those in these places."""
    if not ids and not also:
        return {}
    given: dict[str, Any] = {"learner": learner_id, "ids": list(ids)}
    if also:
        given["places"] = sorted(also)
    entries = db.session.scalars(_entries(with_places=bool(also)), given)
    return {entry.id: entry for entry in entries}


@cache
def _entries(*, with_places: bool) -> Select[Entry]:
    wanted = [Entry.id.in_(bindparam("ids", expanding=True))]
    if with_places:
        place = tuple_(Entry.guide, Entry.lesson, Entry.block)
        wanted.append(place.in_(bindparam("places", expanding=True)))
    return select(Entry).where(Entry.learner_id == bindparam("learner"), Entry.version > 0, or_(*wanted))


class History(NamedTuple):
    """What an entry was before, the latest first: its kept copies, without their texts, and the days it was set aside."""

    versions: list[Version]
    asides: list[Aside]


def history_of(entry: Entry) -> History:
    kept = select(
        Revision.id, Revision.kept_at.label("at"), Revision.why, Revision.version, cast(null(), String).label("reason")
    )
    asides = select(FormerAside.id, FormerAside.at, literal("aside"), literal(0), FormerAside.why)
    both = union_all(
        kept.where(Revision.entry_id == entry.id), asides.where(FormerAside.entry_id == entry.id)
    ).subquery()
    rows = db.session.execute(select(both).order_by(both.c.at.desc(), both.c.id.desc())).all()
    return History(
        [Version(*row[:4]) for row in rows if row.why != "aside"],
        [Aside(row.at, row.reason) for row in rows if row.why == "aside"],
    )


def kept_copies(
    ids: Collection[int], pairs: Mapping[int, int] = MappingProxyType({})
) -> tuple[Mapping[int, Revision], Mapping[int, Revision]]:
    """These kept copies, by their ids; and by the ids of entries that come back to others, what stood submitted of these then.
    ``pairs``: ids of the earlier entries, by those of the ones that come back. The ids must come from ``history_of``, and the
    entries be the learner's own.
    """
    wanted = []
    if ids := set(ids) - {0}:
        wanted.append(select(literal(0).label("later"), Revision.id.label("id")).where(Revision.id.in_(ids)))
    if pairs:
        wanted.append(_stood_then(pairs))
    if not wanted:
        return {}, {}
    both = union_all(*wanted).subquery()
    rows = db.session.execute(select(both.c.later, Revision).join(both, both.c.id == Revision.id)).all()
    return {copy.id: copy for later, copy in rows if not later}, {later: copy for later, copy in rows if later}


def _stood_then(pairs: Mapping[int, int]) -> Select[Any]:
    later = table(Entry).alias().c
    answered_at = func.coalesce(later.submitted_at, later.saved_at)
    stood = stood_submitted(case(pairs, value=later.id), answered_at)
    return select(later.id.label("later"), stood.label("id")).where(later.id.in_(pairs))
