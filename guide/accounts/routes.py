"""Coming in and going out: register, sign in, sign out, recover a password, confirm an address."""

from __future__ import annotations

import logging
import re
from functools import partial

from flask import Blueprint, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from guide.accounts import limits, passwords, recovery
from guide.accounts.addresses import key_of
from guide.accounts.forms import ForgotForm, RegisterForm, ResetForm, SignInForm
from guide.accounts.models import Learner
from guide.accounts.next_page import safe_next
from guide.accounts.queries import learner_by_email
from guide.accounts.registration import Registration
from guide.accounts.sign_in import sign_in, sign_out_everywhere, sign_out_here
from guide.kernel import mail
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.forgery import csrf_token, public_form, token_for, undoes_a_sign_in
from guide.kernel.refusals import wants_json
from guide.kernel.templates import site_name
from guide.kernel.words import gettext as _

log = logging.getLogger("guide")
bp = Blueprint("accounts", __name__)

KEPT_ADDRESS = re.compile(r"/journal(?:/[\w-]+){3}")
"""Where a text may be handed on to: an entry, and nothing that a browser would resolve to another page."""


def _next() -> str:
    return safe_next(request.values.get("next"))


def _registration() -> Registration:
    return Registration(current_app.extensions["settings"].registration)


@bp.app_template_global()
def registration_is_open() -> bool:
    """Whether pages offer an account to whoever comes."""
    return _registration().is_open


@bp.route("/register", methods=["GET", "POST"])
@public_form
def register() -> ResponseReturnValue:
    """Create an account and be signed in at once; a mail confirms the address afterwards."""
    if current_user.is_authenticated:
        return redirect(_next())
    invitation = request.values.get("invitation", "")[:100]
    form = RegisterForm(request.form or None)  # None: not sent yet, so boxes are ticked as by default
    refusal = _registration().refusal(invitation)
    page = {"form": form, "next": _next(), "invitation": invitation, "refusal": refusal}
    if request.method != "POST":
        return render_template("accounts/register.html", **page)
    if refusal is not None or not form.validate():
        return render_template("accounts/register.html", **page), 422
    address = form.email.address
    if objection := _registration().objection(address):
        form.email.errors = [objection]
        return render_template("accounts/register.html", **page), 422
    limits.REGISTRATIONS.strike(limits.network_address())
    db.session.commit()
    password_hash = passwords.hash_password(form.password.data or "")
    learner = Learner(
        name=form.name.data,
        email=address.email,
        email_key=address.key,
        password_hash=password_hash,
        time_zone=form.zone,
        created_at=now(),
    )
    db.session.add(learner)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        form.email.errors = [_("There is already an account with this address. Sign in, or reset the password.")]
        return render_template("accounts/register.html", **page), 422
    if not _registration().use_up(invitation):
        db.session.rollback()
        return render_template(
            "accounts/register.html", **{**page, "refusal": _registration().refusal(invitation)}
        ), 422
    sign_in(learner, stays=form.stay.data)
    recovery.send_confirmation(learner, address.email)
    db.session.commit()
    flash(_("Your account is ready. What you write from here on is kept."))
    return redirect(_next(), 303)


@bp.route("/login", methods=["GET", "POST"])
@public_form
def login() -> ResponseReturnValue:
    """Sign in. Whether an account exists can be told neither from the words nor from the time."""
    if current_user.is_authenticated and request.method != "POST":
        return redirect(_next())
    form = SignInForm(request.form or None)
    page = {"form": form, "next": _next(), "kept": kept_text()}
    if request.method != "POST":
        return render_template("accounts/login.html", **page)
    if not form.validate():
        return render_template("accounts/login.html", **page), 422
    strikes = [
        limits.ACCOUNT.strike(key_of(form.email.data or "")),
        limits.ADDRESS.strike(limits.network_address()),
    ]
    learner = learner_by_email(form.email.data or "")
    known = learner.password_hash if learner and learner.disabled_at is None else None
    learner_id = learner.id if learner else None
    db.session.commit()
    if not passwords.is_right(known, form.password.data or ""):
        log.info("refused a sign-in: wrong e-mail or password, from %s", limits.network_address())
        form.password.errors = [_("E-mail and password do not belong together. Check both, or reset the password.")]
        return render_template("accounts/login.html", **page), 422
    # The password was compared outside a transaction: take the account only if it is still the one compared with, and
    # let nobody change it before this sign-in stands, or a reset would not find it.
    learner = db.session.scalar(
        select(Learner)
        .where(Learner.id == learner_id, Learner.password_hash == known, Learner.disabled_at.is_(None))
        .with_for_update(key_share=True)
    )
    if learner is None:
        form.password.errors = [_("The password was changed just now. Use the new one.")]
        return render_template("accounts/login.html", **page), 422
    limits.forgive(*strikes)
    sign_in(learner, stays=form.stay.data)
    db.session.commit()
    if page["kept"]:
        new_token = token_for(g.sign_in_cookie[0])
        return render_template("accounts/kept_text.html", learner=learner, new_token=new_token, **page)
    return redirect(_next(), 303)


def kept_text() -> dict[str, str]:
    """What was written and posted while signed out, handed on from form to form until somebody can save it."""
    if KEPT_ADDRESS.fullmatch(request.form.get("kept_address", "")):
        names = ("kept_address", "kept_body", "kept_version", "kept_learner", "kept_do", "kept_why")
        return {name: request.form.get(name, "") for name in names}
    return {}


@bp.post("/logout")
@undoes_a_sign_in
def logout() -> ResponseReturnValue:
    """Sign out on this device. Without a sign-in it is already done, as where another tab came first: its page says so."""
    if current_user.is_authenticated:  # else the cookie is left alone, too: nothing vouches for where this came from
        sign_out_here()
        db.session.commit()
    flash(_("You are signed out."))
    return {"address": "/"} if wants_json() else redirect("/", 303)


@bp.route("/forgot-password", methods=["GET", "POST"])
@public_form
def forgot_password() -> ResponseReturnValue:
    """Ask for a link to set a new password. Whether there is an account can be told neither from the words nor from the
    time: looking for it begins once this is answered."""
    form = ForgotForm(request.form)
    is_sent = request.method == "POST"
    if not is_sent or not form.validate():
        return render_template("accounts/forgot_password.html", form=form, sent=False), 422 if is_sent else 200
    limits.RESETS.strike(form.email.address.key)
    limits.RESETS_FROM_ADDRESS.strike(limits.network_address())
    db.session.commit()
    mail.after_answer(partial(send_reset, form.email.address.email))
    return render_template("accounts/forgot_password.html", form=form, sent=True)


def send_reset(email: str) -> None:
    learner = learner_by_email(email)
    if learner is not None and learner.disabled_at is None:
        recovery.send_reset(learner)
        db.session.commit()


@bp.route("/reset-password/<token>", methods=["GET", "POST"])
@public_form
def reset_password(token: str) -> ResponseReturnValue:
    """Set a new password with the link from the mail. Every device is signed out; the limit on trying is lifted."""
    form = ResetForm(request.form)
    found = recovery.find(token, "reset")
    if found is None:
        return render_template("accounts/reset_password.html", form=None), 404
    learner = found[1]
    if request.method != "POST":
        return render_template("accounts/reset_password.html", form=form, email=learner.email)
    personal = (learner.name, learner.email, site_name())
    if form.validate() and (problem := passwords.objection(form.password.data or "", *personal)):
        form.password.errors = [problem]
    if form.errors:
        return render_template("accounts/reset_password.html", form=form, email=learner.email), 422
    db.session.rollback()
    password_hash = passwords.hash_password(form.password.data or "")
    found = recovery.find(token, "reset", hold=True)
    if found is None or not recovery.use_up(found[0]):
        db.session.rollback()
        return render_template("accounts/reset_password.html", form=None), 404
    learner = found[1]
    learner.password_hash = password_hash
    learner.confirmed_at = learner.confirmed_at or now()
    sign_out_everywhere(learner.id)
    limits.ACCOUNT.lift(learner.email_key)
    mail.send(learner.email, "password_changed", learner=learner)
    db.session.commit()
    flash(_("Your new password is set. Sign in with it."))
    return redirect("/login", 303)


@bp.route("/confirm-email/<token>", methods=["GET", "POST"])
@public_form
def confirm_email(token: str) -> ResponseReturnValue:
    """Confirm an address with the link from the mail. Opening it only asks, because mail scanners open links too."""
    found = recovery.find(token, "confirm", hold=request.method == "POST")
    if found is None:
        return render_template("accounts/confirm_email.html", email=None), 404
    mailed, learner = found
    if request.method != "POST":
        return render_template("accounts/confirm_email.html", email=mailed.email)
    email, former = mailed.email, learner.email
    if not recovery.use_up(mailed):
        db.session.rollback()
        return render_template("accounts/confirm_email.html", email=None), 404
    learner.email, learner.email_key, learner.confirmed_at = email, email.casefold(), now()
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return render_template("accounts/confirm_email.html", email=None), 409
    if former != email:
        mail.send(former, "email_changed", learner=learner, email=email)
    db.session.commit()
    flash(_("Your address %(email)s is confirmed.") % {"email": email})
    return redirect("/account" if current_user.is_authenticated else "/login", 303)


@bp.get("/session")
def session() -> ResponseReturnValue:
    """For the script of a page left open: who is signed in now, and the token that their forms need."""
    if not current_user.is_authenticated:
        return {"learner": None}
    return {"learner": current_user.id, "csrf_token": csrf_token()}
