"""Who is signed in: a random token in a cookie, its hash in the database, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from flask import Flask, Request, Response, current_app, g, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import Select, and_, bindparam, delete, or_, select, update

from guide.accounts import secrets
from guide.accounts.devices import device_name
from guide.accounts.models import Learner, MailedToken, SignIn
from guide.accounts.next_page import next_address
from guide.kernel import cookies
from guide.kernel.clock import now
from guide.kernel.db import SAFE_METHODS, db, table
from guide.kernel.refusals import Refusal, wants_json
from guide.kernel.words import gettext as _

TOUCH_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Person(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The learner who makes this request, read in one select."""

    id: int
    name: str
    email: str
    time_zone: str
    is_confirmed: bool
    sign_in_id: int
    last_used_at: datetime
    stays: bool


def current_learner() -> Learner:
    """The row of whoever is signed in, to change it. Only behind ``login_required``.

    :raises Refusal: 401; the account was deleted since this request began.
    """
    learner = db.session.get(Learner, current_user.id)
    if learner is None:
        raise Refusal(401, reason="signed-out", happened=_("You are signed out."))
    return learner


def current_person() -> Person:
    return cast(Person, current_user)


def init_app(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.request_loader(load_person)
    manager.unauthorized_handler(refuse_signed_out)
    app.after_request(keep_alive)


def load_person(request: Request) -> Person | None:
    """One select by the hash of the cookie; None where it is unknown, signed out, or too old."""
    token = cookies.read(cookies.SIGN_IN)
    if token is None or "person_unread" in g:
        return None
    g.person_unread = True  # should the database fail here, the page that says so asks again, and is a guest's
    row = db.session.connection().execute(_select_person(), {"token_hash": secrets.hashed(token)}).one_or_none()
    g.pop("person_unread")
    if row is None or row.disabled_at is not None:
        return None
    ends = row.last_used_at + SignIn.LASTING if row.stays else row.created_at + SignIn.PASSING
    if now() >= ends:
        return None
    return Person(
        row.id, row.name, row.email, row.time_zone, row.confirmed_at is not None, row.sign_in_id, row.last_used_at,
        row.stays,
    )  # fmt: skip


@cache
def _select_person() -> Select[Any]:
    """Columns of the tables, not entities: spared work that every request would pay for."""
    learner, sign_in = table(Learner).c, table(SignIn).c
    return (
        select(
            learner.id,
            learner.name,
            learner.email,
            learner.time_zone,
            learner.confirmed_at,
            learner.disabled_at,
            sign_in.id.label("sign_in_id"),
            sign_in.created_at,
            sign_in.last_used_at,
            sign_in.stays,
        )
        .join_from(table(SignIn), table(Learner), sign_in.learner_id == learner.id)
        .where(sign_in.token_hash == bindparam("token_hash"))
    )


def sign_in(learner: Learner, *, stays: bool) -> None:
    """Sign this browser in, anew: an earlier sign-in of this browser ends. Mailed secrets of the learner die, and what is
    left of sign-ins that ran out."""
    if (former := cookies.read(cookies.SIGN_IN)) is not None:
        db.session.execute(delete(SignIn).where(SignIn.token_hash == secrets.hashed(former)))
    db.session.execute(delete(MailedToken).where(MailedToken.learner_id == learner.id))
    token, at = secrets.new(), now()
    ran_out = or_(
        and_(SignIn.stays, SignIn.last_used_at <= at - SignIn.LASTING),
        and_(~SignIn.stays, SignIn.created_at <= at - SignIn.PASSING),
    )
    db.session.execute(delete(SignIn).where(SignIn.learner_id == learner.id, ran_out))
    db.session.add(
        SignIn(
            learner_id=learner.id,
            token_hash=secrets.hashed(token),
            device=device_name(request.headers.get("User-Agent", "")),
            stays=stays,
            created_at=at,
            last_used_at=at,
        )
    )
    g.sign_in_cookie = (token, SignIn.LASTING if stays else None)


def sign_out_here() -> None:
    if (token := cookies.read(cookies.SIGN_IN)) is not None:
        db.session.execute(delete(SignIn).where(SignIn.token_hash == secrets.hashed(token)))
    g.sign_in_cookie = None


def sign_out_everywhere(learner_id: int) -> None:
    """End every sign-in of this learner; this browser forgets its cookie, if it is one of theirs."""
    db.session.execute(delete(SignIn).where(SignIn.learner_id == learner_id))
    if has_request_context() and current_user.is_authenticated and current_user.id == learner_id:
        g.sign_in_cookie = None


def touch() -> None:
    """Note that the sign-in is in use, at most hourly. Adds to the open transaction of a POST."""
    person = current_person()
    if now() - person.last_used_at >= TOUCH_EVERY:
        db.session.execute(update(SignIn).where(SignIn.id == person.sign_in_id).values(last_used_at=now()))
        if person.stays:
            g.sign_in_cookie = (cookies.read(cookies.SIGN_IN), SignIn.LASTING)


def keep_alive(response: Response) -> Response:
    """After every request: set or drop the cookie, as the view decided."""
    if "sign_in_cookie" in g:
        if g.sign_in_cookie is None:
            cookies.drop(response, cookies.SIGN_IN)
        elif response.status_code < 400:
            token, lasting = g.sign_in_cookie
            cookies.put(response, cookies.SIGN_IN, token, lasting)
    return response


def refuse_signed_out() -> ResponseReturnValue:
    """For what only learners may do: JSON for the script, the sign-in page for a reader, the text back for a writer."""
    if wants_json():
        raise Refusal(401, reason="signed-out", happened=_("You are signed out."))
    if request.method in SAFE_METHODS:
        return redirect(next_address("/login", request.full_path.rstrip("?")))
    page = current_app.extensions["signed-out-page"]
    return cast(ResponseReturnValue, page())
