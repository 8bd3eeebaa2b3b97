"""``/journal``: all entries, newest first; one entry with its versions; what changed; a small book to print."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_person
from guide.journal.access import own_entry_or_404
from guide.journal.book import BookPage, in_parts, places_before
from guide.journal.entry_pages import ChangesPage, EntryPage, ids_with_neighbour
from guide.journal.index import Place, place_of
from guide.journal.pages import JournalPage, lines_to_show
from guide.journal.queries import entries_by_id, index_of, kept_copies, versions_of
from guide.journal.selection import Selection
from guide.journal.then_and_now import ThenAndNow, earlier_place, later_places
from guide.journal.versions import Versions
from guide.kernel.places import successor
from guide.kernel.shelf import shelf
from guide.writing.finding import ids_of_entries_with

bp = Blueprint("journal", __name__, url_prefix="/journal")


@bp.get("")
@login_required
def show() -> ResponseReturnValue:
    """What the learner asks for of everything they wrote, newest first."""
    library, person = shelf().library, current_person()
    selection = Selection.from_address(request.args, library)
    found = found_by(selection)
    lines = index_of(person.id, found)
    shown = lines_to_show(lines, selection, request.args, person.time_zone)
    entries = entries_by_id(person.id, [line.id for line in shown])
    is_wordless = bool(selection.asked) and found is None
    page = JournalPage.of(lines, selection, shown, entries, library, person.time_zone, is_wordless=is_wordless)
    return render_template("journal/journal.html", page=page)


@bp.get("/print")
@login_required
def show_book() -> ResponseReturnValue:
    """The same selection as a small book, for the browser to print."""
    library = shelf().library
    selection = Selection.from_address(request.args, library)
    parts = in_parts(index_of(current_person().id, found_by(selection)), selection, library)
    at = part_asked_for(len(parts))
    lines = parts[at] if parts else []
    before = places_before(lines, library)
    entries = entries_by_id(current_person().id, [line.id for line in lines], before)
    submitted = kept_copies((), [entry.id for entry in entries.values() if place_of(entry) in before])
    return render_template("journal/book.html", book=BookPage.of(selection, parts, at, entries, submitted, library))


@bp.get("/<guide_id>/<lesson_id>/<block_id>")
@login_required
def show_entry(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """One entry and its kept copies. Somebody else's is not found, just like one that does not exist."""
    library, place = shelf().library, here_or_elsewhere(guide_id, lesson_id, block_id)
    earlier = earlier_place(place, library)
    others = [*([earlier] if earlier else []), *later_places(place, library)]
    entry, companions = own_entry_or_404(current_person().id, place, others)
    versions = Versions.of(entry.saved_at, versions_of(entry))
    shown = EntryPage.shown(versions, request.args.get("before", ""))
    then = [each.id for each in companions if place_of(each) == earlier]
    copies = kept_copies(ids_with_neighbour(versions, shown), then)
    pair = ThenAndNow.of(place, companions, [copy for copy in copies if copy.entry_id in then], library)
    return render_template("journal/entry.html", page=EntryPage.of(entry, pair, versions, shown, copies, library))


@bp.get("/<guide_id>/<lesson_id>/<block_id>/changes")
@login_required
def show_changes(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """What changed between two versions of one entry, each a kept copy of it or ``now``."""
    place = here_or_elsewhere(guide_id, lesson_id, block_id, "/changes")
    entry, _others = own_entry_or_404(current_person().id, place)
    versions = Versions.of(entry.saved_at, versions_of(entry))
    one, other = (versions.named(request.args.get(name, "")) for name in ("from", "to"))
    if one is None or other is None:
        abort(404)
    copies = kept_copies([versions[at].id for at in (one, other)])
    page = ChangesPage.of(entry, versions, (one, other), copies, shelf().library)
    return render_template("journal/changes.html", page=page)


def found_by(selection: Selection) -> Select[tuple[int]] | None:
    """The ids of entries with the words searched for; None where there are none to search for."""
    return ids_of_entries_with(current_person().id, selection.asked) if selection.asked else None


def part_asked_for(parts: int) -> int:
    """The part of the book that the address names, from 0; the first where it names none."""
    number = request.args.get("part", "")
    at = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 5 else 0
    return at if 0 <= at < parts else 0


def here_or_elsewhere(guide_id: str, lesson_id: str, block_id: str, below: str = "") -> Place:
    """The place; a former id is answered with a permanent redirect to its successor."""
    guide = shelf().library.by_id.get(guide_id)
    if guide is not None and (moved := successor(guide, lesson_id, block_id)) != (lesson_id, block_id):
        query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
        abort(redirect(f"/journal/{guide_id}/{moved[0]}/{moved[1]}{below}{query}", 301))
    return guide_id, lesson_id, block_id
