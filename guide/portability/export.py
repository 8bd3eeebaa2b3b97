"""A learner's data as one JSON document, readable by people and programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from guide.accounts.models import Learner, SignIn
from guide.checks.models import Attempt
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.moments import iso
from guide.progress.models import GuideRecord, LessonRecord
from guide.tasks.models import Tick
from guide.writing.models import Entry, FormerAside, Revision

FORMAT = "guide-learner-data"
VERSION = 1


def learner_data(learner: Learner) -> dict[str, Any]:
    """Everything kept of this learner but the password's hash and the secrets. Moments are UTC, ISO 8601."""
    mine = learner.id
    revisions: dict[int, list[dict[str, Any]]] = {}
    for revision in _all(select(Revision).join(Entry).where(Entry.learner_id == mine).order_by(Revision.id)):
        revisions.setdefault(revision.entry_id, []).append(_columns(revision, "version", "kept_at", "why", "body"))
    asides: dict[int, list[dict[str, Any]]] = {}
    for aside in _all(select(FormerAside).join(Entry).where(Entry.learner_id == mine).order_by(FormerAside.id)):
        asides.setdefault(aside.entry_id, []).append(_columns(aside, "at", "why"))
    place = ("guide", "lesson", "block")
    written = ("kind", "body", "version", "saved_at", "submitted_at", "set_aside_at", "set_aside_why", "taken_up_at")
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "exported_at": iso(now()),
        "learner": _columns(learner, "name", "email", "time_zone", "created_at", "confirmed_at"),
        "signed_in_devices": [
            _columns(row, "device", "stays", "created_at", "last_used_at")
            for row in _all(select(SignIn).where(SignIn.learner_id == mine).order_by(SignIn.id))
        ],
        "entries": [
            {
                **_columns(entry, *place, *written),
                "set_aside_before": asides.get(entry.id, []),
                "revisions": revisions.get(entry.id, []),
            }
            for entry in _all(select(Entry).where(Entry.learner_id == mine, Entry.version > 0).order_by(Entry.id))
        ],
        "check_attempts": [
            {**_columns(row, *place, "at", "as_we_would"), "answer": json.loads(row.answer)}
            for row in _all(select(Attempt).where(Attempt.learner_id == mine).order_by(Attempt.id))
        ],
        "task_ticks": [
            _columns(row, *place, "at") for row in _all(select(Tick).where(Tick.learner_id == mine).order_by(Tick.at))
        ],
        "lessons": [
            _columns(row, "guide", "lesson", "opened_at", "position", "is_done", "done_at")
            for row in _all(select(LessonRecord).where(LessonRecord.learner_id == mine))
        ],
        "guides": [
            _columns(row, "guide", "finished_at", "decision", "decided_at")
            for row in _all(select(GuideRecord).where(GuideRecord.learner_id == mine))
        ],
    }


def _all(statement: Any) -> Iterable[Any]:
    return db.session.scalars(statement)


def _columns(row: object, *names: str) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {name: iso(value) if hasattr(value, "isoformat") else value for name, value in values.items()}
