"""Text written as a guest, added to an account: never in the place of what is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from werkzeug.datastructures import MultiDict

from guide.kernel.db import db
from guide.writing.access import Held
from guide.writing.held import HeldEntry
from guide.writing.keys import remember
from guide.writing.models import Revision
from guide.writing.saving import Save


@dataclass(frozen=True)
class Arrival:
    """A guest's text. ``key`` makes it safe to send twice."""

    body: str
    key: str

    @classmethod
    def from_form(cls, form: MultiDict[str, str]) -> Self:
        """:raises Refusal: as for any save."""
        wanted = Save.from_form(form)
        return cls(wanted.body, wanted.key)

    def join(self, held: Held, *, at: datetime) -> HeldEntry:
        """It becomes the entry if there is no text yet, else a dated revision; the current text stays."""
        entry = held.entry
        if held.acknowledged is not None or not self.body.strip() or self.body == entry.body:
            return entry
        if not entry.body.strip():
            entry.save(self.body, at=at, last_kept_at=held.last_kept_at)
        else:
            db.session.add(Revision(entry_id=entry.id, body=self.body, version=entry.version, kept_at=at, why="merged"))
        held.put_back()
        if self.key:
            remember(entry, self.key, at=at)
        return entry
