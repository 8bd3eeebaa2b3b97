"""Two devices, one entry: both texts are shown, the learner chooses or merges, and neither text is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Site, register, sign_in
from tests.browser.reflection import CONFLICT, HEARD, NOT_YET, SAVED, Network, Reflection, button, kept_texts


@dataclass
class Dispute:
    """The entry open on two devices; saved on the other, then changed here."""

    here: Reflection
    elsewhere: Reflection

    @property
    def panel(self) -> Locator:
        return self.here.form.locator(".conflict")


@pytest.fixture
def dispute(page: Page, site: Site, new_device: Callable[..., BrowserContext]) -> Dispute:
    page.add_init_script(HEARD)
    email = register(page, site)
    here = Reflection(page, site).open()
    here.write("The first words.").says(SAVED)
    other = new_device().new_page()
    sign_in(other, site, email)
    elsewhere = Reflection(other, site).open()
    elsewhere.write("Written on the phone.").says(SAVED)
    here.write("Written at the desk.").says(CONFLICT)
    return Dispute(here, elsewhere)


def test_both_texts_are_shown_and_nothing_is_overwritten(dispute: Dispute) -> None:
    dispute.here.holds("Written at the desk.")
    expect(dispute.panel).to_contain_text("Written on the phone.")
    expect(dispute.panel).to_contain_text("Saved elsewhere")
    assert dispute.here.served() == ("Written on the phone.", 2)
    assert kept_texts(dispute.here.page) == ["Written at the desk."]
    assert dispute.here.heard[-1] == CONFLICT


def test_keeping_mine_keeps_theirs_as_an_earlier_version(dispute: Dispute) -> None:
    button(dispute.panel, "Keep mine").click()
    dispute.here.says(SAVED).holds("Written at the desk.")
    expect(dispute.panel).to_have_count(0)
    expect(dispute.here.field).to_be_focused()
    assert dispute.here.served() == ("Written at the desk.", 3)
    assert "Written on the phone." in dispute.here.former()
    assert kept_texts(dispute.here.page) == []


def test_taking_theirs_keeps_mine_as_an_earlier_version(dispute: Dispute) -> None:
    button(dispute.panel, "Take the other text").click()
    dispute.here.says(SAVED).holds("Written on the phone.")
    expect(dispute.panel).to_have_count(0)
    assert dispute.here.served() == ("Written on the phone.", 2)
    assert "Written at the desk." in dispute.here.former()
    assert kept_texts(dispute.here.page) == []


def test_what_stands_in_the_field_while_theirs_is_fetched_is_kept(dispute: Dispute) -> None:
    network = Network(dispute.here.page)
    network.hold("**/arrivals")
    with dispute.here.page.expect_request("**/arrivals"):
        button(dispute.panel, "Take the other text").click()
    dispute.here.field.focus()
    dispute.here.page.keyboard.type("A new thought. ")
    stands = dispute.here.field.input_value()
    network.mend("**/arrivals")
    dispute.here.says(SAVED).holds("Written on the phone.")
    expect(dispute.here.field).to_be_editable()
    assert stands in dispute.here.former()


def test_one_text_can_be_made_of_both(dispute: Dispute) -> None:
    dispute.here.write("Written on the phone and at the desk.").says(CONFLICT)
    dispute.here.save_button.click()
    dispute.here.says(SAVED)
    assert dispute.here.served() == ("Written on the phone and at the desk.", 3)
    assert "Written on the phone." in dispute.here.former()


def test_a_choice_that_does_not_reach_the_server_leaves_both(dispute: Dispute) -> None:
    network = Network(dispute.here.page)
    network.lose_answers()
    button(dispute.panel, "Take the other text").click()
    expect(dispute.here.form).to_contain_text("did not reach the server")
    dispute.here.says(CONFLICT).holds("Written at the desk.")
    network.mend()
    button(dispute.panel, "Take the other text").click()
    dispute.here.says(SAVED).holds("Written on the phone.")
    expect(dispute.here.form).not_to_contain_text("did not reach the server")
    assert dispute.here.former().count("Written at the desk.") == 1


def test_a_conflict_outlasts_a_reload(dispute: Dispute) -> None:
    dispute.here.page.reload()
    dispute.here.says(CONFLICT).holds("Written at the desk.")
    expect(dispute.panel).to_contain_text("Written on the phone.")
    button(dispute.panel, "Keep mine").click()
    dispute.here.says(SAVED)
    assert "Written on the phone." in dispute.here.former()


def test_saving_elsewhere_again_is_a_conflict_again(dispute: Dispute) -> None:
    dispute.elsewhere.write("And once more on the phone.").says(NOT_YET).says(SAVED)
    button(dispute.panel, "Keep mine").click()
    dispute.here.says(CONFLICT)
    expect(dispute.panel).to_contain_text("And once more on the phone.")
    expect(dispute.panel).to_be_focused()


def test_the_same_words_elsewhere_are_no_conflict(dispute: Dispute) -> None:
    button(dispute.panel, "Keep mine").click()
    dispute.here.says(SAVED)
    dispute.elsewhere.write("Written at the desk.").says(NOT_YET).says(SAVED)
    expect(dispute.elsewhere.form.locator(".conflict")).to_have_count(0)


def test_a_prompt_set_aside_elsewhere_is_no_conflict(dispute: Dispute) -> None:
    button(dispute.panel, "Take the other text").click()
    dispute.here.says(SAVED)
    dispute.elsewhere.form.get_by_text("Not for me").click()
    button(dispute.elsewhere.form, "Set this prompt aside").click()
    expect(dispute.elsewhere.page.locator("#dates-what-happened")).to_contain_text("set this prompt aside")
    dispute.here.write("After all, something.").says(NOT_YET).says(SAVED)


def test_the_keyboard_settles_a_conflict(dispute: Dispute) -> None:
    dispute.here.field.focus()
    dispute.here.page.keyboard.press("Tab")
    expect(button(dispute.panel, "Keep mine")).to_be_focused()
    dispute.here.page.keyboard.press("Enter")
    dispute.here.says(SAVED)


def saved_elsewhere_first(page: Page, site: Site, new_device: Callable[..., BrowserContext]) -> Reflection:
    """The entry open here; meanwhile something else was saved on another device."""
    page.add_init_script(HEARD)
    email = register(page, site)
    here = Reflection(page, site).open()
    other = new_device().new_page()
    sign_in(other, site, email)
    Reflection(other, site).open().write("Written on the phone.").says(SAVED)
    return here


def submitted_into_a_conflict(page: Page, site: Site, new_device: Callable[..., BrowserContext]) -> Reflection:
    """Submitted here, after something else was saved on another device."""
    here = saved_elsewhere_first(page, site, new_device)
    here.write("Written at the desk.")
    here.submit_button.click()
    return here.says(CONFLICT)


def test_a_submit_that_met_a_conflict_is_a_submit_still_when_mine_is_kept(
    page: Page, site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    here = submitted_into_a_conflict(page, site, new_device)
    button(here.form, "Keep mine").click()
    expect(page.locator("#dates-what-happened")).to_contain_text("Submitted on")
    assert here.heard[-1] == "Submitted. It is in your journal, and was sent to nobody."
    assert here.served() == ("Written at the desk.", 2)


def test_the_other_text_is_never_submitted_in_the_place_of_mine(
    page: Page, site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    here = submitted_into_a_conflict(page, site, new_device)
    button(here.form, "Take the other text").click()
    here.says(SAVED).holds("Written on the phone.")
    assert SAVED.match(here.heard[-1])
    expect(page.locator("#dates-what-happened")).not_to_contain_text("Submitted on")


def test_a_submit_that_met_a_conflict_is_a_submit_still_after_a_reload(
    page: Page, site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    here = submitted_into_a_conflict(page, site, new_device)
    page.reload()
    here.says(CONFLICT).holds("Written at the desk.")
    button(here.form, "Keep mine").click()
    expect(page.locator("#dates-what-happened")).to_contain_text("Submitted on")
