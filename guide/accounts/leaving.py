"""Leaving for good."""

from __future__ import annotations

from sqlalchemy import delete

from guide.accounts import limits
from guide.accounts.models import Learner
from guide.kernel.db import db


def delete_learner(learner: Learner) -> None:
    """The learner, and by the foreign keys all that is theirs; also the tries counted under their address, which bear no
    foreign key. Adds to the open transaction."""
    for limit in (limits.ACCOUNT, limits.RESETS):
        limit.lift(learner.email_key)
    limits.CONFIRMATIONS.lift(str(learner.id))
    db.session.execute(delete(Learner).where(Learner.id == learner.id))
