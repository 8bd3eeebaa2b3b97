"""The database: one base for all models, moments in UTC, and how each engine begins a transaction.

Reading never writes: on GET and HEAD, SQLite runs deferred with ``query_only`` and PostgreSQL begins ``READ ONLY``. All else
begins ready to write (SQLite: ``BEGIN IMMEDIATE``), because a deferred transaction that writes later is answered "locked" at
once when another writer was quicker.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial
from typing import Annotated, Any, cast

from flask import Flask, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Insert, MetaData, String, Table, event
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from guide.kernel.write_turn import LOOK_AGAIN_MS, WriteTurn

BUSY_TIMEOUT_MS = 8000
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Base(DeclarativeBase):
    """The base of every model; its naming convention lets migrations name what they change."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(metadata=Base.metadata)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones, so it is given UTC and told so again on the way back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Moment = Annotated[datetime, mapped_column(UTCDateTime)]
ContentId = Annotated[str, mapped_column(String(100))]
"""The id of a guide, lesson or block. Not a foreign key: content lives in files."""


def init_app(app: Flask, url: str) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _postgresql_options() if url.startswith("postgresql") else {}
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connect_sqlite)
        turn = WriteTurn(engine, BUSY_TIMEOUT_MS)
        begin: Callable[[Any], None] = partial(_begin_sqlite, turn)
    else:
        begin = _begin_postgresql
    # Not as a listener: where an engine has one, each of its statements looks for some of its own.
    engine.dialect.do_begin = begin  # type: ignore[assignment,method-assign]


def is_reading() -> bool:
    """Whether this is a request that must not write."""
    return has_request_context() and request.method in SAFE_METHODS


def _postgresql_options() -> dict[str, Any]:
    return {
        "pool_pre_ping": True,
        "pool_size": 4,
        "max_overflow": 4,
        "pool_timeout": 5,
        "connect_args": {
            "connect_timeout": 3,
            "tcp_user_timeout": 8000,
            "options": "-c statement_timeout=8000 -c lock_timeout=6000 -c timezone=UTC",
        },
    }


def _connect_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(turn: WriteTurn, connection: Any) -> None:
    driver = connection.dbapi_connection
    reading = is_reading()
    if connection.info.get("query_only") is not reading:
        driver.execute(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        # Who reads beside the write-ahead log waits at most for its repair; who writes waits in WriteTurn.
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS if reading else LOOK_AGAIN_MS}")
        connection.info["query_only"] = reading
    if reading:
        driver.execute("BEGIN")
    else:
        turn.take(connection)


def _begin_postgresql(connection: Any) -> None:
    connection.dbapi_connection.read_only = is_reading()


def table(model: type[Base]) -> Table:
    """The table behind a model, for reads that need no entities."""
    return cast(Table, model.__table__)


def insert_once(model: type[Base]) -> Insert:
    """Inserts the row it is executed with; where there is one already, that one stays. In the words of the engine in use."""
    return _insert_once(model, db.engine.dialect.name)


@cache
def _insert_once(model: type[Base], engine: str) -> Insert:
    if engine == "postgresql":
        from sqlalchemy.dialects import postgresql  # here, because its drivers are a thirtieth of every start

        return postgresql.insert(table(model)).on_conflict_do_nothing()
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table(model)).on_conflict_do_nothing()


def use_write_ahead_log(engine: Engine) -> None:
    """Switch a SQLite file to WAL, once and for good; before any worker starts, since two switching at once can fail."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.driver_connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]
        finally:
            connection.close()
