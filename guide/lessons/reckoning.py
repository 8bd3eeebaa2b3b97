"""How a lesson is closed: each thing that it offered, and how that stands with this learner, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from guide.content.blocks import PROMPTS, Block
from guide.content.blocks.check import Check
from guide.content.blocks.reflection import Reflection
from guide.content.blocks.task import Task
from guide.content.library import Lesson
from guide.kernel import moments
from guide.kernel.words import gettext as _
from guide.lessons.pages import KeptEntry, Reckoned
from guide.writing.prompts import prompt_of

NAMES = {"reflection": _("Reflection"), "plan": _("Plan"), "compose": _("Draft"), "chat": _("Chat")}
"""What one that asks for words is called here."""


def reckoning(
    lesson: Lesson,
    entries: Mapping[str, KeptEntry],
    answered: Collection[str],
    ticks: Mapping[str, datetime],
    time_zone: str | None,
) -> tuple[Reckoned, ...]:
    """In the order of the page; days in the learner's own zone. ``answered``: ids of the checks with an answer."""
    return tuple(_lines(lesson, entries, answered, ticks, time_zone))


def _lines(
    lesson: Lesson,
    entries: Mapping[str, KeptEntry],
    answered: Collection[str],
    ticks: Mapping[str, datetime],
    time_zone: str | None,
) -> Iterator[Reckoned]:
    for block in lesson.blocks.values():
        if isinstance(block, PROMPTS):
            state = _written(entries.get(block.id), time_zone)
            yield Reckoned(block.id, NAMES[block.kind], _asked(block), state or _("open"), state is not None)
        elif isinstance(block, Check):
            state = _("answered") if block.id in answered else None
            yield Reckoned(block.id, _("Check"), _plain(block.question), state or _("open"), state is not None)
        elif isinstance(block, Task):
            ticked = ticks.get(block.id)
            done = _("done %(day)s") % {"day": _day(ticked, time_zone)} if ticked else None
            yield Reckoned(block.id, _("To do"), block.title, done or _("open"), done is not None)


def _written(entry: KeptEntry | None, time_zone: str | None) -> str | None:
    """None where nothing is written. A draft is not submitted, and says so."""
    if entry is None:
        return None
    if entry.submitted_at:
        day = _day(entry.submitted_at, time_zone)
        return (_("submitted %(day)s, changed since") if entry.changed_since else _("submitted %(day)s")) % {"day": day}
    if entry.set_aside_at and entry.stands_aside:
        return _("set aside %(day)s") % {"day": _day(entry.set_aside_at, time_zone)}
    return _("draft, not submitted") if entry.body.strip() else None


def _day(at: datetime, time_zone: str | None) -> str:
    return moments.unbroken(moments.day(at, time_zone))


def _asked(block: Block) -> str:
    return _plain(block.prompt) if isinstance(block, Reflection) else prompt_of(block) or ""


@lru_cache(maxsize=5000)
def _plain(html: str) -> str:
    """What was asked, without its markup: the same for everybody, so made once."""
    return Markup(html).striptags()
