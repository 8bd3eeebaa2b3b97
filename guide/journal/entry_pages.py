"""One entry with its versions, and what changed between two of them, as finished pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from guide.content.library import Library
from guide.journal.changes import Changes
from guide.journal.entries import Aside, JournalEntry, JournalRevision, readable
from guide.journal.then_and_now import ThenAndNow
from guide.journal.versions import Version, Versions
from guide.writing.models import Entry, Revision


@dataclass(frozen=True)
class EntryPage:
    """``versions`` are all, the current one first; ``revisions`` those of this page, the latest first, without a copy of the
    text as it is now that nothing has changed since.

    ``older`` and ``newest`` are addresses of other kept copies. ``can_compare``: there are two that differ, or may.
    """

    entry: JournalEntry
    pair: ThenAndNow
    asides: tuple[Aside, ...]
    versions: Versions
    revisions: tuple[JournalRevision, ...]
    older: str | None
    newest: str | None
    can_compare: bool
    print_address: str

    @classmethod
    def of(
        cls,
        entry: Entry,
        pair: ThenAndNow,
        versions: Versions,
        shown: range,
        copies: Mapping[int, Revision],
        asides: Iterable[Aside],
        library: Library,
    ) -> EntryPage:
        """``shown`` are places in ``versions``; ``copies``, by id, those in them and the one before, which the first of them
        is held against.
        """
        page = JournalEntry.of(entry, library, has_versions=len(versions) > 1)
        bodies = {0: entry.body, **{copy.id: copy.body for copy in copies.values()}}
        revisions = tuple(
            JournalRevision.of(
                copies[versions[at].id],
                entry,
                library,
                changes=versions.changes_address(page.address, at)
                if bodies[versions[at].id] != bodies[versions[at - 1].id]
                else None,
            )
            for at in _earlier(shown, versions, bodies)
        )
        is_last = shown.stop == len(versions)
        return cls(
            entry=page,
            pair=pair,
            asides=tuple(asides),
            versions=versions,
            revisions=revisions,
            older=None if is_last else f"{page.address}?before={versions[shown.stop - 1].value}#versions",
            newest=f"{page.address}#versions" if shown.start > 1 else None,
            can_compare=len(versions) > 2 or any(revision.changes for revision in revisions),
            print_address=f"/journal/print?in={page.place}",
        )


def _earlier(shown: range, versions: Versions, bodies: Mapping[int, str]) -> range:
    """Of these places, those of another text than the present one, or from before there was another."""
    same = takewhile(lambda at: bodies[versions[at].id] == bodies[0], shown) if shown.start == 1 else ()
    return shown[len(list(same)) :]


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
        copies: Mapping[int, Revision],
        library: Library,
    ) -> ChangesPage:
        """``places`` in ``versions``, in whichever order they were asked for: the earlier is always held against the later."""
        later, earlier = sorted(places)
        page = JournalEntry.of(entry, library)
        bodies = {0: entry.body, **{copy.id: copy.body for copy in copies.values()}}
        texts = [readable(entry, bodies[versions[at].id], library) for at in (earlier, later)]
        return cls(
            entry=page,
            versions=versions,
            earlier=versions[earlier],
            later=versions[later],
            changes=Changes.between(*texts),
            earlier_step=versions.changes_address(page.address, earlier + 1),
            later_step=versions.changes_address(page.address, later),
        )
