"""The palette stands in two places in the style sheet and in the head of each page: they say the same."""

from __future__ import annotations

import re

from guide.kernel.config import PROJECT
from tests.conftest import Reader

TOKENS = (PROJECT / "guide" / "static" / "css" / "tokens.css").read_text("utf-8")


def palette(selector: str) -> dict[str, str]:
    """The colours of the first rule of this selector, by the names of their tokens."""
    rule = re.search(rf"{re.escape(selector)} \{{(.*?)\}}", TOKENS, re.DOTALL)
    assert rule, selector
    return dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]+);", rule[1]))


def test_dark_is_the_same_dark_whether_chosen_or_the_devices_own() -> None:
    assert palette('[data-theme="dark"]') == palette('[data-theme="auto"]')
    assert set(palette('[data-theme="dark"]')) == set(palette(":root"))


def test_browser_takes_the_colour_of_the_paper(guest: Reader) -> None:
    page = guest.get("/").text
    told = re.findall(r'name="theme-color"[^>]*content="(#[0-9a-f]+)"', page)
    assert told == [palette(":root")["--paper"], palette('[data-theme="dark"]')["--paper"]]
