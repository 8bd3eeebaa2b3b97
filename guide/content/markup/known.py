"""What a text may refer to, and what it turned out to refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from guide.content.chat_script import ChatScript
from guide.content.library import Heading
from guide.content.practice_stream import PracticeStream
from guide.content.problems import Locator, Report
from guide.content.words import near
from guide.content.works import Fact, Source, Term


@dataclass(frozen=True)
class Known:
    """All that texts of one guide may name. ``lessons`` says of each id whether a link may lead to it now."""

    guide_id: str
    folder: str = ""
    """The guide's folder as problems name it."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    lessons: Mapping[str, bool] = field(default_factory=dict)
    blocks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By lesson id: the ids of its blocks and their kinds, drafts included."""
    chats: Mapping[str, ChatScript] = field(default_factory=dict)
    """By the name of the file."""
    moved: Mapping[str, str] = field(default_factory=dict)
    faulty: frozenset[str] = frozenset()
    """What is there and could not be read whole, as ``source KEY``, ``fact KEY``, ``lesson ID``, ``stream ID``, ``chat NAME``;
    and ``source *`` where all of a list could not."""
    media: Mapping[str, Path] = field(default_factory=dict)
    streams: Mapping[str, PracticeStream] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"/guides/{self.guide_id}"

    def excused(self, kind: str, name: str) -> bool:
        """Whether a problem has been told already on account of which this name cannot be found."""
        return f"{kind} {name}" in self.faulty or f"{kind} *" in self.faulty

    def no_lesson(self, lesson: str) -> str | None:
        """Why nothing may lead to this lesson, as a sentence; None where it may."""
        if self.lessons.get(lesson):
            return None
        if lesson in self.lessons:
            return f"The lesson `{lesson}` is still a draft; nothing may lead to it."
        if lesson in self.moved:
            return f"The lesson `{lesson}` has moved; write `{self.moved[lesson]}`."
        return f"There is no lesson `{lesson[:60]}`{near(lesson, self.lessons)}"


@dataclass(frozen=True)
class Pointer:
    """A link to a heading, which can only be checked when all pages are known."""

    report: Report
    line: int
    lesson: str
    anchor: str


@dataclass
class Page:
    """One page while it is rendered: what has been used on it so far. ``lesson`` is "" for texts of the guide itself."""

    lesson: str = ""
    headings: list[Heading] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    sources: dict[str, None] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)
    terms: dict[str, None] = field(default_factory=dict)
    media: set[str] = field(default_factory=set)
    streams: set[str] = field(default_factory=set)
    pointers: list[Pointer] = field(default_factory=list)
    last_level: int = 1
    figures: int = 0

    def take_id(self, wanted: str) -> str:
        """The id itself, or with the first free number after it."""
        free, number = wanted, 1
        while free in self.ids:
            number += 1
            free = f"{wanted}-{number}"
        self.ids.add(free)
        return free


@dataclass
class Scene:
    """The text being rendered: its page, where to tell problems, and the drawings met in it, in order."""

    page: Page
    report: Report
    locator: Locator
    drawings: list[str] = field(default_factory=list)
    heading_lines: list[int] = field(default_factory=list)
    raw_tags: set[str] = field(default_factory=set)

    def error(self, piece: str, message: str) -> None:
        self.report.error(self.locator.line(piece), message)

    def warn(self, piece: str, message: str) -> None:
        self.report.warn(self.locator.line(piece), message)
