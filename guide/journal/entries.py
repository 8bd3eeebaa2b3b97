"""Entries and their versions, as the journal shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from guide.content.blocks.plan import Plan
from guide.content.library import Library
from guide.content.text import Html
from guide.journal.index import KEPT_KINDS
from guide.kernel.plain_text import beginning, first_words
from guide.kernel.words import gettext as _
from guide.maps.nodes import map_in_words
from guide.progress.decision import Decision
from guide.streams.notes import kept_posts_in_words
from guide.writing.models import Entry, Revision
from guide.writing.prompts import prompt_of, steps_of

LONG, BEGINNING = 1600, 1100
"""A text longer than the one is shown, in a list, with its beginning of at most the other."""
WHY = {
    "submitted": _("submitted"),
    "replaced": _("replaced by a later text"),
    "merged": _("brought from another window or device"),
}


@dataclass(frozen=True)
class JournalEntry:
    """``lesson_address`` is None where the guide no longer has the lesson; what was written stays readable.

    ``place`` is ``GUIDE/LESSON/BLOCK``. ``beginning`` is None where the text is short enough to be shown whole.
    ``is_emptied``: nothing stands in it any longer, and a version of what stood there is kept.
    """

    id: int
    place: str
    address: str
    guide_title: str
    lesson_title: str
    lesson_address: str | None
    block: str
    kind: str
    prompt: str
    steps: tuple[Html, ...]
    body: str
    beginning: str | None
    saved_at: datetime
    submitted_at: datetime | None
    changed_since: bool
    set_aside_at: datetime | None
    set_aside_why: str | None
    is_emptied: bool
    taken_up: bool
    """Answered after it was set aside."""

    @classmethod
    def of(cls, entry: Entry, library: Library, *, has_versions: bool = False) -> JournalEntry:
        guide = library.by_id.get(entry.guide)
        lesson = guide.by_id.get(entry.lesson) if guide else None
        block = lesson.blocks.get(entry.block) if lesson else None
        place = f"{entry.guide}/{entry.lesson}/{entry.block}"
        body = readable(entry, entry.body, library)
        return cls(
            id=entry.id,
            place=place,
            address=f"/journal/{place}",
            guide_title=guide.title if guide else entry.guide,
            lesson_title=f"{lesson.number} {lesson.title}" if lesson else entry.lesson,
            lesson_address=lesson.address if lesson else None,
            block=entry.block,
            # Where a plan stands in the place of a task, what was written there has become the plan.
            kind="plan" if isinstance(block, Plan) else entry.kind,
            prompt=prompt_of(block) or _("A prompt that is no longer in the guide"),
            steps=steps_of(block),
            body=body if body.strip() else "",
            beginning=beginning(body, BEGINNING) if len(body) > LONG else None,
            saved_at=entry.saved_at,
            submitted_at=entry.submitted_at,
            changed_since=entry.is_changed_since_submit,
            set_aside_at=entry.set_aside_at,
            set_aside_why=entry.set_aside_why,
            is_emptied=has_versions and not body.strip(),
            taken_up=entry.is_taken_up,
        )

    @property
    def is_kept(self) -> bool:
        """It is of a kind that is never submitted, and no draft."""
        return self.kind in KEPT_KINDS

    @property
    def calendar_address(self) -> str | None:
        """Where a plan is to be had as a calendar file."""
        return f"{self.address}/plan.ics" if self.kind == "plan" and self.body else None

    @property
    def title(self) -> str:
        """Of its pages: how the prompt begins, and its lesson."""
        return f"{first_words(self.prompt, 60)} ({self.lesson_title})"


class Aside(NamedTuple):
    """A time when the prompt was set aside, before the last."""

    at: datetime
    why: str | None


@dataclass(frozen=True)
class JournalRevision:
    """A kept copy. ``changes`` is the address of what changed from it to the next version; None where nothing did."""

    body: str
    kept_at: datetime
    why: str
    changes: str | None

    @classmethod
    def of(cls, revision: Revision, entry: Entry, library: Library, changes: str | None) -> JournalRevision:
        return cls(
            readable(entry, revision.body, library), revision.kept_at, WHY.get(revision.why, revision.why), changes
        )


def readable(entry: Entry, body: str, library: Library) -> str:
    """The text of an entry, as it is or as it was, whatever its kind keeps in the body."""
    if entry.kind == "stream":
        return kept_posts_in_words(body, library.by_id.get(entry.guide), entry.lesson, entry.block)
    if entry.kind == "map":
        return map_in_words(body, library.by_id.get(entry.guide), entry.lesson, entry.block)
    if entry.kind != "decide":
        return body
    return Decision.from_body(body).words
