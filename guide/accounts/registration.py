"""Who may create an account: a setting."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from guide.accounts import secrets
from guide.accounts.addresses import Address
from guide.accounts.models import Invitation
from guide.kernel.db import db
from guide.kernel.words import gettext as _


@dataclass(frozen=True)
class Registration:
    """``rule`` is the setting: ``open``, ``domains:…``, ``invite`` or ``closed``."""

    rule: str

    @property
    def is_open(self) -> bool:
        """Whether somebody may register who was not asked to, though perhaps not with every address."""
        return self.rule not in {"invite", "closed"}

    def refusal(self, invitation: str) -> str | None:
        """Why nobody, or nobody with this invitation, may register at all; None where the form may be shown."""
        if self.rule == "closed":
            return _("New accounts are not open on this site. Reading needs none.")
        if self.rule == "invite" and not is_open(invitation):
            return _(
                "An account on this site needs an invitation, and this one is missing or used. Reading needs no account."
            )
        return None

    def objection(self, address: Address) -> str | None:
        """Why this address may not register; None where it may."""
        if not self.rule.startswith("domains:"):
            return None
        domains = [domain.strip().casefold() for domain in self.rule.removeprefix("domains:").split(",")]
        if address.domain in domains:
            return None
        return _("Accounts on this site are for addresses at %(domains)s.") % {"domains": ", ".join(domains)}

    def use_up(self, invitation: str) -> bool:
        """Whether this account may be made now; its invitation is used up with it. Of two who share one, the first may."""
        if self.rule != "invite":
            return True
        used = db.session.execute(delete(Invitation).where(Invitation.token_hash == secrets.hashed(invitation)))
        return used.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def is_open(invitation: str) -> bool:
    return bool(
        invitation
        and db.session.scalar(select(Invitation.id).where(Invitation.token_hash == secrets.hashed(invitation)))
    )
