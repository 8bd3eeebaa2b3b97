"""The site's first page: the guides on the shelf, and what meets a learner who comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from guide.content.library import Lesson, Library
from guide.content.text import Html
from guide.kernel.plain_text import first_words
from guide.kernel.words import gettext as _
from guide.lessons.pages import LastWritten, LibraryPage, Return, Shelved
from guide.maps.nodes import map_in_words
from guide.progress.decision import Decision
from guide.progress.queries import standings
from guide.progress.standing import Standing
from guide.streams.notes import kept_posts_in_words
from guide.writing.models import Entry
from guide.writing.prompts import prompt_of
from guide.writing.queries import last_written

SENTENCE_END = re.compile(r"(?<=[\w)”’]{2}[.!?])\s+(?=[A-Z“])")


def library_page(learner_id: int | None, library: Library) -> LibraryPage:
    """For a learner two selects; for a guest none."""
    stand = standings(learner_id, library)
    shelved = tuple(
        Shelved(
            each.guide,
            each,
            first_sentence(each.guide.for_whom),
            _("Progress: %(title)s") % {"title": each.guide.title},
        )
        for each in stand
    )
    return LibraryPage(shelved, learner_id is not None, welcome_back(learner_id, stand, library))


def first_sentence(html: Html) -> str:
    return SENTENCE_END.split(Markup(html).striptags(), maxsplit=1)[0]


def welcome_back(learner_id: int | None, stand: Iterable[Standing], library: Library) -> Return | None:
    """None for a guest, and for a learner who has left nothing yet."""
    if learner_id is None:
        return None
    entry = last_written(learner_id)
    written = as_read_again(entry, library) if entry else None
    opened = [
        (at, index, standing, lesson)
        for standing in stand
        for index, lesson in enumerate(standing.guide.lessons)
        if (at := standing.marks[lesson.id].opened_at)
    ]
    if not opened:
        return Return(None, "", None, written, None, None) if written else None
    at, _index, standing, lesson = max(opened, key=lambda found: found[:2])
    following = None if standing.decision else standing.resume
    title = standing.guide.title if len(library.guides) > 1 else None
    return Return(lesson, place_in(lesson, standing.marks[lesson.id].position), at, written, title, following)


def place_in(lesson: Lesson, position: str | None) -> str:
    """The address of the heading or block last read, if the lesson still has it."""
    known = position in lesson.blocks or position in {heading.id for heading in lesson.headings}
    return f"{lesson.address}#{position}" if known else lesson.address


def as_read_again(entry: Entry, library: Library) -> LastWritten:
    guide = library.by_id.get(entry.guide)
    lesson = guide.by_id.get(entry.lesson) if guide else None
    prompt = prompt_of(lesson.blocks.get(entry.block)) if lesson else None
    body = entry.body
    if entry.kind == "decide":
        body = Decision.from_body(body).words
    elif entry.kind == "stream":
        body = kept_posts_in_words(body, guide, entry.lesson, entry.block)
    elif entry.kind == "map":
        body = map_in_words(body, guide, entry.lesson, entry.block)
    return LastWritten(
        prompt=prompt or entry.lesson,
        words=first_words(body),
        saved_at=entry.saved_at,
        address=f"/journal/{entry.guide}/{entry.lesson}/{entry.block}",
    )
