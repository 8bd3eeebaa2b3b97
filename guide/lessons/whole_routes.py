"""A guide all at once: on one page to be printed, and its sources for reference managers."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from guide.accounts.sign_in import current_person
from guide.content import bibtex, ris
from guide.content.bibliography import Reference
from guide.content.library import Guide
from guide.kernel.clock import now
from guide.kernel.guest_pages import same_for_guests
from guide.kernel.places import guide_or_404
from guide.lessons.anchors import Anchors
from guide.lessons.whole_guide import sources, whole_guide

bp = Blueprint("whole_guide", __name__, url_prefix="/guides/<guide_id>")


@bp.get("/print")
@same_for_guests
def show(guide_id: str) -> ResponseReturnValue:
    """Every lesson with room to write in; signed in, with what this learner wrote in it."""
    guide = guide_or_404(guide_id)
    person = current_person() if current_user.is_authenticated else None
    page = whole_guide(guide, person.id if person else None, person.time_zone if person else None)
    anchors = Anchors(guide)
    lessons = {
        lesson.id: anchors.in_lesson(render_template("lessons/whole/lesson.html", page=lesson_page), lesson)
        for lesson_page in page.lessons.values()
        for lesson in (lesson_page.lesson,)
    }
    return render_template(
        "lessons/whole/guide.html", page=page, lessons=lessons, on_this_page=anchors.in_guide, now=now()
    )


@bp.get("/sources.ris")
@same_for_guests
def sources_ris(guide_id: str) -> Response:
    guide = guide_or_404(guide_id)
    return _file(guide, ris.printed(_references(guide)), "ris", "application/x-research-info-systems")


@bp.get("/sources.bib")
@same_for_guests
def sources_bib(guide_id: str) -> Response:
    guide = guide_or_404(guide_id)
    return _file(guide, bibtex.printed(_references(guide)), "bib", "application/x-bibtex")


def _references(guide: Guide) -> list[Reference]:
    return [Reference.of(source) for source in sources(guide)]


def _file(guide: Guide, text: str, ending: str, kind: str) -> Response:
    """To be kept under the guide's name."""
    response = make_response(text)
    response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{guide.id}.{ending}"'
    return response
