"""The log of what a learner did, newest first, under the days and months that their own calendar showed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType

from guide.content.library import Guide, Lesson, Library
from guide.kernel import moments
from guide.kernel.kept import Kept
from guide.kernel.words import gettext as _
from guide.progress.decision import Decision
from guide.writing.prompts import prompt_of


@dataclass(frozen=True)
class Deed:
    """One thing done. ``sign`` names the drawn sign; ``address`` is None where the guide no longer has the place."""

    at: datetime
    time: str
    """ "14:02", in the learner's zone."""
    sign: str
    words: str
    """ "Lesson done", "Submitted again"."""
    title: str
    """The lesson, prompt or task, or the guide."""
    address: str | None
    answer: str = ""
    """The choice, where a decision was taken."""
    changed: bool = False
    """The lesson was revised since it was done."""
    reopened: bool = False
    """The guide was closed with it, and is open now."""
    guide_title: str | None = None
    """Where several guides share the log."""


@dataclass(frozen=True)
class Stretch:
    """Deeds that follow one another in one guide, which is named above them where several share the log."""

    guide_title: str | None
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Day:
    date: date
    said: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Month:
    said: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Log:
    """``earlier`` is the address of the page before this one, if there is one."""

    months: tuple[Month, ...]
    earlier: str | None = None

    @classmethod
    def of(
        cls,
        rows: Sequence[Kept],
        library: Library,
        time_zone: str | None,
        now: datetime,
        earlier: str | None,
        reopened: Mapping[str, datetime] = MappingProxyType({}),
    ) -> Log:
        """Group rows that come newest first. A day is the learner's own, from midnight to midnight on their clock.

        ``reopened``: of guides that are not closed now, by their ids, when the last decision in them was taken.
        """
        today = moments.local(now, time_zone).date()
        several = len(library.guides) > 1
        deeds = [
            replace(
                deed_of(row, library, time_zone, several=several),
                reopened=closes(row) and row.at == reopened.get(str(row.note)),
            )
            for row in rows
        ]
        days = [
            Day(on, moments.day_of_month(on, today), in_stretches(done))
            for on, done in groupby(deeds, key=lambda deed: moments.local(deed.at, time_zone).date())
        ]
        months = [Month(said, tuple(within)) for said, within in groupby(days, key=lambda day: moments.month(day.date))]
        return cls(tuple(months), earlier)


def in_stretches(deeds: Iterable[Deed]) -> tuple[Stretch, ...]:
    """The deeds of a day, those of one guide on end together."""
    return tuple(Stretch(title, tuple(same)) for title, same in groupby(deeds, key=lambda deed: deed.guide_title))


SIGNS = {"done": "tick", "submitted": "pen", "set-aside": "open", "tick": "hand", "decided": "fork", "finished": "star"}
WORDS = {
    "done": _("Lesson done"),
    "submitted": _("Submitted"),
    "set-aside": _("Set aside"),
    "tick": _("Task done"),
    "decided": _("Decided"),
    "finished": _("All core lessons done"),
}


def deed_of(row: Kept, library: Library, time_zone: str | None, *, several: bool) -> Deed:
    """The row of a log as people read it. What the guide no longer has is named by its id, without a link."""
    assert row.at is not None
    guide = library.by_id.get(str(row.note))
    lesson = guide.by_id.get(str(row.lesson)) if guide else None
    decision = _decision(row)
    what = "decided" if decision else row.what
    title, address = _place(row, what, guide, lesson)
    return Deed(
        at=row.at,
        time=moments.hour(row.at, time_zone),
        sign=SIGNS[what],
        words=_("Submitted again") if what == "submitted" and row.number else WORDS[what],
        title=title,
        address=address,
        answer=decision.label if decision else "",
        changed=what == "done" and lesson is not None and lesson.is_revised_since(row.at.date()),
        guide_title=(guide.title if guide else str(row.note)) if several else None,
    )


def _decision(row: Kept) -> Decision | None:
    """What was chosen, where the row tells of it."""
    if row.what == "decided":
        return Decision(row.text or "")
    decision = Decision.from_body(row.text) if row.what == "submitted" and row.text else None
    return decision if decision and decision.label else None


def closes(row: Kept) -> bool:
    """Whether a guide was closed with it. If it was the last decision and the guide is open now, it was opened again since: by
    nothing else can it have ended. The moment of that is kept nowhere.
    """
    decision = _decision(row)
    return decision is not None and decision.closes


def _place(row: Kept, what: str, guide: Guide | None, lesson: Lesson | None) -> tuple[str, str | None]:
    entry_address = f"/journal/{row.note}/{row.lesson}/{row.block}"
    if what in {"finished", "decided"}:
        here = entry_address if row.block else guide.address if guide else None
        return guide.title if guide else str(row.note), here
    if what == "done":
        return (f"{lesson.number} {lesson.title}", lesson.address) if lesson else (str(row.lesson), None)
    block = lesson.blocks.get(str(row.block)) if lesson else None
    if what == "tick":
        title = str(getattr(block, "title", row.block))
        return title, f"{lesson.address}#{block.id}" if lesson and block else None
    return prompt_of(block) or str(row.block), entry_address
