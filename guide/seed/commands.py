"""``flask seed``: learners who never were, for looking at the site, showing it, and measuring it."""

from __future__ import annotations

from datetime import timedelta

import click
from flask.cli import AppGroup

from guide.accounts import passwords, secrets
from guide.accounts.addresses import Address, NoAddress
from guide.accounts.leaving import delete_learner
from guide.accounts.models import Learner
from guide.accounts.queries import learner_by_email
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.moments import local
from guide.kernel.shelf import shelf
from guide.seed import crowd
from guide.seed.living import live
from guide.seed.story import Story
from guide.seed.story import example as example_story

seed = AppGroup("seed", help="Make invented learners: one with a year behind them, or many for measuring.")
AT_ONCE = 500
A_YEAR = timedelta(days=380)
"""And a little: before anything that a story tells of."""


@seed.command()
@click.option("--email", default="example@example.org", show_default=True, help="The address to sign in with.")
@click.option("--password", help="At least 15 characters; left out, one is made and printed once.")
@click.option("--replace", is_flag=True, help="Delete the example learner who has this address, and make them anew.")
def example(email: str, password: str | None, replace: bool) -> None:
    """Make one example learner with a year of lessons, reflections, answers and decisions. All of it, or nothing."""
    story, at = example_story(), now()
    try:
        address = Address.parse(email)
    except NoAddress as problem:
        raise click.ClickException(str(problem)) from None
    given = checked(password, story.name, address.email)
    make_room(address, story, replace=replace)
    learner = Learner(
        name=story.name,
        email=address.email,
        email_key=address.key,
        password_hash=passwords.hash_password(given),
        time_zone=story.time_zone,
        created_at=at - A_YEAR,
        confirmed_at=at - A_YEAR,
    )
    db.session.add(learner)
    db.session.flush()
    done = live(learner.id, story, shelf().library, today=local(at, story.time_zone).date())
    db.session.commit()
    titles = " and ".join(guide.title for guide in shelf().library)
    click.echo(f"Made: {address.email}, with {done} things done in {titles}.")
    tell(password, given)


def checked(password: str | None, name: str, email: str) -> str:
    """The password, or a new one.

    :raises ClickException: it would not be accepted from anybody.
    """
    given = password or secrets.new()
    if objection := passwords.objection(given, name, email):
        raise click.ClickException(objection)
    return given


def tell(asked_for: str | None, given: str) -> None:
    if asked_for is None:
        click.echo(f"Password, shown this once: {given}")


def make_room(address: Address, story: Story, *, replace: bool) -> None:
    """:raises ClickException: the address is somebody's who was not seeded, or is to be left alone."""
    there = learner_by_email(address.email)
    if there is None:
        return
    if there.name != story.name:
        raise click.ClickException(f"{address.email} is the address of {there.name}. Nothing was changed.")
    if not replace:
        raise click.ClickException(
            f"There is already an example learner with the address {address.email}. To make them anew: --replace"
        )
    delete_learner(there)
    db.session.flush()


@seed.command()
@click.argument("count", type=click.IntRange(1, 1_000_000))
@click.option("--password", help="The same for all of them; left out, one is made and printed once.")
def learners(count: int, password: str | None) -> None:
    """Make COUNT plain learners, five hundred at a time."""
    story, first = example_story(), crowd.first_free_number()
    given = checked(password, "", "")
    password_hash = passwords.hash_password(given)
    for start in range(first, first + count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, first + count))
        crowd.add(numbers, story, shelf().library, password_hash=password_hash, at=now())
        db.session.commit()
    click.echo(f"Made: {count} learners, learner-{first}@example.org to learner-{first + count - 1}@example.org.")
    tell(password, given)
