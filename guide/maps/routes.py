"""The page of a map, and what is put on it, changed and taken out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from secrets import token_hex

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_person, touch
from guide.content.blocks.map import Map
from guide.kernel.db import db
from guide.kernel.guest_pages import same_for_guests
from guide.kernel.places import Place, place_or_404
from guide.kernel.words import gettext as _
from guide.maps.drawing import groups_of
from guide.maps.forms import node_from
from guide.maps.kept import then_and_now
from guide.maps.nodes import KINDS, MapOfLearning, Node, refused
from guide.maps.pages import MapPage, address_of
from guide.maps.queries import maps_of
from guide.writing.access import hold_entry
from guide.writing.keys import SentTwice
from guide.writing.saving import Save, Saved

bp = Blueprint("maps", __name__, url_prefix="/guides")
VERBS = {
    "add": _("Put on your map."),
    "change": _("Changed."),
    "remove": _("Taken out."),
    "begin": _("Begun from your earlier map."),
}


@dataclass(frozen=True)
class Collision:
    """What stands on the map now, in the place of what the form was made from; and what the form says. None: taken out."""

    version: int
    theirs: Node | None
    yours: Node | None


@bp.get("/<guide_id>/<lesson_id>/maps/<block_id>")
@same_for_guests
def show(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """The drawing, the list, and the earlier map beside it."""
    place, block = _map_or_404(guide_id, lesson_id, block_id)
    if (place.lesson.id, block.id) != (lesson_id, block_id):
        return redirect(address_of(place.lesson, block), 301)
    signed_in = current_user.is_authenticated
    now, then = maps_of(current_person().id, place.guide, place.lesson, block) if signed_in else (None, None)
    maps = then_and_now(block, now, then)
    page = MapPage(
        guide=place.guide,
        lesson=place.lesson,
        block=block,
        version=(now.number or 0) if now else 0,
        key=token_hex(8),
        maps=maps,
        groups=groups_of(block, maps.now.found),
    )
    return render_template("maps/map.html", page=page)


@bp.post("/<guide_id>/<lesson_id>/maps/<block_id>")
@login_required
def keep(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """Add one, change one, take one out, or begin with a copy of the earlier map."""
    place, block = _map_or_404(guide_id, lesson_id, block_id)
    fields = request.form.copy()
    do = fields.pop("do", "")
    if do not in VERBS:
        abort(422)
    form = Save.from_form(fields)
    outcome = _attempt(place, block, do, form)
    if not isinstance(outcome, Saved):
        # Whoever waited for a lock may have seen, beside the row as it is now, keys as they were before: look once more.
        db.session.rollback()
        outcome = _attempt(place, block, do, form)
    if not isinstance(outcome, Saved):
        db.session.rollback()
        return render_template(
            "maps/conflict.html",
            place=place, block=block, collision=outcome, kinds=KINDS, action=address_of(place.lesson, block),
        ), 409  # fmt: skip
    touch()
    db.session.commit()
    flash(VERBS[do])
    return redirect(address_of(place.lesson, block), 303)


def _attempt(place: Place, block: Map, do: str, form: Save) -> Saved | Collision:
    """Do it on the learner's entry, held until commit. What else was put on the map meanwhile stays as it is: only another
    state of this very node is a conflict."""
    held = hold_entry(current_person().id, place, form.key, version=form.version)
    entry = held.entry
    found = MapOfLearning.from_body(entry.body)
    theirs = found.find(_number(request.form.get("node", "")))
    yours = None if do in ("remove", "begin") else node_from(request.form, block, groups_of(block, found))
    if held.acknowledged is None and (collision := _collision(do, entry.version, theirs, yours)):
        return collision
    if do == "begin":
        after = _begun(place, block, found)
    elif yours is None:
        after = found.without(theirs.id) if theirs else found
    elif do == "add" and not form.key and _is_there(yours, found) and form.version != entry.version:
        after = found  # sent twice
    else:
        after = found.with_node(replace(yours, id=theirs.id if theirs and do == "change" else 0))
    try:
        return _saved(replace(form, body=after.to_body(), version=entry.version).carry_out(held))
    except SentTwice:
        return Collision(entry.version, theirs, yours)


def _is_there(node: Node, found: MapOfLearning) -> bool:
    return node in [replace(each, id=0) for each in found.nodes]


def _saved(outcome: object) -> Saved:
    assert isinstance(outcome, Saved)  # the version is the one just read, under the lock
    return outcome


def _collision(do: str, version: int, theirs: Node | None, yours: Node | None) -> Collision | None:
    """Whether the node is no longer what the form was made from, nor already what the form wants."""
    if do not in ("change", "remove"):
        return None
    if theirs is None:
        return None if do == "remove" else Collision(version, None, yours)
    wanted = replace(yours, id=theirs.id) if yours else None
    if theirs.mark == request.form.get("was", "") or theirs == wanted:
        return None
    return Collision(version, theirs, yours)


def _begun(place: Place, block: Map, found: MapOfLearning) -> MapOfLearning:
    """A copy of the earlier map, where nothing is on this one yet."""
    _now, then = maps_of(current_person().id, place.guide, place.lesson, block)
    earlier = MapOfLearning.from_body((then.text or "") if then else "")
    if found.nodes == earlier.nodes and not found.unread and found.nodes:
        return found  # sent twice
    if found.nodes or found.unread:
        raise refused(_("There is something on this map already, so it was not begun anew."), reason="begun")
    if not earlier.nodes:
        raise refused(_("There is no earlier map to begin with."), reason="no-earlier")
    return MapOfLearning(earlier.nodes)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _map_or_404(guide_id: str, lesson_id: str, block_id: str) -> tuple[Place, Map]:
    place = place_or_404(guide_id, lesson_id, block_id, Map)
    assert isinstance(place.block, Map)
    return place, place.block
