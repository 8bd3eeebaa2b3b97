"""What each package keeps of a learner, read together: one ``UNION ALL`` with the same columns for everyone.

A page that shows a lesson needs entries, attempts, ticks and progress at once; asked for one by one they would cost a round
trip each. So every package describes its part as a select made by ``part``, and the page joins the parts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, String, Text, cast, literal_column, null, select
from sqlalchemy.sql.elements import ColumnElement

from guide.kernel.db import UTCDateTime

TYPES: dict[str, Any] = {
    "lesson": String,
    "block": String,
    "text": Text,
    "number": Integer,
    "at": UTCDateTime,
    "second_at": UTCDateTime,
    "third_at": UTCDateTime,
    "fourth_at": UTCDateTime,
    "note": Text,
}


class Kept(NamedTuple):
    """One row. What the columns hold is said where the part is made."""

    what: str
    lesson: str | None
    block: str | None
    text: str | None
    number: int | None
    at: datetime | None
    second_at: datetime | None
    third_at: datetime | None
    fourth_at: datetime | None
    note: str | None


def part(what: str, **columns: Any) -> Select[Any]:
    """A select of the columns given; those not given are NULL of the right type, which PostgreSQL insists on."""
    chosen: list[ColumnElement[Any]] = [literal_column(f"'{what}'", String).label("what")]
    for name, kind in TYPES.items():
        column = columns.get(name)
        chosen.append((cast(null(), kind) if column is None else cast_if_needed(column, kind)).label(name))
    return select(*chosen)


def cast_if_needed(column: Any, kind: Any) -> ColumnElement[Any]:
    """Booleans become integers, which both engines can unite with integers."""
    result: ColumnElement[Any] = cast(column, Integer) if kind is Integer else column
    return result
