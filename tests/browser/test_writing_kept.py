"""Whatever the server answers, or if it does not, the text is in the field, on the device, and in the end on the server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Site, register, sign_in
from tests.browser.reflection import (
    CONFLICT,
    HEARD,
    KEPT,
    LESSON,
    NOT_YET,
    ONLY_HERE,
    SAVED,
    SIGNED_OUT,
    Network,
    Reflection,
    button,
    come_back,
    kept_texts,
)

THIRD = "/guides/small/third"
NO_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('refused', 'QuotaExceededError'); };"


@pytest.fixture
def entry(page: Page, site: Site) -> Reflection:
    """The reflection, open before somebody who has just registered."""
    page.add_init_script(HEARD)
    register(page, site)
    return Reflection(page, site).open()


@pytest.fixture
def network(entry: Reflection) -> Network:
    return Network(entry.page)


# Not reached


def test_a_text_that_cannot_be_sent_survives_a_reload_and_is_saved_then(entry: Reflection, network: Network) -> None:
    network.cut()
    entry.write("On the train.").says(KEPT)
    entry.page.reload()
    entry.holds("On the train.").says(KEPT)
    network.mend()
    entry.says(SAVED)
    assert entry.served() == ("On the train.", 1)
    assert kept_texts(entry.page) == []


def test_a_text_typed_just_before_a_crash_is_there_afterwards(entry: Reflection) -> None:
    """Not even two seconds were left, and nothing was sent on the way out."""
    context = entry.page.context
    context.set_offline(True)
    entry.write("Battery at one per cent.")
    entry.page.close()
    context.set_offline(False)
    again = Reflection(context.new_page(), entry.site).open()
    again.holds("Battery at one per cent.").says(SAVED)


def test_the_server_ends_and_comes_back(entry: Reflection, site: Site) -> None:
    site.stop()
    try:
        entry.write("Nobody there.").says(KEPT)
    finally:
        site.start()
    entry.says(SAVED)
    assert entry.served() == ("Nobody there.", 1)


def test_coming_back_online_saves_at_once(entry: Reflection, network: Network) -> None:
    entry.page.context.set_offline(True)
    entry.write("In the tunnel.").says(KEPT)
    entry.page.context.set_offline(False)
    entry.says(SAVED)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_cannot_is_asked_again(entry: Reflection, network: Network, status: int) -> None:
    network.answer(status)
    entry.write("Later, then.").says(KEPT).holds("Later, then.")
    network.mend()
    entry.says(SAVED)


def test_the_page_of_a_foreign_network_is_no_acknowledgement(entry: Reflection, network: Network) -> None:
    """A hotel's sign-in page answers everything with 200."""
    network.answer(200, "<h1>Welcome to our hotel</h1>")
    entry.write("In the lobby.").says(KEPT)
    network.mend()
    entry.says(SAVED)


def test_a_lost_answer_is_made_good_under_the_same_key(entry: Reflection, network: Network) -> None:
    network.lose_answers()
    entry.write("Once only.").says(KEPT)
    assert entry.served() == ("Once only.", 1)
    network.mend()
    entry.says(SAVED)
    keys = [post["key"] for post in network.posts if post.get("body") == "Once only."]
    assert len(keys) >= 2
    assert len(set(keys)) == 1
    assert entry.served() == ("Once only.", 1)


def test_typing_on_after_a_lost_answer_is_no_conflict(entry: Reflection, network: Network) -> None:
    network.lose_answers()
    entry.write("Once").says(KEPT)
    entry.write("Once, and more.").says(KEPT)
    network.mend()
    entry.says(SAVED)
    assert entry.served() == ("Once, and more.", 2)


def test_a_crash_after_a_lost_answer_is_no_conflict(entry: Reflection, network: Network) -> None:
    network.lose_answers()
    entry.write("Once").says(KEPT)
    context = entry.page.context
    context.set_offline(True)
    entry.write("Once, and more.")
    entry.page.close()
    context.set_offline(False)
    again = Reflection(context.new_page(), entry.site).open()
    again.holds("Once, and more.").says(SAVED)
    assert again.served() == ("Once, and more.", 2)


def test_a_submit_that_was_not_answered_is_carried_out_later(entry: Reflection, network: Network) -> None:
    entry.write("Ready.").says(SAVED)
    network.cut()
    entry.submit_button.click()
    entry.says(KEPT)
    network.mend()
    entry.says(SAVED)
    expect(entry.page.locator("#dates-what-happened")).to_contain_text("Submitted on")


# Storage refused


def test_where_the_device_refuses_too_it_says_so_and_asks_before_leaving(page: Page, site: Site) -> None:
    page.add_init_script(NO_STORAGE)
    register(page, site)
    entry = Reflection(page, site).open()
    network = Network(page)
    network.cut()
    entry.field.press_sequentially("Only here.")
    entry.says(ONLY_HERE)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Journal", exact=True).click(no_wait_after=True)
    entry.holds("Only here.")
    assert asked == ["beforeunload"]
    network.mend()
    entry.says(SAVED)
    page.get_by_role("link", name="Journal", exact=True).click()
    page.wait_for_url("**/journal")
    assert asked == ["beforeunload"]


def test_nobody_is_asked_before_leaving_while_the_device_has_the_text(entry: Reflection, network: Network) -> None:
    network.cut()
    entry.field.press_sequentially("Safe here.")
    entry.says(KEPT)
    asked: list[str] = []
    entry.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    entry.page.get_by_role("link", name="Journal", exact=True).click()
    entry.page.wait_for_url("**/journal")
    assert asked == []


# Signed out, and somebody else


def test_a_lost_sign_in_keeps_the_text_and_saves_it_after_signing_in_again(page: Page, site: Site) -> None:
    email = register(page, site)
    entry = Reflection(page, site).open()
    page.context.clear_cookies()
    entry.write("Thirty days later.").says(SIGNED_OUT).holds("Thirty days later.")
    with page.context.expect_page() as opened:
        entry.form.get_by_role("link", name="Sign in").click()
    other_tab = opened.value
    sign_in(other_tab, site, email)
    come_back(page)
    entry.says(SAVED)
    expect(entry.form).not_to_contain_text("in a new tab")
    assert entry.served() == ("Thirty days later.", 1)


def test_the_way_to_sign_in_stays_under_the_finger_while_a_save_is_tried_again(page: Page, site: Site) -> None:
    """Pressing it leaves the field, and that tries again; what comes back must not take the link away before it is let go."""
    register(page, site)
    entry = Reflection(page, site).open()
    page.context.clear_cookies()
    entry.write("Thirty days later.").says(SIGNED_OUT)
    link = entry.form.get_by_role("link", name="Sign in")
    link.hover()
    with page.expect_response("**/journal/**"):
        page.mouse.down()
    entry.says(SIGNED_OUT)
    with page.context.expect_page() as opened:
        page.mouse.up()
    expect(opened.value.get_by_label("E-mail")).to_be_visible()


def test_a_new_sign_in_elsewhere_needs_only_a_new_token(page: Page, site: Site) -> None:
    email = register(page, site)
    entry = Reflection(page, site).open()
    network = Network(page)
    network.cut("**/opened")  # which would find the new token first
    page.context.clear_cookies()
    sign_in(page.context.new_page(), site, email)
    entry.write("The token changed.").says(SAVED)
    keys = [post["key"] for post in network.posts if post.get("body")]
    assert len(keys) == 2
    assert keys[0] == keys[1]
    button(page, "Mark as done").click()
    expect(button(page, "Mark as not done")).to_be_visible()


def test_text_is_never_saved_into_somebody_elses_account(page: Page, site: Site) -> None:
    email = register(page, site)
    entry = Reflection(page, site).open()
    page.context.clear_cookies()
    other_tab = page.context.new_page()
    register(other_tab, site, name="Bob")
    entry.write("Ada wrote this.").says(KEPT).holds("Ada wrote this.")
    expect(entry.form).to_contain_text("Somebody else is signed in here now")
    assert entry.served() == ("", 0)
    bob = Reflection(other_tab, site).open()
    bob.holds("").says(NOT_YET)
    other_tab.context.clear_cookies()
    sign_in(other_tab, site, email)
    come_back(page)
    entry.says(SAVED)


def test_the_next_person_at_a_shared_computer_never_sees_the_text(page: Page, site: Site) -> None:
    register(page, site)
    entry = Reflection(page, site).open()
    network = Network(page)
    network.cut()
    entry.write("Mine alone.").says(KEPT)
    page.context.clear_cookies()
    network.mend()
    register(page, site, name="Bob")
    Reflection(page, site).open().holds("").says(NOT_YET)
    expect(page.get_by_text("Mine alone.")).to_have_count(0)
    expect(page.get_by_text("Is it yours?")).to_have_count(0)
    page.goto(f"{site.address}/journal")
    expect(page.get_by_text("Mine alone.")).to_have_count(0)


# Refused


def test_too_long_is_counted_in_characters_as_people_see_them(entry: Reflection) -> None:
    entry.write("🌱" * 20_000).says(SAVED)
    entry.write("🌱" * 20_312).says("Too long by 312 characters – kept on this device")
    entry.write("🌱" * 20_001).says("Too long by 1 character – kept on this device")
    assert [words for words in entry.heard if words.startswith("Too long")] == [
        "Too long by 312 characters – kept on this device"
    ]
    entry.page.reload()
    entry.says("Too long by 1 character – kept on this device").holds("🌱" * 20_001)
    entry.write("🌱" * 19_999).says(SAVED)
    assert entry.served() == ("🌱" * 19_999, 2)


def test_saving_a_text_that_is_too_long_sends_nothing_and_says_so_again(entry: Reflection, network: Network) -> None:
    entry.write("x" * 20_005).says("Too long by 5 characters – kept on this device").has_spoken(1)
    entry.save_button.click()
    entry.has_spoken(2)
    assert [post for post in network.posts if post.get("body")] == []


def test_half_a_character_is_named_and_kept(entry: Reflection) -> None:
    entry.page.evaluate(
        """() => {
          const field = document.querySelector('#text-what-happened');
          field.value = 'Half: \\ud83c';
          field.dispatchEvent(new Event('input', {bubbles: true}));
        }"""
    )
    entry.says(KEPT)
    expect(entry.form).to_contain_text("half a character")
    entry.write("Whole.").says(SAVED)
    expect(entry.form).not_to_contain_text("half a character")


def test_a_prompt_that_is_no_longer_there_keeps_the_text(entry: Reflection, network: Network) -> None:
    network.answer(404)
    entry.write("For a prompt that went.").says(KEPT).holds("For a prompt that went.")
    assert kept_texts(entry.page) == ["For a prompt that went."]


def test_failure_recovers_with_what_was_typed_meanwhile(entry: Reflection, network: Network) -> None:
    network.cut()
    entry.write("One").says(KEPT)
    entry.write("One, two").says(KEPT)
    network.mend()
    entry.says(SAVED)
    assert entry.served() == ("One, two", 2)


# Several tabs, several lessons


def test_two_tabs_keep_a_copy_each(entry: Reflection, site: Site) -> None:
    context = entry.page.context
    tab = Reflection(context.new_page(), entry.site).open()
    site.stop()  # and not the browser's own way out: what a closing page sends may slip through that
    try:
        entry.write("From the first tab.").says(KEPT)
        tab.write("From the second tab.").says(KEPT)
        assert sorted(kept_texts(entry.page)) == ["From the first tab.", "From the second tab."]
        entry.page.close()
        tab.page.close()
    finally:
        site.start()
    after = Reflection(context.new_page(), entry.site).open()
    after.holds("From the second tab.").says(SAVED).keeps_nothing()
    expect(after.page.locator("#dates-what-happened a")).to_be_visible()
    assert after.former() == ["From the first tab."]


def test_what_was_typed_last_is_taken_up_although_an_older_text_was_tried_later(entry: Reflection, site: Site) -> None:
    context = entry.page.context
    tab = Reflection(context.new_page(), entry.site).open()
    site.stop()
    try:
        entry.write("Typed first.").says(KEPT)
        tab.write("Typed last.").says(KEPT)
        tab.page.close()
        for _ in range(2):  # the second is sent only once the first has come to nothing
            with entry.page.expect_event("requestfailed"):
                entry.page.evaluate("dispatchEvent(new Event('online'))")
        entry.page.close()
    finally:
        site.start()
    after = Reflection(context.new_page(), entry.site).open()
    after.holds("Typed last.").says(SAVED).keeps_nothing()
    assert after.former() == ["Typed first."]


def test_a_save_in_one_tab_leaves_the_copy_of_another_alone(entry: Reflection, network: Network) -> None:
    tab = Reflection(entry.page.context.new_page(), entry.site).open()
    network.cut()
    entry.write("Unsaved in the first tab.").says(KEPT)
    tab.write("Saved in the second.").says(SAVED)
    assert kept_texts(entry.page) == ["Unsaved in the first tab."]
    network.mend()
    entry.says(CONFLICT).holds("Unsaved in the first tab.")
    expect(entry.form.locator(".conflict")).to_contain_text("Saved in the second.")


def test_a_text_survives_another_device_of_the_same_learner(
    page: Page, site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    email = register(page, site)
    Reflection(page, site).open().write("Begun at work.").says(SAVED)
    phone = new_device(viewport={"width": 390, "height": 844}).new_page()
    sign_in(phone, site, email)
    Reflection(phone, site).open().holds("Begun at work.").write("Begun at work, ended on the bus.").says(SAVED)
    page.goto(site.address + LESSON)
    Reflection(page, site).holds("Begun at work, ended on the bus.")


# Asked for by a button, and not answered before the page was closed


def told(entry: Reflection) -> Locator:
    """What the lesson tells of this text: submitted, set aside."""
    return entry.page.locator("#dates-what-happened")


def why(entry: Reflection) -> Locator:
    return entry.form.get_by_label("Why, if you like")


def set_aside(entry: Reflection, reason: str) -> None:
    entry.form.get_by_text("Not for me").click()
    why(entry).fill(reason)
    button(entry.form, "Set this prompt aside").click()


def test_setting_a_prompt_aside_outlasts_a_reload_with_its_reason(entry: Reflection, network: Network) -> None:
    network.cut()
    set_aside(entry, "I do not use it.")
    entry.says(KEPT)
    entry.page.reload()
    entry.says(KEPT)
    expect(why(entry)).to_be_visible()
    expect(why(entry)).to_have_value("I do not use it.")
    network.mend()
    expect(told(entry)).to_contain_text("You set this prompt aside on")
    expect(told(entry)).to_contain_text("I do not use it.")
    expect(why(entry)).to_be_hidden()
    entry.keeps_nothing()


def test_a_reason_typed_on_after_setting_aside_failed_is_the_one_that_is_kept(
    entry: Reflection, network: Network
) -> None:
    network.cut()
    set_aside(entry, "I do not")
    entry.says(KEPT)
    why(entry).fill("I do not use it.")
    entry.page.reload()
    expect(why(entry)).to_have_value("I do not use it.")
    entry.says(KEPT)
    why(entry).fill("I do not use it yet.")
    network.mend()
    expect(told(entry)).to_contain_text("I do not use it yet.", timeout=15_000)


def test_a_text_typed_and_a_prompt_set_aside_beside_it_come_back_together(entry: Reflection, network: Network) -> None:
    network.cut()
    entry.write("Two words.").says(KEPT)
    set_aside(entry, "I do not use it.")
    entry.says(KEPT)
    entry.page.reload()
    entry.holds("Two words.").says(KEPT)
    expect(why(entry)).to_have_value("I do not use it.")
    network.mend()
    expect(told(entry)).to_contain_text("I do not use it.", timeout=15_000)
    assert entry.served()[0] == "Two words."
    entry.keeps_nothing()


def test_a_submit_that_was_not_answered_outlasts_a_reload(entry: Reflection, network: Network) -> None:
    entry.write("Ready.").says(SAVED)
    network.cut()
    entry.submit_button.click()
    entry.says(KEPT)
    entry.page.reload()
    entry.holds("Ready.").says(KEPT)
    network.mend()
    expect(told(entry)).to_contain_text("Submitted on", timeout=15_000)
    entry.says(SAVED).keeps_nothing()


def test_a_text_taken_up_again_and_then_submitted_in_vain_comes_back_as_a_submit(
    entry: Reflection, network: Network
) -> None:
    network.cut()
    entry.write("Ready.").says(KEPT)
    entry.page.reload()
    entry.says(KEPT)
    with entry.page.expect_event("requestfailed"):
        entry.submit_button.click()
    assert kept_texts(entry.page) == ["Ready."]
    entry.page.reload()
    entry.says(KEPT)
    network.mend()
    expect(told(entry)).to_contain_text("Submitted on", timeout=15_000)


def test_what_was_done_and_only_its_answer_lost_is_not_done_again_after_a_reload(
    entry: Reflection, network: Network
) -> None:
    network.lose_answers()
    set_aside(entry, "I do not use it.")
    entry.says(KEPT)
    entry.page.reload()
    entry.says(KEPT)
    network.mend()
    entry.keeps_nothing()
    keys = [post["key"] for post in network.posts if post.get("do") == "set-aside"]
    assert len(keys) >= 3
    assert len(set(keys)) == 1


# The reason of a decision


def test_the_reason_of_a_decision_is_kept_until_the_server_has_it(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(site.address + THIRD)
    reason = page.get_by_label("A reason, or how")
    form = page.locator("form[data-decide]")
    reason.fill("Not this year.")
    expect(form).to_contain_text(KEPT)
    page.reload()
    expect(reason).to_have_value("Not this year.")
    expect(form).to_contain_text(KEPT)
    network = Network(page)
    network.cut("**/decide/**")
    page.get_by_label("Later.").check()
    button(page, "Keep this decision").click()
    expect(page.locator("form[data-decide]")).to_contain_text("did not reach the server")
    expect(reason).to_have_value("Not this year.")
    network.mend("**/decide/**")
    button(page, "Keep this decision").click()
    page.wait_for_url("**/guides/small/")
    expect(page.get_by_text("The guide is closed for now.")).to_be_visible()
    assert kept_texts(page) == []


def test_a_reason_that_the_device_does_not_take_says_so_and_speaks_it_once(page: Page, site: Site) -> None:
    page.add_init_script(HEARD)
    page.add_init_script(NO_STORAGE)
    register(page, site)
    page.goto(site.address + THIRD)
    page.get_by_label("A reason, or how").press_sequentially("Not this year.")
    expect(page.locator("form[data-decide]")).to_contain_text(ONLY_HERE)
    assert Reflection(page, site).heard == [ONLY_HERE]


def test_a_reason_taken_back_leaves_nothing_behind(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(site.address + THIRD)
    reason, form = page.get_by_label("A reason, or how"), page.locator("form[data-decide]")
    reason.fill("Not this year.")
    page.reload()
    expect(form).to_contain_text(KEPT)
    reason.fill("")
    expect(form).not_to_contain_text(KEPT)
    assert kept_texts(page) == []


def test_what_stands_in_the_field_while_a_decision_is_saved_stands_there_afterwards(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(site.address + THIRD)
    reason = page.get_by_label("A reason, or how")
    reason.fill("First words.")
    network = Network(page)
    network.hold("**/decide/**")
    with page.expect_request("**/decide/**"):
        button(page, "Keep this decision").click()
    reason.focus()
    page.keyboard.type(" And more.")
    stands = reason.input_value()
    network.mend("**/decide/**")
    expect(page.get_by_text("The guide is open.")).to_be_visible()
    expect(reason).to_have_value(stands)
    expect(reason).to_be_editable()


def test_a_decision_leaves_the_reason_typed_in_another_tab_alone(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(site.address + THIRD)
    tab = page.context.new_page()
    tab.goto(site.address + THIRD)
    tab.get_by_label("A reason, or how").fill("From the other tab.")
    page.get_by_label("A reason, or how").fill("From here.")
    button(page, "Keep this decision").click()
    expect(page.get_by_text("The guide is open.")).to_be_visible()
    assert kept_texts(page) == ["From the other tab."]


def open_before_its_script(page: Page, site: Site) -> Network:
    """The lesson with the decision, as long as the script that keeps what is written has not come."""
    network = Network(page)
    network.hold("**/writing.js")
    page.goto(site.address + THIRD, wait_until="commit")
    return network


def test_a_reason_typed_before_the_script_has_come_is_kept_with_what_was_chosen(page: Page, site: Site) -> None:
    register(page, site)
    network = open_before_its_script(page, site)
    page.get_by_label("Later.").check()
    page.get_by_label("A reason, or how").fill("Not this year.")
    network.mend("**/writing.js")
    expect(page.locator("form[data-decide]")).to_contain_text(KEPT)
    assert kept_texts(page) == ["Not this year."]
    page.reload()
    expect(page.get_by_label("A reason, or how")).to_have_value("Not this year.")
    expect(page.get_by_label("Later.")).to_be_checked()


def test_a_reason_typed_before_the_script_has_come_is_not_overwritten_by_an_older_one(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(site.address + THIRD)
    reason, form = page.get_by_label("A reason, or how"), page.locator("form[data-decide]")
    reason.fill("The older one.")
    expect(form).to_contain_text(KEPT)
    network = open_before_its_script(page, site)
    reason.fill("Typed at once.")
    network.mend("**/writing.js")
    expect(form).to_contain_text(KEPT)
    expect(reason).to_have_value("Typed at once.")
    assert sorted(kept_texts(page)) == ["The older one.", "Typed at once."]
