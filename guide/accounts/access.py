"""Who may: the decorator for what only learners do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import flask_login

View = TypeVar("View", bound=Callable[..., Any])


def login_required(view: View) -> View:
    """Only somebody signed in; everybody else is sent to the sign-in page, or told so in JSON."""
    guarded: View = flask_login.login_required(view)
    guarded.admits = "learners"  # type: ignore[attr-defined]
    return guarded
