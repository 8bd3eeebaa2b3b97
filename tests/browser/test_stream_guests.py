"""A guest keeps posts of a practice stream on the device; after signing in the site asks whose they are."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Site, axe_findings, register
from tests.browser.reflection import GUESTS, HEARD, NOT_YET, ONLY_HERE, Network, button, kept_texts

LESSON = "/guides/small/second"
STREAM = f"{LESSON}/streams/morning"
KEPT = "text/guest/small/second/morning/here"


class KeptPost:
    """A post on the stream's own page, with the form under it."""

    def __init__(self, page: Page, site: Site, post: str = "which-form") -> None:
        self.page, self.site = page, site
        self.figure = page.locator(f"figure#{post}")
        self.summary = self.figure.locator("summary")
        self.details = self.figure.locator("details")
        self.field = self.figure.get_by_role("textbox")
        self.status = self.figure.get_by_role("status")
        self.note = self.figure.locator("p.mine")

    def open(self) -> KeptPost:
        self.page.goto(self.site.address + STREAM)
        return self

    def write(self, note: str) -> KeptPost:
        expect(self.summary).to_be_visible()
        if self.details.get_attribute("open") is None:
            self.summary.click()
        self.field.fill(note)
        return self

    def keep(self, note: str) -> KeptPost:
        self.write(note)
        button(self.figure, "Keep this post").click()
        return self

    def says(self, words: str) -> KeptPost:
        expect(self.status).to_have_text(words)
        return self


@pytest.fixture
def post(page: Page, site: Site) -> KeptPost:
    page.add_init_script(HEARD)
    return KeptPost(page, site).open()


def question(page: Page) -> Locator:
    return page.locator("[data-question]")


def notes(page: Page) -> list[dict[str, str]]:
    return [json.loads(body) for body in kept_texts(page)]


def test_post_kept_with_a_note_is_there_again_and_sent_nowhere(post: KeptPost) -> None:
    page = post.page
    network = Network(page)
    expect(page.locator("main")).to_contain_text("kept in this browser only")
    post.keep("We have none.")
    expect(post.note).to_have_text("We have none.")
    expect(post.summary).to_be_focused()
    assert page.evaluate("window.heard") == [GUESTS]
    page.reload()
    expect(post.note).to_have_text("We have none.")
    post.summary.click()
    expect(post.field).to_have_value("We have none.")
    post.says(GUESTS)
    assert network.posts == []


def test_what_is_typed_is_kept_before_any_button(post: KeptPost) -> None:
    post.write("Half a").says(GUESTS)
    post.page.reload()
    expect(post.note).to_have_text("Half a")


def test_lesson_lists_what_was_kept_in_the_order_of_the_stream(post: KeptPost) -> None:
    page = post.page
    KeptPost(page, post.site, "passed-on").keep("Late.")
    post.keep("Early.")
    page.goto(post.site.address + LESSON)
    items = page.locator("#morning .kept-posts li")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("Ola Asks, Monday, 07:00: “Which form do you use for saxifrage?”")
    expect(items.first.locator(".mine")).to_have_text("Early.")
    expect(items.last).to_contain_text("Ola Asks, Monday, 09:40: “One with nine fields.”")
    expect(page.locator("#morning")).not_to_contain_text("Create account")
    items.first.get_by_role("link").click()
    expect(post.note).to_have_text("Early.")


def test_later_lesson_with_the_same_stream_shows_what_was_kept_and_where(post: KeptPost) -> None:
    page = post.page
    post.keep("We have none.")
    page.goto(f"{post.site.address}/guides/small/third")
    block = page.locator("#once-more")
    block.scroll_into_view_if_needed()
    expect(block.locator(".kept-posts li")).to_contain_text("Ola Asks, Monday, 07:00 (kept in lesson 1.2)")
    expect(block.locator(".mine")).to_have_text("We have none.")
    block.locator(".kept-posts a").click()
    expect(post.note).to_have_text("We have none.")


def test_post_is_taken_out_again(post: KeptPost) -> None:
    page = post.page
    post.keep("For now.")
    post.summary.click()
    button(post.figure, "Take the post out").click()
    expect(post.note).to_have_count(0)
    assert kept_texts(page) == []
    page.goto(post.site.address + LESSON)
    expect(page.locator("#morning")).to_contain_text("is shown here")
    expect(page.locator("#morning .kept-posts")).to_have_count(0)


def test_note_that_cannot_be_kept_says_what_to_do(post: KeptPost) -> None:
    post.keep("  ")
    expect(post.figure).to_contain_text("A post is kept with a note. Write a few words on why.")
    post.write("😀" * 500).says(GUESTS)
    post.write("😀" * 501).says("Too long by 1 character – kept on this device")
    post.write("Whole.").says(GUESTS)
    post.field.evaluate(
        "field => { field.value = 'Half \\ud83d'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    post.says("The text holds half a character, which cannot be kept. Take it out.")
    assert notes(post.page) == [{"which-form": "Whole."}]


def test_two_tabs_hold_the_same_notes(post: KeptPost) -> None:
    tab = KeptPost(post.page.context.new_page(), post.site).open()
    KeptPost(tab.page, post.site, "grow").keep("From the other tab.")
    post.keep("From this tab.")
    expect(tab.note).to_have_text("From this tab.")
    assert notes(post.page) == [{"which-form": "From this tab.", "grow": "From the other tab."}]


def test_guest_is_told_where_the_device_keeps_nothing(page: Page, site: Site) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('refused'); };")
    post = KeptPost(page, site).open().keep("Only on the page.").says(ONLY_HERE)
    expect(post.field).to_have_value("Only on the page.")
    expect(post.field).to_be_focused()


def test_shared_computer_is_cleared_after_asking(post: KeptPost) -> None:
    page = post.page
    post.keep("Not for the next person.")
    button(page, "Remove").click()
    button(page, "Remove it all").click()
    expect(post.note).to_have_count(0)
    assert kept_texts(page) == []
    post.summary.click()
    expect(post.field).to_have_value("")
    post.says(NOT_YET)


def test_after_registering_the_posts_can_be_added_without_their_words_being_shown(post: KeptPost) -> None:
    page = post.page
    post.keep("Written before.")
    register(page, post.site)
    expect(question(page)).to_have_text(
        re.compile(r"Text was written in this browser before you signed in \(lesson 1\.2, \d\d:\d\d\)\. Is it yours\?")
    )
    expect(question(page)).not_to_contain_text("Written before.")
    post.open()
    expect(post.note).to_have_count(0)
    button(page, "Add to my journal").click()
    expect(post.note).to_have_text("Written before.")
    expect(question(page)).to_have_count(0)
    assert kept_texts(page) == []
    page.goto(f"{post.site.address}/journal/small/second/morning")
    expect(page.locator(".written")).to_contain_text("Written before.")
    page.goto(post.site.address + LESSON)
    expect(page.locator("#morning .kept-posts")).to_contain_text("Written before.")


def test_where_there_are_notes_already_those_of_the_guest_become_an_earlier_version(page: Page, site: Site) -> None:
    register(page, site)
    post = KeptPost(page, site).open().keep("What I think.")
    expect(post.note).to_have_text("What I think.")
    cookies: Any = page.context.cookies()
    page.context.clear_cookies()
    post.open().keep("What I thought on another day.")
    page.context.add_cookies(cookies)
    page.goto(f"{site.address}/about")
    button(page, "Add to my journal").click()
    expect(question(page)).to_contain_text("It is in your account now.")
    post.open()
    expect(post.note).to_have_text("What I think.")
    page.goto(f"{site.address}/journal/small/second/morning")
    earlier = page.locator(".revisions .written")
    assert [("What I thought on another day." in text) for text in earlier.all_text_contents()] == [True]
    assert "{" not in earlier.all_text_contents()[0]


def test_page_with_a_form_open_is_accessible_on_a_phone(post: KeptPost) -> None:
    page = post.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(post.site.address + LESSON)
    before = axe_findings(page)
    post.open()
    KeptPost(page, post.site, "grow").keep("Kept.")
    post.write("Written.")
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(post.site.address + LESSON)
    expect(page.locator("#morning .kept-posts li")).to_have_count(2)
    assert axe_findings(page) == before
