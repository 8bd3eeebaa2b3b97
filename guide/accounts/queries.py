"""Named reads of accounts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from guide.accounts.addresses import Address, NoAddress
from guide.accounts.models import Learner, SignIn
from guide.kernel.clock import now
from guide.kernel.db import db


def learner_by_email(email: str) -> Learner | None:
    try:
        address = Address.parse(email)
    except NoAddress:
        return None
    return db.session.scalar(select(Learner).where(Learner.email_key == address.key))


def sign_ins_of(learner_id: int) -> Sequence[SignIn]:
    """Devices still signed in, the last used first."""
    rows = db.session.scalars(
        select(SignIn).where(SignIn.learner_id == learner_id).order_by(SignIn.last_used_at.desc(), SignIn.id.desc())
    )
    return [row for row in rows if row.is_live(now())]
