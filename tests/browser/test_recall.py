"""The warm-up in a browser: by keyboard, without script, looked over by axe, and past it without a trace."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, axe_findings, register
from tests.browser.past import GUIDE

DONE = f"{GUIDE}/trivial-or-useful"
LESSON = f"{GUIDE}/which-network"
RESULT = "#result-warm-up--trivial-or-useful--what-does-it-show"


def done_first(page: Page, site: Site) -> None:
    """The first lesson done, its checks not answered."""
    register(page, site)
    page.goto(site.address + DONE)
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Mark as not done")).to_be_visible()
    page.goto(site.address + LESSON)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_warm_up_is_opened_and_answered_by_keyboard(
    real_site: Site, new_device: Callable[..., BrowserContext], script: bool
) -> None:
    page = new_device(java_script_enabled=script).new_page()
    done_first(page, real_site)
    warm_up = page.locator("#warm-up")
    expect(warm_up).to_contain_text("From lessons you have done")
    expect(page.locator(RESULT)).to_have_count(0)
    summary = warm_up.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    asked = page.locator("#warm-up--trivial-or-useful--what-does-it-show")
    first = asked.get_by_role("radio").first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(RESULT)).to_be_visible()
    assert page.url.split("?")[0].split("#")[0].endswith(LESSON)
    if script:
        expect(page.locator(RESULT)).to_be_focused()
        assert axe_findings(page) == []
    page.goto(real_site.address + LESSON)
    expect(page.locator(RESULT)).to_have_count(0)
    page.goto(real_site.address + DONE)
    expect(page.locator("#result-what-does-it-show")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_guest_answers_in_place_and_finds_the_question_unanswered_again(
    real_site: Site, new_device: Callable[..., BrowserContext], script: bool
) -> None:
    page = new_device(viewport=PHONE, java_script_enabled=script).new_page()
    page.goto(real_site.address + LESSON)
    page.locator("#warm-up summary").click()
    asked = page.locator("#warm-up--trivial-or-useful--what-does-it-show")
    asked.get_by_role("radio").first.check()
    asked.get_by_role("button", name="Answer").click()
    expect(page.locator(RESULT)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which network?")
    page.goto(real_site.address + LESSON)
    page.locator("#warm-up summary").click()
    expect(asked.get_by_role("radio").first).not_to_be_checked()


def test_it_stands_closed_and_says_that_it_may_be_passed_by(
    real_site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    page = new_device().new_page()
    page.goto(real_site.address + LESSON)
    expect(page.locator("#warm-up")).to_contain_text(re.compile("pass it by"))
    expect(page.locator("#warm-up [data-check]").first).to_be_hidden()


def test_sum_of_an_answer_stands_beside_its_own_question(
    real_site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    page = new_device(viewport=DESKTOP).new_page()
    page.goto(real_site.address + LESSON)
    page.locator("#warm-up summary").click()
    for kind in ("radio", "checkbox"):
        asked = page.locator("#warm-up [data-check]").filter(has=page.get_by_role(kind)).first  # type: ignore[arg-type]
        asked.get_by_role(kind).first.check()  # type: ignore[arg-type]
        asked.get_by_role("button", name="Answer").click()
        expect(asked.locator(".summed")).to_be_visible()
        question, words = asked.locator("legend").first.bounding_box(), asked.locator(".summed").bounding_box()
        assert question
        assert words
        assert question["y"] - 24 <= words["y"] <= question["y"] + question["height"]
        assert words["x"] >= question["x"] + question["width"]
