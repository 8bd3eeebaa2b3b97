"""The cookies that are set here, and how each is set.

``guide`` carries the sign-in, ``guide_form`` binds the forms of people who are not signed in, ``guide_look`` remembers theme
and text size. Under HTTPS they bear the ``__Host-`` prefix, so that no neighbouring site can set them.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response as FlaskResponse
from flask import current_app, g, request
from werkzeug import Response

SIGN_IN = "guide"
FORM = "guide_form"
LOOK = "guide_look"


def name(cookie: str) -> str:
    return f"__Host-{cookie}" if current_app.config["SESSION_COOKIE_SECURE"] else cookie


def read(cookie: str) -> str | None:
    return read_exactly(name(cookie)) or None


def read_exactly(full_name: str) -> str | None:
    """Only as browsers send it back, which is also how the pages kept for guests are told from others: what one reader took
    for a sign-in and another did not would hand a learner's page to every guest. Of several of a name, the last: browsers
    send the one for the whole site after those for a part of it.
    """
    start, found = f"{full_name}=", None
    for piece in request.headers.get("Cookie", "").split(";"):
        if (piece := piece.strip()).startswith(start):
            found = piece.removeprefix(start)
    return found


def put(response: Response, cookie: str, value: str, lasting: timedelta | None = None) -> None:
    """Set it for ``lasting``, or until the browser closes."""
    response.set_cookie(
        name(cookie),
        value,
        max_age=lasting,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def drop(response: Response, cookie: str) -> None:
    response.delete_cookie(
        name(cookie), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )


def form_cookie() -> str:
    """The value that binds forms to this browser; made at the first form, set with the answer."""
    value: str | None = g.get("form_cookie") or read(FORM)
    if value is None:
        value = g.form_cookie = g.form_cookie_new = secrets.token_urlsafe(24)
    return value


def set_new_form_cookie(response: FlaskResponse) -> FlaskResponse:
    if new := g.get("form_cookie_new"):
        put(response, FORM, new)
    return response
