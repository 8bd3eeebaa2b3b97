"""A post that is drafted, in front of the screen: by keyboard alone, heard, without script, as a guest, with hostile text."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, Response, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, axe_findings, register
from tests.browser.reflection import GUESTS, HEARD, SAVED
from tests.conftest import SMALL_GUIDE
from tests.drafting import GOOD, HASTY, LESSON, LINK, LONG, add_to

TITLE = "Pass on the guidance"
PASTE = """(field, units) => {
  field.value = units.reduce((text, unit) => text + String.fromCharCode(unit), "");
  field.dispatchEvent(new Event("input", {bubbles: true}));
}"""
"""Units of UTF-16, since half a character does not travel as text."""


@pytest.fixture(scope="module")
def site(make_site: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small guide with one lesson more."""
    content = tmp_path_factory.mktemp("drafting") / "content"
    shutil.copytree(SMALL_GUIDE, content)
    return make_site(add_to(content))


class Draft:
    """The post, in an open lesson."""

    def __init__(self, page: Page, site: Site) -> None:
        page.goto(site.address + LESSON)
        self.page, self.block = page, page.locator("#pass-it-on")
        self.field = self.block.get_by_role("textbox", name=TITLE)
        self.state = self.block.get_by_role("status")
        self.copy = self.block.get_by_role("button", name="Copy", exact=True)

    def count(self, network: str) -> Locator:
        return self.block.get_by_role("listitem").filter(has_text=re.compile(f"^{network} [0-9]"))

    def link(self, network: str) -> Locator:
        return self.block.get_by_role("link", name=f"Open in {network}")

    def heard(self) -> list[str]:
        heard: list[str] = self.page.evaluate("window.heard")
        return heard


@pytest.fixture
def page(new_device: Callable[..., BrowserContext]) -> Page:
    device = new_device(permissions=["clipboard-read", "clipboard-write"])
    device.add_init_script(HEARD)
    return device.new_page()


def test_post_is_drafted_by_keyboard_alone(page: Page, site: Site) -> None:
    register(page, site)
    draft = Draft(page, site)
    expect(draft.count("X")).to_have_text("X 0 of 280")
    draft.field.focus()
    page.keyboard.insert_text(GOOD)
    expect(draft.count("X")).to_have_text("X 106 of 280")
    expect(draft.count("Bluesky")).to_have_text("Bluesky 109 of 300")
    expect(draft.block).to_contain_text("– there")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(draft.block.get_by_role("button", name="Submit", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(draft.state).to_have_text(SAVED)
    for _ in range(9):
        if draft.copy.evaluate("(button) => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(draft.copy).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-announcer]")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == GOOD
    page.keyboard.press("Tab")
    expect(draft.link("X")).to_be_focused()
    page.reload()
    expect(draft.field).to_have_value(GOOD)
    expect(draft.count("X")).to_have_text("X 106 of 280")


def test_count_is_spoken_in_steps_and_not_at_every_key(page: Page, site: Site) -> None:
    draft = Draft(page, site)
    draft.field.focus()

    def write(length: int) -> None:
        draft.field.fill("a" * length)
        expect(draft.count("X")).to_contain_text(f"X {length} of 280")

    for length in (1, 100, 259, 260, 261, 270, 280, 281, 290, 279):
        write(length)
    assert [words for words in draft.heard() if words.startswith("X:")] == [
        "X: 20 left", "X: none left. Bluesky: 20 left", "X: 1 too many", "X: it fits again"
    ]  # fmt: skip


def test_what_is_over_is_marked_and_the_brief_answers(page: Page, site: Site) -> None:
    draft = Draft(page, site)
    draft.field.fill(LONG)
    expect(draft.count("X")).to_have_text("X 306 of 280, 26 too many")
    expect(draft.block.locator("mark")).to_contain_text("and so on")
    assert draft.block.locator(".post-text b").all_inner_texts() == [LINK, "#SocialLearning"]
    expect(draft.link("X")).to_be_hidden()
    draft.field.fill(HASTY)
    for words in ("our resident, Dr Haug Could this person", "your manager Few can", "– look again", "– not yet"):
        expect(draft.block).to_contain_text(words)
    draft.field.fill("")
    expect(draft.block.get_by_text("Could this person")).to_be_hidden()
    expect(draft.block).not_to_contain_text("– not yet")


def test_script_and_server_say_the_same(page: Page, site: Site, new_device: Callable[..., BrowserContext]) -> None:
    register(page, site)
    draft = Draft(page, site)
    for text in (LONG, HASTY, GOOD):
        draft.field.fill(text)
        with page.expect_response(lambda answer: "/journal/" in answer.url and answer.ok):
            draft.block.get_by_role("button", name="Save", exact=True).click()
        without_script = new_device(java_script_enabled=False)
        without_script.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        block = Draft(without_script.new_page(), site).block
        expect(draft.block.locator(".counts")).to_have_text(block.locator(".counts").inner_text())
        for part in (".counts", ".post-text", ".told", ".advice"):
            assert draft.block.locator(part).all_inner_texts() == block.locator(part).all_inner_texts()


def test_networks_are_opened_by_plain_links_and_the_server_is_remembered(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(address_of(request)))
    draft = Draft(page, site)
    draft.field.fill(GOOD)
    expect(draft.link("X")).to_have_attribute("href", re.compile(r"^https://x\.com/intent/post\?text=New%20guidance"))
    expect(draft.link("Bluesky")).to_have_attribute("rel", "noreferrer")
    expect(draft.link("Mastodon")).to_be_hidden()
    server = draft.block.get_by_label("Your Mastodon server")
    for typed in ("mastodon", "javascript:alert(1)//a.b", "a.b/c?d", "me@evil.example"):
        server.fill(typed)
        expect(draft.link("Mastodon")).to_be_hidden()
    server.fill("https://Mastodon.example/")
    expect(draft.link("Mastodon")).to_have_attribute("href", re.compile(r"^https://mastodon\.example/share\?text=New"))
    page.reload()
    expect(server).to_have_value("https://Mastodon.example/")
    expect(draft.link("Mastodon")).to_be_visible()
    assert [address for address in asked if not address.startswith(site.address)] == []
    assert [address for address in asked if "thickened" in address] == []


def test_server_of_one_learner_is_shown_to_no_other(page: Page, site: Site) -> None:
    register(page, site)
    Draft(page, site).block.get_by_label("Your Mastodon server").fill("social.employer.example")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert "employer" not in page.evaluate("JSON.stringify(localStorage)")
    register(page, site)
    expect(Draft(page, site).block.get_by_label("Your Mastodon server")).to_have_value("")


def address_of(request: Request) -> str:
    return f"{request.url} {request.post_data or ''}"


def test_guests_draft_stays_here_and_comes_along(page: Page, site: Site) -> None:
    draft = Draft(page, site)
    draft.field.fill(GOOD)
    expect(draft.state).to_have_text(GUESTS)
    page.reload()
    expect(draft.count("X")).to_have_text("X 106 of 280")
    register(page, site)
    page.goto(site.address + LESSON)
    page.get_by_role("button", name="Add to my journal").click()
    expect(draft.field).to_have_value(GOOD)
    expect(draft.count("X")).to_have_text("X 106 of 280")


@pytest.mark.parametrize("text", ["a.b" * 33_000, "😀" * 500, "\u202e" * 100_000, "x\ud83dy", "://a.b@" * 9_000])
def test_hostile_text_is_answered_and_stays(page: Page, site: Site, text: str) -> None:
    register(page, site)
    draft = Draft(page, site)
    units = text.encode("utf-16-le", "surrogatepass")
    draft.field.evaluate(PASTE, [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)])
    expect(draft.count("X")).to_contain_text("too many" if len(text) == 500 else re.compile("and more|refuses"))
    assert draft.field.evaluate("(field) => field.value.length") == len(units) // 2


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_without_script_saving_shows_the_counts(
    new_device: Callable[..., BrowserContext], site: Site, viewport: dict[str, Any]
) -> None:
    page = new_device(java_script_enabled=False, viewport=viewport).new_page()
    register(page, site)
    draft = Draft(page, site)
    draft.field.fill(HASTY)
    draft.block.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile("#pass-it-on$"))
    expect(draft.block.get_by_text("Could this person")).to_be_visible()
    expect(draft.link("X")).to_be_visible()
    expect(draft.copy).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_everybody_can_use_it(page: Page, site: Site, viewport: Any, scheme: Any) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme=scheme)
    draft = Draft(page, site)
    draft.field.fill(LONG + HASTY)
    expect(draft.block.locator("mark")).to_be_visible()
    draft.block.locator("details").evaluate_all("(all) => { for (const each of all) each.open = true }")
    assert axe_findings(page) == []
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert complaints == []


def test_scripts_of_a_lesson_with_a_draft_are_24_kb_together(page: Page, site: Site) -> None:
    scripts: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.request.resource_type == "script":
            scripts[response.url.rpartition("/")[2]] = int(response.headers["content-length"])

    register(page, site)
    page.on("response", weigh)
    draft = Draft(page, site)
    with page.expect_response("**/handover.js"):  # as soon as somebody writes
        draft.field.fill(GOOD)
    expect(draft.count("X")).to_have_text("X 106 of 280")
    named = {"site.js", "lesson.js", "compose.js"}
    assert set(scripts) == named | {"writing.js", "post-counter.js", "post-advice.js", "handover.js"}
    assert sum(scripts.values()) <= 24_000
