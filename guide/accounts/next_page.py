"""Where to go after signing in: only ever to a page of this site."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit


def is_own(address: str) -> bool:
    """Whether every browser stays on this site with it: one leading slash, no backslash, no control characters."""
    for form in (address, unquote(address)):
        if not form.startswith("/") or form.startswith("//") or "\\" in form:
            return False
        if any(ord(c) < 33 or ord(c) == 127 for c in form):
            return False
        try:
            parts = urlsplit(form)
        except ValueError:
            return False
        if parts.scheme or parts.netloc or parts.path.startswith("//"):
            return False
    return True


def safe_next(address: str | None, otherwise: str = "/") -> str:
    return address if address and len(address) < 2000 and is_own(address) else otherwise


def next_address(page: str, after: str) -> str:
    """The address of ``page`` that remembers where to go afterwards."""
    return f"{page}?next={quote(after, safe='/')}" if is_own(after) and after != "/" else page
