"""How often one may try: counted in the database, so that it holds for every process and over a restart."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request
from sqlalchemy import delete, func, select, text

from guide.accounts.models import Strike
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.refusals import Refusal
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext


@dataclass(frozen=True)
class Limit:
    """``setting`` names the number in the site's settings; beyond it within ``window`` no further try is taken.

    ``way_out`` says what there is to do but wait.
    """

    kind: str
    setting: str
    window: timedelta
    way_out: str | None = None

    def strike(self, subject: str) -> int:
        """Count a try before it is made; ``forgive`` it afterwards if it succeeded. Adds to the open transaction.

        :raises Refusal: 429, with the seconds to wait.
        """
        at, key = now(), _keyed(self.kind, subject)
        _one_at_a_time(key)
        since = at - self.window
        count, first = db.session.execute(
            select(func.count(), func.min(Strike.at)).where(
                Strike.kind == self.kind, Strike.subject == key, Strike.at > since
            )
        ).one()
        if count >= getattr(current_app.extensions["settings"], self.setting):
            wait = max(1, int((first + self.window - at).total_seconds()))
            minutes = -(-wait // 60)
            raise Refusal(
                429,
                reason="too-many",
                happened=ngettext(
                    "There were too many attempts. Try again in %(minutes)s minute.",
                    "There were too many attempts. Try again in %(minutes)s minutes.",
                    minutes,
                )
                % {"minutes": minutes},
                next_steps=self.way_out or _("Wait until then. What you wrote before is safe."),
                retry_after=wait,
            )
        db.session.execute(delete(Strike).where(Strike.kind == self.kind, Strike.at <= at - timedelta(days=1)))
        strike = Strike(kind=self.kind, subject=key, at=at)
        db.session.add(strike)
        db.session.flush()
        return strike.id

    def lift(self, subject: str) -> None:
        """Forget every try of this subject."""
        db.session.execute(delete(Strike).where(Strike.kind == self.kind, Strike.subject == _keyed(self.kind, subject)))


def forgive(*strikes: int) -> None:
    """These tries succeeded, so they do not count."""
    db.session.execute(delete(Strike).where(Strike.id.in_(strikes)))


def _one_at_a_time(key: str) -> None:
    """Until this transaction ends, nobody else counts tries of this subject: a burst must not slip in between the counting
    and the trying. SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(key[:15], 16)})


def _keyed(kind: str, subject: str) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"{kind}:{subject}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def network_address() -> str:
    """Whose tries these are: the address, of IPv6 the /64 that one connection owns.

    A server that listens on both kinds sees IPv4 as ``::ffff:192.0.2.7``; taken for IPv6, all of it would be one /64.
    """
    address = request.remote_addr or "unknown"
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((int(parsed), 64), strict=False))
    return str(parsed)


ACCOUNT = Limit(
    "account",
    "limit_account",
    timedelta(minutes=15),
    _("Is it your account, and you do not know the password? Reset it: that lifts the limit at once."),
)
ADDRESS = Limit("address", "limit_address", timedelta(hours=1))
RESETS = Limit("reset", "limit_resets", timedelta(hours=1))
RESETS_FROM_ADDRESS = Limit("reset-address", "limit_registrations", timedelta(hours=1))
CONFIRMATIONS = Limit("confirmation", "limit_resets", timedelta(hours=1))
"""Links that a learner has sent to an address of their choosing."""
REGISTRATIONS = Limit("registration", "limit_registrations", timedelta(hours=1))
