"""What is printed from the code into a document is what the code says now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from guide.kernel.config import Settings

from .printed import COMMAND, PRINTED, filled, settings_table


@pytest.mark.parametrize(("path", "begin", "end", "print_it"), PRINTED, ids=lambda value: getattr(value, "name", ""))
def test_printed_part_is_fresh(path: Path, begin: str, end: str, print_it: Callable[[], str]) -> None:
    text = path.read_text("utf-8")
    assert text.count(begin) == text.count(end) == 1
    assert text == filled(text, begin, end, print_it()), f"{path.name} is stale; refresh it with: {COMMAND}"


def test_every_setting_has_a_row() -> None:
    rows = settings_table().splitlines()[2:]
    assert len(rows) == len(fields(Settings))
    assert len({row.split("`")[1] for row in rows}) == len(rows)


def test_a_stale_part_is_noticed_and_the_rest_is_left_alone() -> None:
    stale = "before\n<b>\n\nold\n\n<e>\nafter"
    assert filled(stale, "<b>", "<e>", "new\n") == "before\n<b>\n\nnew\n\n<e>\nafter"
