"""Ticks on tasks."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from guide.kernel.db import Base, ContentId, Moment


class Tick(Base):
    """This task is done, says the learner. Taking the tick away deletes the row."""

    __tablename__ = "tick"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    guide: Mapped[ContentId] = mapped_column(primary_key=True)
    lesson: Mapped[ContentId] = mapped_column(primary_key=True)
    block: Mapped[ContentId] = mapped_column(primary_key=True)
    at: Mapped[Moment]
