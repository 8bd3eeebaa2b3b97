"""Answers to checks, every one of them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from guide.kernel.db import Base, ContentId, Moment


class Attempt(Base):
    """``answer`` is JSON: form field to values. ``as_we_would`` is None where nothing is scored."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_learner_id_guide_lesson_block_id", "learner_id", "guide", "lesson", "block", "id"),
        CheckConstraint("length(answer) <= 140000", name="answer_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))
    guide: Mapped[ContentId]
    lesson: Mapped[ContentId]
    block: Mapped[ContentId]
    answer: Mapped[str] = mapped_column(Text)
    as_we_would: Mapped[bool | None]
    at: Mapped[Moment]
