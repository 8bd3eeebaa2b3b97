"""A map as pages show it, and its own page, finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from guide.content.blocks.map import Map
from guide.content.library import Guide, Lesson
from guide.maps.drawing import Dot, Drawing, draw
from guide.maps.nodes import KINDS, MapOfLearning, Node
from guide.maps.thin import FEWEST, changes_since, thin_places


@dataclass(frozen=True)
class RingList:
    name: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class DrawnMap:
    """A map as it stood at ``saved_at``, None where nothing is kept."""

    found: MapOfLearning
    drawing: Drawing
    rings: tuple[RingList, ...]
    thin: tuple[str, ...]
    saved_at: datetime | None = None

    @property
    def nodes(self) -> tuple[Node, ...]:
        return self.found.nodes

    @property
    def is_weighed(self) -> bool:
        """Whether it holds enough for anything to be said of where it is thin."""
        return len(self.nodes) >= FEWEST

    @classmethod
    def of(cls, block: Map, body: str, saved_at: datetime | None = None) -> DrawnMap:
        found = MapOfLearning.from_body(body)
        drawing = draw(block, found)
        rings = tuple(
            RingList(name, tuple(dot for dot in drawing.dots if dot.node.ring == at))
            for at, name in enumerate(block.rings)
        )
        return cls(found, drawing, rings, thin_places(block, found), saved_at)


@dataclass(frozen=True)
class ThenAndNow:
    """The present map, and the earlier one if there is anything on it; ``changes`` tell them apart in words."""

    now: DrawnMap
    then: DrawnMap | None = None
    changes: tuple[str, ...] = ()

    @classmethod
    def of(cls, block: Map, now: DrawnMap, then: DrawnMap | None) -> ThenAndNow:
        if then is None or not then.nodes:
            return cls(now)
        return cls(now, then, changes_since(block, then.found, now.found) if now.nodes else ())

    @property
    def can_begin(self) -> bool:
        """Whether there is an earlier map to begin from, and nothing yet on this one."""
        return self.then is not None and not self.now.nodes and not self.now.found.unread


@dataclass(frozen=True)
class MapPage:
    """``version`` of the entry behind it; ``key`` makes it safe to send the form for one more twice."""

    guide: Guide
    lesson: Lesson
    block: Map
    version: int
    key: str
    maps: ThenAndNow
    groups: Sequence[str]

    @property
    def kinds(self) -> Mapping[str, str]:
        return KINDS

    @property
    def address(self) -> str:
        return address_of(self.lesson, self.block)


def address_of(lesson: Lesson, block: Map) -> str:
    return f"{lesson.address}/maps/{block.id}"
