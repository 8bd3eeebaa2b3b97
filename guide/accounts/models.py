"""Learners, their sign-ins, and the secrets that mail carries. Of every secret only a hash is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from guide.kernel.db import Base, Moment

NAME_LENGTH = 80
EMAIL_LENGTH = 254


class Learner(Base):
    """A person with an account. ``email_key`` is the address folded (NFKC, case) so that no two accounts look alike."""

    __tablename__ = "learner"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_given"),
        # An id is never given twice: what a deleted learner left on a device must not become another's.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    email_key: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    created_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    disabled_at: Mapped[Moment | None]


class SignIn(Base):
    """One signed-in device. Deleting the row signs it out, whatever cookies were copied."""

    __tablename__ = "sign_in"

    LASTING = timedelta(days=30)
    """After the last use, where the learner stays signed in."""
    PASSING = timedelta(hours=12)
    """After the sign-in, where they do not."""

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(80))
    stays: Mapped[bool]
    created_at: Mapped[Moment]
    last_used_at: Mapped[Moment]

    def is_live(self, at: datetime) -> bool:
        return at < (self.last_used_at + self.LASTING if self.stays else self.created_at + self.PASSING)


class MailedToken(Base):
    """A secret sent by mail: ``reset`` a password, or ``confirm`` the address in ``email``. Single use, one hour."""

    __tablename__ = "mailed_token"
    __table_args__ = (CheckConstraint("purpose IN ('reset', 'confirm')", name="purpose_known"),)

    LASTING = timedelta(hours=1)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    created_at: Mapped[Moment]

    def is_fresh(self, at: datetime) -> bool:
        return self.created_at <= at + timedelta(minutes=5) and at < self.created_at + self.LASTING


class Invitation(Base):
    """The right to register once, where registration is by invitation."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Moment]


class Strike(Base):
    """One try that counts towards a limit; ``subject`` is a keyed hash of an account or network address."""

    __tablename__ = "strike"
    __table_args__ = (Index("ix_strike_kind_subject_at", "kind", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[Moment]
