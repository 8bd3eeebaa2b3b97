"""Reading: the library, covers, lessons, glossary, sources; and answering a check, which shows the lesson again."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from guide.accounts.sign_in import current_person, touch
from guide.checks.attempts import keep
from guide.content.blocks import Block
from guide.content.blocks.check import Check, Result
from guide.content.blocks.recall import Recall
from guide.content.library import Guide, Lesson
from guide.kernel.db import db
from guide.kernel.forgery import keeps_nothing
from guide.kernel.guest_pages import same_for_guests
from guide.kernel.places import Place, guide_or_404, lesson_here_or_elsewhere, place_or_404
from guide.kernel.refusals import wants_json
from guide.kernel.shelf import shelf
from guide.kernel.words import gettext as _
from guide.lessons import whole_guide
from guide.lessons.home import library_page, welcome_back
from guide.lessons.pages import CoverPage, LessonPage
from guide.lessons.printing import print_asked, print_block, print_lesson
from guide.lessons.queries import lesson_page
from guide.lessons.report import Report
from guide.lessons.warm_up import Answers, recall_at
from guide.progress.queries import standing

bp = Blueprint("lessons", __name__)


def learner_id() -> int | None:
    return current_person().id if current_user.is_authenticated else None


@bp.get("/")
@same_for_guests
def library() -> ResponseReturnValue:
    """The library; with one guide, that guide's cover."""
    guides = shelf().library.guides
    if len(guides) == 1:
        return cover_page(guides[0])
    return render_template("lessons/library.html", page=library_page(learner_id(), shelf().library))


@bp.get("/guides/")
def library_elsewhere() -> ResponseReturnValue:
    return redirect("/", 301)


@bp.get("/guides/<guide_id>/")
@same_for_guests
def cover(guide_id: str) -> ResponseReturnValue:
    return cover_page(guide_or_404(guide_id))


def cover_page(guide: Guide) -> str:
    me, size = learner_id(), len(shelf().library.guides)
    stands = standing(me, guide)
    back = welcome_back(me, [stands], shelf().library) if size == 1 else None
    page = CoverPage(guide, signed_in=me is not None, standing=stands, back=back)
    return render_template("lessons/cover.html", page=page, library_size=size, canonical=canonical(guide.address))


@bp.get("/guides/<guide_id>/<lesson_id>")
@same_for_guests
def show(guide_id: str, lesson_id: str) -> ResponseReturnValue:
    """One lesson, with what this learner left in it."""
    guide, lesson = lesson_here_or_elsewhere(guide_id, lesson_id)
    if learner_id() is None:
        return lesson_html(guide, lesson)
    return lesson_html(guide, lesson, recalled=dict.fromkeys(request.args.getlist("answered")[:3]))


def lesson_html(
    guide: Guide, lesson: Lesson, answered: Mapping[str, Result] | None = None, recalled: Answers | None = None
) -> str:
    page = page_for_reader(guide, lesson, answered, recalled)
    return print_lesson(page, canonical(lesson.address))


def page_for_reader(
    guide: Guide, lesson: Lesson, answered: Mapping[str, Result] | None, recalled: Answers | None = None
) -> LessonPage:
    zone = current_person().time_zone if current_user.is_authenticated else None
    return lesson_page(guide, lesson, learner_id(), zone, answered=answered, recalled=recalled)


@bp.post("/guides/<guide_id>/<lesson_id>/checks/<block_id>")
@keeps_nothing
def answer_check(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    (
        """Judge an answer at once. A learner's attempt is kept; a guest's is only shown. An answer given in a
    warm-up comes back there."""
        ""
    )
    place = place_or_404(guide_id, lesson_id, block_id, Check)
    check = place.block
    assert isinstance(check, Check)
    given = {name: values[:20] for name, values in request.form.lists()}
    result = check.judge(given)
    origin = recall_at(place, request.form.get("from", ""))
    if isinstance(result, str):
        where: tuple[Lesson, Block] = origin or (place.lesson, check)
        return _unanswered(*where, result)
    if current_user.is_authenticated:
        keep(current_person().id, place, check, given, result)
        touch()
        db.session.commit()
        if not wants_json() and not origin:
            return redirect(f"{place.lesson.address}#result-{check.id}", 303)
    if origin:
        return _answered_in_warm_up(place, *origin, result)
    if wants_json():
        page = page_for_reader(place.guide, place.lesson, {check.id: result})
        return {"html": print_block(page, check.id), "summary": result.summary}
    return lesson_html(place.guide, place.lesson, {check.id: result})


def _answered_in_warm_up(place: Place, lesson: Lesson, recall: Recall, result: Result) -> ResponseReturnValue:
    here = f"{place.lesson.id}/{place.block.id}"
    before = [other for other in request.form.getlist("answered")[:3] if other != here]
    if current_user.is_authenticated and not wants_json():
        query = urlencode([("answered", each) for each in (*before[:2], here)])
        anchor = f"result-{recall.id}--{place.lesson.id}--{place.block.id}"
        return redirect(f"{lesson.address}?{query}#{anchor}", 303)
    recalled = {**dict.fromkeys(before), here: result}
    if not wants_json():
        return lesson_html(place.guide, lesson, recalled=recalled)
    page = page_for_reader(place.guide, lesson, None, recalled)
    asked = next((each for each in page.warm_up(recall).asked if each.place == here), None)
    if asked is None:
        abort(404)
    return {"html": print_asked(page, asked), "summary": result.summary}


def _unanswered(lesson: Lesson, block: Block, problem: str) -> ResponseReturnValue:
    if wants_json():
        return {"reason": "unanswered", "problem": problem}, 422
    return render_template("lessons/unanswered.html", lesson=lesson, block=block, problem=problem), 422


@bp.get("/guides/<guide_id>/glossary")
@same_for_guests
def glossary(guide_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    report = report_on(guide, "glossary", _("Glossary"))
    return render_template("lessons/glossary.html", guide=guide, report=report, terms=whole_guide.terms(guide))


@bp.get("/guides/<guide_id>/sources")
@same_for_guests
def sources(guide_id: str) -> ResponseReturnValue:
    """Every reference of the guide, and the lessons that cite it."""
    guide = guide_or_404(guide_id)
    listed, cited_in = whole_guide.sources(guide), whole_guide.cited_in(guide)
    report = report_on(guide, "sources", _("Sources"))
    return render_template("lessons/sources.html", guide=guide, report=report, sources=listed, cited_in=cited_in)


def report_on(guide: Guide, page: str, title: str) -> Report | None:
    return Report.of_page(current_app.extensions["settings"].contact, guide, title, canonical(guide.address + page))


@bp.get("/guides/<guide_id>/media/<name>")
def media(guide_id: str, name: str) -> Response:
    """A file that the guide names; nothing else in its folder."""
    guide = guide_or_404(guide_id)
    if name not in guide.media:
        abort(404)
    response = make_response(send_from_directory(shelf().content_dir.resolve() / guide.id / "media", name))
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def canonical(path: str) -> str:
    return str(current_app.config["BASE_URL"]) + path
