"""The forms of accounts. Each field's error is a sentence that says what to do."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, Form, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from guide.accounts import passwords
from guide.accounts.addresses import Address, NoAddress
from guide.accounts.models import NAME_LENGTH
from guide.kernel.moments import time_zones
from guide.kernel.templates import site_name
from guide.kernel.words import gettext as _


def stripped(value: str | None) -> str | None:
    return " ".join(value.split()) if value else value


class AddressField(EmailField):
    """``address`` is the parsed address once the form is valid."""

    address: Address

    def pre_validate(self, form: Any) -> None:
        try:
            self.address = Address.parse(self.data or "")
        except NoAddress as problem:
            raise ValidationError(str(problem)) from None


def email_field(label: str = _("E-mail")) -> AddressField:
    return AddressField(label, render_kw={"autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"})


def name_field() -> StringField:
    return StringField(
        _("Name"),
        filters=[stripped],
        validators=[
            InputRequired(_("Write a name; any name you like.")),
            Length(max=NAME_LENGTH, message=_("Use at most %(most)s characters.") % {"most": NAME_LENGTH}),
            readable,
        ],
        description=_("Any name you like."),
        render_kw={"autocomplete": "name", "maxlength": str(NAME_LENGTH)},
    )


def readable(form: Form, field: StringField) -> None:
    text = field.data or ""
    if not text:
        raise ValidationError(_("Write a name; any name you like."))
    if any(not c.isprintable() or "\ud800" <= c <= "\udfff" for c in text):
        raise ValidationError(_("Use characters that can be seen; this holds one that cannot."))


def new_password_field(label: str = _("Password")) -> PasswordField:
    return PasswordField(
        label,
        validators=[InputRequired(_("Write a password of at least 15 characters; a short sentence is fine."))],
        description=_("At least 15 characters. A sentence is fine; spaces are welcome."),
        render_kw={"autocomplete": "new-password"},
    )


def old_password_field(label: str = _("Password"), id: str | None = None) -> PasswordField:
    """Where one page holds several, each needs an ``id`` of its own, or its label would belong to the first."""
    return PasswordField(
        label,
        id=id,
        validators=[InputRequired(_("Write your password."))],
        render_kw={"autocomplete": "current-password"},
    )


class RegisterForm(Form):
    name = name_field()
    email = email_field()
    password = new_password_field()
    time_zone = HiddenField()
    stay = BooleanField(_("Stay signed in on this device"), default=True)

    def validate_password(self, field: PasswordField) -> None:
        if problem := passwords.objection(field.data or "", self.name.data or "", self.email.data or "", site_name()):
            raise ValidationError(problem)

    @property
    def zone(self) -> str:
        """The browser's time zone, if it is one."""
        return self.time_zone.data if self.time_zone.data in time_zones() else "UTC"


class SignInForm(Form):
    """Says nothing of whether an account exists: only that something was left empty."""

    email = EmailField(
        _("E-mail"),
        validators=[InputRequired(_("Write your e-mail address."))],
        render_kw={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"},
    )
    password = old_password_field()
    stay = BooleanField(_("Stay signed in on this device"), default=True)


class ForgotForm(Form):
    email = email_field()


class ResetForm(Form):
    password = new_password_field(_("Password"))


class NameForm(Form):
    name = name_field()


class TimeZoneForm(Form):
    time_zone = SelectField(
        _("Time zone"), choices=lambda: [(name, name.replace("_", " ")) for name in sorted(time_zones())]
    )


class EmailForm(Form):
    email = email_field(_("New e-mail"))
    password = old_password_field(_("Your password"), id="email-password")


class PasswordForm(Form):
    password = old_password_field(_("Current password"))
    new_password = new_password_field(_("New password"))


class DeleteForm(Form):
    password = old_password_field(id="delete-password")
