"""Many learners who save and save again, and remember exactly what they were told."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import insert, select

from guide.accounts import secrets
from guide.accounts.models import Learner, SignIn
from guide.app import create_app
from guide.kernel.clock import now
from guide.kernel.config import Settings
from guide.kernel.db import db
from guide.kernel.forgery import token_for
from guide.writing.models import Entry
from tests.faults.site import SECRET, Site

REFLECTION = "/journal/small/first/what-happened"
LONGEST_S = 60


@dataclass(frozen=True)
class Text:
    """One state of a learner's text, and the key under which it is sent."""

    body: str = ""
    version: int = 0
    key: str = ""


@dataclass
class Writer:
    """A learner at an open page. ``kept`` was acknowledged; ``sent`` was not answered yet."""

    id: int
    cookie: str
    token: str
    kept: Text = Text()
    sent: Text | None = None

    def next_text(self) -> Text:
        version = self.kept.version + 1
        return Text(f"Text {version} of learner {self.id}. " + "Äö " * 40, version, f"{self.id}-{version}")

    def save(self, connection: http.client.HTTPConnection) -> tuple[int, dict[str, Any]]:
        """Send the unanswered text again, or the next one, as the script in a page does."""
        self.sent = self.sent or self.next_text()
        form = {
            "body": self.sent.body,
            "version": self.kept.version,
            "key": self.sent.key,
            "learner": self.id,
            "csrf_token": self.token,
            "do": "save",
        }
        headers = {
            "Accept": "application/json",
            "Cookie": f"guide={self.cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", REFLECTION, urlencode(form), headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status == 200:
            self.kept, self.sent = self.sent, None
        return answer.status, json.loads(said)


@contextmanager
def looking_into(site: Site) -> Iterator[Flask]:
    """The application in this process, on the database of the site."""
    app = create_app(
        Settings(
            data_dir=site.data,
            content_dir=site.content,
            database_url=site.database_url,
            secret_key=SECRET,
            base_url=f"http://127.0.0.1:{site.port}",
        )
    )
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            app.extensions["mail-carrier"].shutdown()


class Crowd:
    """``count`` learners with accounts, signed in. Needs a prepared site."""

    def __init__(self, site: Site, count: int) -> None:
        self.site = site
        self.writers: list[Writer] = []
        self.answers: Counter[int] = Counter()
        self.slowest = 0.0
        """Seconds that one answer took, at most."""
        self.failures_before: list[str] = []
        self.failures_after: list[str] = []
        """Requests that got no answer, before and after the turn."""
        with looking_into(site):
            self._register(count)

    def _register(self, count: int) -> None:
        at = now()
        people = [
            {"name": f"Learner {number}", "email": f"learner{number}@example.org", "password_hash": "none"}
            | {"email_key": f"learner{number}@example.org", "time_zone": "UTC", "created_at": at}
            for number in range(count)
        ]
        db.session.execute(insert(Learner), people)
        for learner_id in db.session.scalars(select(Learner.id).order_by(Learner.id)):
            cookie = secrets.new()
            self.writers.append(Writer(learner_id, cookie, token_for(cookie)))
        sign_ins = [
            {"learner_id": writer.id, "token_hash": secrets.hashed(writer.cookie), "device": "A test"}
            | {"stays": True, "created_at": at, "last_used_at": at}
            for writer in self.writers
        ]
        db.session.execute(insert(SignIn), sign_ins)
        db.session.commit()

    def write(
        self, *, connections: int, saves: int, turn: Callable[[], object] = lambda: None, until_refused: bool = False
    ) -> None:
        """All write at once through so many connections. After so many acknowledged saves comes the turn, while they go
        on; then they stop, or, ``until_refused``, go on for as long as somebody lets them in.
        """
        self.answers, self.slowest, self.failures_before, self.failures_after = Counter(), 0.0, [], []
        lock, turned, over = threading.Lock(), threading.Event(), threading.Event()
        give_up = time.monotonic() + LONGEST_S

        def note(outcome: int | Exception, took: float) -> None:
            with lock:
                self.slowest = max(self.slowest, took)
                if isinstance(outcome, int):
                    self.answers[outcome] += 1
                else:
                    (self.failures_after if turned.is_set() else self.failures_before).append(repr(outcome))
                if self.answers[200] >= saves:
                    turned.set()

        def work(mine: list[Writer]) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
            try:
                while time.monotonic() < give_up:
                    for writer in mine:
                        if over.is_set():
                            return
                        try:
                            if connection.sock is None:
                                connection.connect()
                        except OSError as error:
                            if turned.is_set():
                                return  # nobody lets them in any more
                            note(error, 0)
                            continue
                        began = time.monotonic()
                        try:
                            outcome: int | Exception = writer.save(connection)[0]
                        except (OSError, http.client.HTTPException) as error:
                            connection.close()
                            outcome = error
                        note(outcome, time.monotonic() - began)
            finally:
                connection.close()

        shares = [self.writers[number::connections] for number in range(connections)]
        threads = [threading.Thread(target=work, args=(share,)) for share in shares]
        for thread in threads:
            thread.start()
        try:
            assert turned.wait(LONGEST_S), (self.answers, self.failures_before[:3])
            turn()
        finally:
            if not until_refused:
                over.set()
            for thread in threads:
                thread.join()

    def send_again(self) -> None:
        """Everybody whose save got no answer sends it again under the same key, as a page does once the site is back."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        for writer in self.writers:
            if writer.sent is not None:
                status, said = writer.save(connection)
                assert status == 200, (status, said)
        connection.close()

    def lost(self) -> list[str]:
        """What was acknowledged and is not there; nothing else is a loss. A save without an answer may be there or not."""
        with looking_into(self.site):
            stored = {entry.learner_id: Text(entry.body, entry.version) for entry in db.session.scalars(select(Entry))}
        wrong = []
        for writer in self.writers:
            found = stored.get(writer.id, Text())
            may_be = {(text.body, text.version) for text in (writer.kept, writer.sent) if text is not None}
            if (found.body, found.version) not in may_be:
                wrong.append(
                    f"learner {writer.id}: kept {writer.kept.version}, found {found.version} {found.body[:30]!r}"
                )
        return wrong
