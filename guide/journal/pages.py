"""The finished pages of the journal: no query and no arithmetic is left to a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from guide.content.library import Library
from guide.journal.entries import JournalEntry
from guide.journal.index import Line, Month, after_key, until_month
from guide.journal.selection import STATES, Selection, places_in
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
    address: str
    is_chosen: bool


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
    addresses. ``said`` says in words what was asked for and how much of it there is; ``is_wordless``: what was searched for
    holds no word.
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
    is_wordless: bool

    @classmethod
    def of(
        cls,
        lines: Sequence[Line],
        selection: Selection,
        shown: Sequence[Line],
        entries: Mapping[int, Entry],
        library: Library,
        time_zone: str | None,
        *,
        is_wordless: bool = False,
    ) -> JournalPage:
        """``shown`` are ``lines_to_show``, ``entries`` theirs by id."""
        found = [line for line in lines if selection.takes(line)]
        older = shown[PAGE - 1].key if len(shown) > PAGE else None
        guides = _guides(lines, selection, library)
        return cls(
            selection=selection,
            written=len(lines),
            found=len(found),
            guides=guides,
            states=_states(lines, selection),
            months=_months([entries[line.id] for line in shown[:PAGE] if line.id in entries], library, time_zone),
            calendar=_calendar(found, selection, time_zone) if len(found) > PAGE else (),
            older=selection.address("/journal", before=older) if older else None,
            newest=selection.address("/journal") if found and list(shown[:1]) != found[:1] else None,
            print_address=selection.address("/journal/print"),
            said=_said(len(found), selection, guides),
            is_wordless=is_wordless,
        )


def lines_to_show(
    lines: Iterable[Line], selection: Selection, address: Mapping[str, str], time_zone: str | None
) -> list[Line]:
    """At most ``PAGE + 1``, newest first; the one too many says that there is an older page. The address may name a line
    ``before`` which to begin, or the month with which (``until``).
    """
    taken = until_month((line for line in lines if selection.takes(line)), address.get("until", ""), time_zone)
    return after_key(taken, address.get("before", ""))[: PAGE + 1]


def _guides(lines: Iterable[Line], selection: Selection, library: Library) -> tuple[ChoicesOfGuide, ...]:
    """Where something is found in this state; and the place chosen, though nothing be found there."""
    here = [line for line in lines if line.is_found and selection.is_so(line)]
    ids = [*(guide.id for guide in library), *sorted({line.guide for line in here} - set(library.by_id))]
    chosen_guide = selection.where.partition("/")[0]
    groups = []
    for guide_id in ids:
        count = sum(line.guide == guide_id for line in here)
        if not count and guide_id != chosen_guide:
            continue
        guide = library.by_id.get(guide_id)
        modules = places_in(guide, here) if guide else []
        if guide_id == chosen_guide and selection.module and selection.module not in [module for module, _n in modules]:
            modules.append((selection.module, 0))
        groups.append(
            ChoicesOfGuide(
                title=guide.title if guide else guide_id,
                whole=_place(selection, guide_id, guide.title if guide else guide_id, count),
                modules=tuple(
                    _place(selection, f"{guide_id}/{module.id}", f"{module.number} {module.title}", number)
                    for module, number in modules
                ),
            )
        )
    return tuple(groups)


def _said(count: int, selection: Selection, guides: Iterable[ChoicesOfGuide]) -> str:
    places = (each for group in guides for each in (group.whole, *group.modules))
    what = selection.said(next((each.label for each in places if each.is_chosen), ""))
    if not count:
        return _("Nothing here: %(what)s.") % {"what": what}
    return ngettext("%(num)s entry: %(what)s.", "%(num)s entries: %(what)s.", count) % {"num": count, "what": what}


def _place(selection: Selection, where: str, label: str, count: int) -> Choice:
    return Choice(where, label, count, "", selection.where == where)


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


def _months(entries: Iterable[Entry], library: Library, time_zone: str | None) -> tuple[MonthOfEntries, ...]:
    by_month = groupby(entries, key=lambda entry: Month.of(entry.saved_at, time_zone))
    return tuple(
        MonthOfEntries(month.title, tuple(JournalEntry.of(entry, library) for entry in group))
        for month, group in by_month
    )


def _calendar(found: Iterable[Line], selection: Selection, time_zone: str | None) -> tuple[Choice, ...]:
    """The months of what is found, the latest first."""
    by_month = groupby(found, key=lambda line: Month.of(line.saved_at, time_zone))
    return tuple(
        Choice(month.name, month.title, len(list(group)), selection.address("/journal", until=month.name), False)
        for month, group in by_month
    )
