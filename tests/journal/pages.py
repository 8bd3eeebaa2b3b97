"""What a reader sees on the pages of the journal, and how a past is written in a test."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

from guide.kernel import clock
from guide.kernel.db import db
from guide.writing.models import Entry, Revision
from tests.conftest import REFLECTION, Reader

TASK = "/journal/small/first/try-it"
LOOK_BACK = "/journal/small/third/look-back"
DECISION = "/journal/small/third/enough"
TITLE = re.compile(r'<h2 id="month[^>]*>(.*?)</h2>|<h3>(.*?)</h3>', re.DOTALL)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def main(reader: Reader, address: str) -> str:
    """The page without its frame."""
    answer = reader.get(address)
    assert answer.status_code == 200, answer.status
    html = answer.text
    return html[html.index("<main") : html.index("</main>")]


def seen(reader: Reader, address: str) -> str:
    """What can be read on it."""
    return plain(main(reader, address))


def months(reader: Reader, address: str = "/journal") -> dict[str, list[str]]:
    """The prompts under each month, in the order of the page."""
    found: dict[str, list[str]] = {}
    month = ""
    for each in TITLE.finditer(main(reader, address)):
        if each[1]:
            month = plain(each[1])
            found[month] = []
        else:
            found[month].append(plain(each[2]))
    return found


def listed(reader: Reader, address: str = "/journal") -> list[str]:
    """Places of the entries on a page (LESSON/BLOCK)."""
    return re.findall(r'<h3><a href="/journal/[^/"]+/([^"]+)">', main(reader, address))


def link(reader: Reader, address: str, words: str) -> str:
    """Where the link with these words leads."""
    for target, inside in re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', main(reader, address), re.DOTALL):
        if plain(inside).startswith(words):
            return unescape(target)
    raise AssertionError(f"There is no link “{words}”.")


def write_at(reader: Reader, at: datetime, body: str, address: str = REFLECTION, **fields: str) -> None:
    """Save over whatever is there."""
    _, _, guide, lesson, block = address.split("/")
    learner = reader.learner
    with reader.app.app_context():
        found = db.session.query(Entry).filter_by(learner_id=learner, guide=guide, lesson=lesson, block=block)
        version = next((entry.version for entry in found), 0)
    with clock.standing_at(at):
        assert reader.save(body, version, address, **fields).status_code == 200


def write_elsewhere(
    reader: Reader, moments: list[datetime], *, guide: str = "small", lesson: str = "gone", body: str = "Once."
) -> None:
    """Entries of prompts that the guide no longer has, in the table: one for each moment, its block ``b-0``, ``b-1`` …"""
    learner = reader.learner
    assert learner is not None
    with reader.app.app_context():
        for number, at in enumerate(moments):
            place = {"guide": guide, "lesson": lesson, "block": f"b-{number}"}
            db.session.add(Entry(learner_id=learner, **place, kind="reflection", body=body, version=1, saved_at=at))
        db.session.commit()


def keep_copies(reader: Reader, bodies: list[str], moments: list[datetime], why: str = "replaced") -> None:
    """Kept copies of the entry at ``REFLECTION``, oldest first, in the table."""
    learner = reader.learner
    with reader.app.app_context():
        entry = db.session.query(Entry).filter_by(learner_id=learner, block="what-happened").one()
        for number, (body, at) in enumerate(zip(bodies, moments, strict=True), 1000):
            db.session.add(Revision(entry_id=entry.id, body=body, version=number, kept_at=at, why=why))
        db.session.commit()


def keep_copies_elsewhere(reader: Reader, body: str) -> None:
    """One kept copy of each entry of the lesson ``gone``, in the table."""
    learner = reader.learner
    with reader.app.app_context():
        for entry in db.session.query(Entry).filter_by(learner_id=learner, lesson="gone"):
            db.session.add(Revision(entry_id=entry.id, body=body, version=1, kept_at=entry.saved_at, why="replaced"))
        db.session.commit()
