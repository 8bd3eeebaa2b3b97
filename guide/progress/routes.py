"""Saying where one is, what is done, and how a guide is closed."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_person, touch
from guide.content.blocks.decide import Decide
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.places import lesson_or_404, place_or_404
from guide.kernel.refusals import wants_json
from guide.kernel.shelf import shelf
from guide.kernel.words import gettext as _
from guide.progress import marks
from guide.progress.decision import Decision

bp = Blueprint("progress", __name__)


@bp.post("/guides/<guide_id>/<lesson_id>/opened")
@login_required
def open_lesson(guide_id: str, lesson_id: str) -> ResponseReturnValue:
    """The reading beacon: sent by the page, so that reading itself stays a GET."""
    _guide, lesson = lesson_or_404(guide_id, lesson_id)
    marks.open_lesson(current_person().id, lesson, request.form.get("position"), at=now())
    touch()
    db.session.commit()
    return "", 204


@bp.post("/guides/<guide_id>/<lesson_id>/done")
@login_required
def mark_done(guide_id: str, lesson_id: str) -> ResponseReturnValue:
    """Mark the lesson as done, or as not done."""
    guide, lesson = lesson_or_404(guide_id, lesson_id)
    wanted = request.form.get("done")
    if wanted not in {"yes", "no"}:
        abort(422)
    marks.mark_lesson(current_person().id, guide, lesson, done=wanted == "yes", at=now())
    touch()
    db.session.commit()
    return {"done": wanted == "yes"} if wants_json() else redirect(f"{lesson.address}#foot", 303)


@bp.post("/guides/<guide_id>/<lesson_id>/decide/<block_id>")
@login_required
def decide(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """Close the guide with a decision, or go on (which opens it again)."""
    place = place_or_404(guide_id, lesson_id, block_id, Decide)
    decision = Decision.from_form(request.form)
    marks.decide_here(current_person().id, place, decision, at=now())
    touch()
    db.session.commit()
    flash(decision.said)
    after = place.guide.address if decision.closes_with else place.address
    return {"address": after} if wants_json() else redirect(after, 303)


@bp.post("/guides/<guide_id>/reopen")
@login_required
def reopen(guide_id: str) -> ResponseReturnValue:
    """Open a guide again that was closed with a decision. The decision stays in the journal."""
    guide = shelf().library.by_id.get(guide_id) or abort(404)
    marks.decide(current_person().id, guide, None, at=now())
    db.session.commit()
    flash(_("The guide is open again."))
    return redirect(guide.address, 303)
