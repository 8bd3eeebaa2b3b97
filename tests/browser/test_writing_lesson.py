"""Checks, ticks and marks answer in place; the lesson remembers where its reader was."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, register
from tests.browser.reflection import LESSON, SAVED, Network, Reflection, button


@pytest.fixture
def lesson(page: Page, site: Site) -> Page:
    register(page, site)
    page.goto(site.address + LESSON)
    return page


def test_a_check_is_answered_in_place_and_the_result_has_the_focus(lesson: Page) -> None:
    entry = lesson.get_by_role("textbox", name="What happened when you tried it?")
    lesson.get_by_label("The second").check()
    button(lesson, "Answer").click()
    result = lesson.locator("#result-which-one")
    expect(result).to_be_focused()
    expect(result).to_contain_text("It does not say why.")
    expect(lesson.locator("#foot")).not_to_contain_text("check")
    expect(entry).to_be_visible()
    lesson.reload()
    expect(result).to_contain_text("It does not say why.")


def test_an_answer_that_does_not_arrive_stays_chosen(lesson: Page) -> None:
    network = Network(lesson)
    network.cut("**/checks/**")
    lesson.get_by_label("The second").check()
    button(lesson, "Answer").click()
    expect(lesson.locator("#which-one")).to_contain_text("did not reach the server")
    expect(lesson.get_by_label("The second")).to_be_checked()
    network.mend("**/checks/**")
    button(lesson, "Answer").click()
    expect(lesson.locator("#result-which-one")).to_be_focused()


def test_answering_nothing_says_so_in_place(lesson: Page) -> None:
    button(lesson, "Answer").click()
    expect(lesson.locator("#which-one [data-problem]")).to_be_visible()


def test_ticking_leaves_a_note_that_is_being_written_alone(lesson: Page) -> None:
    lesson.route("**/journal/**", lambda route: route.abort())
    note = lesson.locator("form.note-form").get_by_role("textbox")
    note.fill("In the middle of a")
    button(lesson, "I have done this").click()
    expect(button(lesson, "Not done after all")).to_be_focused()
    expect(note).to_have_value("In the middle of a")
    expect(lesson.locator("#foot")).not_to_contain_text("task")
    button(lesson, "Not done after all").click()
    expect(button(lesson, "I have done this")).to_be_focused()


def test_marking_as_done_changes_the_foot_and_the_outline(lesson: Page) -> None:
    button(lesson, "Mark as done").click()
    expect(button(lesson, "Mark as not done")).to_be_focused()
    expect(lesson.locator("#foot")).to_contain_text("Done")
    expect(lesson.locator(".outline .figures")).to_have_text("1 of 3 done")
    button(lesson, "Mark as not done").click()
    expect(button(lesson, "Mark as done")).to_be_focused()
    expect(lesson.locator(".outline .figures")).to_have_text("0 of 3 done")


def test_an_answer_given_after_signing_out_elsewhere_is_said_not_to_be_kept(lesson: Page) -> None:
    lesson.context.clear_cookies()
    lesson.get_by_label("The first").check()
    button(lesson, "Answer").click()
    expect(lesson.locator("#which-one")).to_contain_text("this answer was not kept")


@pytest.mark.parametrize("block", ["what-happened", "try-it"])
def test_the_lesson_is_noted_as_opened_and_offers_the_place_where_one_was(lesson: Page, block: str) -> None:
    """Also in a block with a heading of its own."""
    with lesson.expect_response("**/opened"):
        pass
    lesson.set_viewport_size({"width": 390, "height": 500})
    with lesson.expect_request("**/opened") as told:
        lesson.evaluate(f"document.querySelector('#{block}').scrollIntoView({{block: 'start', behavior: 'instant'}})")
        lesson.evaluate(
            "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    assert told.value.response()
    lesson.reload()
    link = lesson.get_by_role("link", name="Go on where you were")
    expect(link).to_have_attribute("href", f"#{block}")


def test_the_outline_is_as_it_was_left_until_a_lesson_is_chosen(lesson: Page, site: Site) -> None:
    outline = lesson.locator("[data-outline]")
    outline.locator("summary").click()
    lesson.reload()
    expect(outline).to_have_attribute("open", "")
    outline.get_by_role("link", name="The second lesson").click()
    lesson.wait_for_url("**/second")
    expect(outline).not_to_have_attribute("open", "")


def test_passwords_can_be_shown_and_mistakes_have_the_focus(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/register")
    field = page.get_by_label("Password", exact=True)
    field.fill("too short")
    button(page, "Show password").click()
    expect(field).to_have_attribute("type", "text")
    button(page, "Hide password").click()
    expect(field).to_have_attribute("type", "password")
    button(page, "Create account").click()
    expect(page.get_by_role("alert")).to_be_focused()


def test_the_time_zone_is_the_browsers(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/register")
    zone = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    expect(page.locator("[data-time-zone]")).to_have_value(zone)


def test_a_lesson_has_no_errors_and_breaks_no_policy(page: Page, site: Site) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    Reflection(page, site).open().write("As a guest.")
    page.goto(f"{site.address}/guides/small/")
    register(page, site)
    button(page, "Remove from this device").click()
    for lesson in ("first", "second", "third"):
        page.goto(f"{site.address}/guides/small/{lesson}")
    Reflection(page, site).open().write("Signed in.").says(SAVED)
    assert wrong == []
