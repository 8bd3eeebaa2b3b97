"""The compiled library: what every other floor knows about the guides.

All of it is frozen and holds only JSON-like values, tuples and dates, so that a library can be kept on disk and read
back equal. Strings that end in ``html`` or are typed ``Html`` are sanitised and ready to print; all others are plain text
and are escaped by the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated

from guide.content.blocks import Block, Map, Reflection
from guide.content.keys import Key, a_language, a_lesson_id, a_place, an_id
from guide.content.practice_stream import PracticeStream
from guide.content.schema import Fault
from guide.content.text import Html
from guide.content.works import Fact, Source, Term


@dataclass(frozen=True)
class Minutes:
    """A range of minutes, both ends included; ``low == high`` where the author gave one figure."""

    low: int
    high: int

    @classmethod
    def from_text(cls, text: str) -> Minutes:
        """``6`` or ``6-10``.

        :raises ValueError: with a sentence for the author.
        """
        ends = re.fullmatch(r"([0-9]{1,4})(?:\s*[-–]\s*([0-9]{1,4}))?", text)
        if not ends:
            raise ValueError(f"write minutes as 6 or 6-10, not {text[:40]}.")
        low, high = int(ends[1]), int(ends[2] or ends[1])
        if low > high:
            raise ValueError(f"the smaller number of minutes comes first, so {high}-{low}.")
        return cls(low, high)

    def __add__(self, other: Minutes) -> Minutes:
        return Minutes(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True)
class Heading:
    """A heading of a lesson, for "On this page". ``html`` holds inline markup only."""

    id: str
    level: int
    html: Html


@dataclass(frozen=True)
class Prose:
    """A stretch of sanitised lesson text between two blocks."""

    html: Html


Part = Prose | Block


@dataclass(frozen=True)
class Lesson:
    """One lesson. ``read`` is minutes of reading; ``do`` of doing; ``over`` says "a week" where doing takes days."""

    id: Annotated[
        str,
        Key("Permanent and unique in the guide; the file may be renamed or moved.", "your-question", check=a_lesson_id),
    ]
    guide_id: str
    number: str
    """As people say it: "3.2", module and place in it."""
    title: Annotated[str, Key("Title, and the page's only heading of the first level.", "Your question")]
    read: Annotated[int, Key("Minutes of reading, at 200 words a minute.", "5")]
    do: Annotated[Minutes, Key("Minutes of doing.", "6-10")]
    core: Annotated[bool, Key("Whether it belongs to the core of the guide.", "true")]
    added: Annotated[date, Key("The day it joined the guide.", "2026-12-01")]
    outcome: Annotated[str, Key("What somebody can do after it, as one sentence.", "State one professional question.")]
    over: Annotated[str | None, Key("Where doing takes days: over what time.", "a week")] = None
    draft: Annotated[bool, Key("Compiled and checked, shown in development only.", "false")] = False
    revised: Annotated[date | None, Key("The day its substance last changed.", "2027-02-01")] = None
    changed: Annotated[
        str | None, Key("With `revised`: what is different for somebody who did it before.", "The task is a new one.")
    ] = None
    parts: tuple[Part, ...] = ()
    headings: tuple[Heading, ...] = ()
    sources: tuple[str, ...] = ()
    """Keys of the sources cited, in the order of their first mention, facts included."""
    terms: tuple[str, ...] = ()
    """Words of the glossary that are linked from this lesson, in the order of their first mention."""
    path: str = ""
    """The file it was compiled from, relative to the content folder."""

    def faults(self) -> Iterator[Fault]:
        if self.revised and not self.changed:
            yield Fault(
                ("revised",), "`revised` needs `changed`: one line on what is different for those who did it before."
            )
        if self.changed and not self.revised:
            yield Fault(("changed",), "`changed` needs `revised`: the day of the change.")
        if self.revised and self.revised < self.added:
            yield Fault(("revised",), "`revised` is earlier than `added`.")

    @property
    def address(self) -> str:
        return f"/guides/{self.guide_id}/{self.id}"

    @property
    def minutes(self) -> Minutes:
        return Minutes(self.read, self.read) + self.do

    def is_revised_since(self, day: date) -> bool:
        """Whether its substance changed after that day."""
        return self.revised is not None and self.revised > day

    @cached_property
    def blocks(self) -> Mapping[str, Block]:
        """The interactive blocks by their id, in the order of the page."""
        return {part.id: part for part in self.parts if not isinstance(part, Prose)}


@dataclass(frozen=True)
class Module:
    """A chapter of a guide; ``number`` counts from 1; ``id`` is its folder."""

    id: str
    number: int
    title: Annotated[str, Key("Title of the module.", "Why bother?")]
    purpose: Annotated[str, Key("What it is for, in a line.", "Decide whether any of this is for you.")]
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True)
class Route:
    """A suggested way through the guide: a name, for whom, and the lessons in order. Never a lock."""

    id: Annotated[str, Key("Permanent and unique among the routes.", "reader", check=an_id)]
    title: Annotated[str, Key("Its name.", "Reader")]
    for_whom: Annotated[str, Key("Whom it suits.", "You want to read and never to post.")]
    lessons: Annotated[tuple[str, ...], Key("Ids of its lessons, in order.", "[trivial-or-useful, your-question]")]


@dataclass(frozen=True)
class Guide:
    """A course. ``moved`` maps a former ``lesson`` or ``lesson/block`` to its successor."""

    id: str
    title: Annotated[str, Key("Title of the guide.", "How to use Twitter for Social Learning")]
    tagline: Annotated[str, Key("What it is, in one sentence.", "Find out whether a network can teach you anything.")]
    language: Annotated[str, Key("Language of the text.", "en-GB", check=a_language)]
    authors: Annotated[tuple[str, ...], Key("Who wrote it.", "[Ada Example]")]
    licence: Annotated[str, Key("Licence of the text.", "CC BY 4.0")]
    provenance: Annotated[Html, Key("Where the guide comes from.", "Written new in 2026.")]
    for_whom: Annotated[Html, Key("Whom it is for.", "People who learn at work.")]
    promise: Annotated[tuple[Html, ...], Key("What the learner will have at the end, one item each.", "[A decision.]")]
    order: Annotated[int, Key("Place among the guides of the library.", "1")] = 0
    routes: Annotated[tuple[Route, ...], Key("Suggested ways through the guide; never a lock.")] = ()
    moved: Annotated[
        Mapping[str, str],
        Key("Former `lesson` or `lesson/block`, and its successor.", "{old-lesson: new-lesson}", check=a_place),
    ] = field(default_factory=dict)
    retired: Annotated[
        tuple[str, ...],
        Key("Ids given up for good; what was written there stays readable.", "[old-lesson/block]", check=a_place),
    ] = ()
    modules: tuple[Module, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    streams: Mapping[str, PracticeStream] = field(default_factory=dict)
    media: tuple[str, ...] = ()
    """Names of files under ``media/`` that may be served; drawings are not, being part of the pages."""

    def faults(self) -> Iterator[Fault]:
        for number, route in enumerate(self.routes):
            if route.id in [other.id for other in self.routes[:number]]:
                yield Fault(("routes", number, "id"), f"The id `{route.id}` is taken by another route.")

    @property
    def address(self) -> str:
        return f"/guides/{self.id}/"

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons, in reading order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @cached_property
    def by_id(self) -> Mapping[str, Lesson]:
        return {lesson.id: lesson for lesson in self.lessons}

    @cached_property
    def module_of(self) -> Mapping[str, Module]:
        """Module by lesson id."""
        return {lesson.id: module for module in self.modules for lesson in module.lessons}

    @cached_property
    def revisits(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """For each reflection, and each map, that comes back to an earlier one: from lesson and block to lesson and block."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for lesson in self.lessons:
            for block in lesson.blocks.values():
                if isinstance(block, Reflection | Map) and block.revisits:
                    earlier, _slash, block_id = block.revisits.partition("/")
                    found[lesson.id, block.id] = (earlier, block_id)
        return found

    @cached_property
    def minutes(self) -> Minutes:
        return sum((lesson.minutes for lesson in self.lessons), Minutes(0, 0))


@dataclass(frozen=True)
class Library:
    """All guides, and the hash of the sources they were compiled from."""

    hash: str
    guides: tuple[Guide, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Guide]:
        return {guide.id: guide for guide in self.guides}

    def __iter__(self) -> Iterator[Guide]:
        return iter(self.guides)
