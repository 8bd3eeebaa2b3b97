"""The ids on which learners have written, for ``flask guide check`` to hold against the content."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from guide.content.commands import KeptId
from guide.kernel.db import db
from guide.writing.models import Entry


def kept_ids(app: Flask) -> Iterable[KeptId]:
    """Nothing where there is no database yet, or none within reach: authors need none."""
    with app.app_context():
        url = db.engine.url
        if url.drivername == "sqlite" and not Path(url.database or "").exists():
            return []
        try:
            rows = db.session.execute(
                select(Entry.guide, Entry.lesson, Entry.block, func.count()).group_by(
                    Entry.guide, Entry.lesson, Entry.block
                )
            ).all()
        except SQLAlchemyError:
            return []
        return [KeptId(guide, lesson, block, learners) for guide, lesson, block, learners in rows]
