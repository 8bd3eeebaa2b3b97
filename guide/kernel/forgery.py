"""Requests made in a learner's name by somebody else's page: refused here.

An unsafe request must come from this site (``Sec-Fetch-Site``, else ``Origin``); where a client sends neither, the token alone
decides. The token is an HMAC over the sign-in, or over the form cookie, so it lasts as long as they do and nothing is stored.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import current_app, g, request
from flask_login import current_user

from guide.kernel import cookies
from guide.kernel.db import SAFE_METHODS
from guide.kernel.refusals import Refusal
from guide.kernel.words import gettext as _

View = TypeVar("View", bound=Callable[..., Any])


def public_form(view: View) -> View:
    """A form for people who are not signed in: its token is bound to the form cookie."""
    view.admits = "anyone with a token"  # type: ignore[attr-defined]
    return view


def keeps_nothing(view: View) -> View:
    """A guest may post here without a token, because nothing is kept for a guest."""
    view.admits = "anyone"  # type: ignore[attr-defined]
    return view


def undoes_a_sign_in(view: View) -> View:
    """For learners, with their token. To somebody signed out there is nothing left to do, and the view says so."""
    view.admits = "learners"  # type: ignore[attr-defined]
    return view


def csrf_token() -> str:
    """The token that belongs into every form of this page."""
    if "csrf_token" not in g:
        g.csrf_token = _token(str(current_app.secret_key))
    return str(g.csrf_token)


@contextmanager
def standing_in_for_token(mark: str) -> Iterator[None]:
    """Within the block, forms are printed with ``mark`` in the place of the token, to be filled in later."""
    before = g.pop("csrf_token", None)
    g.csrf_token = mark
    try:
        yield
    finally:
        g.pop("csrf_token")
        if before is not None:
            g.csrf_token = before


def token_for(sign_in_secret: str) -> str:
    """The token for forms on the page that answers a sign-in, whose cookie the browser is only just given."""
    return _hmac(str(current_app.secret_key), f"sign-in:{sign_in_secret}")


def _token(key: str, *, signed_in: bool | None = None) -> str:
    if current_user.is_authenticated if signed_in is None else signed_in:
        return _hmac(key, f"sign-in:{cookies.read(cookies.SIGN_IN)}")
    return _hmac(key, f"form:{cookies.form_cookie()}")


def _hmac(key: str, bound_to: str) -> str:
    return hmac.digest(key.encode(), bound_to.encode(), "sha256").hex()


def _is_valid(given: str, *, signed_in: bool) -> bool:
    keys = [str(current_app.secret_key), *current_app.config.get("SECRET_KEY_FALLBACKS", ())]
    tokens = (_token(key, signed_in=signed_in).encode() for key in keys)
    return any(hmac.compare_digest(given.encode("utf-8", "replace"), token) for token in tokens)


def _is_same_origin() -> bool | None:
    """None: the client does not say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return None
    own = {request.host_url.rstrip("/"), current_app.config["BASE_URL"]}
    return origin in own and urlsplit(origin).scheme in {"http", "https"}


def refuse_forgeries() -> None:
    """Before every request: let safe methods and honest forms through."""
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    if _is_same_origin() is False:
        raise Refusal(
            403, reason="foreign", happened=_("This form was sent from another site, so it was not accepted.")
        )
    admits = getattr(current_app.view_functions[request.endpoint], "admits", "learners")
    person = current_user._get_current_object()
    if person.is_authenticated:
        learner = request.form.get("learner", "")
        if learner and learner != str(person.id):
            raise Refusal(
                403,
                reason="other-person",
                happened=_("This page was opened by somebody else who has since signed out. Nothing was saved."),
                next_steps=_("Copy your text if you need it, then open the page again."),
            )
    elif admits != "anyone with a token":
        return  # what only learners may do refuses by itself; what keeps nothing needs no token
    if not _is_valid(request.form.get("csrf_token", ""), signed_in=person.is_authenticated):
        raise Refusal(
            403,
            reason="token",
            happened=_("This form was opened before you signed in or out, so it could not be checked."),
            kept=_("Nothing was changed. %(name)s is signed in here now, and still is.") % {"name": person.name}
            if person.is_authenticated
            else None,
            next_steps=_("Go back, reload the page and send the form again."),
        )
