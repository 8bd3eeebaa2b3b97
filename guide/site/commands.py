"""``flask prepare``: make the data folder ready for this release, before any worker starts."""

from __future__ import annotations

import logging
import os
import sqlite3
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from guide.kernel.config import Settings
from guide.kernel.db import db, use_write_ahead_log
from guide.kernel.environment import SettingsError
from guide.kernel.refusals import first_line
from guide.kernel.schema import MIGRATIONS, SchemaProblem, alone, current_revision, init_migrations, refuse_newer
from guide.kernel.shelf import NoLibrary, shelf
from guide.site.moves import follow_moves


@click.command()
@with_appcontext
def prepare() -> None:
    """Migrate the database, compile the guides, follow ids that moved. Safe to run again at any time."""
    settings: Settings = current_app.extensions["settings"]
    check_secret(settings)
    make_data_folder(settings.data_dir)
    try:
        with alone():
            migrate()
            moved = follow_moves(shelf().adopt())
            db.session.commit()
    except SchemaProblem as problem:
        raise click.ClickException(f"Nothing was changed: {problem}.") from None
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        reason = getattr(error, "strerror", None) or first_line(error)
        raise click.ClickException(
            f"The database {db.engine.url} cannot be used: {reason}. Check GUIDE_DATABASE_URL or --database."
        ) from None
    except NoLibrary:
        if settings.development:
            click.echo("The guides do not compile yet; the pages will say why.")
            return
        raise click.ClickException(
            "The guides do not compile, and no earlier version is kept: mend what is named above, then start again."
        ) from None
    click.echo(f"Ready: {shelf().state}{f', {moved} records moved' if moved else ''}.")


def check_secret(settings: Settings) -> None:
    """Preparing needs none; but one that the site would refuse to start with is told before anything is changed."""
    try:
        if settings.secret_key:
            settings.require_secret()
    except SettingsError as problem:
        raise click.ClickException(str(problem)) from None


def make_data_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(folder, os.W_OK):
            raise PermissionError
    except OSError:
        raise click.ClickException(
            f"The data folder {folder} cannot be written to: change its owner, or name another one with "
            "--data or GUIDE_DATA_DIR."
        ) from None


def migrate() -> None:
    """:raises SchemaProblem: a later release made this schema; nothing was changed."""
    from flask_migrate import upgrade

    refuse_newer(current_revision())
    use_write_ahead_log(db.engine)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    init_migrations(current_app)
    upgrade(directory=str(MIGRATIONS))
