"""A reflection of the small guide, as somebody in front of the screen meets it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Site

LESSON = "/guides/small/first"
ENTRY = "/journal/small/first/what-happened"
SAVED = re.compile(r"^Saved \d\d:\d\d$")
NOT_YET = "Not saved yet"
KEPT = "Not saved – kept on this device"
ONLY_HERE = "Not saved – keep this page open"
SIGNED_OUT = "You are signed out – your text is kept on this device"
CONFLICT = "Changed elsewhere – both texts are kept"
GUESTS = "Kept on this device only"

HEARD = """
window.heard = [];
document.addEventListener("DOMContentLoaded", () => {
  const line = document.querySelector("[data-announcer]");
  if (line) new MutationObserver(() => {
    document.documentElement.dataset.heard = window.heard.push(line.textContent);
  }).observe(line, {childList: true});
});
"""


class Reflection:
    """The prompt "What happened when you tried it?" in an open lesson."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.form = page.locator("#what-happened form.entry-form")
        self.field = page.get_by_role("textbox", name="What happened when you tried it?")
        self.status = self.form.get_by_role("status")
        self.save_button = self.form.get_by_role("button", name="Save", exact=True)
        self.submit_button = self.form.get_by_role("button", name="Submit", exact=True)

    def open(self) -> Reflection:
        self.page.goto(self.site.address + LESSON)
        return self

    def write(self, text: str) -> Reflection:
        """Type it as one change, and stay in the field."""
        self.field.fill(text)
        return self

    def says(self, words: str | re.Pattern[str]) -> Reflection:
        expect(self.status).to_have_text(words, timeout=15_000)
        return self

    def holds(self, text: str) -> Reflection:
        expect(self.field).to_have_value(text)
        return self

    def has_spoken(self, times: int) -> Reflection:
        """Wait until the live region has said so many things."""
        expect(self.page.locator("html")).to_have_attribute("data-heard", str(times))
        return self

    @property
    def heard(self) -> list[str]:
        """What the live region has said since the page was opened (needs ``HEARD``)."""
        heard: list[str] = self.page.evaluate("window.heard")
        return heard

    def served(self) -> tuple[str, int]:
        """The text and version that the server has for whoever is signed in: what a browser without script is shown."""
        html = self.page.request.get(self.site.address + LESSON).text()
        block = html[html.index('id="what-happened"') :]
        text = re.search(r'<textarea id="text-what-happened"[^>]*>\n(.*?)</textarea>', block, re.DOTALL)
        version = re.search(r'name="version" value="(\d+)"', block)
        assert text
        assert version
        return text[1], int(version[1])

    def keeps_nothing(self) -> Reflection:
        """Wait until the server has every text that was kept in this browser."""
        self.page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('guide:text/'))")
        return self

    def former(self) -> list[str]:
        """The entry's kept revisions, as its page in the journal shows them, newest first."""
        page = self.page.context.new_page()
        page.goto(self.site.address + ENTRY)
        texts = page.locator(".revisions .written").all_text_contents()
        page.close()
        return texts


class Network:
    """The way from one page to the server, to be cut and mended. Pages can still be read."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.posts: list[dict[str, str]] = []
        page.on("request", lambda request: request.method == "POST" and self.posts.append(fields_of(request)))

    def cut(self, where: str = "**/journal/**") -> None:
        self.page.route(where, lambda route: route.abort() if route.request.method == "POST" else route.continue_())

    def answer(self, status: int, body: str = "", where: str = "**/journal/**") -> None:
        self.page.route(where, lambda route: route.fulfill(status=status, body=body, content_type="text/html"))

    def lose_answers(self, where: str = "**/journal/**") -> None:
        def lose(route: Route) -> None:
            route.fetch()
            route.abort()

        self.page.route(where, lose)

    def hold(self, where: str = "**/journal/**") -> list[Route]:
        """Keep requests waiting until ``mend``, which lets them through."""
        held: list[Route] = []
        self.page.route(where, lambda route: held.append(route))
        return held

    def mend(self, where: str = "**/journal/**") -> None:
        self.page.unroute(where)


def fields_of(request: Any) -> dict[str, str]:
    """The fields of a posted form, from its multipart body."""
    body = (request.post_data_buffer or b"").decode("utf-8", "replace")
    return {
        name: value.replace("\r\n", "\n")
        for name, value in re.findall(r'name="([^"]+)"\r\n\r\n(.*?)\r\n--', body, re.DOTALL)
    } | {"address": request.url}


def kept_texts(page: Page) -> list[str]:
    """The texts kept in this browser, whoever's."""
    script = (
        "Object.entries(localStorage).filter(([k]) => k.startsWith('guide:text/')).map(([, v]) => JSON.parse(v).body)"
    )
    texts: list[str] = page.evaluate(script)
    return texts


def come_back(page: Page) -> None:
    """The window gets the focus again."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)
