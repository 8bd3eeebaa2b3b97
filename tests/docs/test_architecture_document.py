"""The house as it is described is the house that stands."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from guide.kernel.config import PROJECT
from tests.test_architecture import FLOORS

from .documents import DOCUMENTS, name, prose

ARCHITECTURE = PROJECT / "docs" / "architecture.md"
PACKAGES = {package for floor in FLOORS for package in floor}
DOTTED = re.compile(rf"`((?:{'|'.join(sorted(PACKAGES))})(?:\.\w+)+)`")


def test_floors_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| (\d) \| ([^|]+) \|", ARCHITECTURE.read_text("utf-8"), re.MULTILINE)
    told = {int(number): set(re.findall(r"`(\w+)`", packages)) for number, packages in rows}
    assert told == {number: set(packages) for number, packages in enumerate(FLOORS, 1)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_name_of_the_code_is_there(path: object) -> None:
    missing = [found for found in DOTTED.findall(prose(path)) if not exists(f"guide.{found}")]  # type: ignore[arg-type]
    assert not missing


def exists(dotted: str) -> bool:
    """Whether a module holds the name, or its class the attribute."""
    words = dotted.split(".")
    for end in range(len(words), 0, -1):
        try:
            found: object = import_module(".".join(words[:end]))
        except ModuleNotFoundError:
            continue
        for word in words[end:]:
            found = getattr(found, word, None)
        return found is not None
    return False


def test_a_name_that_is_none_would_be_noticed() -> None:
    assert exists("guide.writing.held.HeldEntry.save")
    assert not exists("guide.writing.held.HeldEntry.shout")
    assert not exists("guide.writing.shouting.shout")
