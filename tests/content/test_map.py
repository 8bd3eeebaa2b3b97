"""What the author of a map may get wrong."""

from __future__ import annotations

import pytest

from .conftest import SmallGuide

SECOND_PATH = "01-why/02-second-look.md"
MAP = """
```map
id: my-map
title: Whom I ask
prompt: Put on it whom you asked.
groups: [colleagues, places and tools]
```
"""
AGAIN = MAP.replace("id: my-map", "id: map-again\nrevisits: first-look/my-map")


@pytest.fixture
def mapped(small: SmallGuide) -> SmallGuide:
    small.add(MAP)
    small.add(AGAIN, SECOND_PATH)
    return small


def test_maps_compile_and_the_later_comes_back_to_the_earlier(mapped: SmallGuide) -> None:
    compiled = mapped.compile()
    assert compiled.library is not None
    guide = compiled.library.by_id["small"]
    assert guide.revisits["second-look", "map-again"] == ("first-look", "my-map")
    assert guide.by_id["first-look"].blocks["my-map"].rings == ("Close", "In touch", "Follow")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("groups: [colleagues, places and tools]", "groups: [colleagues]", "A map has two to eight groups; this one has 1."),
        ("[colleagues, places", "[a, b, c, d, e, f, g, h, places", "A map has two to eight groups; this one has 9."),
        ("[colleagues, places and tools]", "[colleagues, Colleagues]", "A name stands twice in `groups`."),
        ("[colleagues,", f"[{'x' * 41},", "A name in `groups` has at most 40 characters."),
        ("prompt: Put", "rings: [Near, Far]\nprompt: Put", "A map has three rings; this one has 2."),
        ("prompt: Put", "rings: [Near, Far, far]\nprompt: Put", "A name stands twice in `rings`."),
        ("prompt: Put on it whom you asked.\n", "", "needs the key `prompt`"),
        ("prompt: Put", "revisits: first-look\nprompt: Put", "`first-look` is not `LESSON/BLOCK`."),
        ("prompt: Put", "revisits: first-look/my-map\nprompt: Put", "This map revisits itself; name an earlier one."),
        ("prompt: Put", "revisits: first-look/worth-a-week\nprompt: Put", "is a reflection; only a map can be revisited"),
        ("prompt: Put", "revisits: first-look/mine\nprompt: Put", "There is no block `first-look/mine`"),
        ("prompt: Put", "colour: red\nprompt: Put", "colour"),
    ],
)  # fmt: skip
def test_mistake_is_told(small: SmallGuide, was: str, becomes: str, says: str) -> None:
    assert was in MAP
    small.add(MAP.replace(was, becomes))
    problems = [str(problem) for problem in small.compile().problems]
    assert [problem for problem in problems if says in problem], problems


def test_reflection_cannot_come_back_to_a_map(mapped: SmallGuide) -> None:
    mapped.replace(SECOND_PATH, "revisits: first-look/worth-a-week", "revisits: first-look/my-map")
    assert any("is a map; only a reflection can be revisited" in str(each) for each in mapped.compile().problems)


def test_maps_of_a_lesson_that_is_a_draft_come_and_go_with_it(mapped: SmallGuide) -> None:
    mapped.replace(SECOND_PATH, "revisits: first-look/my-map", "revisits: second-look/mine")
    mapped.add(MAP.replace("my-map", "mine"), SECOND_PATH)
    mapped.replace(SECOND_PATH, "core: false", "core: false\ndraft: true")
    served, developed = mapped.compile(), mapped.compile(drafts=True)
    assert not [problem for problem in developed.problems if "map" in str(problem)]
    assert not [problem for problem in served.problems if "map" in str(problem)]
