"""A map as a drawing: where each number stands on the three rings, each group in a sector of its own.

The same map is always drawn alike. Numbers are those of the list, which is the legend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin

from guide.content.blocks.map import Map
from guide.maps.nodes import MapOfLearning, Node

SIDE, MIDDLE = 452, 226
EDGES = (28, 84, 140, 196)
"""Radii, from around oneself to the outer ring."""
LETTERS_AT = 214
SMALL_DOT = 8
ROWS = ((1, 24, 11), (2, 24, 11), (3, 17, SMALL_DOT))
"""How a cell is filled: on so many rows, so far apart, with dots of this radius. The last takes any number."""


@dataclass(frozen=True)
class Dot:
    node: Node
    number: int
    x: float
    y: float
    size: int

    @property
    def is_person(self) -> bool:
        return self.node.kind == "person"


@dataclass(frozen=True)
class Sector:
    """A group: its letter, at x and y, and where the line that begins it runs."""

    letter: str
    group: str
    count: int
    x: float
    y: float
    line: tuple[float, float, float, float]


@dataclass(frozen=True)
class Drawing:
    dots: tuple[Dot, ...]
    sectors: tuple[Sector, ...]
    radii: tuple[int, ...] = EDGES[1:]
    side: int = SIDE
    middle: int = MIDDLE


def groups_of(block: Map, found: MapOfLearning) -> tuple[str, ...]:
    """The author's, and those that he no longer has and that still hold something."""
    former = dict.fromkeys(node.group for node in found.nodes if node.group not in block.groups)
    return (*block.groups, *former)


def in_order(block: Map, found: MapOfLearning) -> tuple[Node, ...]:
    """As the list has them: by ring, then by group, then as they were added."""
    groups = groups_of(block, found)
    return tuple(sorted(found.nodes, key=lambda node: (node.ring, groups.index(node.group))))


def draw(block: Map, found: MapOfLearning) -> Drawing:
    """A group has the more room the more it holds; the first begins at the top, and they go clockwise."""
    nodes, groups = in_order(block, found), groups_of(block, found)
    numbers = {node.id: number for number, node in enumerate(nodes, 1)}
    dots: list[Dot] = []
    sectors = []
    begin = 0.0
    for at, group in enumerate(groups):
        here = [node for node in nodes if node.group == group]
        wide = 2 * pi * (len(here) + 2) / (len(nodes) + 2 * len(groups))
        line = (*_point(EDGES[0], begin), *_point(EDGES[-1], begin))
        sectors.append(Sector(_letter(at), group, len(here), *_point(LETTERS_AT, begin + wide / 2), line))
        for ring in range(len(EDGES) - 1):
            cell = [node for node in here if node.ring == ring]
            dots += (
                Dot(node, numbers[node.id], x, y, size)
                for node, (x, y, size) in zip(cell, _places(len(cell), ring, begin, wide), strict=True)
            )
        begin += wide
    return Drawing(tuple(sorted(dots, key=lambda dot: dot.number)), tuple(sectors))


def _places(count: int, ring: int, begin: float, wide: float) -> list[tuple[float, float, int]]:
    """So many places in one cell: on one row if they fit there, else on two or three."""
    inner, outer = EDGES[ring], EDGES[ring + 1]
    for rows, apart, size in ROWS:
        step = (outer - inner) / rows
        radii = [inner + step * (row + 0.5) for row in range(rows)]
        room = [max(1, int(radius * wide / apart)) for radius in radii]
        if sum(room) >= count or size == SMALL_DOT:
            return [
                (*_point(radius, begin + wide * (at + 0.5) / share), size)
                for radius, share in zip(radii, _shares(count, room), strict=True)
                for at in range(share)
            ]
    raise AssertionError("the last of ROWS takes any number")


def _shares(count: int, room: Sequence[int]) -> list[int]:
    """So many on each row, in proportion to its room, the outer ones first."""
    left, all_room = count, sum(room)
    shares = []
    for row in reversed(room):
        share = min(left, ceil(count * row / all_room))
        shares.append(share)
        left -= share
    return shares[::-1]


def _letter(at: int) -> str:
    return chr(ord("A") + at % 26)


def _point(radius: float, angle: float) -> tuple[float, float]:
    """``angle`` from the top, clockwise."""
    return round(MIDDLE + radius * sin(angle), 1), round(MIDDLE - radius * cos(angle), 1)
