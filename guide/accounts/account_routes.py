"""``/account``: what a learner may change about themselves. What is dangerous asks for the password."""

from __future__ import annotations

import logging

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from wtforms import Form

from guide.accounts import limits, passwords, recovery
from guide.accounts.access import login_required
from guide.accounts.forms import DeleteForm, EmailForm, NameForm, PasswordForm, TimeZoneForm
from guide.accounts.leaving import delete_learner
from guide.accounts.models import Learner, SignIn
from guide.accounts.queries import learner_by_email, sign_ins_of
from guide.accounts.sign_in import current_learner, sign_in, sign_out_everywhere
from guide.kernel import mail
from guide.kernel.db import db
from guide.kernel.refusals import Refusal, wants_json
from guide.kernel.templates import site_name
from guide.kernel.words import gettext as _

log = logging.getLogger("guide")
bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@login_required
def show() -> ResponseReturnValue:
    return account_page()


def account_page(**failed: Form) -> ResponseReturnValue:
    """The page, with the form that failed, if one did, still filled and saying why."""
    learner = current_learner()
    forms: dict[str, Form] = {
        "name_form": NameForm(name=learner.name),
        "time_zone_form": TimeZoneForm(time_zone=learner.time_zone),
        "email_form": EmailForm(),
        "password_form": PasswordForm(),
        "delete_form": DeleteForm(),
    }
    forms.update(failed)
    page = render_template(
        "accounts/account.html",
        learner=learner,
        devices=sign_ins_of(learner.id),
        this_device=current_user.sign_in_id,
        failed=next(iter(failed.values()), None),
        **forms,
    )
    return page, 422 if failed else 200


def is_own_password(form: Form, field: str = "password") -> bool:
    """Compare outside the transaction, and count failures like failed sign-ins. If it is, nobody else can change the
    learner until commit."""
    learner = current_learner()
    learner_id, known = learner.id, learner.password_hash
    strike = limits.ACCOUNT.strike(learner.email_key)
    db.session.commit()
    if not passwords.is_right(known, form[field].data or ""):
        log.info("refused to learner %s what needs the password: it was wrong", learner_id)
        form[field].errors = [_("This is not your password.")]
        return False
    still = select(Learner.id).where(Learner.id == learner_id, Learner.password_hash == known)
    if db.session.scalar(still.with_for_update(key_share=True)) is None:
        form[field].errors = [_("The password was changed just now. Use the new one.")]
        return False
    limits.forgive(strike)
    return True


@bp.post("/name")
@login_required
def change_name() -> ResponseReturnValue:
    form = NameForm(request.form)
    if not form.validate():
        return account_page(name_form=form)
    current_learner().name = form.name.data or ""
    return _kept(_("Your name is changed."))


@bp.post("/time-zone")
@login_required
def change_time_zone() -> ResponseReturnValue:
    form = TimeZoneForm(request.form)
    if not form.validate():
        return account_page(time_zone_form=form)
    current_learner().time_zone = form.time_zone.data
    return _kept(_("Your time zone is changed."))


@bp.post("/email")
@login_required
def change_email() -> ResponseReturnValue:
    """Ask for another address. It becomes the learner's when the link sent to it is opened."""
    form = EmailForm(request.form)
    if not form.validate() or not is_own_password(form):
        return account_page(email_form=form)
    db.session.commit()
    learner, address = current_learner(), form.email.address
    limits.CONFIRMATIONS.strike(str(learner.id))
    other = learner_by_email(address.email)
    if other is not None and other.id != learner.id:
        form.email.errors = [_("There is already an account with this address.")]
        db.session.commit()
        return account_page(email_form=form)
    recovery.send_confirmation(learner, address.email)
    mail.send(learner.email, "email_change_asked", learner=learner, email=address.email)
    return _kept(_("Open the link that was sent to %(email)s. Until then nothing changes.") % {"email": address.email})


@bp.post("/confirmation")
@login_required
def send_confirmation() -> ResponseReturnValue:
    """Send the link that confirms the present address once more."""
    learner = current_learner()
    limits.CONFIRMATIONS.strike(str(learner.id))
    recovery.send_confirmation(learner, learner.email)
    return _kept(_("A link was sent to %(email)s.") % {"email": learner.email})


@bp.post("/password")
@login_required
def change_password() -> ResponseReturnValue:
    """Set another password; every other device is signed out, this one is signed in anew."""
    form = PasswordForm(request.form)
    learner = current_learner()
    personal = (learner.name, learner.email, site_name())
    if form.validate() and (problem := passwords.objection(form.new_password.data or "", *personal)):
        form.new_password.errors = [problem]
    if form.errors:
        return account_page(password_form=form)
    db.session.commit()
    password_hash = passwords.hash_password(form.new_password.data or "")
    if not is_own_password(form):
        return account_page(password_form=form)
    learner = current_learner()
    learner.password_hash = password_hash
    sign_out_everywhere(learner.id)
    sign_in(learner, stays=current_user.stays)
    mail.send(learner.email, "password_changed", learner=learner)
    return _kept(_("Your password is changed, and every other device is signed out."))


@bp.post("/devices/<int:sign_in_id>/sign-out")
@login_required
def sign_out_device(sign_in_id: int) -> ResponseReturnValue:
    row = db.session.get(SignIn, sign_in_id) if sign_in_id < 2**31 else None
    if row is None or row.learner_id != current_user.id:
        abort(404)
    db.session.delete(row)
    return _kept(_("That device is signed out."))


@bp.post("/sign-out-everywhere")
@login_required
def sign_out_all_devices() -> ResponseReturnValue:
    """Sign out every device, this one included."""
    sign_out_everywhere(current_user.id)
    db.session.commit()
    flash(_("You are signed out everywhere."))
    return {"address": "/login"} if wants_json() else redirect("/login", 303)


@bp.post("/delete")
@login_required
def delete_account() -> ResponseReturnValue:
    """Delete the account and all that was written in it, at once and for good."""
    form = DeleteForm(request.form)
    if not form.validate() or not is_own_password(form):
        if wants_json():
            raise Refusal(422, reason="password", happened=str(form.password.errors[0]))
        return account_page(delete_form=form)
    learner = current_learner()
    mail.send(learner.email, "account_deleted", learner=learner)
    sign_out_everywhere(learner.id)
    delete_learner(learner)
    db.session.commit()
    flash(_("Your account and everything in it is deleted."))
    return {"address": "/"} if wants_json() else redirect("/", 303)


def _kept(said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said)
    return redirect("/account", 303)
