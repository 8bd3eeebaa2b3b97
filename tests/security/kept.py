"""Everything that a site keeps, to say of an act that it changed nothing."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from guide.kernel.db import Base, db

Kept = dict[str, list[tuple[object, ...]]]


def kept(app: Flask) -> Kept:
    """Every row of every table, by the table's name."""
    with app.app_context():
        found = {
            table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }
        db.session.rollback()
    return found
