"""Where a learner is in a guide: lessons opened and done, and how the guide was closed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from guide.kernel.db import Base, ContentId, Moment


class LessonRecord(Base):
    """One learner in one lesson. ``done_at`` stays when the mark is taken back; ``is_done`` says whether it holds.

    ``position`` is the id of the heading or block last read.
    """

    __tablename__ = "lesson_record"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    guide: Mapped[ContentId] = mapped_column(primary_key=True)
    lesson: Mapped[ContentId] = mapped_column(primary_key=True)
    opened_at: Mapped[Moment | None]
    position: Mapped[str | None] = mapped_column(String(100))
    is_done: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[Moment | None]


class GuideRecord(Base):
    """One learner in one guide: the day it was finished, and the decision it was closed with."""

    __tablename__ = "guide_record"
    __table_args__ = (
        CheckConstraint("decision IN ('not-for-me', 'later', 'yes')", name="decision_known"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decision_dated"),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    guide: Mapped[ContentId] = mapped_column(primary_key=True)
    finished_at: Mapped[Moment | None]
    decision: Mapped[str | None] = mapped_column(String(20))
    decided_at: Mapped[Moment | None]
