"""A practice stream by keyboard, with script and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, axe_findings, register

LESSON = "/guides/small/second"
STREAM = f"{LESSON}/streams/morning"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_order_is_chosen_and_a_second_set_beside_it(page: Page, site: Site) -> None:
    page.goto(site.address + STREAM)
    main = page.get_by_role("main")
    main.get_by_role("link", name="Ranked").first.press("Enter")
    expect(main.get_by_role("heading", name="Ranked")).to_be_visible()
    main.get_by_role("link", name="Most recent").last.press("Enter")
    expect(main.get_by_role("heading", name="Ranked")).to_be_visible()
    expect(main.get_by_role("heading", name="Most recent")).to_be_visible()


def test_post_is_kept_with_a_note_changed_and_taken_out(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(site.address + STREAM)
    post = page.locator("figure#which-form")
    for words in ("We have none.", "We have two."):
        post.locator("summary").press("Enter")
        field = post.get_by_role("textbox")
        field.fill(words)
        field.press("Tab")
        expect(post.get_by_role("button", name="Keep this post")).to_be_focused()
        page.keyboard.press("Enter")
        expect(post.locator("p.mine")).to_have_text(words)
    page.goto(site.address + LESSON)
    expect(page.locator("#morning .kept-posts li")).to_have_count(1)
    page.goto(f"{site.address}/journal")
    expect(page.get_by_role("main")).to_contain_text("We have two.")
    page.goto(site.address + STREAM)
    post.locator("summary").press("Enter")
    post.get_by_role("button", name="Take the post out").press("Enter")
    expect(post.locator("p.mine")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_kept_post_is_clean_for_axe_and_no_wider_than_320_pixels(browser: Browser, site: Site, scheme: str) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 568}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    register(page, site)
    page.goto(site.address + STREAM)
    post = page.locator("figure#which-form")
    post.locator("summary").click()
    post.get_by_role("textbox").fill("We have none.")
    post.get_by_role("button", name="Keep this post").click()
    expect(post.locator("p.mine")).to_be_visible()
    post.locator("summary").click()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()
