"""Signing out loses nothing and leaves nothing: it saves first, asks where that fails, then clears this device."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD, Site, register, sign_in
from tests.browser.reflection import CONFLICT, KEPT, SAVED, Network, Reflection, button, kept_texts


def sign_out(page: Page) -> None:
    button(page, "Sign out").click()


def test_signing_out_saves_first(page: Page, site: Site) -> None:
    email = register(page, site)
    Reflection(page, site).open().write("The last words.")
    sign_out(page)
    page.wait_for_url(lambda url: "/guides/" not in url)
    assert kept_texts(page) == []
    sign_in(page, site, email)
    assert Reflection(page, site).served() == ("The last words.", 1)


def test_signing_out_anywhere_saves_what_other_lessons_left_on_the_device(page: Page, site: Site) -> None:
    email = register(page, site)
    Network(page).cut()
    Reflection(page, site).open().write("Left behind.").says(KEPT)
    other_tab = page.context.new_page()
    page.close()
    other_tab.goto(f"{site.address}/about")
    sign_out(other_tab)
    other_tab.wait_for_url(lambda url: "/about" not in url)
    assert kept_texts(other_tab) == []
    sign_in(other_tab, site, email)
    assert Reflection(other_tab, site).served() == ("Left behind.", 1)


def test_a_save_whose_answer_was_lost_is_not_made_again(page: Page, site: Site) -> None:
    """The page went before the answer came; the text has been changed elsewhere since."""
    email = register(page, site)
    entry = Reflection(page, site).open()
    Network(page).lose_answers()
    entry.write("Sent on the way out.").says(KEPT)
    tab = page.context.new_page()
    page.close()
    tab.request.post(  # as another device would
        f"{site.address}/journal/small/first/what-happened",
        form={"body": "Changed since.", "version": "1", "key": "k1", "do": "save", **token(tab, site)},
    )
    tab.goto(f"{site.address}/about")
    sign_out(tab)
    tab.wait_for_url(lambda url: "/about" not in url)
    sign_in(tab, site, email)
    entry = Reflection(tab, site)
    assert entry.served() == ("Changed since.", 2)
    assert entry.former() == ["Sent on the way out."]


def token(page: Page, site: Site) -> dict[str, str]:
    session = page.request.get(f"{site.address}/session").json()
    return {"csrf_token": session["csrf_token"], "learner": str(session["learner"])}


def test_where_saving_fails_it_asks_and_saves_again(page: Page, site: Site) -> None:
    register(page, site)
    entry = Reflection(page, site).open()
    network = Network(page)
    network.cut()
    entry.write("Not yet there.").says(KEPT)
    sign_out(page)
    panel = page.locator("[data-question]")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("lesson 1.1")
    expect(panel).not_to_contain_text("Not yet there.")
    expect(button(panel, "Sign out and delete")).to_be_visible()
    button(panel, "Save again").click()
    expect(panel).to_be_focused()
    network.mend()
    button(panel, "Save again").click()
    page.wait_for_url(lambda url: "/guides/" not in url)
    assert kept_texts(page) == []


def test_without_the_script_that_saves_nobody_is_signed_out_and_nothing_is_lost(page: Page, site: Site) -> None:
    email = register(page, site)
    network = Network(page)
    network.cut()
    network.answer(503, where="**/handover.js")
    Reflection(page, site).open().write("Not yet there.").says(KEPT)
    sign_out(page)
    panel = page.locator("[data-question]")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("Nothing was done: try again in a moment, or reload the page.")
    assert kept_texts(page) == ["Not yet there."]
    network.mend()
    network.mend("**/handover.js")
    button(panel, "Try again").click()
    page.wait_for_url(lambda url: "/guides/" not in url)
    assert kept_texts(page) == []
    sign_in(page, site, email)
    assert Reflection(page, site).served() == ("Not yet there.", 1)


def test_whoever_has_written_is_asked_also_when_the_server_is_gone(page: Page, make_site: Callable[..., Site]) -> None:
    site = make_site()
    email = register(page, site)
    with page.expect_response("**/handover.js"):
        entry = Reflection(page, site).open().write("Before the server went.").says(SAVED)
    site.stop()
    entry.write("Not yet there.").says(KEPT)
    sign_out(page)
    panel = page.locator("[data-question]")
    expect(panel).to_contain_text("Some of what you wrote is not saved yet (lesson 1.1")
    button(panel, "Sign out and delete").click()
    expect(panel).to_contain_text("This did not reach the server. Nothing is lost here")
    assert kept_texts(page) == ["Not yet there."]
    site.start()
    button(panel, "Try again").click()
    page.wait_for_url(lambda url: "/guides/" not in url)
    assert kept_texts(page) == []
    sign_in(page, site, email)
    assert Reflection(page, site).served() == ("Before the server went.", 1)


def test_where_signing_out_takes_long_it_is_seen_to_be_underway(page: Page, site: Site) -> None:
    register(page, site)
    network = Network(page)
    network.cut()
    Reflection(page, site).open().write("Not yet there.").says(KEPT)
    network.mend()
    network.hold()
    sign_out(page)
    expect(page.locator("[data-question]")).to_have_text("Saving what you wrote, then signing out…")
    network.mend()
    page.wait_for_url(lambda url: "/guides/" not in url)


def test_a_page_goes_on_keeping_what_is_written_where_signing_out_came_to_nothing(page: Page, site: Site) -> None:
    register(page, site)
    entry = Reflection(page, site).open().write("Saved.").says(SAVED)
    network = Network(page)
    network.cut("**/logout")
    sign_out(page)
    expect(page.locator("[data-question]")).to_contain_text("This did not reach the server.")
    entry.write("Saved, and more.").says(SAVED)
    assert entry.served() == ("Saved, and more.", 2)


def test_what_nobody_can_read_on_the_device_keeps_nobody_signed_in(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(f"{site.address}/about")
    learner = page.evaluate("document.body.dataset.learner")
    page.evaluate("(name) => localStorage.setItem(name, '{oops')", f"guide:unsent/{learner}/guides/small/first")
    page.evaluate("(name) => localStorage.setItem(name, '{oops')", f"guide:text/{learner}/small/first/what-happened/x")
    sign_out(page)
    page.wait_for_url(lambda url: "/about" not in url)
    assert page.evaluate("Object.keys(localStorage).filter((name) => /^guide:(unsent|text)/.test(name))") == []


def test_a_token_that_cannot_be_had_anew_is_not_told_as_somebody_else(page: Page, site: Site) -> None:
    """Signed out and in again in another tab, while the server has trouble."""
    email = register(page, site)
    entry = Reflection(page, site).open()
    tab = page.context.new_page()
    tab.goto(f"{site.address}/about")
    sign_out(tab)
    tab.wait_for_url(lambda url: "/about" not in url)
    sign_in(tab, site, email)
    network = Network(page)
    network.answer(503, where="**/session")
    entry.write("Mine.").says(KEPT)
    expect(page.get_by_role("main")).not_to_contain_text("Somebody else")


def test_sign_out_and_delete_deletes(page: Page, site: Site) -> None:
    email = register(page, site)
    entry = Reflection(page, site).open()
    Network(page).cut()
    entry.write("Never mind.").says(KEPT)
    sign_out(page)
    button(page, "Sign out and delete").click()
    page.wait_for_url(lambda url: "/guides/" not in url)
    assert kept_texts(page) == []
    sign_in(page, site, email)
    assert entry.served() == ("", 0)


def test_a_conflict_is_no_obstacle_and_both_texts_stay(
    page: Page, site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    email = register(page, site)
    entry = Reflection(page, site).open()
    other = new_device().new_page()
    sign_in(other, site, email)
    Reflection(other, site).open().write("From the phone.").says(SAVED)
    entry.write("From the desk.").says(CONFLICT)
    sign_out(page)
    page.wait_for_url(lambda url: "/guides/" not in url)
    assert kept_texts(page) == []
    elsewhere = Reflection(other, site)
    assert elsewhere.served() == ("From the phone.", 1)
    assert "From the desk." in elsewhere.former()


def test_signing_out_leaves_the_texts_of_others_alone(page: Page, site: Site) -> None:
    register(page, site)
    network = Network(page)
    network.cut()
    Reflection(page, site).open().write("Ada's, unsaved.").says(KEPT)
    page.context.clear_cookies()
    page.goto(f"{site.address}/about")
    network.mend()
    register(page, site, name="Bob")
    sign_out(page)
    page.wait_for_url(lambda url: "/register" not in url)
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert kept_texts(page) == ["Ada's, unsaved."]


def test_signing_out_in_a_second_tab_shows_that_one_is_signed_out(page: Page, site: Site) -> None:
    register(page, site)
    tab = page.context.new_page()
    tab.goto(f"{site.address}/about")
    sign_out(page)
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    sign_out(tab)
    expect(tab.get_by_text("You are signed out.")).to_be_visible()
    expect(tab.get_by_role("link", name="Sign in").first).to_be_visible()


# What was asked for beyond saving


def asked_offline(page: Page, site: Site, body: str, ask: Callable[[Reflection], None]) -> tuple[str, Page]:
    """Somebody new writes, loses the server, asks for something, and closes the page: their address, and another page."""
    email = register(page, site)
    entry = Reflection(page, site).open()
    if body:
        entry.write(body).says(SAVED)
    Network(page).cut()
    ask(entry)
    entry.says(KEPT)
    tab = page.context.new_page()
    page.close()
    tab.goto(f"{site.address}/about")
    return email, tab


def set_aside(entry: Reflection) -> None:
    entry.form.get_by_text("Not for me").click()
    entry.form.get_by_label("Why, if you like").fill("I do not use it.")
    button(entry.form, "Set this prompt aside").click()


def submit(entry: Reflection) -> None:
    entry.submit_button.click()


@pytest.mark.parametrize(
    ("body", "ask", "after"),
    [("", set_aside, "I do not use it."), ("Ready.", submit, "Submitted on"), ("", submit, "")],
    ids=["set aside", "submitted", "submitted with nothing in it"],
)
def test_what_was_asked_for_is_done_before_signing_out(
    page: Page, site: Site, body: str, ask: Callable[[Reflection], None], after: str
) -> None:
    email, tab = asked_offline(page, site, body, ask)
    sign_out(tab)
    tab.wait_for_url(lambda url: "/about" not in url)
    assert kept_texts(tab) == []
    sign_in(tab, site, email)
    Reflection(tab, site).open()
    dates = tab.locator("#dates-what-happened")
    if after:
        expect(dates).to_contain_text(after)
    else:
        expect(dates).not_to_contain_text("Submitted on")


def test_setting_aside_over_a_text_that_came_meanwhile_is_asked_about(
    page: Page, site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    email = register(page, site)
    entry = Reflection(page, site).open()
    other = new_device().new_page()
    sign_in(other, site, email)
    Reflection(other, site).open().write("From the phone.").says(SAVED)
    Network(page).cut()
    set_aside(entry)
    entry.says(KEPT)
    tab = page.context.new_page()
    page.close()
    tab.goto(f"{site.address}/about")
    sign_out(tab)
    panel = tab.locator("[data-question]")
    expect(panel).to_contain_text("another text stands there now")
    panel.get_by_role("link", name="To lesson 1.1").click()
    tab.wait_for_url("**/guides/small/first#what-happened")
    expect(tab.get_by_label("Why, if you like")).to_have_value("I do not use it.")


# A reason for a decision


THIRD = "/guides/small/third"


def give_a_reason(page: Page, site: Site, choice: str | None = None) -> str:
    """As somebody new; their address."""
    email = register(page, site)
    page.goto(site.address + THIRD)
    page.get_by_label("A reason, or how").fill("Not this year.")
    if choice:
        page.get_by_label(choice).check()
    expect(page.locator("form[data-decide]")).to_contain_text(KEPT)
    return email


def test_a_reason_with_a_decision_chosen_is_saved_where_decisions_are(page: Page, site: Site) -> None:
    email = give_a_reason(page, site, "Later.")
    sign_out(page)
    page.wait_for_url(lambda url: "/guides/" not in url)
    assert kept_texts(page) == []
    sign_in(page, site, email)
    page.goto(site.address + THIRD)
    expect(page.get_by_label("A reason, or how")).to_have_value("Not this year.")
    expect(page.get_by_label("Later.")).to_be_checked()


def test_of_a_reason_without_a_decision_it_says_what_would_save_it_and_leads_there(page: Page, site: Site) -> None:
    give_a_reason(page, site)
    page.goto(f"{site.address}/about")
    sign_out(page)
    panel = page.locator("[data-question]")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("A reason is saved with its decision, which is not made yet (lesson 2.1")
    expect(panel).not_to_contain_text("Not this year.")
    expect(button(panel, "Save again")).to_have_count(0)
    panel.get_by_role("link", name="To the decision in lesson 2.1").click()
    expect(page).to_have_url(f"{site.address}{THIRD}#enough")
    expect(page.get_by_label("A reason, or how")).to_have_value("Not this year.")
    page.get_by_label("Go on reading.").check()
    button(page, "Keep this decision").click()
    expect(page.get_by_text("The guide is open.")).to_be_visible()
    assert kept_texts(page) == []
    sign_out(page)
    page.wait_for_url(lambda url: "/guides/" not in url)


def test_a_reason_without_a_decision_is_deleted_when_that_is_wanted(page: Page, site: Site) -> None:
    give_a_reason(page, site)
    sign_out(page)
    button(page, "Sign out and delete").click()
    page.wait_for_url(lambda url: "/guides/" not in url)
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert kept_texts(page) == []


def test_a_reason_taken_up_again_is_saved_once_a_decision_is_chosen(page: Page, site: Site) -> None:
    email = give_a_reason(page, site)
    page.reload()
    page.get_by_label("Not for me.").check()
    sign_out(page)
    page.wait_for_url(lambda url: "/guides/" not in url)
    sign_in(page, site, email)
    page.goto(site.address + THIRD)
    expect(page.get_by_label("A reason, or how")).to_have_value("Not this year.")
    expect(page.get_by_label("Not for me.")).to_be_checked()


# Deleting the account


def delete_account(page: Page, site: Site, password: str) -> None:
    page.goto(f"{site.address}/account")
    page.get_by_text("Delete my account", exact=True).click()
    page.locator("#delete-password").fill(password)
    button(page, "Delete my account and all I wrote").click()


def test_a_deleted_account_leaves_no_text_on_the_device_and_those_of_others_stay(page: Page, site: Site) -> None:
    network = Network(page)
    register(page, site)
    network.cut()
    Reflection(page, site).open().write("Bob's, unsaved.").says(KEPT)
    page.context.clear_cookies()
    register(page, site)
    Reflection(page, site).open().write("Ada's, unsaved.").says(KEPT)
    assert len(kept_texts(page)) == 2
    delete_account(page, site, PASSWORD)
    expect(page.get_by_text("Your account and everything in it is deleted.")).to_be_visible()
    assert kept_texts(page) == ["Bob's, unsaved."]


def test_an_account_that_is_not_deleted_loses_nothing(page: Page, site: Site) -> None:
    network = Network(page)
    register(page, site)
    network.cut()
    Reflection(page, site).open().write("Not yet there.").says(KEPT)
    delete_account(page, site, "not my password")
    problem = page.locator("form[data-delete-account] .error")
    expect(problem).to_have_text("This is not your password.")
    expect(page.locator("#delete-password")).to_be_focused()
    assert kept_texts(page) == ["Not yet there."]
    network.cut("**/account/**")
    page.locator("#delete-password").fill(PASSWORD)
    button(page, "Delete my account and all I wrote").click()
    expect(problem).to_contain_text("This did not reach the server.")
    assert kept_texts(page) == ["Not yet there."]
