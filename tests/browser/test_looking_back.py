"""Then and now, in front of the screen: with and without script, on a phone and on a desk, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, axe_findings, register
from tests.browser.past import GUIDE, Past
from tests.browser.reflection import ENTRY, SAVED

LESSON = "/guides/small/third"
THEN = "I knew nobody who would contradict me."
NOW = "I know three people who do."
QUESTION = "What, if anything, has changed?"


class LookBack:
    """The second prompt, in an open lesson, of somebody who has answered the first."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        register(page, site)
        Past(page, site).write(ENTRY, THEN, do="submit", version=0)
        page.goto(site.address + LESSON)
        self.block = page.locator("#look-back")
        self.field = self.block.get_by_role("textbox", name=QUESTION)
        self.beside = self.block.get_by_role("complementary")
        self.then = self.block.get_by_role("group", name="Then")
        self.now = self.block.get_by_role("group", name="Now")

    def press(self, name: str) -> None:
        self.block.get_by_role("button", name=name, exact=True).click()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_both_texts_stand_together_once_the_second_is_submitted(
    new_device: Callable[..., BrowserContext], site: Site, has_script: bool, viewport: dict[str, Any]
) -> None:
    page = new_device(java_script_enabled=has_script, viewport=viewport).new_page()
    prompt = LookBack(page, site)
    expect(prompt.beside).to_contain_text(THEN)
    prompt.field.fill(NOW)
    prompt.press("Save")
    expect(prompt.block.get_by_role("status")).to_have_text(SAVED)
    expect(prompt.now).to_have_count(0)
    prompt.press("Submit")
    expect(prompt.then).to_contain_text(THEN)
    expect(prompt.now).to_contain_text(NOW)
    then, now = box(prompt.then), box(prompt.now)
    if viewport is DESKTOP:
        assert then["y"] == now["y"]
        assert then["x"] + then["width"] < now["x"]
    else:
        assert then["x"] == now["x"]
        assert then["y"] + then["height"] < now["y"]
    page.reload()
    expect(prompt.then).to_contain_text(THEN)
    expect(prompt.now).to_contain_text(NOW)
    expect(prompt.beside).to_have_count(0)
    expect(prompt.field).to_have_value(NOW)


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)], ids=["light on a desk", "dark on a phone"]
)
def test_axe_finds_nothing_wrong_with_both_on_the_page(
    new_device: Callable[..., BrowserContext], real_site: Site, scheme: str, viewport: dict[str, Any]
) -> None:
    page = new_device(color_scheme=scheme, viewport=viewport).new_page()
    register(page, real_site)
    Past(page, real_site).begin()
    page.goto(f"{real_site.address}{GUIDE}/who-is-missing")
    block = page.locator("#then-and-now")
    block.get_by_role("textbox").fill(NOW)
    block.get_by_role("button", name="Submit", exact=True).click()
    now = block.get_by_role("group", name="Now")
    for is_opened_anew in (False, True):
        if is_opened_anew:
            page.reload()
        expect(now).to_contain_text(NOW)
        assert axe_findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_question_leads_into_the_field_and_the_answer_goes_into_the_same_entry(
    new_device: Callable[..., BrowserContext], site: Site, has_script: bool
) -> None:
    page = new_device(java_script_enabled=has_script).new_page()
    prompt = LookBack(page, site)
    prompt.field.fill(NOW)
    prompt.press("Submit")
    prompt.block.get_by_role("link", name="Add it to the same entry").click()
    expect(prompt.field).to_be_focused()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" Whom I ask has changed.")
    prompt.press("Submit")
    expect(prompt.now).to_contain_text(f"{NOW} Whom I ask has changed.")
    page.goto(site.address + LESSON)
    expect(prompt.then).to_contain_text(THEN)
    expect(prompt.field).to_have_value(f"{NOW} Whom I ask has changed.")


def test_setting_the_second_aside_takes_the_pair_away(new_device: Callable[..., BrowserContext], site: Site) -> None:
    prompt = LookBack(new_device().new_page(), site)
    prompt.field.fill(NOW)
    prompt.press("Submit")
    expect(prompt.now).to_be_visible()
    prompt.block.get_by_text("Not for me").click()
    prompt.press("Set this prompt aside")
    expect(prompt.now).to_have_count(0)


def test_on_paper_each_text_stands_once(new_device: Callable[..., BrowserContext], site: Site) -> None:
    page = new_device().new_page()
    prompt = LookBack(page, site)
    prompt.field.fill(NOW)
    prompt.press("Submit")
    expect(prompt.now).to_be_visible()
    for is_opened_anew in (False, True):
        if is_opened_anew:
            page.reload()
        page.emulate_media(media="print")
        for text in (THEN, NOW, QUESTION):
            expect(prompt.block.get_by_text(text).locator("visible=true")).to_have_count(2 if text is QUESTION else 1)
        page.emulate_media(media="screen")


def test_guest_who_wrote_both_in_this_browser_is_shown_no_pair(
    new_device: Callable[..., BrowserContext], site: Site
) -> None:
    page = new_device().new_page()
    for address, name, text in (
        ("/guides/small/first", "What happened when you tried it?", THEN),
        (LESSON, QUESTION, NOW),
    ):
        page.goto(site.address + address)
        page.get_by_role("textbox", name=name).fill(text)
    page.reload()
    expect(page.get_by_role("textbox", name=QUESTION)).to_have_value(NOW)
    expect(page.locator("#look-back").get_by_role("group", name="Then")).to_have_count(0)
    expect(page.get_by_text("Add it to the same entry")).to_have_count(0)


def box(place: Locator) -> dict[str, float]:
    found = place.bounding_box()
    assert found
    return {name: round(value) for name, value in found.items()}  # type: ignore[str-bytes-safe]
