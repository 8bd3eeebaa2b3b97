"""A guest writes, ticks, answers and marks on the device; after signing in the site asks once whose it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD, Site, new_address, register
from tests.browser.reflection import (
    GUESTS,
    HEARD,
    LESSON,
    NOT_YET,
    ONLY_HERE,
    SAVED,
    Network,
    Reflection,
    button,
    kept_texts,
)


@pytest.fixture
def guest(page: Page, site: Site) -> Reflection:
    page.add_init_script(HEARD)
    return Reflection(page, site).open()


def question(page: Page) -> Locator:
    return page.locator("[data-question]")


def done(page: Page) -> Locator:
    return page.locator("#foot [data-done] button")


# On the device only


def test_what_a_guest_writes_is_kept_on_the_device_only(guest: Reflection) -> None:
    network = Network(guest.page)
    guest.says(NOT_YET).write("Before any account.").says(GUESTS)
    guest.page.reload()
    guest.holds("Before any account.").says(GUESTS)
    assert network.posts == []
    expect(guest.form).to_contain_text("Kept in this browser only")
    expect(guest.submit_button).to_have_count(0)


def test_save_tells_a_guest_where_the_text_is(guest: Reflection) -> None:
    guest.write("Words.")
    guest.save_button.click()
    guest.has_spoken(1)
    assert guest.heard == [GUESTS]


def test_a_guest_is_told_where_the_device_keeps_nothing(page: Page, site: Site) -> None:
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('refused', 'QuotaExceededError'); };"
    )
    page.add_init_script(HEARD)
    guest = Reflection(page, site).open().write("Only on the page.").says(ONLY_HERE)
    assert guest.heard == [ONLY_HERE]
    guest.write("Only on the page, still.").says(ONLY_HERE)
    assert guest.heard == [ONLY_HERE]


def test_a_guest_is_told_of_a_note_and_an_answer_that_the_device_does_not_keep(page: Page, real_site: Site) -> None:
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('refused', 'QuotaExceededError'); };"
    )
    page.add_init_script(HEARD)
    page.goto(f"{real_site.address}/guides/writing-a-guide/streams/streams/before-noon")
    page.locator("figure.post summary").first.click()
    page.locator("figure.post textarea").first.fill("Only here.")
    assert page.evaluate("window.heard") == [ONLY_HERE]
    page.goto(f"{real_site.address}/guides/writing-a-guide/chats/chats/walk-through?upto=15")
    page.get_by_label("Your A1").fill("Only here.")
    assert page.evaluate("window.heard") == [ONLY_HERE]


def test_a_guests_text_may_be_too_long_as_well(guest: Reflection) -> None:
    guest.write("x" * 20_012).says("Too long by 12 characters – kept on this device")


def test_a_cleared_field_leaves_nothing_behind(guest: Reflection) -> None:
    guest.write("Words.").says(GUESTS).write("").says(NOT_YET)
    assert kept_texts(guest.page) == []


def test_two_tabs_of_a_guest_hold_one_text(guest: Reflection) -> None:
    tab = Reflection(guest.page.context.new_page(), guest.site).open()
    guest.write("One text.")
    tab.holds("One text.").says(GUESTS).write("One text, two tabs.")
    guest.holds("One text, two tabs.")


def test_a_guests_tick_mark_and_answer_are_there_again(guest: Reflection) -> None:
    page = guest.page
    button(page, "I have done this").click()
    expect(button(page, "Not done after all")).to_be_visible()
    done(page).click()
    expect(done(page)).to_have_text("Mark as not done")
    page.get_by_label("The second").check()
    button(page, "Answer").click()
    expect(page.locator("#result-which-one")).to_be_focused()
    page.reload()
    expect(button(page, "Not done after all")).to_be_visible()
    expect(done(page)).to_have_text("Mark as not done")
    expect(page.locator("#foot")).to_contain_text("on this device only")
    expect(page.get_by_label("The second")).to_be_checked()
    expect(page.locator("#which-one")).to_contain_text("You answered this in this browser")
    button(page, "Not done after all").click()
    done(page).click()
    page.reload()
    expect(button(page, "I have done this")).to_be_visible()
    expect(done(page)).to_have_text("Mark as done")


def test_a_guests_done_marks_show_on_the_cover(guest: Reflection) -> None:
    page = guest.page
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    done(page).click()
    page.goto(f"{guest.site.address}/guides/small/")
    expect(page.locator(".lessons a[href$='/first']")).to_contain_text("Done")
    bar = page.get_by_role("progressbar", name="Progress")
    expect(bar).to_have_attribute("aria-valuenow", "1")
    expect(bar.locator("path.part")).to_have_attribute("d", "M0 10h1")
    expect(page.locator(".progress-line")).to_have_text("1 of 3 lessons done, marked on this device only")
    expect(page.locator(".lessons a[href$='/second']")).not_to_contain_text("Done")
    assert errors == []


def test_every_page_counts_a_guests_done_lessons_alike_and_leads_to_the_next_one(page: Page, real_site: Site) -> None:
    cover = f"{real_site.address}/guides/twitter-for-social-learning/"
    page.goto(cover)
    lessons = page.locator(".lessons a")
    names = [words.partition("  core")[0] for words in lessons.locator("> span:nth-child(2)").all_text_contents()]
    total = len(names)
    lessons.first.click()
    done(page).click()
    expect(page.locator(".outline summary")).to_contain_text(f"1 of {total} done")
    page.reload()
    expect(page.locator(".outline summary")).to_contain_text(f"1 of {total} done")
    count = f"1 of {total} lessons done, marked on this device only"
    page.goto(cover)
    expect(page.locator(".progress-line")).to_have_text(count)
    expect(page.locator(".cover-start .next-up")).to_contain_text(f"1.2 {names[1]}, ")
    page.goto(real_site.address)
    shelved = page.locator(".shelf > li").first
    expect(shelved.locator(".progress-line")).to_have_text(count)
    expect(shelved.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "1")
    expect(shelved.locator(".next-up")).to_have_text(f"1.2 {names[1]}")
    other = page.locator(".shelf > li").nth(1)
    expect(other.locator(".progress-line")).to_contain_text("0 of")
    expect(other.get_by_role("link", name="Start reading")).to_be_visible()
    shelved.get_by_role("link", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(names[1])


def test_a_guest_who_has_done_every_lesson_is_led_to_none_and_begins_again_once_a_mark_is_taken_back(
    guest: Reflection,
) -> None:
    page, cover = guest.page, f"{guest.site.address}/guides/small/"
    for lesson in ("first", "second", "third"):
        page.goto(cover + lesson)
        done(page).click()
        expect(done(page)).to_have_text("Mark as not done")
    tab = page.context.new_page()
    tab.goto(cover)
    expect(tab.locator(".progress-line")).to_have_text("3 of 3 lessons done, marked on this device only")
    expect(tab.locator(".cover-start .button")).to_have_count(0)
    done(page).click()
    expect(tab.locator(".progress-line")).to_have_text("2 of 3 lessons done, marked on this device only")
    expect(tab.get_by_role("link", name="Continue")).to_have_attribute("href", "/guides/small/third")
    for lesson in ("first", "second"):
        page.goto(cover + lesson)
        done(page).click()
    expect(tab.locator(".progress-line")).to_contain_text("0 of 3 lessons done")
    expect(tab.get_by_role("link", name="Start reading")).to_have_attribute("href", "/guides/small/first")


def test_a_tick_and_a_done_mark_are_spoken_to_a_guest_too(guest: Reflection) -> None:
    page = guest.page
    button(page, "I have done this").click()
    guest.has_spoken(1)
    button(page, "Not done after all").click()
    guest.has_spoken(2)
    done(page).click()
    guest.has_spoken(3)
    done(page).click()
    guest.has_spoken(4)
    *spoken, last = guest.heard
    assert spoken == ["Done, on this device only.", "Not marked as done any more.", "Done, on this device only."]
    assert last.startswith("Mark as done whenever you like.")


def test_a_guest_is_told_where_the_browser_takes_no_mark(page: Page, site: Site) -> None:
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('refused', 'QuotaExceededError'); };"
    )
    Reflection(page, site).open()
    done(page).click()
    expect(page.locator("#foot .error")).to_contain_text("cannot be marked here")
    expect(done(page)).to_have_text("Mark as done")


def test_a_guests_answer_is_sent_without_a_token_and_stored_nowhere(guest: Reflection) -> None:
    network = Network(guest.page)
    guest.page.get_by_label("The first").check()
    button(guest.page, "Answer").click()
    expect(guest.page.locator("#result-which-one")).to_contain_text("It says why.")
    assert [set(post) - {"address"} for post in network.posts] == [{"answer"}]


def test_a_shared_computer_is_cleared_after_asking(guest: Reflection) -> None:
    page = guest.page
    guest.write("Not for the next person.").says(GUESTS)
    button(page, "I have done this").click()
    done(page).click()
    button(page, "Remove").click()
    expect(page.get_by_text("Remove everything that was written")).to_be_visible()
    button(page, "Keep it").click()
    assert kept_texts(page) == ["Not for the next person."]
    button(page, "Remove").click()
    button(page, "Remove it all").click()
    guest.holds("").says(NOT_YET)
    expect(button(page, "I have done this")).to_be_visible()
    expect(done(page)).to_have_text("Mark as done")
    expect(button(page, "Remove")).to_be_focused()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('guide:')).length") == 0


def test_without_script_a_guest_is_offered_an_account(page: Page, site: Site) -> None:
    html = page.request.get(site.address + LESSON).text()
    visible = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    assert 'name="body"' not in visible
    assert visible.count("Create account") >= 3


# Whose is it?


def test_after_registering_a_guests_text_can_be_added_to_the_journal(guest: Reflection) -> None:
    page = guest.page
    guest.write("Written before.").says(GUESTS)
    button(page, "I have done this").click()
    done(page).click()
    page.get_by_label("The second").check()
    button(page, "Answer").click()
    expect(page.locator("#result-which-one")).to_be_visible()
    register(page, guest.site)
    expect(question(page)).to_have_text(
        re.compile(r"Text was written in this browser before you signed in \(lesson 1\.1, \d\d:\d\d\)\. Is it yours\?")
    )
    expect(question(page)).not_to_contain_text("Written before.")
    button(page, "Add to my journal").click()
    expect(question(page)).to_contain_text("It is in your account now.")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('guide:')).length") == 0
    guest.open().holds("Written before.").says(SAVED)
    expect(button(page, "Not done after all")).to_be_visible()
    expect(done(page)).to_have_text("Mark as not done")
    expect(page.locator("#result-which-one")).to_be_visible()
    page.goto(f"{guest.site.address}/journal")
    expect(page.get_by_text("Written before.")).to_be_visible()


def test_added_in_the_lesson_it_is_shown_there(guest: Reflection) -> None:
    page = guest.page
    guest.write("Then and there.").says(GUESTS)
    page.goto(f"{guest.site.address}/register?next={LESSON}")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail").fill(new_address())
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    button(page, "Create account").click()
    guest.holds("").says(NOT_YET)
    button(page, "Add to my journal").click()
    guest.holds("Then and there.").says(SAVED)
    expect(question(page)).to_have_count(0)


def test_where_there_is_an_entry_already_the_guests_text_becomes_an_earlier_version(page: Page, site: Site) -> None:
    register(page, site)
    entry = Reflection(page, site).open()
    entry.write("What I think.").says(SAVED)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    entry.open().write("What I thought on another day.").says(GUESTS)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"{site.address}/about")
    button(page, "Add to my journal").click()
    expect(question(page)).to_contain_text("It is in your account now.")
    assert entry.served() == ("What I think.", 1)
    assert entry.former() == ["What I thought on another day."]


def test_left_alone_it_stays_and_is_not_asked_again(guest: Reflection) -> None:
    page = guest.page
    guest.write("Somebody's.").says(GUESTS)
    register(page, guest.site)
    button(page, "Not mine, leave it").click()
    expect(question(page)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("link", name="Journal", exact=True)).to_be_visible()
    expect(question(page)).to_have_count(0)
    guest.open().holds("").says(NOT_YET)
    page.context.clear_cookies()
    guest.open().holds("Somebody's.").says(GUESTS)
    register(page, guest.site, name="Bob")
    expect(question(page)).to_contain_text("Is it yours?")


def test_it_can_be_removed_from_the_device(guest: Reflection) -> None:
    page = guest.page
    guest.write("To be gone.").says(GUESTS)
    register(page, guest.site)
    button(page, "Remove from this device").click()
    expect(question(page)).to_have_count(0)
    assert kept_texts(page) == []
    guest.open().holds("")


def test_what_could_not_be_added_stays_and_can_be_tried_again(guest: Reflection) -> None:
    page = guest.page
    guest.write("Hold on to this.").says(GUESTS)
    register(page, guest.site)
    network = Network(page)
    network.cut()
    button(page, "Add to my journal").click()
    expect(question(page)).to_contain_text("What is left stays on this device.")
    assert kept_texts(page) == ["Hold on to this."]
    network.mend()
    button(page, "Try again").click()
    expect(question(page)).to_contain_text("It is in your account now.")
    assert kept_texts(page) == []


def test_a_lost_answer_adds_the_text_once(page: Page, site: Site) -> None:
    register(page, site)
    entry = Reflection(page, site).open()
    entry.write("Here already.").says(SAVED)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    entry.open().write("As a guest.").says(GUESTS)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(f"{site.address}/about")
    network = Network(page)
    network.lose_answers()
    button(page, "Add to my journal").click()
    expect(button(page, "Try again")).to_be_visible()
    network.mend()
    button(page, "Try again").click()
    expect(question(page)).to_contain_text("It is in your account now.")
    assert entry.former() == ["As a guest."]


def test_marks_alone_are_asked_about_in_their_own_words(guest: Reflection) -> None:
    done(guest.page).click()
    register(guest.page, guest.site)
    expect(question(guest.page)).to_contain_text("ticked or answered in this browser")
    button(guest.page, "Add to my progress").click()
    expect(question(guest.page)).to_contain_text("It is in your account now.")
    bar = guest.page.get_by_role("progressbar", name="Progress")
    expect(bar).to_have_attribute("aria-valuenow", "1")
    guest.page.goto(f"{guest.site.address}/guides/small/")
    expect(bar).to_have_attribute("aria-valuenow", "1")


def test_lessons_of_several_guides_are_told_apart_by_the_guides_titles(page: Page, real_site: Site) -> None:
    titles = []
    for guide in ("twitter-for-social-learning", "writing-a-guide"):
        page.goto(f"{real_site.address}/guides/{guide}/")
        titles.append(page.get_by_role("heading", level=1).text_content())
        page.locator(".lessons a").first.click()
        done(page).click()
        expect(done(page)).to_have_text("Mark as not done")
    register(page, real_site)
    for title in titles:
        expect(question(page)).to_contain_text(re.compile(rf"lesson 1\.1 of “{title}”, \d\d:\d\d"))


def test_of_a_guide_that_cannot_be_looked_up_the_address_is_said(page: Page, real_site: Site) -> None:
    for guide in ("twitter-for-social-learning", "writing-a-guide"):
        page.goto(f"{real_site.address}/guides/{guide}/")
        page.locator(".lessons a").first.click()
        done(page).click()
        expect(done(page)).to_have_text("Mark as not done")
    register(page, real_site)
    page.route(f"{real_site.address}/", lambda route: route.abort())
    page.goto(f"{real_site.address}/about")
    expect(question(page)).to_contain_text("lesson 1.1 of “writing a guide”")


def test_added_on_the_page_of_the_journal_it_is_shown_there(guest: Reflection) -> None:
    page = guest.page
    guest.write("Written before.").says(GUESTS)
    register(page, guest.site)
    page.goto(f"{guest.site.address}/journal")
    button(page, "Add to my journal").click()
    expect(page.get_by_text("Written before.")).to_be_visible()
    expect(question(page)).to_contain_text("It is in your account now.")
