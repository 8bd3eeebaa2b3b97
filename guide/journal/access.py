"""Fetch an entry for this person, or refuse, in one breath."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import abort

from guide.journal.index import Place, place_of
from guide.journal.queries import entries_by_id
from guide.writing.models import Entry


def own_entry_or_404(learner_id: int, place: Place, others: Collection[Place] = ()) -> tuple[Entry, Sequence[Entry]]:
    """The learner's own entry in this place, and with the same select those in other places. Somebody else's looks exactly
    like none.
    """
    found = entries_by_id(learner_id, (), {place, *others})
    here = {place_of(entry): entry for entry in found.values()}
    entry = here.pop(place, None)
    if entry is None:
        abort(404)
    return entry, list(here.values())
