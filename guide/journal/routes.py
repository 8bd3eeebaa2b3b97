"""``/journal``: all entries, newest first; one entry with its versions; what changed; a small book to print."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_person
from guide.journal.access import own_entry_or_404
from guide.journal.entries import JournalEntry
from guide.journal.index import Place
from guide.journal.queries import book_page, changes_page, entry_page, journal_page
from guide.journal.selection import Selection
from guide.journal.then_and_now import places_beside
from guide.kernel.clock import now
from guide.kernel.moments import local, zone
from guide.kernel.places import successor
from guide.kernel.plain_text import printable
from guide.kernel.refusals import wants_json
from guide.kernel.shelf import shelf

bp = Blueprint("journal", __name__, url_prefix="/journal")


@bp.get("")
@login_required
def show() -> ResponseReturnValue:
    """What the learner asks for of everything they wrote, newest first."""
    library = shelf().library
    selection = Selection.from_address(request.args, library)
    page = journal_page(current_person(), selection, request.args, library)
    return render_template("journal/journal.html", page=page)


@bp.get("/print")
@login_required
def show_book() -> ResponseReturnValue:
    """The same selection as a small book, for the browser to print."""
    library = shelf().library
    selection = Selection.from_address(request.args, library)
    book = book_page(current_person(), selection, request.args.get("part", ""), library)
    return render_template("journal/book.html", book=book)


@bp.get("/<guide_id>/<lesson_id>/<block_id>")
@login_required
def show_entry(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """One entry and its kept copies. Somebody else's is not found, just like one that does not exist."""
    library, place = shelf().library, here_or_elsewhere(guide_id, lesson_id, block_id)
    entry, beside = own_entry_or_404(current_person().id, place, places_beside(place, library))
    page = entry_page(entry, beside, request.args.get("before", ""), library)
    return render_template("journal/entry.html", page=page)


@bp.get("/<guide_id>/<lesson_id>/<block_id>/changes")
@login_required
def show_changes(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """What changed between two versions of one entry: those that the address names, else the first and the last."""
    place = here_or_elsewhere(guide_id, lesson_id, block_id, "/changes")
    entry, _beside = own_entry_or_404(current_person().id, place)
    page = changes_page(entry, request.args.get("from"), request.args.get("to"), shelf().library)
    if page is None:
        abort(404)
    return render_template("journal/changes.html", page=page)


@bp.get("/<guide_id>/<lesson_id>/<block_id>/plan.ics")
@login_required
def take_into_calendar(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """A plan as a calendar file, for the day in the address, or the form again with what is wrong in it. What is no plan, and a
    plan without words, is not found."""
    # here, because its library is a twentieth of every start
    from guide.journal.plan_in_calendar import NoOccasion, Occasion

    place, person = here_or_elsewhere(guide_id, lesson_id, block_id, "/plan.ics"), current_person()
    found, _beside = own_entry_or_404(person.id, place)
    entry = JournalEntry.of(found, shelf().library)
    if entry.calendar_address is None:
        abort(404)
    try:
        occasion = Occasion.from_address(request.args, local(now(), person.time_zone).date())
    except NoOccasion as problem:
        if wants_json():
            raise
        given = {name: printable(request.args.get(name, "")) for name in ("on", "at", "every")}
        return render_template("journal/calendar_again.html", entry=entry, given=given, problem=problem), 422
    file = occasion.file(
        entry,
        learner_id=person.id,
        version=found.version,
        zone=zone(person.time_zone),
        now=now(),
        site=current_app.extensions["settings"].base_url,
    )
    response = Response(file, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response.headers["Content-Disposition"] = 'attachment; filename="plan.ics"'
    return response


def here_or_elsewhere(guide_id: str, lesson_id: str, block_id: str, below: str = "") -> Place:
    """The place; a former id is answered with a permanent redirect to its successor."""
    guide = shelf().library.by_id.get(guide_id)
    if guide is not None and (moved := successor(guide, lesson_id, block_id)) != (lesson_id, block_id):
        query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
        abort(redirect(f"/journal/{guide_id}/{moved[0]}/{moved[1]}{below}{query}", 301))
    return guide_id, lesson_id, block_id
