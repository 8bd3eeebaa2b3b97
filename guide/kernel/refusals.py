"""A request that is refused: what happened, what was kept, what to do next. A page, or JSON where JSON was asked for."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.http import parse_accept_header

from guide.kernel.db import db
from guide.kernel.shelf import NoLibrary
from guide.kernel.words import gettext as _

log = logging.getLogger("guide")
PARTS = ("note", "answer")
"""Fields for a part of an entry, in forms that name the ``version`` they replace; an ``answer`` to a check is no text."""
SECRET = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])")
"""256 random bits as an address carries them."""


class Refusal(Exception):
    """Raised anywhere below a view; answered with its code. ``fields`` go into the JSON answer only."""

    def __init__(
        self,
        code: int,
        *,
        reason: str,
        happened: str,
        kept: str | None = None,
        next_steps: str | None = None,
        retry_after: int | None = None,
        **fields: Any,
    ) -> None:
        super().__init__(happened)
        self.code, self.reason, self.happened = code, reason, happened
        self.kept, self.next_steps, self.retry_after, self.fields = kept, next_steps, retry_after, fields


TITLES = {
    400: _("That request could not be read"),
    401: _("You are signed out"),
    403: _("Not accepted"),
    404: _("There is no page here"),
    405: _("That is not done this way"),
    409: _("Changed elsewhere"),
    413: _("Too much at once"),
    422: _("That cannot be kept"),
    429: _("Too many attempts"),
    500: _("Something broke on our side"),
    503: _("The site cannot keep anything right now"),
}
HAPPENED = {
    400: _("The browser sent something that this site does not understand."),
    403: _("You may not do that."),
    404: _("The address may be mistyped, or it belongs to something that is no longer here."),
    405: _("This address answers to other kinds of requests."),
    413: _("What was sent is larger than this site takes."),
    500: _("The mistake is ours, and it has been noted."),
    503: _("The database does not answer, or has no room left. Signed out, lessons can still be read."),
}
KEPT = {
    413: _("Nothing was changed. The text was too large to be read here: go back, shorten it, and send it again."),
    500: _("What was saved before is safe. Text that you have just written is still in the page: go back to it."),
    503: _("What was saved before is safe. Text that you have just written is still in the page: go back to it."),
}


def wants_json() -> bool:
    """Where JSON is named and everything else is taken as well, it is JSON that was asked for."""
    return _prefers_json(request.headers.get("Accept", ""))


@lru_cache(maxsize=200)  # every browser and script asks in the same few words
def _prefers_json(accept: str) -> bool:
    accepted = parse_accept_header(accept[:1000], MIMEAccept)
    return accepted.best_match(("text/html", "application/json")) == "application/json"


def answer(
    code: int,
    *,
    reason: str | None = None,
    happened: str | None = None,
    kept: str | None = None,
    next_steps: str | None = None,
    fields: dict[str, Any] | None = None,
) -> Response:
    """The refusal as JSON or as a page in the site's own face."""
    happened = happened or HAPPENED.get(code) or HAPPENED[400]
    if wants_json():
        response = jsonify({"reason": reason or str(code), "problem": happened, **(fields or {})})
        response.status_code = code
        return response
    field, text = posted_text()
    if text:
        kept = _("Nothing was changed. Your text is below.")
    page = render_template(
        "site/error.html",
        field=field,
        text=text,
        again=again(reason, field) if field else None,
        code=code,
        title=TITLES.get(code, TITLES[400]),
        happened=happened,
        kept=kept or KEPT.get(code),
        next_steps=next_steps,
    )
    return make_response(page, code)


def posted_text() -> tuple[str, str]:
    """The field in which somebody wrote what they sent, and the text: a page that refuses it gives it back. Both may be empty;
    without a field it is to be read only."""
    if request.method != "POST" or request.endpoint is None:
        return "", ""
    try:
        is_part, do = "version" in request.form, request.form.get("do", "save")
        if is_part and do in ("add", "change"):  # of something on a map; to be read, since it is not all of the form
            given = (request.form.get(name, "").strip() for name in ("name", "note"))
            return "", "\n".join(filter(None, given))
        names = ("body", *PARTS) if is_part and do == "save" else ("body",)
        return next(((name, text) for name in names if (text := request.form.get(name))), ("", ""))
    except HTTPException:
        return "", ""  # too large to be read


def again(reason: str | None, field: str) -> list[tuple[str, str]] | None:
    """The other fields of the form, to send it once more; None where it must not be: it was written by somebody else."""
    if reason in {"other-person", "foreign"}:
        return None
    return [(name, value) for name, value in request.form.items() if name not in {field, "csrf_token", "do"}]


def init_app(app: Flask) -> None:
    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Response:
        log.info("refused %s: %s (%s)", asked(), refusal.code, refusal.reason)
        response = answer(
            refusal.code,
            reason=refusal.reason,
            happened=refusal.happened,
            kept=refusal.kept,
            next_steps=refusal.next_steps,
            fields=refusal.fields,
        )
        if refusal.retry_after:
            response.headers["Retry-After"] = str(refusal.retry_after)
        return response

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response | HTTPException:
        code = error.code or 500
        if code < 400:
            return error
        fields: dict[str, Any] = {}
        if isinstance(error, RequestEntityTooLarge):
            fields["limit"] = app.config["MAX_CONTENT_LENGTH"]
        response = answer(code, fields=fields)
        if code != 404:
            log.info("refused %s: %s", asked(), code)
        if error.get_response().headers.get("Allow"):
            response.headers["Allow"] = error.get_response().headers["Allow"]
        return response

    @app.errorhandler(SQLAlchemyError)
    def database_failed(error: SQLAlchemyError) -> Response:
        """Out of reach, full, locked: a 503 that says so. A value that no column can hold is a 400, however it got so far. A
        mistake in our own statement stays a 500."""
        db.session.rollback()
        if str(getattr(getattr(error, "orig", None), "sqlstate", None)).startswith("22"):
            log.warning("%s held a value that the database refused: %s", asked(), first_line(error))
            return answer(400)
        unavailable = not isinstance(error, DBAPIError) or error.connection_invalidated or is_unavailable(error)
        log.error("database: %s", first_line(error))
        if not unavailable:
            log.exception("a statement failed", exc_info=error)
        response = answer(503 if unavailable else 500, reason="unavailable" if unavailable else None)
        if unavailable:
            response.headers["Retry-After"] = "5"
        return response

    @app.errorhandler(NoLibrary)
    def no_library(problems: NoLibrary) -> Response:
        """Nothing to serve, and nothing served before. Only an author's own machine is shown why."""
        log.error("the guides do not compile, and there is no earlier version")
        response = answer(503, reason="content", happened=_("The guides cannot be shown right now."))
        response.headers["Retry-After"] = "60"
        return response

    @app.errorhandler(Exception)
    def broke(error: Exception) -> Response:
        log.exception("%s broke", asked(), exc_info=error)
        return answer(500)


def asked() -> str:
    """What was asked for, as the log may keep it: a link from a mail opens an account, so its secret is left out."""
    return f"{request.method} {SECRET.sub('…', request.path)[:200]}"


def is_unavailable(error: DBAPIError) -> bool:
    """Whether the database, not the statement, is at fault: SQLite locked, full, I/O; PostgreSQL out of reach (class 08, 57),
    deadlocked (40), out of room (53), locked (55)."""
    original: Any = error.orig
    code = getattr(original, "sqlstate", None)
    if code:
        return str(code)[:2] in {"08", "40", "53", "55", "57", "58"}
    return type(original).__name__ in {"OperationalError", "InterfaceError"} or "disk" in str(original)


def first_line(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    return (str(original).splitlines() or [type(original).__name__])[0][:300]
