"""``/account/download``: my data, to keep or to take elsewhere."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_learner
from guide.kernel.clock import now
from guide.portability.export import learner_data

bp = Blueprint("portability", __name__)


@bp.get("/account/download")
@login_required
def download() -> ResponseReturnValue:
    """Everything kept of this learner, as a JSON file."""
    data = json.dumps(learner_data(current_learner()), ensure_ascii=False, indent=2)
    response = Response(data, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="my-guides-{now():%Y-%m-%d}.json"'
    return response
