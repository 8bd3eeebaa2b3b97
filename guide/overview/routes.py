"""``/progress`` and the statement to print. What is typed into a statement is shown once, and kept nowhere."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_person
from guide.content.library import Guide
from guide.kernel.clock import now
from guide.kernel.page_key import PageKey
from guide.kernel.places import guide_or_404
from guide.kernel.shelf import shelf
from guide.overview.forms import StatementForm
from guide.overview.queries import progress_page
from guide.overview.statement import Statement
from guide.progress.queries import standing, standings

bp = Blueprint("overview", __name__, url_prefix="/progress")


@bp.get("")
@login_required
def show() -> ResponseReturnValue:
    """How far, what next, what is still there if wanted, what was done and when."""
    page = progress_page(current_person(), shelf().library, PageKey.parse(request.args.get("before", "")))
    return render_template("overview/progress.html", page=page)


@bp.get("/statement")
@login_required
def statement() -> ResponseReturnValue:
    """The statement for one guide; with several on the shelf, first the choice."""
    guides = shelf().library.guides
    if "guide" not in request.args and len(guides) != 1:
        chosen = standings(current_person().id, shelf().library)
        return render_template("overview/statement_choice.html", standings=chosen)
    guide = guide_or_404(request.args.get("guide", guides[0].id))
    return statement_html(guide, StatementForm())


@bp.post("/statement")
@login_required
def fill_statement() -> ResponseReturnValue:
    """The statement with what was typed. Not a redirect: the words belong in no address."""
    guide, form = guide_or_404(request.form.get("guide", "")), StatementForm(request.form)
    if not form.validate():
        return statement_html(guide, form), 422
    return statement_html(guide, form, hours=form.hours_said, learnt=form.learnt)


def statement_html(guide: Guide, form: StatementForm, *, hours: str | None = None, learnt: str | None = None) -> str:
    person = current_person()
    page = Statement.of(person.name, standing(person.id, guide), now(), hours=hours, learnt=learnt)
    several = len(shelf().library.guides) > 1
    return render_template("overview/statement.html", page=page, form=form, several=several)
