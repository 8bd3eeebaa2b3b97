"""The finished pages that templates print: no query, no arithmetic, no permission is left to work out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from guide.content.blocks.check import Result
from guide.content.blocks.compose import Compose
from guide.content.blocks.decide import Decide
from guide.content.blocks.recall import Recall
from guide.content.blocks.stream import Stream
from guide.content.library import Guide, Lesson, Module
from guide.lessons.warm_up import WarmUp
from guide.maps.pages import ThenAndNow
from guide.progress.standing import LessonMark, Standing
from guide.streams.kept import KeptPost, address_of, shown_with


@dataclass(frozen=True)
class KeptEntry:
    """What the learner wrote in one block. ``state`` is the line under the field ("Saved 14:02", "Not saved yet")."""

    lesson: str
    block: str
    body: str
    version: int
    state: str
    saved_at: datetime | None = None
    submitted_at: datetime | None = None
    changed_since: bool = False
    """Changed after it was submitted."""
    set_aside_at: datetime | None = None
    set_aside_why: str | None = None
    taken_up: bool = False
    """Answered after it was set aside."""

    @property
    def stands_aside(self) -> bool:
        return self.set_aside_at is not None and not self.taken_up

    @property
    def is_settled(self) -> bool:
        """Submitted or set aside as it stands: nothing is left to do with it."""
        return self.stands_aside or (self.submitted_at is not None and not self.changed_since)

    def answers(self, earlier: KeptEntry) -> bool:
        """Whether the two make a then and now: this one was submitted, still stands, and is not the older of them.

        While it is a draft it is in its field, with the earlier one beside it.
        """
        stands = self.submitted_at and not self.stands_aside and self.body.strip()
        return bool(stands and self.saved_at and earlier.saved_at and earlier.saved_at <= self.saved_at)


@dataclass(frozen=True)
class Reckoned:
    """A line of the account that closes a lesson: "Reflection", what it asked, "submitted 3 May 2026"."""

    block: str
    kind: str
    name: str
    state: str
    is_mine: bool
    """Whether anything is left there; else it is open."""


@dataclass(frozen=True)
class LessonPage:
    """A lesson as one person sees it. Every mapping is by block id; a block without anything kept is not in it.

    ``signed_in`` False: the guest's page, the same for everyone.
    """

    guide: Guide
    module: Module
    lesson: Lesson
    signed_in: bool
    standing: Standing
    mark: LessonMark
    previous: Lesson | None
    next: Lesson | None
    entries: Mapping[str, KeptEntry]
    earlier: Mapping[str, KeptEntry]
    """For a block with ``revisits``: the earlier entry's submitted text, and in ``saved_at`` the moment of that text."""
    results: Mapping[str, Result]
    """The last answer to each check, judged."""
    ticks: Mapping[str, datetime]
    kept_posts: Mapping[str, tuple[KeptPost, ...]]
    maps: Mapping[str, ThenAndNow]
    still_open: str
    """"1 reflection, 1 check", or empty."""
    reckoning: tuple[Reckoned, ...] = ()
    """Empty for guests, of whom nothing is known here."""
    warm_ups: Mapping[str, WarmUp] = field(default_factory=dict)
    """Those chosen for this learner, and those being answered; any other is the author's."""

    def warm_up(self, recall: Recall) -> WarmUp:
        return self.warm_ups.get(recall.id) or WarmUp.by_author(self.guide, self.lesson, recall, {})

    @property
    def script(self) -> str:
        """Of writing. The one of drafts brings the one of all writing along."""
        if any(isinstance(block, Compose) for block in self.lesson.blocks.values()):
            return "js/compose.js"
        return "js/writing.js" if self.signed_in else "js/guest.js"

    def kept_on_device(self, block: Stream) -> list[dict[str, str]]:
        """For a guest's script: the texts that hold posts kept from this stream, and where the posts are shown."""
        return [
            {
                "place": f"{self.guide.id}/{lesson.id}/{other.id}",
                "address": address_of(lesson, other),
                "earlier": "" if lesson is self.lesson else lesson.number,
            }
            for lesson, other in shown_with(self.guide, self.lesson, block)
        ]

    def holds(self, block_id: str) -> bool:
        """Whether the learner left anything in this block, or the block shows something of theirs."""
        left = (self.entries, self.earlier, self.results, self.ticks, self.warm_ups, self.kept_posts, self.maps)
        return any(block_id in kept for kept in left) or (
            self.standing.decision is not None and isinstance(self.lesson.blocks[block_id], Decide)
        )


@dataclass(frozen=True)
class LastWritten:
    """The entry last changed: what was asked, how the answer begins, where it can be read."""

    prompt: str
    words: str
    saved_at: datetime
    address: str


@dataclass(frozen=True)
class Return:
    """What meets a learner who comes back: where they were, what they wrote last, what comes next. Each may be missing."""

    lesson: Lesson | None
    """The one last open, with where in it."""
    address: str
    opened_at: datetime | None
    written: LastWritten | None
    guide_title: str | None
    """Of the guide last open, where there are several."""
    next: Lesson | None
    """Where to go on in it; None where it is all done, or closed with a decision."""

    def is_in(self, lesson: Lesson | None) -> bool:
        """Whether that lesson is where they were, so that the way on leads there, too."""
        return self.lesson is not None and lesson is not None and self.lesson.address == lesson.address

    def way_on_to(self, lesson: Lesson) -> str:
        """The address of the lesson to go on with; the place in it, where it is the one last open."""
        return self.address if self.is_in(lesson) else lesson.address


@dataclass(frozen=True)
class CoverPage:
    """``back`` is there on the site's first page only, for somebody who has been here before."""

    guide: Guide
    signed_in: bool
    standing: Standing
    back: Return | None = None


@dataclass(frozen=True)
class Shelved:
    """A guide as the library shows it. ``for_whom`` is a line of plain text."""

    guide: Guide
    standing: Standing
    for_whom: str
    bar_name: str

    @property
    def lessons_by_path(self) -> list[dict[str, str]]:
        """For a guest's script, which counts what is done and leads on."""
        return [{"path": each.address, "words": f"{each.number} {each.title}"} for each in self.guide.lessons]


@dataclass(frozen=True)
class LibraryPage:
    shelved: tuple[Shelved, ...]
    signed_in: bool
    back: Return | None = None
