"""Then and now: a reflection that comes back to an earlier one, and both texts beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from guide.content.library import Library
from guide.journal.entries import JournalEntry
from guide.journal.index import Place, place_of
from guide.writing.models import Entry, Revision


@dataclass(frozen=True)
class Dated:
    """A text of one entry as it stands in the page of another."""

    on: datetime
    body: str
    entry: JournalEntry


@dataclass(frozen=True)
class ThenAndNow:
    """``then`` is the entry that this one comes back to; ``later`` are those that came back to this one."""

    then: Dated | None
    later: tuple[Dated, ...]

    @classmethod
    def of(cls, place: Place, entries: Iterable[Entry], submitted: Iterable[Revision], library: Library) -> ThenAndNow:
        by_place = {place_of(entry): entry for entry in entries}
        by_entry = {revision.entry_id: revision for revision in submitted if revision.why == "submitted"}
        earlier = earlier_place(place, library)
        before = by_place.get(earlier) if earlier else None
        after = [by_place[each] for each in later_places(place, library) if each in by_place]
        return cls(
            then=_then(before, by_entry, library) if before else None,
            later=tuple(
                Dated(entry.saved_at, entry.body, JournalEntry.of(entry, library))
                for entry in after
                if entry.body.strip()
            ),
        )


def _then(entry: Entry, submitted: Mapping[int, Revision], library: Library) -> Dated | None:
    """Its last submitted text, else the draft; as the lesson shows it."""
    kept = submitted.get(entry.id)
    on, body = (kept.kept_at, kept.body) if kept else (entry.saved_at, entry.body)
    return Dated(on, body, JournalEntry.of(entry, library)) if body.strip() else None


def earlier_place(place: Place, library: Library) -> Place | None:
    guide = library.by_id.get(place[0])
    earlier = guide.revisits.get(place[1:]) if guide else None
    return (place[0], *earlier) if earlier else None


def later_places(place: Place, library: Library) -> Iterator[Place]:
    guide = library.by_id.get(place[0])
    if guide is not None:
        for later, earlier in guide.revisits.items():
            if earlier == place[1:]:
                yield (place[0], *later)
