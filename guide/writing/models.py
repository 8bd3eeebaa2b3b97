"""What learners write. One entry a learner and block; kept copies of it are revisions."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from guide.kernel.db import Base, ContentId, Moment
from guide.kernel.plain_text import LARGEST

WHY_LENGTH = 500


class Entry(Base):
    """``body`` is the current text, to the letter. ``version`` counts its changes and is the lock; 0: never saved.

    An entry never submitted is a draft.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("learner_id", "guide", "lesson", "block"),
        CheckConstraint("version >= 0", name="version_counts"),
        CheckConstraint(f"length(body) <= {LARGEST}", name="body_length"),
        CheckConstraint(
            "kind IN ('reflection', 'task', 'decide', 'compose', 'chat', 'plan', 'map', 'stream')", name="kind_known"
        ),
        Index("ix_entry_learner_id_saved_at_id", "learner_id", "saved_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))
    guide: Mapped[ContentId]
    lesson: Mapped[ContentId]
    block: Mapped[ContentId]
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[Moment]
    submitted_at: Mapped[Moment | None]
    set_aside_at: Mapped[Moment | None]
    set_aside_why: Mapped[str | None] = mapped_column(String(WHY_LENGTH))

    @property
    def answered_at(self) -> datetime:
        """The moment that counts where this entry comes back to an earlier one."""
        return self.submitted_at or self.saved_at

    @property
    def is_changed_since_submit(self) -> bool:
        return self.submitted_at is not None and self.saved_at > self.submitted_at


class Revision(Base):
    """A kept copy of an entry's text. ``why``: ``submitted``, ``replaced`` by a later text, or ``merged`` from elsewhere."""

    __tablename__ = "revision"
    __table_args__ = (
        CheckConstraint("why IN ('submitted', 'replaced', 'merged')", name="why_known"),
        CheckConstraint(f"length(body) <= {LARGEST}", name="body_length"),
        Index("ix_revision_entry_id_kept_at", "entry_id", "kept_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    body: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    kept_at: Mapped[Moment]
    why: Mapped[str] = mapped_column(String(10))


class SaveKey(Base):
    """One save that was acknowledged: sent again under the same key, it is answered again and done once. Kept seven days."""

    __tablename__ = "save_key"
    __table_args__ = (Index("ix_save_key_saved_at", "saved_at"),)

    KEPT = timedelta(days=7)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True, index=True)
    version: Mapped[int]
    saved_at: Mapped[Moment]
