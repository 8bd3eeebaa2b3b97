"""Passwords: at least 15 characters of any kind, none that everybody tries, kept as argon2id.

After NIST SP 800-63B-4: length counts, composition rules do not; whole length is hashed; a blocklist refuses what attackers
try first. Parameters after OWASP: 19 MiB, two passes, one lane.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from guide.kernel.words import gettext as _

SHORTEST, LONGEST = 15, 128
LONG_ENOUGH = 64
"""Letters and digits; from here on, how often a piece was repeated has to be guessed as well."""
LONGEST_TYPED = 8 * LONGEST
"""Code points before folding, which may join several into one. Beyond it nothing is folded: NFKC is quadratic on hostile text."""
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_two_at_once = threading.BoundedSemaphore(2)
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm")


def fold(password: str) -> str:
    """The form that is hashed: NFKC, so that the same keys give the same password on every device."""
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """About 20 ms and 19 MiB; at most two run at once. Never call it inside a transaction."""
    with _two_at_once:
        return _hasher.hash(fold(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Compare; for an unknown account (None) spend the same time and say no."""
    if len(password) > LONGEST_TYPED:
        return False
    with _two_at_once:
        try:
            _hasher.verify(password_hash or _nobodys_hash(), fold(password))
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def objection(password: str, *personal: str) -> str | None:
    """Why it cannot be used, as a sentence; None where it can. ``personal``: name, e-mail, site."""
    if len(password) > LONGEST_TYPED:
        return _("Use at most %(most)s characters. This one has %(has)s.") % {
            "most": LONGEST,
            "has": f"{len(password):,}",
        }
    folded = fold(password)
    if len(folded) < SHORTEST:
        return _("Use at least %(least)s characters; a short sentence is fine. This one has %(has)s.") % {
            "least": SHORTEST,
            "has": len(folded),
        }
    if len(folded) > LONGEST:
        return _("Use at most %(most)s characters. This one has %(has)s.") % {"most": LONGEST, "has": len(folded)}
    if any("\ud800" <= c <= "\udfff" or c == "\0" for c in folded):
        return _("Use characters that a keyboard can type; this one holds half a character or a null.")
    if is_common(folded):
        return _("This is among the first that attackers try. A sentence of your own is better.")
    bare = _bare(folded)
    for told in {_bare(part) for word in personal for part in (word, word.partition("@")[0])}:
        is_most = len(told) >= 4 and told in bare and len(bare) - len(told) * bare.count(told) < 6
        if is_most or (bare and bare in told):
            return _(
                "This is little more than your name or address, or this site's. Add words that nobody would guess."
            )
    return None


def is_common(password: str) -> bool:
    """On the list of common ones, digits and signs around it or not; or, unless it is long, one piece
    repeated or a walk along the keys."""
    bare = _bare(password)
    if not bare:
        return len(set(password)) < 5
    word = _bare(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password))
    if not _common().isdisjoint({bare, bare.rstrip("0123456789"), bare.strip("0123456789"), word}):
        return True
    if len(bare) >= LONG_ENOUGH:
        return False
    if len(set(bare)) < 4 or re.fullmatch(r"(.{1,8}?)\1+.{0,7}", bare, re.DOTALL):
        return True
    steps = sum(_are_neighbours(a, b) for a, b in pairwise(bare))
    return steps >= len(bare) * 0.8


def _are_neighbours(a: str, b: str) -> bool:
    return any(a + b in row or b + a in row for row in ROWS)


def _bare(text: str) -> str:
    """Letters and digits only, in lower case, with the usual disguises taken off; a sign at either end is none."""
    text = re.sub(r"^\W+|\W+$", "", text.casefold()).translate(str.maketrans("@$!€", "asie"))
    return "".join(c for c in text if c.isalnum())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))
