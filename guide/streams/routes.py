"""A practice stream in the order that the address asks for; and keeping a post from it, with a note."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_person, touch
from guide.content.blocks.stream import Stream
from guide.kernel.db import db
from guide.kernel.guest_pages import same_for_guests
from guide.kernel.places import Place, place_or_404
from guide.kernel.refusals import wants_json
from guide.kernel.words import gettext as _
from guide.streams.kept import address_of, kept_posts
from guide.streams.notes import Notes, note_from
from guide.streams.pages import asking, stream_page
from guide.streams.queries import entries_shown
from guide.writing.access import hold_entry
from guide.writing.keys import SentTwice
from guide.writing.parts import mark
from guide.writing.saving import Conflict, Save, Saved

bp = Blueprint("streams", __name__, url_prefix="/guides")


@bp.get("/<guide_id>/<lesson_id>/streams/<block_id>")
@same_for_guests
def show(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """Everything that the block shows, in one order or two."""
    place, block = _stream_or_404(guide_id, lesson_id, block_id)
    if (place.lesson.id, block.id) != (lesson_id, block_id):
        return redirect(address_of(place.lesson, block), 301)
    order = request.args.get("order", block.orders[0])
    beside = request.args.get("beside")
    if order not in block.orders or (beside is not None and (beside not in block.orders or beside == order)):
        abort(404)
    signed_in = current_user.is_authenticated
    rows = entries_shown(current_person().id, place.guide, place.lesson) if signed_in else []
    mine = [row.number or 0 for row in rows if (row.lesson, row.block) == (place.lesson.id, block.id)]
    page = stream_page(
        place.guide,
        place.lesson,
        block,
        order,
        beside,
        signed_in=signed_in,
        version=sum(mine),
        kept=kept_posts(place.guide, place.lesson, rows).get(block.id, ()),
    )
    return render_template("streams/stream.html", page=page)


@bp.post("/<guide_id>/<lesson_id>/streams/<block_id>/<post_id>")
@login_required
def keep(guide_id: str, lesson_id: str, block_id: str, post_id: str) -> ResponseReturnValue:
    """Keep the post with a note, change the note, or take the post out."""
    place, block = _stream_or_404(guide_id, lesson_id, block_id)
    stream = place.guide.streams[block.stream]
    if post_id not in {post.id for post in block.posts_in(stream)}:
        abort(404)
    fields = request.form.copy()
    do = fields.pop("do", "save")
    if do not in ("save", "remove"):
        abort(422)
    form = Save.from_form(fields)
    note = note_from(request.form.get("note", "")) if do == "save" else ""
    outcome = _attempt(place, block, post_id, form, note)
    if not isinstance(outcome, Saved):
        # Whoever waited for a lock may have seen, beside the row as it is now, keys as they were before: look once more.
        db.session.rollback()
        outcome = _attempt(place, block, post_id, form, note)
    if not isinstance(outcome, Saved):
        db.session.rollback()
        post = stream.by_id[post_id]
        action = f"{address_of(place.lesson, block)}/{post_id}"
        return render_template(
            "streams/conflict.html",
            place=place, stream=stream, post=post, conflict=outcome, mark=mark(outcome.theirs), action=action,
        ), 409  # fmt: skip
    touch()
    db.session.commit()
    if wants_json():
        return "", 204
    flash(_("Kept, with your note.") if note else _("Taken out."))
    return redirect(f"{_way_back(place, block)}#{post_id}", 303)


def _attempt(place: Place, block: Stream, post_id: str, form: Save, note: str) -> Saved | Conflict:
    """Do it on the learner's entry, held until commit. Notes on other posts, kept meanwhile, stay as they are: only another
    note on this very post is a conflict."""
    held = hold_entry(current_person().id, place, form.key, version=form.version)
    entry, stream = held.entry, place.guide.streams[block.stream]
    notes = Notes.from_body(entry.body)
    theirs = notes.by_post.get(post_id, "")
    if held.acknowledged is None and theirs != note and mark(theirs) != request.form.get("was", ""):
        return Conflict(entry.version, theirs, note, entry.saved_at)
    beside = ""
    if lost := request.form.get("beside_note", ""):
        beside = notes.with_note(post_id, note_from(lost), stream).to_body()
    body = notes.with_note(post_id, note, stream).to_body()
    try:
        return replace(form, body=body, version=entry.version, beside=beside).carry_out(held)
    except SentTwice:
        return Conflict(entry.version, theirs, note, entry.saved_at)


def _stream_or_404(guide_id: str, lesson_id: str, block_id: str) -> tuple[Place, Stream]:
    place = place_or_404(guide_id, lesson_id, block_id, Stream)
    assert isinstance(place.block, Stream)
    return place, place.block


def _way_back(place: Place, block: Stream) -> str:
    """The page as it was asked for when the form was sent."""
    order, beside = request.form.get("order", ""), request.form.get("beside")
    if order not in block.orders or (beside is not None and beside not in block.orders):
        return address_of(place.lesson, block)
    return asking(address_of(place.lesson, block), order, beside)
