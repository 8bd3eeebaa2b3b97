"""``/patterns``: an index, and a page for each group of components. Registered in development only."""

from __future__ import annotations

from collections.abc import Callable
from shutil import rmtree
from threading import Lock

from flask import Blueprint, Flask, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from guide.kernel.config import Settings
from guide.kernel.db import db
from guide.kernel.shelf import shelf
from guide.patterns.example import ExampleSite, settings_for, settle
from guide.patterns.groups import GROUPS
from guide.patterns.pages import GroupPage
from guide.site.commands import migrate

bp = Blueprint("patterns", __name__, url_prefix="/patterns")
MAKING = Lock()


def init_app(app: Flask, make_site: Callable[[Settings], Flask]) -> None:
    """``make_site`` is what makes the served site, too."""
    app.register_blueprint(bp)
    app.extensions["make-example-site"] = make_site


@bp.get("")
def index() -> ResponseReturnValue:
    """Every group, with its sections."""
    return render_template("patterns/index.html", groups=GROUPS.values())


@bp.get("/<group_id>")
def show(group_id: str) -> ResponseReturnValue:
    """Every component of a group in every state."""
    if group_id not in GROUPS:
        abort(404)
    site = example_site()
    site.forget_printed()
    return render_template(
        "patterns/group.html", page=GroupPage.of(GROUPS[group_id], site.page), groups=GROUPS.values()
    )


def example_site() -> ExampleSite:
    """Made at the first question, and kept as long as this process."""
    with MAKING:
        if "example-site" not in current_app.extensions:
            current_app.extensions["example-site"] = _make()
    site: ExampleSite = current_app.extensions["example-site"]
    return site


def _make() -> ExampleSite:
    settings = settings_for(current_app.extensions["settings"])
    rmtree(settings.data_dir, ignore_errors=True)
    settings.data_dir.mkdir()
    app: Flask = current_app.extensions["make-example-site"](settings)
    app.jinja_env.auto_reload = True
    with app.test_request_context(method="POST"):  # somebody who may write
        migrate()
        sign_ins = settle(shelf().adopt())
        db.session.commit()
    return ExampleSite(app, sign_ins)
