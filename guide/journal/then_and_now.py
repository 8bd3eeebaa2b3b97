"""Then and now: a reflection, or a map, that comes back to an earlier one, and both texts beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from guide.content.library import Library
from guide.journal.entries import JournalEntry, readable
from guide.journal.index import Place
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
    def of(
        cls, place: Place, entries: Mapping[Place, Entry], copies: Iterable[Revision], library: Library
    ) -> ThenAndNow:
        """``entries`` hold the one in ``place``; ``copies``, what stood submitted of the earlier entry when this one was
        written, and maybe others.
        """
        earlier = earlier_place(place, library)
        before = entries.get(earlier) if earlier else None
        after = [entries[later] for later in later_places(place, library) if later in entries]
        return cls(
            then=_then(before, _stood_submitted(before, entries[place].answered_at, copies), library)
            if before
            else None,
            later=tuple(
                Dated(entry.saved_at, readable(entry, entry.body, library), JournalEntry.of(entry, library))
                for entry in after
                if entry.body.strip()
            ),
        )


def _then(entry: Entry, submitted: Revision | None, library: Library) -> Dated | None:
    """Its submitted text, else the draft; as the lesson shows it. One emptied since is gone."""
    if not entry.body.strip():
        return None
    on, body = (submitted.kept_at, submitted.body) if submitted else (entry.saved_at, entry.body)
    return Dated(on, readable(entry, body, library), JournalEntry.of(entry, library))


def _stood_submitted(entry: Entry, at: datetime, copies: Iterable[Revision]) -> Revision | None:
    """As ``writing.queries.stood_submitted``, among these copies."""
    submitted = [copy for copy in copies if copy.entry_id == entry.id and copy.why == "submitted"]
    submitted.sort(key=lambda copy: (copy.kept_at, copy.id))
    stood = [copy for copy in submitted if copy.kept_at <= at]
    return next(iter([*stood[-1:], *submitted]), None)


def earlier_place(place: Place, library: Library) -> Place | None:
    guide = library.by_id.get(place[0])
    earlier = guide.revisits.get(place[1:]) if guide else None
    return (place[0], *earlier) if earlier else None


def pairs_of(places: Iterable[Place], entries: Mapping[Place, Entry], library: Library) -> dict[int, int]:
    """The ids of entries to which those in these places come back, by the ids of the latter; both must be there."""
    found = {}
    for place in places:
        earlier = earlier_place(place, library)
        if earlier and place in entries and earlier in entries:
            found[entries[place].id] = entries[earlier].id
    return found


def later_places(place: Place, library: Library) -> Iterator[Place]:
    guide = library.by_id.get(place[0])
    if guide is not None:
        for later, earlier in guide.revisits.items():
            if earlier == place[1:]:
                yield (place[0], *later)


def places_beside(place: Place, library: Library) -> list[Place]:
    """Where the entries stand that may be shown with the one in this place."""
    earlier = earlier_place(place, library)
    return [*([earlier] if earlier else []), *later_places(place, library)]
