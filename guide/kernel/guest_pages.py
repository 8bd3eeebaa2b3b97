"""Pages that are the same for every guest: made once, compressed once, answered before anything else is asked.

Without a sign-in cookie and without a notice to show, a page depends only on its address and the look. The first such
request goes the whole way; its answer is kept, and the next ones are answered here, in front of the application, with an
``ETag`` so that a browser that has the page is told so in a few bytes.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

from guide.kernel import cookies
from guide.kernel.compression import takes_gzip
from guide.kernel.look import Look

View = TypeVar("View", bound=Callable[..., Any])
MOST_PAGES = 2000
MARK = "is_same_for_guests"
PAGE_METHODS = frozenset({"GET", "HEAD"})


def same_for_guests(view: View) -> View:
    """Mark a view whose page, for a guest, depends on nothing but its address."""
    setattr(view, MARK, True)
    return view


@dataclass(frozen=True)
class GuestPage:
    etag: str
    headers: list[tuple[str, str]]
    body: bytes
    compressed: bytes

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        wanted = environ.get("HTTP_IF_NONE_MATCH", "")
        if wanted and (wanted.strip() == "*" or self.etag in {tag.strip() for tag in wanted.split(",")}):
            start_response("304 Not Modified", [h for h in self.headers if h[0] != "Content-Type"])
            return ()
        headers, body = self.headers, self.body
        if takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            headers, body = [*headers, ("Content-Encoding", "gzip")], self.compressed
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


def host_of(header: str) -> str:
    """The host without its port, if it has one."""
    name, colon, port = header.rpartition(":")
    return name if colon and port.isdigit() else header


class GuestPages:
    """Stands in front of the application."""

    def __init__(self, app: Flask) -> None:
        self.inner = app.wsgi_app
        self.pages: dict[tuple[str, str], GuestPage] = {}
        self.hosts = {host_of(host) for host in app.config["TRUSTED_HOSTS"]}
        self.personal = (
            f"{app.config['SESSION_COOKIE_NAME']}=",
            f"{'__Host-' if app.config['SESSION_COOKIE_SECURE'] else ''}{cookies.SIGN_IN}=",
        )
        self.look_name = f"{'__Host-' if app.config['SESSION_COOKIE_SECURE'] else ''}{cookies.LOOK}="

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in PAGE_METHODS and not environ.get("QUERY_STRING"):
            look = self.guests_look(environ.get("HTTP_COOKIE", ""))
            page = self.pages.get((environ["PATH_INFO"], look)) if look else None
            if page is not None and host_of(environ.get("HTTP_HOST", "")) in self.hosts:
                return page.answer(environ, start_response)
        return self.inner(environ, start_response)

    def guests_look(self, header: str) -> str | None:
        """The look that the cookies ask for; None where they say more than that."""
        look = ""
        for cookie in header.split(";") if header else ():
            cookie = cookie.strip()
            if cookie.startswith(self.personal):
                return None
            if cookie.startswith(self.look_name):
                look = cookie.removeprefix(self.look_name)
        return str(Look.parse(look))

    def keep(self, response: Response) -> Response:
        """After a request: finish a guest's page, and keep it for the next guest."""
        endpoint = request.endpoint and current_app.view_functions.get(request.endpoint)
        if response.status_code != 200 or request.method not in PAGE_METHODS or not getattr(endpoint, MARK, False):
            return response
        look = self.guests_look(request.headers.get("Cookie", ""))
        if look is None or "Set-Cookie" in response.headers or g.get("form_cookie_new"):
            return response
        body = response.get_data()
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Vary"] = "Cookie, Accept-Encoding"
        headers = [(k, v) for k, v in response.headers.items() if k not in {"Content-Length", "Content-Encoding"}]
        page = GuestPage(etag, headers, body, gzip.compress(body, 6, mtime=0))
        if not request.query_string and len(self.pages) < MOST_PAGES:
            self.pages[request.path, look] = page
        if etag in {tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")}:
            response.status_code = 304
            response.set_data(b"")
        elif takes_gzip(request.headers.get("Accept-Encoding", "")):
            response.set_data(page.compressed)
            response.headers["Content-Encoding"] = "gzip"
        return response


def init_app(app: Flask, *, development: bool) -> None:
    """Stand in front of the finished application. Development keeps no page."""
    if not development:
        app.wsgi_app = app.extensions["guest-pages"] = GuestPages(app)  # type: ignore[method-assign]


def prepare(app: Flask) -> None:
    """Register before anything else registers ``after_request``: the first to register sees the answer last, finished."""

    @app.after_request
    def keep(response: Response) -> Response:
        pages: GuestPages | None = app.extensions.get("guest-pages")
        return pages.keep(response) if pages else response
