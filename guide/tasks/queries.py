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
