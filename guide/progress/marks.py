"""Opening a lesson, marking it done, closing a guide with a decision. Each adds to the open transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from guide.content.library import Guide, Lesson
from guide.kernel.db import db, insert_once
from guide.kernel.places import Place
from guide.progress.decision import Decision
from guide.progress.models import GuideRecord, LessonRecord
from guide.writing.access import hold_entry


def open_lesson(learner_id: int, lesson: Lesson, position: str | None, *, at: datetime) -> None:
    """Note that the learner is here, and where in the lesson."""
    record = _lesson_record(learner_id, lesson)
    record.opened_at = at
    if position and len(position) <= 100:
        record.position = position


def mark_lesson(learner_id: int, guide: Guide, lesson: Lesson, *, done: bool, at: datetime) -> None:
    """The learner's own word. Taken back, the date stays on the row; given twice, the first date counts."""
    record = _lesson_record(learner_id, lesson)
    if done and not record.is_done:
        record.is_done, record.done_at = True, at
    elif not done:
        record.is_done = False
    db.session.flush()
    _note_finish(learner_id, guide, at=at)


def decide_here(learner_id: int, place: Place, decision: Decision, *, at: datetime) -> None:
    """Keep the decision as the entry of its block, and close the guide with it or open it again."""
    held = hold_entry(learner_id, place, "")
    if (kept := held.entry.save(decision.to_body(), at=at, last_kept_at=held.last_kept_at)) is not None:
        db.session.add(kept)
    if (submitted := held.entry.submit(at=at)) is not None:
        db.session.add(submitted)
    held.put_back()
    decide(learner_id, place.guide, decision.closes_with, at=at)


def decide(learner_id: int, guide: Guide, decision: str | None, *, at: datetime) -> None:
    """Close the guide with a decision, or open it again (None)."""
    record = _guide_record(learner_id, guide)
    if record.finished_at == record.decided_at:
        record.finished_at = None  # it was finished by the decision that this one replaces, and by nothing else
    record.decision, record.decided_at = decision, at if decision else None
    db.session.flush()
    _note_finish(learner_id, guide, at=at)


def _note_finish(learner_id: int, guide: Guide, *, at: datetime) -> None:
    """A guide is finished when its core lessons are done or a decision closes it. The first day of it is kept, also when a
    mark is taken back: lessons added since stay new."""
    record = _guide_record(learner_id, guide)
    done = set(
        db.session.scalars(
            select(LessonRecord.lesson).where(
                LessonRecord.learner_id == learner_id, LessonRecord.guide == guide.id, LessonRecord.is_done
            )
        )
    )
    before = record.finished_at
    core = {lesson.id for lesson in guide.lessons if lesson.core and (before is None or lesson.added <= before.date())}
    is_finished = record.decision is not None or (bool(core) and core <= done)
    if is_finished:
        record.finished_at = before or at


def _lesson_record(learner_id: int, lesson: Lesson) -> LessonRecord:
    ids = {"learner_id": learner_id, "guide": lesson.guide_id, "lesson": lesson.id}
    db.session.execute(insert_once(LessonRecord), {"is_done": False, **ids})
    return db.session.execute(select(LessonRecord).filter_by(**ids).with_for_update()).scalar_one()


def _guide_record(learner_id: int, guide: Guide) -> GuideRecord:
    ids = {"learner_id": learner_id, "guide": guide.id}
    db.session.execute(insert_once(GuideRecord), ids)
    return db.session.execute(select(GuideRecord).filter_by(**ids).with_for_update()).scalar_one()
