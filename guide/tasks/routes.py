"""Ticking a task, and taking the tick away."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import delete

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_person, touch
from guide.content.blocks.task import Task
from guide.kernel.clock import now
from guide.kernel.db import db, insert_once
from guide.kernel.places import place_or_404
from guide.kernel.refusals import wants_json
from guide.tasks.models import Tick

bp = Blueprint("tasks", __name__, url_prefix="/guides")


@bp.post("/<guide_id>/<lesson_id>/tasks/<block_id>")
@login_required
def tick(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """Tick the task or take the tick away; either twice is the same as once."""
    place = place_or_404(guide_id, lesson_id, block_id, Task)
    ids = dict(zip(("guide", "lesson", "block"), place.ids, strict=True))
    learner_id, wanted = current_person().id, request.form.get("do")
    if wanted == "tick":
        db.session.execute(insert_once(Tick), {"learner_id": learner_id, "at": now(), **ids})
    elif wanted == "untick":
        db.session.execute(delete(Tick).filter_by(learner_id=learner_id, **ids))
    else:
        abort(422)
    touch()
    db.session.commit()
    return {"ticked": wanted == "tick"} if wants_json() else redirect(place.address, 303)
