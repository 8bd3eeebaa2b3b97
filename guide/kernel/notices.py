"""What one answer leaves to be said on the next page, in a signed cookie of its own."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, Request, Response, current_app, get_flashed_messages, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class NoticeSessions(SecureCookieSessionInterface):
    """Flask's own sessions, at no cost to the many requests that bring no notice and leave none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if app.config["SESSION_COOKIE_NAME"] not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if session or session.modified or session.accessed:
            super().save_session(app, session, response)


def notices() -> list[tuple[str, str]]:
    """What the last request left to be said. Does not touch the session of people who have none."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies and not session:
        return []
    return cast(list[tuple[str, str]], get_flashed_messages(with_categories=True))
