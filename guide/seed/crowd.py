"""Many plain learners at once, for measuring: rows as the site would have left them, inserted by the hundred."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from guide.accounts.models import Learner
from guide.content.blocks import PROMPTS
from guide.content.library import Library
from guide.kernel.db import db
from guide.progress.models import LessonRecord
from guide.seed.story import Story
from guide.writing.models import Entry
from guide.writing.word_index import keep_words_of_all


def first_free_number() -> int:
    """Numbers of addresses: above every id given so far, so none is taken."""
    return int(db.session.scalar(select(func.max(Learner.id))) or 0) + 1


def add(numbers: range, story: Story, library: Library, *, password_hash: str, at: datetime) -> None:
    """One learner a number, each having done the first lessons of every guide, more or fewer, and answered their prompts."""
    people = [
        {
            "name": f"Learner {number}, invented",
            "email": (email := f"learner-{number}@example.org"),
            "email_key": email,
            "password_hash": password_hash,
            "time_zone": story.time_zone,
            "created_at": at - timedelta(days=380),
            "confirmed_at": at - timedelta(days=380),
        }
        for number in numbers
    ]
    ids = db.session.scalars(insert(Learner).returning(Learner.id, sort_by_parameter_order=True), people).all()
    records: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for learner_id, number in zip(ids, numbers, strict=True):
        for guide in library:
            for turn, lesson in enumerate(guide.lessons[: number % (len(guide.lessons) + 1)]):
                done_at = at - timedelta(days=360 - 7 * turn, minutes=number % 1440)
                here = {"learner_id": learner_id, "guide": guide.id, "lesson": lesson.id}
                records.append({**here, "opened_at": done_at, "is_done": True, "done_at": done_at})
                entries += [
                    {
                        **here,
                        "block": block.id,
                        "kind": block.kind,
                        "body": story.texts[(number + turn) % len(story.texts)].format(lesson=lesson.title).strip(),
                        "version": 1,
                        "saved_at": done_at,
                        "submitted_at": done_at,
                    }
                    for block in lesson.blocks.values()
                    if isinstance(block, PROMPTS)
                ]
    if records:
        db.session.execute(insert(LessonRecord), records)
    if entries:
        written = db.session.scalars(insert(Entry).returning(Entry.id, sort_by_parameter_order=True), entries).all()
        texts = ((key, row["learner_id"], row["body"]) for key, row in zip(written, entries, strict=True))
        keep_words_of_all(db.session.connection(), texts)
