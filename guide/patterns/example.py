"""A small site of its own, with a guide and people that are invented: the pages from which ``/patterns`` is cut.

Its database is a file of its own, made anew by every process; that of the served site is never asked. Its clock stands still,
so that the same pages come out every time. Its people live through the verbs of the seed and are read through the
site's own views, so whatever a page needs, it has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from ruamel.yaml import YAML

from guide.accounts import secrets
from guide.accounts.models import Learner, SignIn
from guide.content.library import Library
from guide.kernel import cookies
from guide.kernel.clock import standing_here_at
from guide.kernel.config import Settings
from guide.kernel.db import db
from guide.kernel.refusals import answer
from guide.seed.living import do
from guide.seed.story import Event

HERE = Path(__file__).parent
CONTENT = HERE / "content"
NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
TIME_ZONE = "Europe/London"
TODAY = date(2026, 11, 20)
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
GUEST = "guest"


def settings_for(served: Settings) -> Settings:
    """As a site in production, so that its pages are those that people are given."""
    data_dir = served.data_dir.resolve() / "patterns"
    return Settings(
        data_dir=data_dir,
        content_dir=CONTENT,
        database_url=f"sqlite:///{data_dir / 'guide.sqlite3'}",
        secret_key=served.secret_key,
        base_url="http://localhost",
        contact="somebody@example.org",
        operator="Somebody who does not exist",
    )


def settle(library: Library) -> dict[str, str]:
    """Add the people and all that they did to the open transaction; the secret of each one's sign-in, by first name."""
    cast: list[dict[str, Any]] = YAML(typ="safe", pure=True).load((HERE / "cast.yaml").read_text("utf-8"))
    return {person["name"].split()[0]: _settle(person, library) for person in cast}


def _settle(person: Mapping[str, Any], library: Library) -> str:
    name, secret = person["name"], secrets.new()
    address = f"{name.split()[0].casefold()}@example.org"
    began = NOW - timedelta(days=250)
    learner = Learner(
        name=name, email=address, email_key=address, password_hash="", time_zone=TIME_ZONE, created_at=began,
        confirmed_at=began,
    )  # fmt: skip
    db.session.add(learner)
    db.session.flush()
    for device, ago, its_secret in (("Firefox on Linux", 0, secret), ("Safari on iPhone", 9, secrets.new())):
        at = NOW - timedelta(days=ago)
        db.session.add(
            SignIn(
                learner_id=learner.id,
                token_hash=secrets.hashed(its_secret),
                device=device,
                stays=True,
                created_at=at,
                last_used_at=at,
            )
        )
    for guide_id, lines in person["did"].items():
        for event in map(Event.read, lines):
            do(learner.id, library.by_id[guide_id], event, event.moment(TODAY, TIME_ZONE))
    return secret


@dataclass(frozen=True)
class Ask:
    """What somebody asks the site for. ``fields``: a form that they post; as a page, and followed where it leads."""

    who: str
    address: str
    fields: tuple[tuple[str, str], ...] | None = None
    refused: int | None = None
    """The code of an answer that only comes about when something is broken, shown without breaking it."""


class ExampleSite:
    """Answers people with the pages of the example site."""

    def __init__(self, app: Flask, sign_ins: Mapping[str, str]) -> None:
        self.app, self.sign_ins = app, sign_ins

    def page(self, ask: Ask) -> str:
        """The page that answers."""
        if ask.refused:
            with self.app.test_request_context(ask.address), standing_here_at(NOW):
                return answer(ask.refused).get_data(as_text=True)
        with standing_here_at(NOW):
            browser = self.app.test_client()
            if ask.who != GUEST:
                browser.set_cookie(cookies.SIGN_IN, self.sign_ins[ask.who])
            if ask.fields is None:
                return browser.get(ask.address).text
            fields = dict(ask.fields)
            form = browser.get("/forgot-password" if ask.who == GUEST else "/account").text
            found = TOKEN.search(form)
            fields.setdefault("csrf_token", found[1] if found else "")
            return browser.post(ask.address, data=fields, follow_redirects=True).text

    def forget_printed(self) -> None:
        """Print everything anew: templates may have been edited."""
        self.app.extensions["guest-pages"].pages.clear()
        self.app.extensions.pop("printed", None)
