"""Secrets that go out by mail: to reset a password, to confirm an address."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import delete, select

from guide.accounts import secrets
from guide.accounts.models import Learner, MailedToken
from guide.kernel import mail
from guide.kernel.clock import now
from guide.kernel.db import db


def send_reset(learner: Learner) -> None:
    """Adds to the open transaction."""
    token = _new_token(learner, "reset", learner.email)
    mail.send(learner.email, "reset", learner=learner, address=_address(f"/reset-password/{token}"))


def send_confirmation(learner: Learner, email: str) -> None:
    token = _new_token(learner, "confirm", email)
    mail.send(email, "confirm", learner=learner, email=email, address=_address(f"/confirm-email/{token}"))


def reset_address(learner: Learner) -> str:
    """A reset link for an operator to hand over."""
    return _address(f"/reset-password/{_new_token(learner, 'reset', learner.email)}")


def find(token: str, purpose: str, *, hold: bool = False) -> tuple[MailedToken, Learner] | None:
    """The fresh token and whose it is; None where it is unknown, used or an hour old. ``hold`` keeps everybody else from
    changing the learner until commit."""
    statement = (
        select(MailedToken, Learner)
        .join(Learner, Learner.id == MailedToken.learner_id)
        .where(MailedToken.token_hash == secrets.hashed(token), MailedToken.purpose == purpose)
    )
    if hold:
        statement = statement.with_for_update(of=Learner, key_share=True)
    row = db.session.execute(statement).one_or_none()
    if row is None or not row[0].is_fresh(now()) or row[1].disabled_at is not None:
        return None
    return row[0], row[1]


def use_up(mailed: MailedToken) -> bool:
    """Whether this is the one use of it; every other secret of the learner dies with it."""
    learner_id = mailed.learner_id
    used = db.session.execute(delete(MailedToken).where(MailedToken.id == mailed.id))
    forget_all(learner_id)
    return used.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def forget_all(learner_id: int) -> None:
    db.session.execute(delete(MailedToken).where(MailedToken.learner_id == learner_id))


def _new_token(learner: Learner, purpose: str, email: str) -> str:
    db.session.execute(delete(MailedToken).where(MailedToken.learner_id == learner.id, MailedToken.purpose == purpose))
    token = secrets.new()
    db.session.add(
        MailedToken(
            learner_id=learner.id, purpose=purpose, token_hash=secrets.hashed(token), email=email, created_at=now()
        )
    )
    return token


def _address(path: str) -> str:
    return str(current_app.config["BASE_URL"]) + path
