"""What is written is saved by itself; "Saved" is said only when the server has exactly the text in the field."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from tests.browser.conftest import Site, register, sign_in
from tests.browser.reflection import (
    HEARD,
    KEPT,
    LESSON,
    NOT_YET,
    SAVED,
    Network,
    Reflection,
    button,
    fields_of,
    kept_texts,
)


@pytest.fixture
def entry(page: Page, site: Site) -> Reflection:
    """The reflection, open before somebody who has just registered."""
    page.add_init_script(HEARD)
    register(page, site)
    return Reflection(page, site).open()


def test_a_text_is_saved_after_typing_stops(entry: Reflection) -> None:
    entry.says(NOT_YET).write("It took nine minutes.").says(NOT_YET).says(SAVED)
    assert entry.served() == ("It took nine minutes.", 1)
    assert kept_texts(entry.page) == []
    entry.page.reload()
    entry.holds("It took nine minutes.").says(SAVED)


def test_submit_pressed_from_the_field_is_one_request_and_no_save_before_it(page: Page, site: Site) -> None:
    register(page, site)
    entry = Reflection(page, site).open()
    network = Network(page)
    entry.write("Ready.")
    entry.submit_button.click()
    expect(page.locator("#dates-what-happened")).to_contain_text("Submitted on")
    assert [post["do"] for post in network.posts if "/journal/" in post["address"]] == ["submit"]


def test_a_text_is_saved_at_once_when_the_field_is_left(entry: Reflection) -> None:
    entry.write("Left.")
    with entry.page.expect_request("**/journal/**", timeout=1500):
        entry.field.press("Tab")
    entry.says(SAVED)


def test_a_text_is_saved_when_the_page_is_hidden(entry: Reflection) -> None:
    entry.write("Another window.")
    hide = "Object.defineProperty(document, 'hidden', {value: true}); document.dispatchEvent(new Event('visibilitychange'))"
    with entry.page.expect_request("**/journal/**", timeout=1500):
        entry.page.evaluate(hide)
    entry.says(SAVED)


def test_a_text_is_saved_when_the_reader_goes_elsewhere(
    page: Page, site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    email = register(page, site)
    Reflection(page, site).open().write("On my way out.")
    page.goto(f"{site.address}/about")
    elsewhere = new_device().new_page()
    sign_in(elsewhere, site, email)
    Reflection(elsewhere, site).open().holds("On my way out.")


def test_typing_on_during_a_save_is_not_called_saved(entry: Reflection) -> None:
    network = Network(entry.page)
    network.hold()
    entry.write("First").says("Saving…")
    entry.field.press_sequentially(" and second")
    network.mend()
    entry.says(NOT_YET).says(SAVED)
    assert entry.served() == ("First and second", 2)


def test_one_save_is_under_way_at_a_time(entry: Reflection) -> None:
    network = Network(entry.page)
    held = network.hold()
    entry.write("First").field.press("Tab")
    entry.says("Saving…")
    entry.write("Second").field.press("Tab")
    entry.save_button.click()
    assert len(held) == 1
    network.mend()
    entry.says(SAVED)
    assert entry.served() == ("Second", 2)


def test_text_taken_back_to_what_is_saved_is_saved(entry: Reflection) -> None:
    entry.write("As it was.").says(SAVED)
    network = Network(entry.page)
    entry.write("As it is.").says(NOT_YET).write("As it was.").says(SAVED)
    assert network.posts == []
    assert kept_texts(entry.page) == []


def test_save_is_answered_even_where_there_is_nothing_new(entry: Reflection) -> None:
    entry.write("The same.").says(SAVED)
    with entry.page.expect_response("**/journal/**") as answer:
        entry.save_button.click()
    assert answer.value.status == 200
    entry.says(SAVED)
    assert entry.served() == ("The same.", 1)


def test_each_new_text_has_a_new_key(entry: Reflection) -> None:
    network = Network(entry.page)
    entry.write("One.").says(SAVED).write("Two.").says(NOT_YET).says(SAVED)
    one, two = [post for post in network.posts if "body" in post]
    assert one["key"] != two["key"]
    assert len(one["key"]) > 10


def test_submitting_dates_the_entry_in_place(entry: Reflection) -> None:
    entry.write("Done thinking.")
    entry.submit_button.click()
    entry.says(SAVED)
    expect(entry.page.locator("#dates-what-happened")).to_contain_text("Submitted on")
    expect(entry.page.locator("#dates-what-happened")).to_contain_text("was sent to nobody")
    expect(entry.page.locator("#foot")).not_to_contain_text("reflection")
    expect(entry.submit_button).to_be_focused()
    entry.write("Thought again.").says(SAVED)
    assert entry.former() == ["Done thinking."]


def test_submitting_nothing_says_what_is_missing(entry: Reflection) -> None:
    entry.submit_button.click()
    expect(entry.form).to_contain_text("There is nothing to submit yet.")
    entry.write("Now there is.").says(SAVED)
    expect(entry.form).not_to_contain_text("There is nothing to submit yet.")


def test_what_is_missing_stays_told_while_the_rest_is_saved(entry: Reflection) -> None:
    entry.write("  ")
    entry.submit_button.click()
    expect(entry.form).to_contain_text("There is nothing to submit yet.")
    entry.says(SAVED)
    expect(entry.form).to_contain_text("There is nothing to submit yet.")
    assert any("nothing to submit" in words for words in entry.heard)


def test_a_prompt_is_set_aside_in_place(entry: Reflection) -> None:
    entry.form.get_by_text("Not for me").click()
    entry.form.get_by_label("Why, if you like").fill("I do not use it.")
    button(entry.form, "Set this prompt aside").click()
    expect(entry.page.locator("#dates-what-happened")).to_contain_text("You set this prompt aside on")
    expect(entry.page.locator("#dates-what-happened")).to_contain_text("I do not use it.")
    assert entry.heard[-1] == "Set aside. That is an answer, too."


def told(entry: Reflection) -> Locator:
    """What the lesson tells of this text: submitted, set aside."""
    return entry.page.locator("#dates-what-happened")


def test_the_lesson_says_that_a_submitted_text_was_changed_since(entry: Reflection) -> None:
    entry.write("Done thinking.")
    entry.submit_button.click()
    expect(told(entry)).to_contain_text("It is in your journal and was sent to nobody.")
    entry.write("Thought again.").says(NOT_YET).says(SAVED)
    expect(told(entry)).to_contain_text("changed since.")
    expect(told(entry)).not_to_contain_text("sent to nobody")


def test_the_lesson_says_that_a_prompt_was_taken_up_again_and_set_aside_once_emptied(entry: Reflection) -> None:
    set_aside(entry)
    entry.write("A").says(SAVED)
    expect(told(entry)).to_contain_text("and took it up again. I do not use it.")
    expect(entry.page.locator("#foot")).to_contain_text("1 reflection")
    entry.write("").says(re.compile("^Set aside"))
    expect(told(entry)).not_to_contain_text("took it up again")
    expect(told(entry)).to_contain_text("I do not use it.")
    expect(entry.page.locator("#foot")).not_to_contain_text("1 reflection")


def test_setting_aside_closes_what_asked_for_it_and_says_the_day(entry: Reflection) -> None:
    set_aside(entry)
    entry.says(re.compile(r"^Set aside \d+ [A-Z][a-z]+$"))
    expect(entry.form.get_by_label("Why, if you like")).to_be_hidden()
    expect(entry.form.locator(".set-aside summary")).to_be_focused()
    entry.page.reload()
    entry.says(re.compile(r"^Set aside \d+ [A-Z][a-z]+$"))


def test_submit_is_quiet_while_there_is_nothing_to_submit_anew(entry: Reflection) -> None:
    is_quiet = re.compile(r"\bquiet\b")
    entry.write("Done thinking.")
    expect(entry.submit_button).not_to_have_class(is_quiet)
    entry.submit_button.click()
    expect(entry.submit_button).to_have_class(is_quiet)
    entry.page.reload()
    expect(entry.submit_button).to_have_class(is_quiet)
    entry.write("Done thinking, nearly.")
    expect(entry.submit_button).not_to_have_class(is_quiet)
    entry.write("Done thinking.")
    expect(entry.submit_button).to_have_class(is_quiet)


def test_nothing_moves_when_a_text_is_submitted_and_set_aside(entry: Reflection) -> None:
    entry.write("Done thinking.").says(SAVED)
    before = places(entry)
    entry.submit_button.click()
    expect(told(entry)).to_contain_text("Submitted on")
    assert places(entry) == before
    set_aside(entry)
    assert places(entry) == before


def places(entry: Reflection) -> list[list[float]]:
    """Where on the page the field stands, what is under it, and what follows the block; and how high each is."""
    parts = ("textarea", ".under", ".set-aside summary")
    follows = entry.page.locator("#what-happened + *")
    measure = (
        "each => { const box = each.getBoundingClientRect(); return [Math.round(box.top + scrollY), box.height]; }"
    )
    return [part.evaluate(measure) for part in (*map(entry.form.locator, parts), follows)]


def test_words_written_from_right_to_left_begin_at_the_right(entry: Reflection) -> None:
    entry.write("רשת של אנשים\n\nA second paragraph.").says(SAVED)
    assert entry.field.evaluate("field => getComputedStyle(field).direction") == "rtl"
    entry.page.goto(f"{entry.site.address}/journal")
    begins = """all => all.map((each) => {
        const words = document.createRange();
        words.selectNodeContents(each);
        const [line, box] = [words.getBoundingClientRect(), each.getBoundingClientRect()];
        return Math.abs(line.right - box.right) < 1 ? "right" : Math.abs(line.left - box.left) < 1 ? "left" : "";
    })"""
    assert entry.page.locator(".written p").evaluate_all(begins) == ["right", "left"]


def set_aside(entry: Reflection) -> None:
    reason_of(entry).fill("I do not use it.")
    button(entry.form, "Set this prompt aside").click()
    expect(told(entry)).to_contain_text("You set this prompt aside on")
    expect(entry.form.locator(".set-aside")).not_to_have_attribute("open", "")


def reason_of(entry: Reflection) -> Locator:
    """The field for a reason, in the opened "Not for me"."""
    entry.form.get_by_text("Not for me").click()
    return entry.form.get_by_label("Why, if you like")


def test_enter_in_the_reason_sets_aside_with_that_reason_and_saves_the_text(entry: Reflection) -> None:
    entry.write("Two words.")
    reason = reason_of(entry)
    reason.fill("I do not use it.")
    reason.press("Enter")
    expect(entry.page.locator("#dates-what-happened")).to_contain_text("You set this prompt aside on")
    expect(entry.page.locator("#dates-what-happened")).to_contain_text("I do not use it.")
    assert entry.heard[-1] == "Set aside. That is an answer, too."
    assert entry.served()[0] == "Two words."


def test_enter_in_the_reason_sets_aside_without_script_and_saves_the_text(
    page: Page, site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    email = register(page, site)
    without_script = new_device(java_script_enabled=False).new_page()
    sign_in(without_script, site, email)
    entry = Reflection(without_script, site).open()
    entry.write("Two words.")
    reason = reason_of(entry)
    reason.fill("I do not use it.")
    reason.press("Enter")
    expect(without_script.get_by_text("Set aside. That is an answer, too.")).to_be_visible()
    expect(without_script.locator("#dates-what-happened")).to_contain_text("I do not use it.")
    entry.holds("Two words.")


def test_keyboard_alone_writes_saves_and_submits(entry: Reflection) -> None:
    keyboard = entry.page.keyboard
    entry.field.focus()
    keyboard.type("By hand.")
    keyboard.press("Tab")
    expect(entry.save_button).to_be_focused()
    keyboard.press("Enter")
    entry.says(SAVED)
    expect(entry.save_button).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Space")
    expect(entry.page.locator("#dates-what-happened")).to_contain_text("Submitted on")


def test_a_note_to_a_task_is_saved_like_everything_else(entry: Reflection) -> None:
    note = entry.page.locator("form.note-form")
    note.get_by_role("textbox").fill("https://example.org/post")
    expect(note.locator("[data-state]")).to_have_text(SAVED, timeout=10_000)
    entry.page.reload()
    expect(note.get_by_role("textbox")).to_have_value("https://example.org/post")


def test_the_printed_copy_is_what_is_in_the_field(entry: Reflection) -> None:
    entry.write("One.\n\nTwo,\nthree.").says(SAVED)
    assert entry.page.locator("#what-happened [data-mirror]").inner_html() == "<p>One.</p><p>Two,<br>three.</p>"


# What is spoken


def test_the_first_save_is_spoken_and_the_next_are_not(entry: Reflection) -> None:
    entry.write("One.").says(SAVED).write("Two.").says(NOT_YET).says(SAVED).write("Three.").says(NOT_YET).says(SAVED)
    assert len(entry.heard) == 1
    assert SAVED.match(entry.heard[0])
    expect(entry.status).to_have_attribute("aria-live", "off")


def test_failure_is_spoken_once_and_recovery_once(entry: Reflection) -> None:
    entry.write("One.").says(SAVED)
    network = Network(entry.page)
    network.cut()
    entry.write("Two.").says(KEPT)
    with entry.page.expect_event("requestfailed"), entry.page.expect_event("requestfailed"):
        pass  # two more attempts, unspoken
    assert entry.heard[1:] == [KEPT]
    network.mend()
    entry.says(SAVED)
    assert len(entry.heard) == 3
    assert SAVED.match(entry.heard[2])


def test_save_and_submit_are_always_spoken(entry: Reflection) -> None:
    entry.write("One.")
    entry.save_button.click()
    entry.says(SAVED)
    entry.save_button.click()
    entry.has_spoken(2)
    entry.submit_button.click()
    entry.has_spoken(3)
    assert entry.heard[2] == "Submitted. It is in your journal, and was sent to nobody."


def test_the_same_form_is_posted_as_by_the_save_button(entry: Reflection) -> None:
    with entry.page.expect_request("**/journal/**") as posted:
        entry.write("The very form.").says(SAVED)
    fields = fields_of(posted.value)
    assert set(fields) - {"address"} == {"body", "version", "key", "learner", "csrf_token", "do", "why"}
    assert fields["do"] == "save"
    assert posted.value.headers["accept"] == "application/json"
    assert posted.value.url.endswith("/journal/small/first/what-happened")


def test_a_lesson_loads_three_scripts_of_14_kb_together(page: Page, site: Site) -> None:
    scripts: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.request.resource_type == "script":
            scripts[response.url.rpartition("/")[2]] = int(response.headers["content-length"])

    page.on("response", weigh)
    page.goto(site.address + LESSON)
    assert set(scripts) == {"site.js", "lesson.js", "guest.js"}
    register(page, site)
    page.goto(site.address + LESSON)
    assert set(scripts) - {"guest.js"} == {"site.js", "lesson.js", "writing.js"}
    assert sum(scripts.values()) - scripts["guest.js"] <= 14_000
