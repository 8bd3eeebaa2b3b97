"""One file of cases, and two answers that must both equal it: Python's and the browser's script's.

A case has a ``text`` (``times`` over), what it counts for each network (or, where it would not go through, what it counts, up to
which code point it would, and why not), and the entities in it: kind, start, end, name, tail. Of hostile texts only how many.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from guide.content.posts.counting import count, find_entities
from guide.content.posts.entities import Entity
from guide.content.posts.mentions import reply_to
from guide.content.posts.rules import DATA, NETWORKS
from guide.kernel.config import PROJECT
from tests.content.posts.node import answers

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))


def text_of(case: dict[str, Any]) -> str:
    return str(case["text"]) * int(case.get("times", 1))


def expected(case: dict[str, Any]) -> dict[str, Any]:
    whole = len(text_of(case))
    on_x = case.get("entities", [])
    found = {"found": case["found"]} if "found" in case else {"x": on_x, "mastodon": case.get("on_mastodon", on_x)}
    counts = {name: told if isinstance(told, list) else [told, whole, None] for name, told in case["counts"].items()}
    return {"counts": counts, "entities": found, "reply": case.get("reply")}


def comparable(case: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """An answer with as much in it as the case tells."""
    entities = answer["entities"]
    found = {"found": len(entities["x"])} if "found" in case else {name: entities[name] for name in ("x", "mastodon")}
    return {**answer, "entities": found, "reply": None if "found" in case else answer["reply"]}


def row(entity: Entity) -> list[Any]:
    return [entity.kind, entity.start, entity.end, entity.name, entity.tail]


def python(text: str) -> dict[str, Any]:
    counts = {name: count(text, network) for name, network in NETWORKS.items()}
    reply = reply_to(text)
    return {
        "counts": {name: [each.length, each.end, each.problem] for name, each in counts.items()},
        "entities": {name: [row(each) for each in find_entities(text, network)] for name, network in NETWORKS.items()},
        "reply": reply and row(reply),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_python_answers_as_the_case_says(case: dict[str, Any]) -> None:
    assert comparable(case, python(text_of(case))) == expected(case)


@pytest.fixture(scope="module")
def from_the_browsers_script() -> dict[str, dict[str, Any]]:
    answered = answers([text_of(case) for case in CASES])
    return {case["says"]: answer for case, answer in zip(CASES, answered, strict=True)}


@pytest.mark.node
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_the_browsers_script_answers_as_the_case_says(
    case: dict[str, Any], from_the_browsers_script: dict[str, dict[str, Any]]
) -> None:
    assert comparable(case, from_the_browsers_script[case["says"]]) == expected(case)


def test_every_case_has_a_name_of_its_own() -> None:
    assert len({case["says"] for case in CASES}) == len(CASES) >= 120


def test_script_and_rules_are_light() -> None:
    script = PROJECT / "guide" / "static" / "js" / "post-counter.js"
    assert len(gzip.compress(script.read_bytes())) <= 6_500
    assert len(gzip.compress(DATA.read_bytes())) <= 6_500
