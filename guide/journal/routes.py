"""``/journal``: all entries, newest first; one entry with its revisions."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_person
from guide.journal.pages import JournalEntry, JournalRevision
from guide.journal.queries import PAGE, entries_before, key_of, read_key
from guide.kernel.places import successor
from guide.kernel.shelf import shelf
from guide.writing.access import own_entry_or_404
from guide.writing.queries import revisions_of

bp = Blueprint("journal", __name__, url_prefix="/journal")


@bp.get("")
@login_required
def show() -> ResponseReturnValue:
    """Everything this learner wrote, newest first."""
    found = entries_before(current_person().id, read_key(request.args.get("before", "")))
    shown = found[:PAGE]
    return render_template(
        "journal/journal.html",
        entries=[JournalEntry.of(entry, shelf().library) for entry in shown],
        older=f"/journal?before={key_of(shown[-1])}" if len(found) > PAGE else None,
    )


@bp.get("/<guide_id>/<lesson_id>/<block_id>")
@login_required
def show_entry(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """One entry and its kept copies. Somebody else's is not found, just like one that does not exist."""
    guide = shelf().library.by_id.get(guide_id)
    if guide is not None and (moved := successor(guide, lesson_id, block_id)) != (lesson_id, block_id):
        return redirect(f"/journal/{guide_id}/{moved[0]}/{moved[1]}", 301)
    entry = own_entry_or_404(current_person().id, guide_id, lesson_id, block_id)
    return render_template(
        "journal/entry.html",
        entry=JournalEntry.of(entry, shelf().library),
        revisions=[JournalRevision.of(revision, entry.kind) for revision in revisions_of(entry)],
    )
