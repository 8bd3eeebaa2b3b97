"""An entry while it is being changed: what may happen to its text, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from guide.writing.models import Revision


@dataclass(slots=True)
class HeldEntry:
    """The columns of ``Entry``, apart from any session: a text is saved so often that a row that tells of every change to
    itself costs too much."""

    REVISION_AFTER: ClassVar = timedelta(minutes=10)

    id: int
    learner_id: int
    guide: str
    lesson: str
    block: str
    kind: str
    body: str
    version: int
    saved_at: datetime
    submitted_at: datetime | None
    set_aside_at: datetime | None
    set_aside_why: str | None

    def save(self, body: str, *, at: datetime, last_kept_at: datetime | None) -> Revision | None:
        """Replace the text. The former text is kept as a revision when the last kept one is ten minutes old, and
        whenever more than half of it goes at once; one that was submitted is kept as it is.
        """
        if body == self.body and self.version > 0 and self.set_aside_at is None:
            return None
        kept = None
        if self.body.strip() and body != self.body:
            is_kept_already = self.submitted_at is not None and not self.is_changed_since_submit
            is_due = last_kept_at is None or at - last_kept_at >= self.REVISION_AFTER
            if not is_kept_already and (is_due or len(body) * 2 < len(self.body)):
                kept = self.revision("replaced", at=self.saved_at)
        if body != self.body or self.version == 0:
            self.body, self.saved_at = body, at
        self.version += 1
        self.set_aside_at = self.set_aside_why = None
        return kept

    def submit(self, *, at: datetime) -> Revision | None:
        """Date it and keep this text. Sent to nobody. Submitted again as it stands, the first day counts."""
        if self.submitted_at is not None and not self.is_changed_since_submit:
            return None
        self.submitted_at = at
        return self.revision("submitted", at=at)

    def set_aside(self, why: str, *, at: datetime) -> None:
        """ "Not for me": an honest answer. The text, if there is some, stays."""
        self.set_aside_at, self.set_aside_why = at, why or None
        self.version += 1

    def revision(self, why: str, *, at: datetime) -> Revision:
        return Revision(entry_id=self.id, body=self.body, version=self.version, kept_at=at, why=why)

    @property
    def is_changed_since_submit(self) -> bool:
        return self.submitted_at is not None and self.saved_at > self.submitted_at
