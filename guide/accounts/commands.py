"""``flask users`` and ``flask mail``: what an operator does about accounts and mail."""

from __future__ import annotations

import smtplib

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from guide.accounts import passwords, recovery, secrets
from guide.accounts.addresses import Address, NoAddress
from guide.accounts.leaving import delete_learner
from guide.accounts.models import NAME_LENGTH, Invitation, Learner
from guide.accounts.queries import learner_by_email
from guide.accounts.sign_in import sign_out_everywhere
from guide.kernel import mail as post
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.moments import exact
from guide.kernel.templates import site_name

users = AppGroup("users", help="Create, list, disable and delete accounts; reset passwords.")


def learner_or_fail(email: str) -> Learner:
    learner = learner_by_email(email)
    if learner is None:
        raise click.ClickException(f"There is no account with the address {email}. See: flask users list")
    return learner


@users.command()
@click.argument("email")
@click.option("--name", prompt=True, help="The name shown to its owner.")
@click.password_option(help="At least 15 characters; asked for when left out.")
def create(email: str, name: str, password: str) -> None:
    """Create an account, whatever the registration setting says."""
    try:
        address = Address.parse(email)
    except NoAddress as problem:
        raise click.ClickException(str(problem)) from None
    if objection := passwords.objection(password, name, email, site_name()):
        raise click.ClickException(objection)
    if learner_by_email(address.email) is not None:
        raise click.ClickException(f"There is already an account with the address {address.email}.")
    at = now()
    db.session.add(
        Learner(
            name=name.strip()[:NAME_LENGTH] or address.email,
            email=address.email,
            email_key=address.key,
            password_hash=passwords.hash_password(password),
            created_at=at,
            confirmed_at=at,
        )
    )
    db.session.commit()
    click.echo(f"Created: {address.email}")


@users.command("list")
def list_users() -> None:
    """One line an account, oldest first."""
    for learner in db.session.scalars(select(Learner).order_by(Learner.id)):
        state = "disabled" if learner.disabled_at else "confirmed" if learner.confirmed_at else "not confirmed"
        click.echo(f"{learner.email}\t{learner.name}\t{state}\tsince {exact(learner.created_at)} UTC")


@users.command("reset-password")
@click.argument("email")
def reset_password(email: str) -> None:
    """Print a link to set a new password, to hand to its owner. Good once, for an hour."""
    learner = learner_or_fail(email)
    if learner.disabled_at is not None:
        raise click.ClickException(
            f"{email} is disabled, so no link would work. First: flask users disable --undo {email}"
        )
    address = recovery.reset_address(learner)
    db.session.commit()
    click.echo(address)


@users.command()
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let the account sign in again.")
def disable(email: str, undo: bool) -> None:
    """End an account's sign-ins and refuse new ones. What was written stays."""
    learner = learner_or_fail(email)
    learner.disabled_at = None if undo else now()
    if not undo:
        sign_out_everywhere(learner.id)
        recovery.forget_all(learner.id)
    db.session.commit()
    click.echo(f"{'Enabled' if undo else 'Disabled'}: {learner.email}")


@users.command("delete")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete_user(email: str, yes: bool) -> None:
    """Delete an account and everything in it, for good."""
    learner = learner_or_fail(email)
    if not yes:
        click.confirm(f"Delete {learner.email} and everything they wrote?", abort=True)
    delete_learner(learner)
    db.session.commit()
    click.echo(f"Deleted: {email}")


@users.command()
def invite() -> None:
    """Print an address where one account can be created (GUIDE_REGISTRATION=invite)."""
    token = secrets.new()
    db.session.add(Invitation(token_hash=secrets.hashed(token), created_at=now()))
    db.session.commit()
    click.echo(f"{current_app.config['BASE_URL']}/register?invitation={token}")


mail = click.Group("mail", help="Try out how mail is sent.")


@mail.command()
@click.argument("address")
@with_appcontext
def test(address: str) -> None:
    """Send a test mail, and say what became of it."""
    postbox: post.Postbox = current_app.extensions["postbox"]
    try:
        path = postbox.send(post.write(address, "test"))
    except (OSError, smtplib.SMTPException) as error:
        raise click.ClickException(f"{postbox.host}:{postbox.port} did not take it: {error}") from None
    click.echo(f"Written to {path} (GUIDE_MAIL_URL is not set)." if path else f"Sent to {address}.")
