"""One or two rows for every table, as learners would leave them; what a migration must carry on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import column, insert, inspect, select, table
from sqlalchemy.engine import Connection

from guide.kernel.db import Base

AT = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
BLOCK = {"guide": "small", "lesson": "first", "block": "what-happened"}

ROWS: dict[str, list[dict[str, Any]]] = {
    "learner": [
        {
            "id": number,
            "name": name,
            "email": email,
            "email_key": email.casefold(),
            "password_hash": "$argon2id$none",
            "time_zone": "Europe/Vienna",
            "created_at": AT,
            "confirmed_at": confirmed_at,
            "disabled_at": None,
        }
        for number, name, email, confirmed_at in (
            (1, "Ada", "Ada@example.org", AT),
            (2, "Bob", "bob@example.org", None),
        )
    ],
    "sign_in": [
        {"id": 1, "learner_id": 1, "token_hash": "a" * 64, "device": "Firefox", "stays": True}
        | {"created_at": AT, "last_used_at": AT + timedelta(days=1)}
    ],
    "mailed_token": [
        {"id": 1, "learner_id": 2, "purpose": "confirm", "token_hash": "b" * 64, "email": "bob@example.org"}
        | {"created_at": AT}
    ],
    "invitation": [{"id": 1, "token_hash": "c" * 64, "created_at": AT}],
    "strike": [{"id": 1, "kind": "account", "subject": "d" * 64, "at": AT}],
    "entry": [
        {
            "id": 1,
            "learner_id": 1,
            "kind": "reflection",
            "body": "Zwei\n Zeilen 👩‍👩‍👧 רשת",
            "version": 3,
            "saved_at": AT,
        }
        | {"submitted_at": AT, "set_aside_at": AT, "set_aside_why": "Enough.", "taken_up_at": AT + timedelta(hours=1)}
        | BLOCK,
        {"id": 2, "learner_id": 2, "kind": "reflection", "body": "", "version": 1, "saved_at": AT}
        | {"submitted_at": None, "set_aside_at": AT, "set_aside_why": "Not my field.", "taken_up_at": None}
        | BLOCK,
    ],
    "former_aside": [{"id": 1, "entry_id": 2, "at": AT - timedelta(days=1), "why": "Not now."}],
    "revision": [{"id": 1, "entry_id": 1, "body": "Eine Zeile", "version": 2, "kept_at": AT, "why": "replaced"}],
    "save_key": [{"learner_id": 1, "key": "k1", "entry_id": 1, "version": 3, "saved_at": AT}],
    "attempt": [{"id": 1, "learner_id": 1, "answer": '["a"]', "as_we_would": False, "at": AT, **BLOCK}],
    "tick": [{"learner_id": 1, "at": AT, **BLOCK}],
    "lesson_record": [
        {"learner_id": 1, "guide": "small", "lesson": "first", "opened_at": AT, "position": "think"}
        | {"is_done": True, "done_at": AT}
    ],
    "guide_record": [
        {"learner_id": 1, "guide": "small", "finished_at": None, "decision": "later", "decided_at": AT},
    ],
}


def present(connection: Connection) -> dict[str, list[str]]:
    """The tables that there are at this revision, parents first, with the columns they have."""
    inspector = inspect(connection)
    there = set(inspector.get_table_names())
    return {
        known.name: [have["name"] for have in inspector.get_columns(known.name) if have["name"] in known.c]
        for known in Base.metadata.sorted_tables
        if known.name in there
    }


def light(name: str, columns: list[str]) -> Any:
    known = Base.metadata.tables[name]
    return table(name, *(column(each, known.c[each].type) for each in columns))


def fill(connection: Connection, *, but: Mapping[str, Any] = {}) -> None:
    """Put the rows into every table that is there, except for those in ``but``, which have theirs."""
    for name, columns in present(connection).items():
        if name not in but:
            for row in ROWS[name]:
                connection.execute(insert(light(name, columns)).values({each: row[each] for each in columns}))
    connection.commit()


def contents(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that is there."""
    found = {}
    for name, columns in present(connection).items():
        rows = connection.execute(select(light(name, columns)))
        found[name] = sorted((dict(row._mapping) for row in rows), key=repr)
    connection.rollback()
    return found


def within(found: Mapping[str, list[dict[str, Any]]], frame: Mapping[str, list[dict[str, Any]]]) -> Any:
    """Of these rows what an earlier or later schema has, too: the tables of a frame, and the columns of its rows."""
    return {
        name: sorted(({each: row[each] for each in rows[0]} for row in found[name]), key=repr)
        for name, rows in frame.items()
    }
