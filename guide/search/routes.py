"""``/search``: one field for everything that can be found."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from guide.accounts.sign_in import current_person
from guide.kernel.guest_pages import same_for_guests
from guide.search.queries import search_page

bp = Blueprint("search", __name__)


@bp.get("/search")
@same_for_guests
def show() -> ResponseReturnValue:
    """What answers the question, or how to ask one."""
    learner_id = current_person().id if current_user.is_authenticated else None
    page = search_page(request.args.get("q", ""), learner_id)
    response = make_response(render_template("search/search.html", page=page))
    response.headers["X-Robots-Tag"] = "noindex"
    return response
