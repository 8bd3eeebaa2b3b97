"""An entry while it is being changed: what may happen to its text, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from guide.kernel.words import gettext as _
from guide.writing.models import Revision, is_taken_up


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
        whenever more than half of it goes at once; one that was submitted is kept as it is. A prompt set aside is taken up by
        any text, the same one, too; when and why it was set aside stay.
        """
        is_new = body != self.body or self.version == 0
        takes_up = self.aside_at is not None and bool(body.strip())
        if not is_new and not takes_up:
            return None
        kept = None
        if is_new and self.body.strip() and not self._is_kept_as_submitted:
            is_due = last_kept_at is None or at - last_kept_at >= self.REVISION_AFTER
            if is_due or len(body) * 2 < len(self.body):
                kept = self.revision("replaced", at=self.saved_at)
        if is_new or not self._is_kept_as_submitted:
            self.body, self.saved_at = body, at
        self.version += 1
        if takes_up and self.aside_at is not None:
            self.set_aside_at = None  # no later moment tells of it: the text is still the one submitted before
        return kept

    def submit(self, *, at: datetime) -> Revision | None:
        """Date it and keep this text. Sent to nobody. Submitted again as it stands, the first day counts."""
        if self._is_kept_as_submitted:
            return None
        self.submitted_at = at
        return self.revision("submitted", at=at)

    def set_aside(self, why: str, *, at: datetime) -> list[Revision]:
        """ "Not for me": an honest answer. The text, if there is some, stays. A reason given before, if this one is another, is
        kept as a revision, beside the text that went with it.
        """
        kept = []
        if self.set_aside_why and self.set_aside_why != why:
            if self.body.strip() and not self._is_kept_as_submitted:
                kept.append(self.revision("replaced", at=self.saved_at))
            former = _("Set aside: %(why)s") % {"why": self.set_aside_why}
            kept.append(self.revision("replaced", at=self.set_aside_at or at, body=former))
        self.set_aside_at, self.set_aside_why = at, why or None
        self.version += 1
        return kept

    def revision(self, why: str, *, at: datetime, body: str | None = None) -> Revision:
        """Of the text as it is, unless another is given."""
        text = self.body if body is None else body
        return Revision(entry_id=self.id, body=text, version=self.version, kept_at=at, why=why)

    @property
    def is_changed_since_submit(self) -> bool:
        return self.submitted_at is not None and self.saved_at > self.submitted_at

    @property
    def aside_at(self) -> datetime | None:
        """When it was set aside, unless it was taken up since."""
        taken_up = is_taken_up(self.body, self.saved_at, self.submitted_at, self.set_aside_at)
        return None if taken_up else self.set_aside_at

    @property
    def _is_kept_as_submitted(self) -> bool:
        return self.submitted_at is not None and not self.is_changed_since_submit
