"""The finished page of the journal: no query and no arithmetic is left to a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from guide.content.library import Library
from guide.journal.entries import JournalEntry
from guide.journal.index import Line, month_of
from guide.journal.selection import STATES, Selection, numbered
from guide.kernel.moments import month
from guide.kernel.page_key import PageKey
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext
from guide.writing.models import Entry

PAGE = 30
"""Entries on a page of the journal."""


@dataclass(frozen=True)
class Choice:
    """One of several things to choose: ``value`` is what the address says of it."""

    value: str
    label: str
    count: int
    address: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class ChoicesOfGuide:
    """A guide with something in it, and its modules."""

    title: str
    whole: Choice
    modules: tuple[Choice, ...]


@dataclass(frozen=True)
class MonthOfEntries:
    title: str
    entries: tuple[JournalEntry, ...]


@dataclass(frozen=True)
class JournalPage:
    """``written`` counts all that there is, ``found`` what the selection takes; ``months`` are those on this page.

    ``calendar`` leads to every month with something in it, where that is more than a page. ``older`` and ``newest`` are
    addresses. ``said`` says in words what was asked for and how much of it there is.
    """

    selection: Selection
    written: int
    found: int
    guides: tuple[ChoicesOfGuide, ...]
    states: tuple[Choice, ...]
    months: tuple[MonthOfEntries, ...]
    calendar: tuple[Choice, ...]
    older: str | None
    newest: str | None
    print_address: str
    said: str

    @classmethod
    def of(
        cls,
        lines: Sequence[Line],
        selection: Selection,
        shown: Sequence[Line],
        entries: Mapping[int, Entry],
        library: Library,
        time_zone: str | None,
    ) -> JournalPage:
        """``shown`` are ``lines_to_show``, ``entries`` theirs by id."""
        found = [line for line in lines if selection.takes(line)]
        older = str(shown[PAGE - 1].key) if len(shown) > PAGE else None
        return cls(
            selection=selection,
            written=len(lines),
            found=len(found),
            guides=tuple(_guides(lines, selection, library)),
            states=_states(lines, selection),
            months=_months([line for line in shown[:PAGE] if line.id in entries], entries, library, time_zone),
            calendar=_calendar(found, selection, time_zone) if len(found) > PAGE else (),
            older=selection.address("/journal", before=older) if older else None,
            newest=selection.address("/journal") if found and list(shown[:1]) != found[:1] else None,
            print_address=selection.address("/journal/print"),
            said=_said(len(found), selection),
        )


def lines_to_show(
    lines: Iterable[Line], selection: Selection, address: Mapping[str, str], time_zone: str | None
) -> list[Line]:
    """At most ``PAGE + 1``, newest first; the one too many says that there is an older page. The address may name a line
    after which to begin (``before``), or the month with which (``until=2026-05``); what names neither begins with the newest.
    """
    before, until = PageKey.parse(address.get("before", "")), address.get("until", "")
    if not re.fullmatch("[0-9]{4}-[0-9]{2}", until):
        until = _name(date.max)
    taken = [line for line in lines if selection.takes(line) and line.comes_after(before)]
    return [line for line in taken if _name(month_of(line.saved_at, time_zone)) <= until][: PAGE + 1]


def _name(month: date) -> str:
    """As an address says it: ``2026-05``."""
    return f"{month.year:04}-{month.month:02}"


def _guides(lines: Iterable[Line], selection: Selection, library: Library) -> Iterator[ChoicesOfGuide]:
    """Where something is found in this state; and the place chosen, though nothing be found there."""
    here = [line for line in lines if line.is_found and selection.is_so(line)]
    gone = {line.guide for line in here} - set(library.by_id)
    for guide_id in (*(guide.id for guide in library), *sorted(gone)):
        inside = [line for line in here if line.guide == guide_id]
        if not inside and guide_id != selection.guide_id:
            continue
        guide = library.by_id.get(guide_id)
        modules = []
        for module in guide.modules if guide else ():
            lessons = {lesson.id for lesson in module.lessons}
            count = sum(line.lesson in lessons for line in inside)
            where = f"{guide_id}/{module.id}"
            if count or where == selection.where:
                modules.append(Choice(where, numbered(module), count, is_chosen=where == selection.where))
        title = guide.title if guide else guide_id
        whole = Choice(guide_id, title, len(inside), is_chosen=guide_id == selection.where)
        yield ChoicesOfGuide(title, whole, tuple(modules))


def _states(lines: Iterable[Line], selection: Selection) -> tuple[Choice, ...]:
    here = [line for line in lines if line.is_found and selection.is_here(line)]
    return tuple(
        Choice(
            state,
            label,
            sum(map(selection.with_state(state).is_so, here)),
            selection.with_state(state).address("/journal"),
            selection.state == state,
        )
        for state, label in STATES.items()
    )


def _months(
    lines: Iterable[Line], entries: Mapping[int, Entry], library: Library, time_zone: str | None
) -> tuple[MonthOfEntries, ...]:
    def shown(line: Line) -> JournalEntry:
        return JournalEntry.of(entries[line.id], library, has_versions=line.has_versions)

    by_month = groupby(lines, key=lambda line: month_of(line.saved_at, time_zone))
    return tuple(MonthOfEntries(month(at), tuple(map(shown, group))) for at, group in by_month)


def _calendar(found: Iterable[Line], selection: Selection, time_zone: str | None) -> tuple[Choice, ...]:
    """The months of what is found, the latest first."""
    by_month = groupby(found, key=lambda line: month_of(line.saved_at, time_zone))
    return tuple(
        Choice(_name(at), month(at), len(list(group)), selection.address("/journal", until=_name(at)))
        for at, group in by_month
    )


def _said(count: int, selection: Selection) -> str:
    what = {"what": selection.said}
    if not count:
        return _("Nothing here: %(what)s.") % what
    return ngettext("%(num)s entry: %(what)s.", "%(num)s entries: %(what)s.", count) % {"num": count, **what}
