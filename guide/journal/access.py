"""Fetch an entry for this person, or refuse, in one breath."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask import abort

from guide.journal.index import Place, place_of
from guide.journal.queries import entries_by_id
from guide.writing.models import Entry


def own_entry_or_404(
    learner_id: int, place: Place, beside: Collection[Place] = ()
) -> tuple[Entry, Mapping[Place, Entry]]:
    """The learner's own entry in this place, and with the same select those in places ``beside`` it. Somebody else's looks
    exactly like none.
    """
    found = {place_of(entry): entry for entry in entries_by_id(learner_id, (), {place, *beside}).values()}
    if place not in found:
        abort(404)
    return found[place], found
