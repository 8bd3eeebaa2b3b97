"""One entry with its versions, and what changed between two of them, as finished pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guide.content.library import Library
from guide.journal.changes import Changes
from guide.journal.entries import JournalEntry, JournalRevision, readable
from guide.journal.then_and_now import ThenAndNow
from guide.journal.versions import Version, Versions
from guide.writing.models import Entry, Revision

PAGE = 20
"""Kept copies on a page."""


@dataclass(frozen=True)
class EntryPage:
    """``versions`` are all, the current one first; ``revisions`` those of this page, the latest first.

    ``older`` and ``newest`` are addresses of other kept copies. ``compared`` are the versions chosen at first in the form.
    """

    entry: JournalEntry
    pair: ThenAndNow
    versions: Versions
    revisions: tuple[JournalRevision, ...]
    older: str | None
    newest: str | None
    compared: tuple[Version, Version] | None
    print_address: str

    @classmethod
    def of(
        cls,
        entry: Entry,
        pair: ThenAndNow,
        versions: Versions,
        shown: range,
        copies: Iterable[Revision],
        library: Library,
    ) -> EntryPage:
        """``shown`` are places in ``versions``; ``copies`` the kept copies in them, and the one before."""
        page = JournalEntry.of(entry, library)
        revisions = {copy.id: copy for copy in copies if copy.entry_id == entry.id}
        bodies = bodies_by_version(entry, revisions.values())
        following = versions[shown.stop - 1].id if shown.stop < len(versions) else None
        return cls(
            entry=page,
            pair=pair,
            versions=versions,
            revisions=tuple(
                JournalRevision.of(
                    revisions[versions[at].id],
                    entry.kind,
                    None
                    if bodies.get(versions[at].id) == bodies.get(versions[at - 1].id)
                    else versions.changes_address(page.address, at),
                )
                for at in shown
                if versions[at].id in revisions
            ),
            older=f"{page.address}?before={following}#versions" if following else None,
            newest=f"{page.address}#versions" if shown.start > 1 else None,
            compared=(versions[1], versions[0]) if len(versions) > 1 else None,
            print_address=f"/journal/print?in={page.place}",
        )

    @classmethod
    def shown(cls, versions: Versions, before: str) -> range:
        """Places of the kept copies to show: after the one that the address names, else the latest."""
        last = versions.named(before) or 0
        return range(last + 1, min(last + 1 + PAGE, len(versions)))


@dataclass(frozen=True)
class ChangesPage:
    """``earlier_step`` and ``later_step`` are the addresses of the change before and the change after, if there are any."""

    entry: JournalEntry
    versions: Versions
    earlier: Version
    later: Version
    changes: Changes
    earlier_step: str | None
    later_step: str | None

    @classmethod
    def of(
        cls,
        entry: Entry,
        versions: Versions,
        places: tuple[int, int],
        copies: Iterable[Revision],
        library: Library,
    ) -> ChangesPage:
        """``places`` in ``versions``, in whichever order they were asked for: the earlier is always held against the later."""
        later, earlier = sorted(places)
        bodies = bodies_by_version(entry, copies)
        page = JournalEntry.of(entry, library)
        texts = [readable(entry.kind, bodies[versions[at].id]) for at in (earlier, later)]
        return cls(
            entry=page,
            versions=versions,
            earlier=versions[earlier],
            later=versions[later],
            changes=Changes.between(*texts),
            earlier_step=versions.changes_address(page.address, earlier + 1),
            later_step=versions.changes_address(page.address, later),
        )


def bodies_by_version(entry: Entry, copies: Iterable[Revision]) -> Mapping[int, str]:
    """Texts by the id of their version, 0 for the current one."""
    return {0: entry.body, **{copy.id: copy.body for copy in copies}}


def ids_with_neighbour(versions: Versions, shown: range) -> Sequence[int]:
    """Of the kept copies shown, and of the one before them, which the first of them is held against."""
    return [versions[at].id for at in range(max(shown.start - 1, 1), shown.stop)]
