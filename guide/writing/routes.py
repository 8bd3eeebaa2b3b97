"""Keeping what is written. Reading it back is the journal's."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from guide.accounts.access import login_required
from guide.accounts.sign_in import Person, current_person, touch
from guide.content.blocks import WRITTEN
from guide.content.blocks.map import Map
from guide.content.blocks.stream import Stream
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.moments import iso
from guide.kernel.places import Place, place_or_404
from guide.kernel.refusals import posted_text, wants_json
from guide.kernel.words import gettext as _
from guide.writing.access import hold_entry
from guide.writing.keys import SentTwice
from guide.writing.merging import Arrival
from guide.writing.saving import Conflict, Save, Saved

bp = Blueprint("writing", __name__, url_prefix="/journal")

DONE = {
    "save": _("Saved."),
    "submit": _("Submitted. It is in your journal, and was sent to nobody."),
    "set-aside": _("Set aside. That is an answer, too."),
}


@bp.post("/<guide_id>/<lesson_id>/<block_id>")
@login_required
def save(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """Keep the learner's words, or say kindly what is wrong. The answer follows the commit."""
    place = place_or_404(guide_id, lesson_id, block_id, *WRITTEN)
    wanted = Save.from_form(request.form)
    person = current_person()
    outcome = attempt(wanted, person.id, place)
    if not isinstance(outcome, Saved):
        # Whoever waited for a lock may have seen, beside the row as it is now, keys as they were before: look once more.
        db.session.rollback()
        outcome = attempt(wanted, person.id, place)
    if not isinstance(outcome, Saved):
        db.session.rollback()
        return conflict(place, outcome)
    touch()
    db.session.commit()
    return saved(place, outcome, person)


def attempt(wanted: Save, learner_id: int, place: Place) -> Saved | Conflict:
    """Carry it out on the learner's entry, held until commit."""
    held = hold_entry(learner_id, place, wanted.key, version=wanted.version)
    try:
        return wanted.carry_out(held)
    except SentTwice:
        return wanted.conflict(held)


def saved(place: Place, outcome: Saved, person: Person) -> ResponseReturnValue:
    if wants_json():
        return {
            "version": outcome.version,
            "saved_at": iso(outcome.saved_at, person.time_zone),
            "label": outcome.label(person.time_zone),
        }
    flash(DONE[outcome.verb])
    return redirect(place.address, 303)


def conflict(place: Place, outcome: Conflict) -> ResponseReturnValue:
    """409 with both texts; neither is lost, and the learner chooses or merges."""
    if wants_json():
        return {
            "reason": "conflict",
            "version": outcome.version,
            "theirs": outcome.theirs,
            "yours": outcome.yours,
            "theirs_saved_at": iso(outcome.theirs_saved_at, current_person().time_zone),
        }, 409
    return render_template("writing/conflict.html", place=place, conflict=outcome), 409


@bp.post("/<guide_id>/<lesson_id>/<block_id>/arrivals")
@login_required
def add_arrival(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """Take in a text that was written in this browser before signing in: the entry, if there is none, else a revision."""
    place = place_or_404(guide_id, lesson_id, block_id, *WRITTEN, Stream, Map)
    arrival = Arrival.from_form(request.form)
    entry = arrival.join(hold_entry(current_person().id, place, arrival.key), at=now())
    db.session.commit()
    return {"version": entry.version, "saved_at": iso(entry.saved_at, current_person().time_zone)}


def signed_out_page() -> ResponseReturnValue:
    """Somebody without a script pressed Save after their sign-in ended: the text comes back, with the way to keep it."""
    return make_response(
        render_template(
            "writing/signed_out.html",
            kept={
                "kept_address": request.path if request.blueprint == bp.name else "",
                "kept_body": posted_text()[1],
                "kept_version": request.form.get("version", "0"),
                "kept_learner": request.form.get("learner", ""),
                "kept_do": request.form.get("do", "save"),
                "kept_why": request.form.get("why", ""),
            },
        ),
        401,
    )
