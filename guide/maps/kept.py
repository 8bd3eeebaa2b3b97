"""The maps of a lesson as one learner left them, by block."""

from __future__ import annotations

from collections.abc import Iterable

from guide.content.blocks.map import Map
from guide.content.library import Lesson
from guide.kernel.kept import Kept
from guide.maps.pages import DrawnMap, ThenAndNow


def kept_maps(lesson: Lesson, rows: Iterable[Kept], *, blank: bool = False) -> dict[str, ThenAndNow]:
    """A block without anything on it, and with nothing before it, is among them only if ``blank``. ``rows`` hold the entries
    of this lesson and of those that its maps revisit."""
    blocks = [block for block in lesson.blocks.values() if isinstance(block, Map)]
    if not blocks:
        return {}
    entries = {(row.lesson, row.block): row for row in rows if row.what == "entry"}
    found = {}
    for block in blocks:
        maps = then_and_now(block, entries.get((lesson.id, block.id)), entries.get(_earlier(block)))
        if blank or maps.now.nodes or maps.now.found.unread or maps.then:
            found[block.id] = maps
    return found


def then_and_now(block: Map, now: Kept | None, then: Kept | None) -> ThenAndNow:
    return ThenAndNow.of(block, _drawn(block, now), _drawn(block, then) if then else None)


def _drawn(block: Map, row: Kept | None) -> DrawnMap:
    return DrawnMap.of(block, (row.text or "") if row else "", row.at if row else None)


def _earlier(block: Map) -> tuple[str | None, str | None]:
    lesson, _slash, block_id = (block.revisits or "").partition("/")
    return lesson, block_id
