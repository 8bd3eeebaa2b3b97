"""A past, lived through the same verbs as everybody's, with the clock set to its moments. Adds to the open transaction."""

from __future__ import annotations

from datetime import date, datetime

from guide.checks import attempts
from guide.content.blocks.check import Check
from guide.content.blocks.decide import Decide
from guide.content.library import Guide, Library
from guide.kernel.clock import now, standing_here_at
from guide.kernel.db import db
from guide.kernel.places import Place
from guide.progress import marks
from guide.progress.decision import Decision
from guide.seed.answers import answer_to
from guide.seed.story import Event, Story
from guide.tasks.models import Tick
from guide.writing.access import hold_entry
from guide.writing.saving import Save

WRITTEN = {"save": "save", "submit": "submit", "aside": "set-aside"}


def live(learner_id: int, story: Story, library: Library, *, today: date) -> int:
    """Do all that the story tells of, in the order of time; how many things were done. What a guide does not have is left out."""
    events = [(event.moment(today, story.time_zone), event, guide) for guide in library for event in story.of(guide)]
    return sum(do(learner_id, guide, event, at) for at, event, guide in sorted(events, key=lambda each: each[0]))


def do(learner_id: int, guide: Guide, event: Event, at: datetime) -> bool:
    """One thing. False where the guide has no such lesson or block."""
    lesson_id, slash, block_id = event.place.partition("/")
    lesson = guide.by_id.get(lesson_id)
    block = lesson.blocks.get(block_id) if lesson else None
    if lesson is None or (slash and block is None):
        return False
    with standing_here_at(at):
        if block is not None:
            _in_block(learner_id, Place(guide, lesson, block), event)
        elif event.verb == "open":
            marks.open_lesson(learner_id, lesson, event.position, at=now())
        else:
            marks.mark_lesson(learner_id, guide, lesson, done=True, at=now())
        db.session.flush()
    return True


def _in_block(learner_id: int, place: Place, event: Event) -> None:
    if event.verb in WRITTEN:
        _write(learner_id, place, event)
    elif event.verb == "tick":
        guide, lesson, block = place.ids
        db.session.add(Tick(learner_id=learner_id, guide=guide, lesson=lesson, block=block, at=now()))
    elif isinstance(place.block, Check):
        given = answer_to(place.block, well=event.well)
        result = place.block.judge(given)
        if not isinstance(result, str):
            attempts.keep(learner_id, place, place.block, given, result)
    elif isinstance(place.block, Decide):
        marks.decide_here(learner_id, place, Decision(event.choice, event.text), at=now())


def _write(learner_id: int, place: Place, event: Event) -> None:
    """Setting aside leaves the text as it is; the event's words are the reason."""
    held = hold_entry(learner_id, place, "")
    is_aside = event.verb == "aside"
    body, why = (held.entry.body, event.text) if is_aside else (event.text, "")
    Save(WRITTEN[event.verb], body, held.entry.version, key="", why=why).carry_out(held)
