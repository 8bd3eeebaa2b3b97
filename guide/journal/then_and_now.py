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
    """``then`` is the entry that this one comes back to; ``later`` are those that came back to this one. ``in_order``: the text
    then is the older of the two.
    """

    then: Dated | None
    later: tuple[Dated, ...]
    in_order: bool

    @classmethod
    def of(
        cls, place: Place, entries: Mapping[Place, Entry], stood_then: Mapping[int, Revision], library: Library
    ) -> ThenAndNow:
        """``entries`` hold the one in ``place``; ``stood_then``, by its id and maybe others, what stood submitted then of the
        one that it comes back to.
        """
        earlier = earlier_place(place, library)
        here, before = entries[place], entries.get(earlier) if earlier else None
        after = [entries[later] for later in later_places(place, library) if later in entries]
        then = _then(before, stood_then.get(here.id), library) if before else None
        return cls(
            then=then,
            in_order=then is not None and then.on <= here.saved_at,
            later=tuple(
                Dated(entry.saved_at, readable(entry, entry.body, library), JournalEntry.of(entry, library))
                for entry in after
                if entry.body.strip()
            ),
        )


def _then(entry: Entry, submitted: Revision | None, library: Library) -> Dated | None:
    """The text that stood submitted when the later one was submitted, or else last saved; without one, the draft. One emptied
    since is gone.
    """
    if not entry.body.strip():
        return None
    on, body = (submitted.kept_at, submitted.body) if submitted else (entry.saved_at, entry.body)
    return Dated(on, readable(entry, body, library), JournalEntry.of(entry, library))


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
