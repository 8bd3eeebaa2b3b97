"""Whether the database has the schema that this release needs; and who may change it: one process at a time.

Alembic and Flask-Migrate are imported where they are used: a site that serves needs neither until it is asked whether it is
ready, and they are a tenth of its start.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app
from sqlalchemy.engine import Connection

from guide.kernel.config import PROJECT
from guide.kernel.db import db

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

MIGRATIONS = PROJECT / "migrations"
ADVISORY_LOCK = 7_104_120_123
"""Any number that no other program uses on the same PostgreSQL database."""


class SchemaProblem(Exception):
    """The schema is older or newer than this release; the message says what to do."""


def init_migrations(app: Flask) -> None:
    """For the commands that migrate."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(MIGRATIONS))


@cache
def _scripts() -> ScriptDirectory:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def check_schema() -> None:
    """:raises SchemaProblem: it is not the one of this release."""
    current = _revision(db.session.connection())
    if current == _scripts().get_current_head():
        return
    refuse_newer(current)
    raise SchemaProblem("the schema is older than this release; run: flask prepare")


def refuse_newer(current: str | None) -> None:
    """:raises SchemaProblem: a later release made this schema."""
    if current is not None and current not in {script.revision for script in _scripts().walk_revisions()}:
        raise SchemaProblem(
            f"the schema ({current}) comes from a newer release than this one; install that release again, or restore "
            "the backup made before it"
        )


def current_revision() -> str | None:
    with db.engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other process prepares this database, and keep others out meanwhile. May be entered again within.

    A process that dies lets go by itself.
    """
    if current_app.extensions.get("alone"):
        yield
        return
    url = db.engine.url
    current_app.extensions["alone"] = True
    try:
        if url.get_backend_name() == "sqlite":
            with Path(f"{url.database}-lock").open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        else:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("SET statement_timeout = 0; SET lock_timeout = 0")
                connection.exec_driver_sql(f"SELECT pg_advisory_lock({ADVISORY_LOCK})")
                connection.exec_driver_sql("RESET statement_timeout; RESET lock_timeout")
                connection.commit()
                try:
                    yield
                finally:
                    connection.exec_driver_sql(f"SELECT pg_advisory_unlock({ADVISORY_LOCK})")
                    connection.commit()
    finally:
        current_app.extensions["alone"] = False
