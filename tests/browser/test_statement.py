"""The statement as paper: one sheet of A4, whatever is on it, and nothing on it that only a screen can do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site, register
from tests.browser.past import Past
from tests.conftest import SMALL_GUIDE

LESSON = """---
id: {id}
title: {title}
read: 5
do: 10-25
over: null
core: true
draft: false
added: 2026-01-01
revised: null
outcome: {outcome}
---
Text.
"""
OUTCOME = "Count how alike the people are that you learn from, and add three who have to live with something different."


def long_guide(folder: Path, lessons: int) -> Path:
    """A guide of so many lessons in modules of three, with titles and outcomes as long as they come."""
    guide = folder / "long"
    guide.mkdir(parents=True)
    for name in ("guide.yaml", "facts.yaml", "glossary.yaml", "sources.yaml"):
        text = (SMALL_GUIDE / "small" / name).read_text("utf-8")
        if name == "glossary.yaml":
            text = "{}\n"
        if name == "guide.yaml":
            text = text.replace("A small guide", "How to use Twitter for Social Learning, in full")
        (guide / name).write_text(text, "utf-8")
    for number in range(lessons):
        module = guide / f"{number // 3 + 1:02}-module"
        if not module.exists():
            module.mkdir()
            (module / "module.yaml").write_text("title: Choose a place, set up safely\npurpose: To see it.\n", "utf-8")
        text = LESSON.format(id=f"lesson-{number + 1}", title="Map who you learn from, and why", outcome=OUTCOME)
        (module / f"{number + 1:02}-lesson.md").write_text(text, "utf-8")
    return folder


def sheets(page: Page, paper: str) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))


@pytest.mark.parametrize("lessons", [12, 31])
def test_it_is_one_sheet_with_as_much_on_it_as_it_takes(
    make_site: Callable[..., Site], new_device: Callable[..., BrowserContext], tmp_path: Path, lessons: int
) -> None:
    site = make_site(long_guide(tmp_path / "content", lessons))
    page = new_device().new_page()
    register(page, site, name="Maria Magdalena Wilhelmine von Hohenstein-Lindenau")
    past = Past(page, site)
    for number in range(lessons):
        assert past.post(f"/guides/long/lesson-{number + 1}/done", done="yes").ok
    page.goto(f"{site.address}/progress/statement")
    page.get_by_label("Own hours").fill("123.5")
    page.get_by_label("One thing I learnt and where I use it").fill("A sentence of some words.\n" * 7 + "w" * 400)
    page.get_by_role("button", name="Put it on the sheet").click()
    expect(page.get_by_text("123.5")).to_be_visible()
    assert sheets(page, "A4") == 1


def test_paper_holds_the_sheet_alone(
    make_site: Callable[..., Site], new_device: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    site = make_site(long_guide(tmp_path / "content", 2))
    page = new_device().new_page()
    register(page, site)
    Past(page, site).post("/guides/long/lesson-1/done", done="yes")
    page.goto(f"{site.address}/progress/statement")
    page.emulate_media(media="print")
    expect(page.get_by_text("Self-reported.")).to_be_visible()
    for control in ("button", "textbox", "navigation", "link"):
        expect(page.get_by_role(control).locator("visible=true")).to_have_count(0)  # type: ignore[arg-type]
