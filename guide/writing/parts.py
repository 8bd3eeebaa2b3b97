"""Entries of several parts, each with a form of its own: answers in a chat, notes on posts."""

from __future__ import annotations

import hashlib


def mark(text: str) -> str:
    """Another as soon as the text is another. A form says by it which text of this part it was made from, whatever has become of
    the others since."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
