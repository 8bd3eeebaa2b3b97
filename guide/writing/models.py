"""What learners write. One entry a learner and block; kept copies of it are revisions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    case,
    func,
    not_,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column

from guide.kernel.db import Base, ContentId, Moment
from guide.kernel.plain_text import LARGEST

WHY_LENGTH = 500
BLANK = "".join(filter(str.isspace, map(chr, range(1, 0x3001))))
"""All that ``str.strip`` strips, for a database to strip it, too."""


def holds_text(body: Any) -> ColumnElement[bool]:
    """Of a column: whether there is anything in it but blanks."""
    return func.length(func.trim(body, BLANK)) > 0


def is_taken_up(body: str, set_aside_at: datetime | None, *since: datetime | None) -> bool:
    """Whether a prompt that was set aside has been answered since. When and why it was set aside stay kept. Where that text is
    emptied again, the prompt is set aside as it was.

    :param since: when it was saved, submitted and taken up as it stands
    """
    if set_aside_at is None or not body.strip():
        return False
    return any(moment is not None and moment > set_aside_at for moment in since)


def set_aside_since(entry: Any) -> ColumnElement[datetime | None]:
    """Of the columns of ``Entry``: when it was set aside; NULL where it never was, and where it ``is_taken_up``."""
    moments = (entry.saved_at, entry.submitted_at, entry.taken_up_at)
    is_later = or_(*(func.coalesce(moment > entry.set_aside_at, False) for moment in moments))
    return case((not_(and_(is_later, holds_text(entry.body))), entry.set_aside_at))


class Entry(Base):
    """``body`` is the current text, to the letter. ``version`` counts its changes and is the lock; 0: never saved.

    An entry never submitted is a draft. One that was set aside may be answered since: see ``is_taken_up``.
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
    taken_up_at: Mapped[Moment | None]
    """When a prompt set aside was taken up with the text that stood there, of which no other moment tells."""

    @property
    def answered_at(self) -> datetime:
        """The moment that counts where this entry comes back to an earlier one."""
        return self.submitted_at or self.saved_at

    @property
    def is_changed_since_submit(self) -> bool:
        return self.submitted_at is not None and self.saved_at > self.submitted_at

    @property
    def is_taken_up(self) -> bool:
        return is_taken_up(self.body, self.set_aside_at, self.saved_at, self.submitted_at, self.taken_up_at)


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


class FormerAside(Base):
    """A time when a prompt was set aside of which its entry tells no longer, since it was set aside again."""

    __tablename__ = "former_aside"
    __table_args__ = (Index("ix_former_aside_entry_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    at: Mapped[Moment]
    why: Mapped[str | None] = mapped_column(String(WHY_LENGTH))


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
