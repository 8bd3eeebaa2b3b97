"""An address with a slash too many leads to the one without it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound

from guide.kernel.places import guide_or_404, lesson_or_404

READING = frozenset({"GET", "HEAD"})


def lead_to_address_without_slash() -> ResponseReturnValue | None:
    """Before every request: where nothing answers to an address, and something to it without the one slash at its end, a
    permanent redirect. The question behind it stays. What there is not in either way is not found.
    """
    if request.method not in READING or not isinstance(request.routing_exception, NotFound):
        return None
    path = request.path.removesuffix("/")
    if path == request.path or "//" in request.path or not _answers(path):
        return None
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    return redirect(quote(path) + query, 308)


def _answers(path: str) -> bool:
    """Whether there is a page at this path, as far as guides and lessons tell; what a learner wrote is not looked for."""
    adapter = current_app.create_url_adapter(request)
    try:
        ids = adapter.match(path, method="GET")[1] if adapter else None
        if ids and path.startswith("/guides/"):
            _find(**ids)
    except HTTPException:
        return False
    return ids is not None


def _find(guide_id: str, lesson_id: str | None = None, **_more: Any) -> None:
    if lesson_id is None:
        guide_or_404(guide_id)
    else:
        lesson_or_404(guide_id, lesson_id)
