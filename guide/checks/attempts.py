"""Answering a check: judged at once, kept for a learner, kept nowhere for a guest."""

from __future__ import annotations

import json
from collections.abc import Mapping

from guide.checks.models import Attempt
from guide.content.blocks.check import Check, Result
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.places import Place


def keep(learner_id: int, place: Place, check: Check, given: Mapping[str, list[str]], result: Result) -> None:
    """Add this attempt to the open transaction."""
    guide, lesson, block = place.ids
    db.session.add(
        Attempt(
            learner_id=learner_id,
            guide=guide,
            lesson=lesson,
            block=block,
            answer=json.dumps(check.normalise(given), ensure_ascii=False),
            as_we_would=result.all_as_we_would,
            at=now(),
        )
    )


def read(check: Check, answer: str) -> Result | None:
    """The result of an answer kept earlier; None where the check has changed so much that it no longer fits."""
    try:
        given = json.loads(answer)
    except ValueError:
        return None
    result = check.judge(given)
    return None if isinstance(result, str) else result
