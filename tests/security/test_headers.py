"""What every answer carries, whatever it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import Reader
from tests.security.addresses import read_addresses

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def assert_guarded(answer: TestResponse) -> None:
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "X-Powered-By" not in answer.headers
    assert not any(digit in answer.headers.get("Server", "") for digit in "0123456789")


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "signed out"])
def test_every_address_is_guarded(make_app: Callable[..., Flask], signed_in: bool) -> None:
    app = make_app()

    @app.get("/breaks")
    def breaks() -> str:
        raise RuntimeError

    reader = Reader(app)
    if signed_in:
        reader.register()
    codes = set()
    for path in [*read_addresses(app), "/nowhere", "/breaks", "/guides/nowhere/", "/static/x/nothing.css", "/logout"]:
        answer = reader.get(path)
        codes.add(answer.status_code)
        assert_guarded(answer)
        assert_guarded(reader.client.head(path))
        assert_guarded(reader.client.options(path))
    assert codes >= {200, 301, 404, 405, 500}


def test_refusals_of_every_kind_are_guarded(ada: Reader) -> None:
    answers = {
        303: ada.post("/account/name", {"name": "Ada L."}),
        304: ada.client.get("/about", headers={"If-None-Match": "*"}),
        400: ada.get("/about", headers={"Host": "evil.example"}),
        401: Reader(ada.app).save("x"),
        403: ada.client.post("/account/name"),
        413: ada.save("x" * 2**20),
        422: ada.post("/account/name", {"name": ""}),
    }
    guest = Reader(ada.app)
    answers[304] = guest.get("/about", headers={"If-None-Match": guest.get("/about").headers["ETag"]})
    for code, answer in answers.items():
        assert answer.status_code == code
        assert_guarded(answer)


def test_https_is_asked_for_only_where_the_site_has_it(make_app: Callable[..., Flask]) -> None:
    app = make_app(base_url="https://guide.example.org")
    for path in ("/about", "/nowhere", "/login", "/static/x/css/site.css"):
        answer = app.test_client().get(path, base_url="https://guide.example.org")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in make_app().test_client().get("/about").headers


PRIVATE = [
    "/account",
    "/account/download",
    "/journal",
    "/progress",
    "/session",
    "/guides/small/first",
    "/",
    "/guides/small/",
]


@pytest.mark.parametrize("path", PRIVATE)
def test_private_page_is_kept_by_no_cache_and_not_compressed(ada: Reader, path: str) -> None:
    """Compressed, its length would tell what stands beside a secret (BREACH)."""
    answer = ada.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/login", "/register", "/forgot-password", "/reset-password/x", "/nowhere", "/journal"]
)
def test_form_and_refusal_are_kept_by_no_cache(guest: Reader, path: str) -> None:
    assert guest.get(path).headers["Cache-Control"] == "no-store"


def test_static_file_is_kept_for_ever_under_its_hash_and_under_no_other(app: Flask) -> None:
    current = app.extensions["assets"].address("css/site.css")
    client = app.test_client()
    answer = client.get(current)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.headers.getlist("Set-Cookie")
    assert_guarded(answer)
    assert client.get("/static/former/css/site.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["css/../../app.py", "..%2f..%2fapp.py", "%2e%2e/app.py", "/etc/passwd", "css/order.txt", "css", ""]
)
def test_nothing_but_static_files_is_served_as_one(app: Flask, path: str) -> None:
    answer = app.test_client().get(f"/static/x/{path}")
    assert answer.status_code in {301, 308, 404}
    assert "create_app" not in answer.text


@pytest.mark.parametrize("path", ["../guide.yaml", "..%2fguide.yaml", "%2e%2e%2fguide.yaml", "nothing.png"])
def test_nothing_but_named_files_is_served_from_a_guide(app: Flask, path: str) -> None:
    answer = app.test_client().get(f"/guides/small/media/{path}")
    assert answer.status_code == 404
    assert "tagline" not in answer.text
