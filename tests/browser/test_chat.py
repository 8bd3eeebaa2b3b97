"""A chat by keyboard, with script and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, register
from tests.conftest import REAL_CONTENT

LESSON = "/guides/writing-a-guide/chats"
CHAT = f"{LESSON}/chats/walk-through"


@pytest.fixture(scope="module")
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(REAL_CONTENT)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_next_messages_lead_by_keyboard_to_the_first_new_one(page: Page, site: Site) -> None:
    page.goto(site.address + CHAT)
    read = page.locator(".chat-log > li").count()
    page.get_by_role("link", name="Next messages").press("Enter")
    first_new = page.locator(f"#m{read + 1}")
    expect(first_new).to_be_focused()
    expect(first_new).to_be_in_viewport()
    assert page.locator(".chat-log > li").count() > read
    assert page.locator("[aria-live]:not([aria-live=off]) .chat-log, .chat-log [role=status]").count() == 0


def test_filter_is_chosen_by_keyboard_and_taken_away_again(page: Page, site: Site) -> None:
    page.goto(f"{site.address}{CHAT}?upto=60")
    page.get_by_text("Show only some messages").press("Enter")
    page.get_by_label("Person").select_option(label="Emil Horák")
    page.get_by_role("button", name="Show these").press("Enter")
    expect(page.locator(".chat-log > li").first).to_contain_text("Emil")
    expect(page.locator(".chat-log .post-by b", has_text="Petra")).to_have_count(0)
    page.get_by_role("link", name="All messages so far").press("Enter")
    expect(page.locator(".chat-log > li")).to_have_count(60)


def test_answer_saved_in_the_lesson_stands_in_the_transcript(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(site.address + LESSON)
    block = page.locator("#walk-through")
    block.get_by_role("textbox").first.fill("A1 I parked in the wrong place.")
    block.get_by_role("button", name="Submit", exact=True).press("Enter")
    expect(block).to_contain_text("Submitted on")
    page.goto(f"{site.address}{CHAT}?upto=117")
    expect(page.locator("#m15")).to_contain_text("I parked in the wrong place.")


def test_answer_is_given_at_its_question_by_keyboard_and_stands_in_the_transcript(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(f"{site.address}{CHAT}?upto=15")
    field = page.get_by_label("Your A1")
    field.press_sequentially("I parked in the wrong place.")
    field.press("Tab")
    expect(page.get_by_role("button", name="Keep my answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#m15 .written")).to_contain_text("I parked in the wrong place.")
    expect(page.locator("#m15")).to_be_focused()
    page.goto(f"{site.address}{CHAT}?upto=117")
    page.get_by_role("link", name="Your transcript").last.press("Enter")
    expect(page.locator(".chat-log > li")).to_have_count(3)
    expect(page.locator(".chat-log .written")).to_contain_text("I parked in the wrong place.")
    page.get_by_label("What would you tell somebody").fill("Three things to copy.")
    page.get_by_role("button", name="Keep my summary").press("Enter")
    expect(page.locator("#summary")).to_be_focused()
    page.goto(site.address + LESSON)
    text = page.locator("#walk-through").get_by_role("textbox").first
    expect(text).to_have_value("Three things to copy.\n\nA1: I parked in the wrong place.")


@pytest.mark.parametrize("page", [False], ids=["without script"], indirect=True)
def test_refused_answer_comes_back_to_be_changed_and_is_kept_at_its_question(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(f"{site.address}{CHAT}?upto=15")
    page.get_by_label("Your A1").fill("Well.\nA4 is our paper.")
    page.get_by_role("button", name="Keep my answer").press("Enter")
    expect(page.get_by_text("A line begins with A4")).to_be_visible()
    field = page.get_by_label("Your text")
    expect(field).to_have_value("Well.\nA4 is our paper.")
    field.fill("Well.\nOur paper is A4.")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator("#m15 .written")).to_contain_text("Our paper is A4.")
    expect(page.locator("#m15")).to_be_focused()


def test_transcript_prints_the_summary_as_text_without_the_form_or_a_frame(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(f"{site.address}{CHAT}/yours")
    page.get_by_label("What would you tell somebody").fill("Three things to copy.")
    page.get_by_role("button", name="Keep my summary").press("Enter")
    summary = page.locator("#summary")
    expect(summary).to_be_focused()
    page.emulate_media(media="print")
    expect(summary.get_by_text("Three things to copy.").first).to_be_visible()
    expect(summary.get_by_role("textbox")).to_have_count(0)
    expect(summary).to_have_css("outline-style", "none")
