"""A warm-up: what its author may get wrong, and which questions it asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from guide.content.blocks.recall import Met, Recall

from .conftest import FIRST_PATH, SmallGuide

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
WARM_UP = """
```recall
id: warm-up
checks:
  - second-look/where
  - second-look/why
```
"""
WHY = """
```check
id: why
kind: number
question: How many?
answer: 2
feedback: {right: Yes., low: More., high: Fewer.}
```
"""


@pytest.fixture
def warm(small: SmallGuide) -> SmallGuide:
    small.add(WARM_UP)
    small.add(WHY, "01-why/02-second-look.md")
    return small


def test_warm_up_compiles(warm: SmallGuide) -> None:
    assert warm.told() == []
    assert warm.lesson().blocks["warm-up"] == Recall("warm-up", ("second-look/where", "second-look/why"))


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("second-look/why", "second-look/wy", "second-look/wy", "There is no block `second-look/wy`"),
        ("second-look/why", "second-look/again", "second-look/again", "is a reflection; a warm-up asks checks"),
        ("second-look/why", "second-look", "  - second-look\n", "is not `LESSON/BLOCK`"),
        ("second-look/why", "second-look/where", "  - second-look/where\n```", "stands here a second time"),
        ("  - second-look/why\n", "", "checks:", "two or three checks; this one has 1"),
        ("second-look/why", "first-look/worth-a-week", "first-look/worth", "this is its own"),
        ("id: warm-up", "id: warm-up\nlessons: [second-lok]", "lessons: [second-lok", "no lesson `second-lok`"),
        ("id: warm-up", "id: warm-up\nlessons: [first-look]", "lessons: [first-look", "this is its own"),
    ],
)
def test_mistake_in_it_is_told_with_its_line(warm: SmallGuide, old: str, new: str, at: str, message: str) -> None:
    warm.replace(FIRST_PATH, old, new)
    line = warm.line_of(FIRST_PATH, at) + (at == "checks:")
    assert [told for told in warm.told() if message in told and f"{FIRST_PATH}:{line}:" in told], warm.told()


def met(place: str, days: float, *, missed: bool = False, answered: bool = True) -> Met:
    return Met(place, NOW - timedelta(days=days), missed, answered)


class TestChoosing:
    recall = Recall("warm-up", ("x/1", "x/2"))

    def test_nothing_met_leaves_it_to_the_author(self) -> None:
        assert self.recall.choose([], NOW) == ("x/1", "x/2")

    def test_what_was_got_wrong_comes_before_what_has_not_been_seen_for_longest(self) -> None:
        there = [met("a/1", 90), met("a/2", 60), met("b/1", 3, missed=True), met("b/2", 9)]
        assert self.recall.choose(there, NOW) == ("a/1", "b/1")

    def test_of_what_was_got_wrong_the_longest_ago_comes_first(self) -> None:
        there = [met("a/1", 2, missed=True), met("a/2", 5, missed=True), met("b/1", 9, missed=True)]
        assert self.recall.choose(there, NOW) == ("a/2", "b/1")

    def test_what_was_answered_within_a_day_comes_last_even_if_wrong(self) -> None:
        there = [met("a/1", 0.5, missed=True), met("a/2", 2), met("b/1", 3)]
        assert self.recall.choose(there, NOW) == ("a/2", "b/1")

    def test_what_was_never_answered_counts_from_the_day_its_lesson_was_done(self) -> None:
        there = [met("a/1", 0.5, answered=False), met("a/2", 2), met("b/1", 0.2)]
        assert self.recall.choose(there, NOW) == ("a/1", "a/2")

    def test_what_is_being_answered_stays(self) -> None:
        there = [met("a/1", 0), met("a/2", 2), met("b/1", 3)]
        assert self.recall.choose(there, NOW, {"a/1"}) == ("a/1", "b/1")

    def test_fewer_than_wanted_are_asked_as_they_are(self) -> None:
        assert self.recall.choose([met("a/1", 2)], NOW) == ("a/1",)
