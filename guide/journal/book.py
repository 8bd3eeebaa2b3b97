"""What was written as a small book: a title page, contents, and the entries as the guides ask for them.

In the order of the guides and not of the days, because an answer is read best beside its question and its neighbours; each
entry says its day, and what the guides no longer ask stands at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from guide.content.library import Library
from guide.journal.entries import JournalEntry
from guide.journal.index import Line, Place, in_order_of_guides, place_of
from guide.journal.selection import Selection, numbered
from guide.journal.then_and_now import ThenAndNow, earlier_place
from guide.kernel.words import gettext as _
from guide.writing.models import Entry, Revision

MOST_ENTRIES, MOST_CHARACTERS = 200, 400_000
"""In one part; about 250 sheets of print. More is printed in further parts."""


@dataclass(frozen=True)
class BookEntry:
    entry: JournalEntry
    pair: ThenAndNow

    @property
    def anchor(self) -> str:
        return f"entry-{self.entry.id}"


@dataclass(frozen=True)
class BookLesson:
    title: str
    entries: tuple[BookEntry, ...]


@dataclass(frozen=True)
class Chapter:
    """A module of a guide. ``guide_title`` is None where the book holds one guide only."""

    title: str
    guide_title: str | None
    lessons: tuple[BookLesson, ...]


@dataclass(frozen=True)
class Part:
    """Of a book that is too large to be printed at once; numbered from 1."""

    number: int
    address: str
    is_this: bool


@dataclass(frozen=True)
class BookPage:
    """``count`` is the number of entries in the whole book, ``count_here`` in this part; ``first`` and ``last`` are the
    days of the oldest and the newest here. ``is_single``: one entry, which needs no contents and no sheet for the title.
    """

    title: str
    guide_titles: tuple[str, ...]
    said: str
    """What was chosen of the journal and which part this is; empty where it is all of it."""
    count: int
    count_here: int
    first: datetime | None
    last: datetime | None
    chapters: tuple[Chapter, ...]
    parts: tuple[Part, ...]
    is_single: bool
    back: str

    @classmethod
    def of(
        cls,
        selection: Selection,
        parts: Sequence[Sequence[Line]],
        number: int,
        entries: Mapping[int, Entry],
        stood_then: Mapping[int, Revision],
        library: Library,
    ) -> BookPage:
        """``number`` is the part to print, from 0; ``entries`` are those in it and those that they come back to;
        ``stood_then``, by the ids of the former, what stood submitted then of the latter.
        """
        lines = parts[number] if parts else ()
        days = sorted(line.saved_at for line in lines)
        binder = _Binder({place_of(entry): entry for entry in entries.values()}, stood_then, library)
        return cls(
            title=selection.title if selection.module else _("What I wrote"),
            said=_said(selection, number, len(parts)),
            guide_titles=tuple(dict.fromkeys(binder.guide_title(line) for line in lines)),
            count=sum(map(len, parts)),
            count_here=len(lines),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            chapters=tuple(binder.chapters([line for line in lines if line.id in entries])),
            parts=tuple(
                Part(at + 1, selection.address("/journal/print", part=str(at + 1)), at == number)
                for at in range(len(parts))
            ),
            is_single=len(lines) == 1,
            back=f"/journal/{selection.where}" if selection.is_one_prompt else selection.address("/journal"),
        )


def _said(selection: Selection, number: int, parts: int) -> str:
    part = _("part %(number)s of %(parts)s") % {"number": number + 1, "parts": parts} if parts > 1 else ""
    chosen = selection.said if selection.state or selection.asked else ""
    return _("; ").join(each for each in (chosen, part) if each)


def in_parts(lines: Iterable[Line], selection: Selection, library: Library) -> list[list[Line]]:
    """What the selection takes, in the order of the book, cut where a part would become too large."""
    parts: list[list[Line]] = []
    characters = 0
    for line in in_order_of_guides((line for line in lines if selection.takes(line)), library):
        characters += line.length
        if not parts or len(parts[-1]) >= MOST_ENTRIES or characters > MOST_CHARACTERS:
            parts.append([])
            characters = line.length
        parts[-1].append(line)
    return parts


def places_before(lines: Iterable[Line], library: Library) -> set[Place]:
    """Where the entries stand that these come back to."""
    return {earlier for line in lines if (earlier := earlier_place(line.place, library))}


@dataclass(frozen=True)
class _Binder:
    """Puts entries, which are there for every line, into chapters."""

    entries: Mapping[Place, Entry]
    stood_then: Mapping[int, Revision]
    library: Library

    def guide_title(self, line: Line) -> str:
        guide = self.library.by_id.get(line.guide)
        return guide.title if guide else line.guide

    def module_title(self, line: Line) -> str:
        guide = self.library.by_id.get(line.guide)
        module = guide.module_of.get(line.lesson) if guide else None
        return numbered(module) if module else _("No longer in the guide")

    def chapters(self, lines: Sequence[Line]) -> Iterator[Chapter]:
        several = len({line.guide for line in lines}) > 1
        for (guide_title, title), inside in groupby(
            lines, lambda line: (self.guide_title(line), self.module_title(line))
        ):
            lessons = tuple(self.lesson(list(same)) for _id, same in groupby(inside, lambda line: line.lesson))
            yield Chapter(title, guide_title if several else None, lessons)

    def lesson(self, lines: Sequence[Line]) -> BookLesson:
        entries = tuple(
            BookEntry(
                JournalEntry.of(self.entries[line.place], self.library, has_versions=line.has_versions),
                ThenAndNow.of(line.place, self.entries, self.stood_then, self.library),
            )
            for line in lines
        )
        return BookLesson(entries[0].entry.lesson_title, entries)
