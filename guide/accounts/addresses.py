"""E-mail addresses: read once, compared in one folded form."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from guide.kernel.words import gettext as _

LONGEST_TYPED = 320
"""Beyond it nothing is folded: an address has at most 254 characters, and NFKC is quadratic on hostile text."""


class NoAddress(ValueError):
    """Not an address that mail can be sent to; the message says why."""


@dataclass(frozen=True)
class Address:
    """``key`` is what must be unique: NFKC and case folded, the domain in its ASCII form."""

    email: str
    key: str

    @classmethod
    def parse(cls, text: str) -> Address:
        """:raises NoAddress: it is none, or its local part is not ASCII."""
        from email_validator import EmailNotValidError, validate_email  # here: its patterns take long to be made

        folded = unicodedata.normalize("NFKC", text.strip()) if len(text) <= LONGEST_TYPED else ""
        try:
            valid = validate_email(folded, check_deliverability=False, allow_smtputf8=True, globally_deliverable=False)
        except (EmailNotValidError, UnicodeError):
            raise NoAddress(_("Write an e-mail address such as name@example.org.")) from None
        if valid.ascii_email is None:
            raise NoAddress(
                _("Before the @, use plain letters without accents: many mail servers cannot deliver to others.")
            )
        return cls(valid.ascii_email, valid.ascii_email.casefold())

    @property
    def domain(self) -> str:
        return self.key.rpartition("@")[2]


def key_of(text: str) -> str:
    """The folded form of whatever was typed, an address or not; for counting tries."""
    try:
        return Address.parse(text).key
    except NoAddress:
        return text[:LONGEST_TYPED].strip().casefold()
