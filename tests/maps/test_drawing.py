"""A map is drawn the same each time, nothing on top of anything else; and says in words where it is thin."""

from __future__ import annotations

from itertools import combinations, product
from math import dist

import pytest

from guide.content.blocks.map import Map
from guide.content.text import Html
from guide.maps.drawing import EDGES, MIDDLE, Dot, draw
from guide.maps.nodes import MapOfLearning, Node
from guide.maps.thin import changes_since, thin_places

GROUPS = ("colleagues", "elsewhere", "other professions", "tools")
BLOCK = Map("who", "Who", Html("Who?"), GROUPS)
EVERYWHERE = tuple(
    Node(f"{group} {ring}", ring, group, differs=True, elsewhere=True, id=at + 1)
    for at, (group, ring) in enumerate(product(GROUPS, range(3)))
)


def map_of(*nodes: Node) -> MapOfLearning:
    return MapOfLearning(tuple(Node(**{**vars(node), "id": at}) for at, node in enumerate(nodes, 1)))


def many(count: int, ring: int | None = None, group: str | None = None) -> MapOfLearning:
    return map_of(
        *(Node(f"N{at}", at % 3 if ring is None else ring, group or GROUPS[at // 3 % 4]) for at in range(count))
    )


def touching(dots: tuple[Dot, ...]) -> list[tuple[int, int]]:
    return [
        (a.number, b.number) for a, b in combinations(dots, 2) if dist((a.x, a.y), (b.x, b.y)) < a.size + b.size - 1
    ]


@pytest.mark.parametrize(
    "found",
    [
        *(many(count) for count in (1, 2, 5, 15, 30, 60)),
        *(many(count, 0, "tools") for count in (1, 8, 15)),
        *(many(count, 1, "tools") for count in (20, 60)),
        *(many(count, 2, "tools") for count in (30, 60)),
    ],
)
def test_numbers_do_not_lie_on_one_another(found: MapOfLearning) -> None:
    assert touching(draw(BLOCK, found).dots) == []


@pytest.mark.parametrize("found", [many(60), many(60, 0, "tools"), many(7, 2)])
def test_each_stands_on_its_own_ring(found: MapOfLearning) -> None:
    drawing = draw(BLOCK, found)
    assert [dot.number for dot in drawing.dots] == list(range(1, len(found.nodes) + 1))
    for dot in drawing.dots:
        away = dist((dot.x, dot.y), (MIDDLE, MIDDLE))
        assert EDGES[dot.node.ring] < away < EDGES[dot.node.ring + 1]


def test_same_map_is_drawn_alike() -> None:
    assert draw(BLOCK, many(40)) == draw(BLOCK, many(40))


def test_group_that_the_author_gave_up_keeps_a_place() -> None:
    drawing = draw(BLOCK, map_of(Node("Ana", 0, "friends")))
    assert [(sector.letter, sector.group, sector.count) for sector in drawing.sectors][-1] == ("E", "friends", 1)


def test_fewer_than_three_say_nothing() -> None:
    assert thin_places(BLOCK, many(2, 0, "tools")) == ()


def test_map_that_is_thin_nowhere_says_nothing() -> None:
    assert thin_places(BLOCK, map_of(*EVERYWHERE)) == ()


def test_thin_places_are_said_from_what_was_entered() -> None:
    nodes = [Node(name, 0, "colleagues") for name in "ABC"]
    assert thin_places(BLOCK, map_of(*nodes, Node("D", 1, "tools"))) == (
        "More than half of your map, 3 of 4, is in one group: colleagues.",
        "Nobody on it disagrees with you, as far as you have entered.",
        "Everybody and everything on it is in your own country or with your own employer.",
        "Nothing stands on the ring “Follow”.",
        "Nothing stands in the group “elsewhere”, nor in “other professions”.",
    )


def test_half_is_not_more_than_half() -> None:
    nodes = [Node("A", 0, "colleagues"), Node("B", 0, "colleagues"), Node("C", 1, "tools"), Node("D", 1, "elsewhere")]
    assert not any("half" in sentence for sentence in thin_places(BLOCK, map_of(*nodes)))


def test_changes_are_told_by_name_and_ring() -> None:
    then = map_of(Node("Ana", 2, "tools"), Node("Ben", 0, "tools"))
    now = map_of(Node("  ANA ", 1, "tools"), Node("Cleo", 0, "tools"))
    assert changes_since(BLOCK, then, now) == (
        "Added: Cleo.",
        "Taken out: Ben.",
        "Moved:   ANA , from “Follow” to “In touch”.",
    )


def test_two_of_one_name_are_told_apart_in_number() -> None:
    then = map_of(Node("Ana", 0, "tools"))
    now = map_of(Node("Ana", 0, "tools"), Node("Ana", 1, "colleagues"))
    assert changes_since(BLOCK, then, now) == ("Added: Ana.",)


def test_ids_that_stand_twice_or_not_at_all_are_made_anew() -> None:
    body = '{"nodes":[{"name":"A","id":1},{"name":"B","id":1},{"name":"C"},{"name":"D","id":"x"}]}'
    ids = [node.id for node in MapOfLearning.from_body(body).nodes]
    assert len(set(ids)) == 4
    assert all(ids)
