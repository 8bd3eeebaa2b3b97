"""GET and HEAD change nothing: not by a mistake of ours, either, because the database would refuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from guide.accounts.models import Strike
from guide.kernel.clock import now
from guide.kernel.db import db
from tests.accounts.mailbox import Mailbox
from tests.conftest import Reader
from tests.security.addresses import read_addresses
from tests.security.kept import kept


def test_every_page_is_read_without_a_trace(ada: Reader, mailbox: Mailbox) -> None:
    ada.save("A thought.", do="submit")
    ada.post("/guides/small/first/done", {"done": "yes"})
    ada.post("/forgot-password", {"email": "ada@example.org"})
    secrets = [mailbox.link("Set a new password"), mailbox.link("Confirm your address")]
    pages = [*read_addresses(ada.app), *secrets, "/logout", "/guides/small/first/done", "/account/delete"]
    assert len(pages) > 25
    guest = Reader(ada.app)
    before = kept(ada.app)
    for page in pages:
        for method in ("GET", "HEAD", "OPTIONS", "TRACE"):
            for reader in (ada, guest):
                answer = reader.client.open(f"{page}?name=Eve&do=tick&password=x&done=yes", method=method)
                assert answer.status_code < 500, (method, page)
    assert kept(ada.app) == before
    assert ada.get("/account").status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_view_that_would_write_while_reading_cannot(make_app: Callable[..., Flask], method: str) -> None:
    app = make_app()

    @app.get("/writes")
    def writes() -> str:
        db.session.add(Strike(kind="account", subject="x", at=now()))
        db.session.commit()
        return "written"

    before = kept(app)
    assert app.test_client().open("/writes", method=method).status_code >= 500
    assert kept(app) == before


def test_reading_is_known_to_the_database_itself(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    seen: list[object] = []
    question = (
        "PRAGMA query_only" if "sqlite" in app.config["SQLALCHEMY_DATABASE_URI"] else "SHOW transaction_read_only"
    )

    @app.route("/asks", methods=["GET", "POST"])
    def asks() -> str:
        seen.append(db.session.scalar(text(question)))
        return ""

    client = app.test_client()
    client.get("/asks")
    client.post("/asks")
    client.get("/asks")
    assert seen in ([1, 0, 1], ["on", "off", "on"])
