"""An entry while it is being changed: what may happen to its text, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from guide.writing.models import FormerAside, Revision, is_taken_up


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
    taken_up_at: datetime | None

    def save(self, body: str, *, at: datetime, last_kept_at: datetime | None) -> Revision | None:
        """Replace the text. The former text is kept as a revision when the last kept one is ten minutes old, whenever more than
        half of it goes at once, and where a prompt was set aside with it; one that was submitted is kept as it is. A prompt set
        aside is taken up by any text, the same one, too; when and why it was set aside stay.
        """
        is_new = body != self.body or self.version == 0
        stood_aside = self.aside_at is not None
        takes_up = stood_aside and bool(body.strip())
        if not is_new and not takes_up:
            return None
        kept = None
        if is_new and self.body.strip() and not self._is_kept_as_submitted:
            is_due = stood_aside or last_kept_at is None or at - last_kept_at >= self.REVISION_AFTER
            if is_due or len(body) * 2 < len(self.body):
                kept = self.revision("replaced", at=self.saved_at)
        if is_new or not self._is_kept_as_submitted:
            self.body, self.saved_at = body, at
        self.version += 1
        if takes_up and self.aside_at is not None:
            self.taken_up_at = at
        return kept

    def submit(self, *, at: datetime) -> Revision | None:
        """Date it and keep this text. Sent to nobody. Submitted again as it stands, the first day counts."""
        if self._is_kept_as_submitted:
            return None
        self.submitted_at = at
        return self.revision("submitted", at=at)

    def set_aside(self, why: str, *, at: datetime) -> FormerAside | None:
        """ "Not for me": an honest answer. The text, if there is some, stays. Set aside again for the same reason, the first day
        counts; for another, or once it was taken up, the day and reason of before are kept.
        """
        if self.aside_at is not None and why == (self.set_aside_why or ""):
            return None
        former = (
            FormerAside(entry_id=self.id, at=self.set_aside_at, why=self.set_aside_why) if self.set_aside_at else None
        )
        self.set_aside_at, self.set_aside_why = at, why or None
        self.version += 1
        return former

    def revision(self, why: str, *, at: datetime) -> Revision:
        """Of the text as it is."""
        return Revision(entry_id=self.id, body=self.body, version=self.version, kept_at=at, why=why)

    @property
    def is_changed_since_submit(self) -> bool:
        return self.submitted_at is not None and self.saved_at > self.submitted_at

    @property
    def aside_at(self) -> datetime | None:
        """When it was set aside, unless it was taken up since."""
        taken_up = is_taken_up(self.body, self.set_aside_at, self.saved_at, self.submitted_at, self.taken_up_at)
        return None if taken_up else self.set_aside_at

    @property
    def _is_kept_as_submitted(self) -> bool:
        return self.submitted_at is not None and not self.is_changed_since_submit
