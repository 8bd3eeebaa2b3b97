"""How migrations run: in the application's own engine, one process at a time, each in one transaction on either database."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from guide.kernel.db import Base, db
from guide.kernel.schema import SchemaProblem, alone
from guide.writing.word_index import is_a_model


def run_migrations() -> None:
    with alone(), db.engine.connect() as connection:
        lift_limits(connection)
        try:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                transactional_ddl=True,
                transaction_per_migration=True,
                compare_type=True,
                include_name=is_a_model,
                on_version_apply=check_references,
            )
            with context.begin_transaction():
                context.run_migrations()
        finally:
            restore_limits(connection)


def lift_limits(connection: Connection) -> None:
    """PostgreSQL: a migration may take longer than a request. SQLite: a table that is made anew is dropped and renamed,
    which with foreign keys on would delete, by cascade, whatever refers to it; so they are off, and checked afterwards.
    """
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=OFF")
    else:
        driver.execute("SET statement_timeout = 0")
        driver.commit()


def restore_limits(connection: Connection) -> None:
    """Whoever takes this connection from the pool next works with limits again."""
    connection.rollback()
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=ON")
    else:
        driver.execute("RESET statement_timeout")
        driver.commit()


def check_references(ctx: Any, **_: Any) -> None:
    """At the end of each migration, within its transaction."""
    if ctx.connection.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise SchemaProblem(f"a row of {broken[0]} would refer to a row of {broken[2]} that is not there")


if not current_app:
    raise RuntimeError("Migrations run as a command of the site: flask prepare, or flask db upgrade.")
run_migrations()
