"""A lesson, printed. Nearly all of it is the same for every learner, so that is printed once and kept.

With marks in the place of what differs (the form's token, the learner's id, the outline, the foot), each lesson is printed for
a learner without a name. For a real one the marks are filled in, the texts of reflections among them, and only other blocks that
hold something of theirs are printed anew. A page printed whole and one put together are the same page, letter for letter; a
test holds them together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from flask import current_app, render_template
from flask_login import current_user
from markupsafe import Markup, escape

from guide.content.blocks import Block
from guide.content.blocks.reflection import Reflection
from guide.content.library import Prose
from guide.kernel import cookies, moments
from guide.kernel.forgery import csrf_token, standing_in_for_token
from guide.kernel.look import Look
from guide.kernel.notices import notices
from guide.kernel.plain_text import to_html
from guide.kernel.shelf import shelf
from guide.lessons.headings import with_links
from guide.lessons.pages import LessonPage
from guide.lessons.report import Report
from guide.lessons.side_notes import SideNotes
from guide.lessons.warm_up import Asked
from guide.progress.queries import standing_from

TOKEN, LEARNER, STATE, CUT = "\x02token\x03", "\x02learner\x03", "\x02state\x03", "\x02cut\x03"
BODY, PROSE, VERSION = "\x02body\x03", "\x02prose\x03", "\x02version\x03"
"""Marks that no text of a guide can hold: the compiler refuses control characters."""
WRITTEN = re.compile("\x02(body|prose|version|state)\x03")
MOST_KEPT = 5000


@dataclass(frozen=True)
class Filled:
    """What fills the marks that stand for a person: empty for guests."""

    token: str
    learner: str

    def into(self, html: str) -> Markup:
        return Markup(html.replace(TOKEN, self.token).replace(LEARNER, self.learner))


def print_lesson(page: LessonPage, canonical: str) -> str:
    """The whole page for this reader."""
    filled = Filled(csrf_token(), str(current_user.id)) if page.signed_in else Filled("", "")
    outline, head, body = _outline(page), _head(page), _body(page, filled, canonical)
    if not page.signed_in or notices_wait():
        slots = {"outline": outline, "head": head, "body": body}
        return render_template("lessons/lesson.html", page=page, canonical=canonical, **slots)
    before, above, between, below = map(filled.into, _frame(page, canonical).split(CUT))
    return "".join((before, outline, above, head, between, body, below))


def print_block(page: LessonPage, block_id: str) -> str:
    """One block alone, for a script to put in place."""
    block = page.lesson.blocks[block_id]
    template = current_app.jinja_env.get_template(f"blocks/{block.kind}.html")
    person = current_user._get_current_object() if page.signed_in else None
    return template.render(page=page, block=block, current=person)


def print_asked(page: LessonPage, asked: Asked) -> str:
    """One question of a warm-up alone."""
    person = current_user._get_current_object() if page.signed_in else None
    template = current_app.jinja_env.get_template("blocks/check.html")
    warm_up = page.warm_ups[asked.origin.partition("/")[2]]
    return template.render(page=page, block=asked.check, asked=asked, warm_up=warm_up, current=person)


def notices_wait() -> bool:
    """Whether the last request left something to be said on this page."""
    return bool(notices())


def _kept(kind: str, page: LessonPage, key: Hashable, print_it: Callable[[], str]) -> str:
    """Print it, or take what was printed before for the same library, lesson and key. Development keeps nothing."""
    if shelf().development:
        return print_it()
    kept: dict[Hashable, str] = current_app.extensions.setdefault("printed", {})
    whole = (kind, page.guide.id, page.lesson.id, page.signed_in, key)
    printed = kept.get(whole)
    if printed is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        printed = kept[whole] = print_it()
    return printed


def _for_nobody(template: str, page: LessonPage, **slots: object) -> str:
    """Print a template with marks in the place of the person."""
    nobody = SimpleNamespace(id=Markup(LEARNER), name="", time_zone="UTC") if page.signed_in else None
    with standing_in_for_token(TOKEN):
        return render_template(template, page=page, current=nobody, **slots)


def _frame(page: LessonPage, canonical: str) -> str:
    """What stands around outline, head and body."""
    look, cut = Look.parse(cookies.read(cookies.LOOK)), Markup(CUT)
    slots = {"outline": cut, "head": cut, "body": cut, "canonical": canonical, "look": look}
    return _kept("frame", page, look, lambda: _for_nobody("lessons/lesson.html", page, **slots))


def _outline(page: LessonPage) -> Markup:
    marks = page.standing.marks.values()
    key = tuple((mark.done_at is not None, mark.changed, mark.new) for mark in marks)
    return Markup(_kept("outline", page, key, lambda: _for_nobody("lessons/lesson_outline.html", page)))


def _head(page: LessonPage) -> Markup:
    """Where the learner was, and what changed since."""
    at = page.mark.position
    resume = at if at in page.lesson.blocks or at in {heading.id for heading in page.lesson.headings} else None
    key = (resume, page.mark.changed)
    return Markup(_kept("head", page, key, lambda: _for_nobody("lessons/head.html", page, resume=resume)))


def _body(page: LessonPage, filled: Filled, canonical: str) -> Markup:
    """The text and the blocks, those that hold something of the learner's printed for them; the foot; the sources."""
    *blank, after = _kept("parts", page, None, lambda: _parts(page, canonical)).split(CUT)
    printed: list[str] = []
    untouched: list[str] = []
    for part, html in zip(page.lesson.parts, blank, strict=True):
        if isinstance(part, Prose) or not page.holds(part.id):
            untouched.append(html)
        else:
            printed += filled.into("".join(untouched)), _held(page, part, filled)
            untouched.clear()
    return Markup("".join((*printed, filled.into("".join((*untouched, _foot(page)))), after)))


def _held(page: LessonPage, block: Block, filled: Filled) -> str:
    """A block that holds something of the learner's. A reflection is the same for all who wrote on the same days, but for the
    text and where it stands.
    """
    entry = page.entries.get(block.id)
    is_plain = isinstance(block, Reflection) and block.id not in page.earlier
    if not is_plain or not entry or not entry.version or entry.set_aside_why:
        return print_block(page, block.id)
    written: Any = {"body": BODY, "version": Markup(VERSION), "state": STATE}

    def print_it() -> str:
        marked = replace(page, entries={block.id: replace(entry, **written)})
        return _for_nobody("blocks/reflection.html", marked, block=block).replace(to_html(BODY), PROSE)

    days = [moments.day(at, current_user.time_zone) if at else None for at in (entry.submitted_at, entry.set_aside_at)]
    html = filled.into(_kept("reflection", page, (block.id, entry.changed_since, entry.taken_up, *days), print_it))
    texts = {
        "body": escape(entry.body),
        "prose": to_html(entry.body),
        "version": str(entry.version),
        "state": escape(entry.state),
    }
    return WRITTEN.sub(lambda mark: texts[mark[1]], html)


def _parts(page: LessonPage, canonical: str) -> str:
    """Every part as it stands before anything is written in it."""
    report = Report.of_lesson(current_app.extensions["settings"].contact, page.guide, page.lesson, canonical)
    side_notes = SideNotes(page.lesson, page.guide.sources)
    slots = {"end": Markup(CUT), "report": report, "with_links": with_links, "side_notes": side_notes}
    return _for_nobody("lessons/parts.html", _emptied(page), **slots)


def _foot(page: LessonPage) -> str:
    """Dated in the learner's own zone. Of the account only what is open and what is not makes a difference to what is kept."""
    done_on = moments.day(page.mark.done_at, current_user.time_zone) if page.mark.done_at else None
    key = (done_on, page.still_open, tuple(line.is_mine for line in page.reckoning))

    def print_foot() -> str:
        marked = replace(page, reckoning=tuple(replace(line, state=STATE) for line in page.reckoning))
        return _for_nobody("lessons/foot.html", marked, done_on=done_on)

    begun, *rest = _kept("foot", page, key, print_foot).split(STATE)
    lines = (f"{escape(line.state)}{after}" for line, after in zip(page.reckoning, rest, strict=True))
    return begun + "".join(lines)


def _emptied(page: LessonPage) -> LessonPage:
    standing = standing_from(page.guide, ())
    mark = standing.marks[page.lesson.id]
    none: dict[str, Any] = {
        key: {} for key in ("entries", "earlier", "results", "ticks", "warm_ups", "kept_posts", "maps")
    }
    return replace(page, standing=standing, mark=mark, **none)
