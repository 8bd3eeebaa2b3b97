"""Secrets that people carry: made here, kept only as hashes."""

from __future__ import annotations

import hashlib
import secrets


def new() -> str:
    """256 random bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """SHA-256 in hex. Enough for secrets that are random to begin with."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
