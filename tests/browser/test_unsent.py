"""Words typed into a small form (a note on a post, an answer in a chat) and not sent: they stay on the device until they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import Site, register, sign_in
from tests.browser.reflection import HEARD, KEPT, ONLY_HERE, Network, button
from tests.conftest import REAL_CONTENT

GUIDE = "/guides/writing-a-guide"


@dataclass(frozen=True)
class Small:
    """A small form on its page, and where its words stand once they are kept."""

    page: Page
    site: Site
    kind: str

    def open(self) -> Small:
        self.page.goto(self.site.address + {"note": NOTES, "answer": CHAT, "summary": f"{CHAT_PAGE}/yours"}[self.kind])
        return self

    @property
    def about(self) -> Locator:
        return self.page.locator({"note": "figure.post", "answer": "#m15", "summary": "#summary"}[self.kind]).first

    @property
    def field(self) -> Locator:
        return self.about.locator("textarea")

    def write(self, words: str) -> Small:
        self.unfold()
        self.field.fill(words)
        return self

    def unfold(self) -> None:
        if self.about.locator("details:not([open])").count():
            self.about.locator("summary").click()

    def send(self) -> Small:
        self.about.locator("form button").first.click()
        return self

    def arrive(self) -> Small:
        """Sent, and led back to the page."""
        self.send()
        expect(self.page.locator(".notice", has_text="Kept")).to_be_visible()
        return self

    def says(self, words: str) -> Small:
        expect(self.about.get_by_role("status")).to_have_text(words)
        return self

    def holds(self, words: str) -> Small:
        """In its field, to be seen."""
        expect(self.field).to_be_visible()
        expect(self.field).to_have_value(words)
        return self

    def is_kept(self, words: str) -> Small:
        """By the server: what a browser without script is shown. Nothing more is said of the device."""
        served = self.page.request.get(self.page.url).text()
        assert f">\n{words}</textarea>" in served
        expect(self.about.get_by_role("status")).to_have_count(0)
        return self


KINDS = ("note", "answer", "summary")
CHAT_PAGE = f"{GUIDE}/chats/chats/walk-through"
CHAT = f"{CHAT_PAGE}?upto=15"
NOTES = f"{GUIDE}/streams/streams/before-noon"


@pytest.fixture(scope="module")
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(REAL_CONTENT)


@pytest.fixture(params=KINDS)
def form(request: pytest.FixtureRequest, page: Page, site: Site) -> Small:
    register(page, site)
    return Small(page, site, request.param).open()


def unsent(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('guide:unsent/'))")
    return found


def again(form: Small) -> Small:
    """The page is closed with what was typed in it, and opened anew."""
    page = form.page.context.new_page()
    form.page.close()
    return Small(page, form.site, form.kind).open()


def test_words_typed_and_not_sent_are_there_after_the_page_was_closed(form: Small) -> None:
    form.write("Half a thought").says(KEPT)
    form = again(form).holds("Half a thought").says(KEPT)
    form.arrive()
    form.open().is_kept("Half a thought")
    assert unsent(form.page) == []


def test_words_taken_back_leave_nothing_on_the_device(form: Small) -> None:
    form.write("Half a thought").says(KEPT).write("")
    expect(form.about.get_by_role("status")).to_have_count(0)
    assert unsent(form.page) == []


def test_words_that_do_not_reach_the_server_stay_in_their_field(form: Small) -> None:
    form.write("Into the void").says(KEPT)
    form.site.stop()
    try:
        form.send()
        expect(form.about.locator(".error")).to_contain_text("did not reach the server")
        form.holds("Into the void")
    finally:
        form.site.start()
    form = again(form).holds("Into the void").says(KEPT)
    form.arrive()
    form.open().is_kept("Into the void")


def test_words_sent_after_the_sign_in_ended_wait_for_the_next_one(form: Small) -> None:
    form.write("Too late").says(KEPT)
    cookies = form.page.context.cookies()
    form.page.context.clear_cookies()
    form.send()
    expect(form.about.locator(".error")).to_contain_text("You are signed out.")
    form.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    form.holds("Too late").arrive()
    form.open().is_kept("Too late")
    assert unsent(form.page) == []


def test_words_kept_in_another_form_are_not_offered_again(page: Page, site: Site) -> None:
    """The server keeps an answer without the mark before it."""
    register(page, site)
    form = Small(page, site, "answer").open().write("A1 I parked in the wrong place.").arrive()
    expect(form.about.locator(".written")).to_contain_text("I parked in the wrong place.")
    form.open().is_kept("I parked in the wrong place.")
    assert unsent(page) == []


def test_refused_words_stay_in_their_field_with_the_reason(page: Page, site: Site) -> None:
    register(page, site)
    form = Small(page, site, "answer").open().write("A2 I parked in the wrong place.").send()
    expect(form.about.locator(".error")).to_contain_text("would be taken for another answer")
    form.holds("A2 I parked in the wrong place.").says(KEPT).write("I parked in the wrong place.")
    expect(form.about.locator(".error")).to_have_count(0)
    form.arrive()
    form.open().is_kept("I parked in the wrong place.")


def test_what_is_typed_while_the_answer_is_awaited_is_not_taken_for_sent(form: Small) -> None:
    network = Network(form.page)
    form.write("First").says(KEPT)
    network.hold("**/guides/**")
    form.send()
    expect(form.field).not_to_be_editable()
    form.field.press("X")
    network.mend("**/guides/**")
    expect(form.page.locator(".notice", has_text="Kept")).to_be_visible()
    form.open().is_kept("First")


def test_words_changed_after_their_post_was_stopped_on_the_way_are_kept_and_not_taken_for_the_first(
    form: Small,
) -> None:
    form.write("First").says(KEPT)

    def stop(route: Route) -> None:
        if route.request.is_navigation_request():
            route.abort("aborted")
        else:
            route.continue_()

    form.page.route("**/guides/**", stop)
    with form.page.expect_event("requestfailed"):
        form.send()
    form.page.unroute("**/guides/**")
    form.write("Second").says(KEPT)
    form.send()
    main = form.page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Changed elsewhere")
    expect(main).to_contain_text("First")
    expect(form.page.get_by_role("textbox")).to_have_value("Second")


def test_words_typed_over_what_was_changed_elsewhere_are_shown_beside_it(
    form: Small, new_device: Callable[..., BrowserContext]
) -> None:
    form.write("At first").arrive()
    form.open().write("From the desk").says(KEPT)
    phone = new_device()
    phone.add_cookies(form.page.context.cookies())  # type: ignore[arg-type]
    Small(phone.new_page(), form.site, form.kind).open().write("From the phone").arrive()
    form.open().holds("From the desk").says(KEPT).send()
    main = form.page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Changed elsewhere")
    expect(main).to_contain_text("From the phone")
    expect(form.page.get_by_role("textbox")).to_have_value("From the desk")
    main.get_by_role("button").first.click()  # leaves what was saved
    form.open().is_kept("From the phone")
    assert unsent(form.page) == []


def test_signing_out_keeps_them_in_the_account_first(page: Page, site: Site) -> None:
    email = register(page, site)
    forms = [Small(page, site, kind) for kind in KINDS]
    for form in forms:
        form.open().write("The last words").says(KEPT)
    button(page, "Sign out").click()
    page.wait_for_url(lambda url: "/streams/" not in url and "/chats/" not in url)
    assert unsent(page) == []
    sign_in(page, site, email)
    for form in forms:
        form.open().is_kept("The last words")


def test_signing_out_keeps_several_changes_to_one_entry(page: Page, site: Site) -> None:
    email = register(page, site)
    first = Small(page, site, "note").open()
    posts = [page.locator("figure.post").nth(at) for at in (0, 1)]
    for post in posts:
        post.locator("summary").click()
        post.locator("textarea").fill("At first")
        post.get_by_role("button", name="Keep this post").click()
        expect(post.locator("p.mine")).to_have_text("At first")
    for post in posts:
        post.locator("summary").click()
        post.locator("textarea").fill("In other words")
        expect(post.get_by_role("status")).to_have_text(KEPT)
    button(page, "Sign out").click()
    page.wait_for_url(lambda url: "/streams/" not in url)
    sign_in(page, site, email)
    first.open()
    for post in posts:
        expect(post.locator("p.mine")).to_have_text("In other words")


@pytest.mark.parametrize("typed_first", [False, True])
def test_a_note_over_which_another_stands_is_named_with_the_way_to_it(
    page: Page, site: Site, typed_first: bool
) -> None:
    register(page, site)
    here = Small(page, site, "note").open()
    there = Small(page.context.new_page(), site, "note").open()
    if typed_first:
        there.write("From another tab").says(KEPT)
    here.write("From here").arrive()
    if not typed_first:
        there.write("From another tab").says(KEPT)
    button(there.page, "Sign out").click()
    panel = there.page.locator("[data-question]")
    expect(panel).to_contain_text("another text stands there now")
    expect(button(panel, "Save again")).to_have_count(0)
    panel.get_by_role("link", name="To lesson ").click()
    there.page.wait_for_url("**/guides/writing-a-guide/*")
    there.open().holds("From another tab")


def test_where_they_cannot_be_kept_signing_out_asks_and_then_deletes(form: Small) -> None:
    form.write("Never mind").says(KEPT)
    Network(form.page).cut("**/guides/**")
    button(form.page, "Sign out").click()
    panel = form.page.locator("[data-question]")
    expect(panel).to_contain_text("is not saved yet (lesson ")
    expect(panel).not_to_contain_text("Never mind")
    button(panel, "Sign out and delete").click()
    form.page.wait_for_url(lambda url: "/streams/" not in url and "/chats/" not in url)
    assert unsent(form.page) == []


def test_nobody_else_is_shown_them(form: Small) -> None:
    form.write("Ada's own").says(KEPT)
    form.page.context.clear_cookies()
    register(form.page, form.site, name="Bob")
    form.open()
    form.unfold()
    expect(form.field).to_have_value("")
    assert len(unsent(form.page)) == 1


def test_where_the_device_takes_nothing_it_says_so(page: Page, site: Site) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")
    register(page, site)
    page.add_init_script(HEARD)
    form = Small(page, site, "note").open().write("Only here").says(ONLY_HERE)
    assert page.evaluate("window.heard") == [ONLY_HERE]
    form.write("Only here, still").says(ONLY_HERE)
    assert page.evaluate("window.heard") == [ONLY_HERE]


def test_post_taken_out_leaves_nothing_to_offer(page: Page, site: Site) -> None:
    email = register(page, site)
    form = Small(page, site, "note").open().write("Kept").arrive()
    form.open().write("Changed my mind").says(KEPT)
    form.about.get_by_role("button", name="Take the post out").click()
    expect(form.about.locator("p.mine")).to_have_count(0)
    assert unsent(page) == []
    page.context.clear_cookies()
    sign_in(page, site, email)
    form.open().is_kept("")
