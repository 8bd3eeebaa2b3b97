"""The one select behind the page of a practice stream."""

from __future__ import annotations

from guide.content.library import Guide, Lesson
from guide.kernel.db import db
from guide.kernel.kept import Kept
from guide.streams.kept import lessons_with
from guide.writing.queries import entries_part


def entries_shown(learner_id: int, guide: Guide, lesson: Lesson) -> list[Kept]:
    """What this learner wrote in the lessons, up to this one, that show a stream which it shows."""
    values = {"learner": learner_id, "guide": guide.id, "lessons": sorted(lessons_with(guide, lesson))}
    return [Kept(*row) for row in db.session.connection().execute(entries_part(), values)]
