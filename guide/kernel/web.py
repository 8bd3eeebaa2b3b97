"""What holds for every request: who may ask, what every answer carries, what a template may call."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from guide.kernel import cookies, forgery, refusals, templates
from guide.kernel.config import Settings
from guide.kernel.db import SAFE_METHODS
from guide.kernel.environment import SettingsError
from guide.kernel.notices import NoticeSessions
from guide.kernel.slashes import lead_to_address_without_slash
from guide.kernel.words import gettext as _

LARGEST_REQUEST = 512 * 1024
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def init_app(app: Flask, settings: Settings) -> None:
    if app.debug and not settings.development:
        raise SettingsError(
            "Flask's debug mode shows code and variables to whoever meets an error: unset FLASK_DEBUG and leave out "
            "--debug, or set GUIDE_DEV=1 on a machine of your own (./run --dev)."
        )
    secure = settings.is_https
    app.config.update(
        BASE_URL=settings.base_url,
        TRUSTED_HOSTS=settings.hosts,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_NAME="__Host-guide_notice" if secure else "guide_notice",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SECRET_KEY_FALLBACKS=list(settings.old_secret_keys),
    )
    app.session_interface = NoticeSessions()
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0, x_prefix=0
        )
    app.before_request(refuse_unreadable)
    app.before_request(lead_to_address_without_slash)
    app.before_request(forgery.refuse_forgeries)
    app.after_request(cookies.set_new_form_cookie)
    headers = dict(HEADERS)
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"

    @app.after_request
    def finish(response: Response) -> Response:
        if "Content-Security-Policy" in response.headers:  # a view that knows better about its own file
            response.headers.extend((key, value) for key, value in headers.items() if key not in response.headers)
        else:
            response.headers.extend(headers)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    refusals.init_app(app)
    templates.init_app(app, settings)


def has_half_characters(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)


def is_utf8(form: bytes) -> bool:
    """Whether an encoded form is text; it would be read with a sign in the place of what is none."""
    try:
        unquote_to_bytes(form).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def refuse_unreadable() -> None:
    """Before every request: what cannot be text is refused plainly, before anything looks at it.

    A form is read to its end here, before the first question to the database: no transaction may wait, holding a lock, for
    what a client has yet to send.
    """
    if "\0" in request.path or has_half_characters(request.path):
        raise refusals.Refusal(404, reason="404", happened=refusals.HAPPENED[404])
    notice = current_app.config["SESSION_COOKIE_NAME"]
    if notice in request.cookies and cookies.read_exactly(notice) is None:
        raise refusals.Refusal(400, reason="400", happened=refusals.HAPPENED[400])
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    if request.mimetype == "application/x-www-form-urlencoded" and not is_utf8(request.get_data()):
        raise refusals.Refusal(
            422,
            reason="unreadable",
            happened=_("The form holds half a character (a lone surrogate), which cannot be kept. Take it out."),
            kept=_("Nothing was changed. Go back, and your text is still in its field."),
        )
    if any("\0" in text for field in request.form.items(multi=True) for text in field):
        raise refusals.Refusal(
            422,
            reason="unreadable",
            happened=_("The form holds an invisible null character (U+0000), which cannot be kept. Take it out."),
            kept=_("Nothing was changed. Go back, and your text is still in its field."),
        )
