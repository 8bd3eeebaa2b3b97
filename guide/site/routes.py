"""About, privacy, accessibility; the look; health."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from guide.accounts.next_page import safe_next
from guide.kernel import cookies
from guide.kernel.assets import Asset
from guide.kernel.db import db
from guide.kernel.forgery import keeps_nothing
from guide.kernel.guest_pages import same_for_guests
from guide.kernel.look import SIZES, THEMES, Look
from guide.kernel.refusals import first_line
from guide.kernel.schema import SchemaProblem, check_schema
from guide.kernel.shelf import NoLibrary, shelf
from guide.site.sitemap import printed as sitemap_of

bp = Blueprint("site", __name__)
UNLISTED = ("/search", "/login", "/register", "/forgot-password", "/reset-password", "/confirm-email")
"""What begins with these is of no use to somebody who was not sent there."""


@bp.get("/about")
@same_for_guests
def about() -> ResponseReturnValue:
    return render_template("site/about.html", guides=shelf().library.guides)


@bp.get("/privacy")
@same_for_guests
def privacy() -> ResponseReturnValue:
    return render_template("site/privacy.html")


@bp.get("/accessibility")
@same_for_guests
def accessibility() -> ResponseReturnValue:
    return render_template("site/accessibility.html")


@bp.post("/look")
@keeps_nothing
def choose_look() -> ResponseReturnValue:
    """Remember theme and text size in a cookie; an account is not needed and not asked."""
    before = Look.parse(cookies.read(cookies.LOOK))
    theme, size = request.form.get("theme", before.theme), request.form.get("size", before.size)
    look = Look(theme if theme in THEMES else before.theme, size if size in SIZES else before.size)
    response = redirect(safe_next(request.form.get("next")), 303)
    cookies.put(response, cookies.LOOK, str(look), timedelta(days=365))
    return response


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process is up."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Database and content are usable; 503 with the reason when one is not."""
    lines, code = [], 200
    try:
        db.session.execute(text("SELECT 1"))
        check_schema()
        lines.append("database: ok")
    except SQLAlchemyError as error:
        current_app.logger.info("not ready: %s", first_line(error))
        lines.append("database: does not answer")
        code = 503
    except SchemaProblem as problem:
        lines.append(f"database: {problem}")
        code = 503
    try:
        _ = shelf().library
    except NoLibrary:
        code = 503
    lines.append(shelf().state)
    return "\n".join(lines) + "\n", code, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """For what asks for it unseen: pages name the drawing, which is sharper."""
    icon: Asset = current_app.extensions["assets"].files["img/favicon.ico"]
    return Response(icon.body, content_type="image/x-icon", headers={"Cache-Control": "public, max-age=86400"})


@bp.get("/sitemap.xml")
@same_for_guests
def sitemap() -> ResponseReturnValue:
    body = sitemap_of(shelf().library, current_app.config["BASE_URL"])
    return Response(body, content_type="application/xml; charset=utf-8")


@bp.get("/robots.txt")
@same_for_guests
def robots() -> ResponseReturnValue:
    """Guides may be found by anybody. A learner's own pages are not listed: a machine is answered there with the way to sign
    in, and a rule against them would count as hiding them."""
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in UNLISTED)]
    lines += ["", f"Sitemap: {current_app.config['BASE_URL']}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
