"""Guessing the word that was meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return close[0] if close else None


def near(word: str, known: Iterable[str]) -> str:
    """``"; did you mean `x`?"`` or a full stop."""
    close = nearest(word, known)
    return f"; did you mean `{close}`?" if close else "."
