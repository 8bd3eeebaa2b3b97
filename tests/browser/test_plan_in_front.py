"""A plan, in front of the screen: written, saved, taken into a calendar; with and without script, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, axe_findings, register
from tests.browser.reflection import GUESTS, NOT_YET, SAVED

LESSON = "/guides/twitter-for-social-learning/your-question"
ENTRY = "/journal/twitter-for-social-learning/your-question/first-step"
PLAN = "On the bus on Thursday; if the week is full, then one thing."
DAY = "2035-12-05"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def block_of(page: Page) -> Locator:
    return page.locator("#first-step")


def field_of(page: Page) -> Locator:
    return block_of(page).get_by_role("textbox", name="Your question, and a plan around it")


def read(path: Path) -> Any:
    (event,) = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return event


def open_lesson(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    register(page, site)
    page.goto(site.address + LESSON)
    return page


def test_plan_is_saved_and_taken_into_a_calendar(
    new_device: Callable[..., BrowserContext], real_site: Site, has_script: bool
) -> None:
    page = open_lesson(new_device(java_script_enabled=has_script), real_site)
    block = block_of(page)
    field_of(page).fill(PLAN)
    block.get_by_role("button", name="Save", exact=True).click()
    expect(block.get_by_role("status")).to_have_text(SAVED)
    block.get_by_text("Into your calendar").click()
    form = block.get_by_role("form", name="Into your calendar")
    form.get_by_label("Look at it again on").fill(DAY)
    form.get_by_label("At, if you like").fill("08:30")
    form.get_by_label("and every week from then on, for a year").check()
    with page.expect_download() as download:
        form.get_by_role("button", name="Get the calendar file").click()
    event = read(download.value.path())
    assert download.value.suggested_filename == "plan.ics"
    assert event["description"].startswith(PLAN)
    assert event["dtstart"].dt.isoformat().startswith(f"{DAY}T08:30:00")
    assert event["rrule"]["freq"] == ["WEEKLY"]
    expect(field_of(page)).to_have_value(PLAN)


def test_what_is_unfolded_while_the_page_takes_in_a_save_stays_so(
    new_device: Callable[..., BrowserContext], real_site: Site
) -> None:
    page = open_lesson(new_device(), real_site)
    page.route(f"**{LESSON}", lambda _route: None)  # held until unroute
    field_of(page).fill(PLAN)
    block_of(page).get_by_role("button", name="Save", exact=True).click()
    expect(block_of(page).get_by_role("status")).to_have_text(SAVED)
    summary = block_of(page).get_by_text("Into your calendar")
    summary.click()
    page.unroute(f"**{LESSON}")
    expect(block_of(page).get_by_role("form", name="Into your calendar")).to_be_visible()
    expect(summary).to_be_focused()


def test_plan_is_written_and_taken_along_by_keyboard_alone(
    new_device: Callable[..., BrowserContext], real_site: Site
) -> None:
    page = open_lesson(new_device(), real_site)
    block = block_of(page)
    field_of(page).focus()
    page.keyboard.type(PLAN)
    page.keyboard.press("Tab")
    expect(block.get_by_role("button", name="Save", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(block.get_by_role("status")).to_have_text(SAVED)
    expect(block.get_by_role("link", name="In your journal")).to_be_visible()
    reach(page, block.locator("summary", has_text="Into your calendar"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(block.get_by_label("Look at it again on")).to_be_focused()
    page.keyboard.type("12052035")
    reach(page, block.get_by_role("button", name="Get the calendar file"))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert read(download.value.path())["dtstart"].dt.isoformat() == DAY


def reach(page: Page, wanted: Locator, steps: int = 20) -> None:
    """Go there by the tab key."""
    for _step in range(steps):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by {steps} steps of the tab key")


def test_guest_with_script_writes_a_plan_on_the_device(
    new_device: Callable[..., BrowserContext], real_site: Site
) -> None:
    page = new_device().new_page()
    page.goto(real_site.address + LESSON)
    block = block_of(page)
    expect(block.get_by_role("status")).to_have_text(NOT_YET)
    block.get_by_role("textbox").fill(PLAN)
    expect(block.get_by_role("status")).to_have_text(GUESTS)
    page.reload()
    expect(block.get_by_role("textbox")).to_have_value(PLAN)


def test_guest_takes_the_plan_into_a_calendar_and_it_is_sent_nowhere(
    new_device: Callable[..., BrowserContext], real_site: Site
) -> None:
    page = new_device().new_page()
    page.goto(real_site.address + LESSON)
    block = block_of(page)
    block.get_by_text("Into your calendar").click()
    get = block.get_by_role("button", name="Get the calendar file")
    day = date.today() + timedelta(days=9)
    block.get_by_label("Look at it again on").fill(day.isoformat())
    get.click()
    expect(block.locator("[data-problem]")).to_contain_text("Write it first.")
    words = "Before lunch; one post, \\ and a “why”.\n" + "Sævar 👩🏽‍🌾 und Jürgen " * 20
    block.get_by_role("textbox").first.fill(words)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    block.get_by_label("Look at it again on").fill((date.today() - timedelta(days=2)).isoformat())
    get.click()
    expect(block.locator("[data-problem]")).to_contain_text("That day is over.")

    def taken() -> tuple[bytes, Event]:
        with page.expect_download() as download:
            get.press("Enter")
        assert download.value.suggested_filename == "plan.ics"
        body = download.value.path().read_bytes()
        (event,) = Calendar.from_ical(body).walk("VEVENT")
        assert isinstance(event, Event)
        return body, event

    block.get_by_label("Look at it again on").fill(day.isoformat())
    body, whole_day = taken()
    assert max(map(len, body.split(b"\r\n"))) <= 75
    assert whole_day.decoded("dtstart") == day
    assert whole_day["description"].startswith(words.strip())
    assert str(whole_day["summary"]).startswith("My plan: ")
    block.get_by_label("At, if you like").fill("08:30")
    block.get_by_label("and every week").check()
    block.get_by_role("textbox").first.fill(PLAN)
    body, weekly = taken()
    assert weekly.decoded("dtstart") == datetime.combine(day, time(8, 30))
    assert weekly["rrule"]["count"] == [52]
    assert weekly["uid"] == whole_day["uid"]
    assert [str(alarm["action"]) for alarm in weekly.walk("VALARM")] == ["DISPLAY"]
    assert [address for address in asked if not address.startswith("blob:")] == []


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", DESKTOP), ("dark", PHONE)], ids=["light on a desk", "dark on a phone"]
)
def test_axe_finds_nothing_wrong_with_a_plan_and_its_calendar(
    new_device: Callable[..., BrowserContext], real_site: Site, scheme: str, viewport: dict[str, Any]
) -> None:
    page = open_lesson(new_device(color_scheme=scheme, viewport=viewport), real_site)
    field_of(page).fill(PLAN)
    block_of(page).get_by_role("button", name="Submit", exact=True).click()
    expect(block_of(page).get_by_text("Submitted on")).to_be_visible()
    for address in (LESSON, ENTRY):
        page.goto(real_site.address + address)
        page.get_by_text("Into your calendar").click()
        expect(page.get_by_label("Look at it again on")).to_be_visible()
        assert axe_findings(page) == []
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1]
