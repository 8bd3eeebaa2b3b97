"""The one select behind the page of a map."""

from __future__ import annotations

from guide.content.blocks.map import Map
from guide.content.library import Guide, Lesson
from guide.kernel.db import db
from guide.kernel.kept import Kept
from guide.writing.queries import entries_part


def maps_of(learner_id: int, guide: Guide, lesson: Lesson, block: Map) -> tuple[Kept | None, Kept | None]:
    """This learner's entry of the map, and that of the earlier one that it revisits."""
    earlier, _slash, earlier_block = (block.revisits or "").partition("/")
    values = {"learner": learner_id, "guide": guide.id, "lessons": sorted({lesson.id, earlier})}
    rows = [Kept(*row) for row in db.session.connection().execute(entries_part(), values)]
    by_place = {(row.lesson, row.block): row for row in rows}
    return by_place.get((lesson.id, block.id)), by_place.get((earlier, earlier_block))
