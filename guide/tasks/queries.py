"""Named reads of ticks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam

from guide.kernel.db import table
from guide.kernel.kept import part
from guide.tasks.models import Tick


def ticks_part(*, every_lesson: bool = False) -> Select[Any]:
    """``at`` ticked. Binds ``learner, guide, lesson``; for ``every_lesson`` of the guide, no lesson."""
    tick = table(Tick).c
    ticks = part("tick", lesson=tick.lesson, block=tick.block, at=tick.at).where(
        tick.learner_id == bindparam("learner"), tick.guide == bindparam("guide")
    )
    return ticks if every_lesson else ticks.where(tick.lesson == bindparam("lesson"))


def answered_part() -> Select[Any]:
    """Tasks ticked, in every guide: ``note`` guide. Binds ``learner`` and the list ``lessons``."""
    tick = table(Tick).c
    return part("answered", lesson=tick.lesson, block=tick.block, note=tick.guide).where(
        tick.learner_id == bindparam("learner"), tick.lesson.in_(bindparam("lessons", expanding=True))
    )


def all_ticks_part() -> Select[Any]:
    """Every tick that stands: ``at`` ticked · ``note`` guide. Binds ``learner``."""
    tick = table(Tick).c
    return part("tick", lesson=tick.lesson, block=tick.block, at=tick.at, note=tick.guide).where(
        tick.learner_id == bindparam("learner")
    )
