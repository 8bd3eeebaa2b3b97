"""Advice on drafts: one file of cases, and two answers that must both equal it, Python's and the browser's script's."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from guide.content.posts.advice import advise, first_said
from guide.content.posts.rules import NETWORKS

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = json.loads((HERE / "advice.json").read_text("utf-8"))
SAID = [
    ("It stands on page 6.", ["page", "p."], "page"),
    ("See p. 6", ["page", "p."], "p."),
    ("PAGE 6", ["page"], "page"),
    ("pages 6 and 7", ["page"], None),
    ("homepage", ["page"], None),
    ("homepage, page", ["page"], "page"),
    ("straße", ["Straße"], "Straße"),
    ("", ["page"], None),
    ("😀page😀", ["page"], "page"),
    ("𝒜page", ["page"], None),
    ("why now", ["not now", "why now"], "why now"),
]


def text_of(case: dict[str, Any]) -> str:
    return str(case["text"]) * int(case.get("times", 1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_python_advises_as_the_case_says(case: dict[str, Any]) -> None:
    assert {habit: list(told) for habit, told in advise(text_of(case), NETWORKS["x"]).items()} == case["advice"]


@pytest.mark.parametrize(("text", "words", "first"), SAID)
def test_word_is_found_whole_and_in_any_letters(text: str, words: list[str], first: str | None) -> None:
    assert first_said(text, words) == first


@pytest.mark.node
def test_the_browsers_script_advises_as_the_cases_say() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node")
    asked = {"texts": [text_of(case) for case in CASES], "said": [[text, words] for text, words, _ in SAID]}
    done = subprocess.run(
        [node, str(HERE / "advise.mjs")], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    answered = json.loads(done.stdout)
    both = zip(CASES, answered["advice"], strict=True)
    assert [(case["says"], advice) for case, advice in both if advice != case["advice"]] == []
    assert answered["said"] == [first for _, _, first in SAID]
