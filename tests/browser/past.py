"""Somebody who has been at it for a while: what they wrote, answered, ticked and marked, posted as forms without script post."""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import APIResponse, Page

from tests.browser.conftest import Site

GUIDE = "/guides/twitter-for-social-learning"
JOURNAL = "/journal/twitter-for-social-learning"
AUTHORS_GUIDE = "/guides/writing-a-guide"
FIRST = "trivial-or-useful"
WORTH = f"{JOURNAL}/{FIRST}/worth-a-week"
LATER = f"{JOURNAL}/map-who-you-learn-from/where-is-it-thin"
AGAIN = f"{JOURNAL}/who-is-missing/then-and-now"
"""Comes back to LATER."""
RIVAL = f"{JOURNAL}/{FIRST}/strongest-rival"
WRITTEN = (
    "On Tuesday a pharmacist I follow wrote that the new guidance had changed and that its summary did not say so. I opened it "
    "on the ward.\n\nI would have read the summary, and trusted it. What I got was not news: it was somebody's judgement, an "
    "hour early, with the reason beside it.\n\nNext week I will look for two more people who read what I only skim."
)


class Past:
    """The learner who is signed in on a page."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        session = page.request.get(f"{site.address}/session").json()
        self.learner, self.token = str(session["learner"]), session["csrf_token"]

    def post(self, address: str, **fields: str) -> APIResponse:
        fields = {"csrf_token": self.token, "learner": self.learner, **fields}
        return self.page.request.post(self.site.address + address, form=fields)  # type: ignore[arg-type]

    def write(
        self, address: str, body: str, do: str = "save", version: int | None = None, **fields: str
    ) -> APIResponse:
        if version is None:
            version = self.version(address)
        return self.post(address, body=body, version=str(version), key=secrets.token_hex(8), do=do, **fields)

    def version(self, address: str) -> int:
        """The version that the lesson's form names."""
        _, _, guide, lesson, _ = address.split("/")
        html = self.page.request.get(f"{self.site.address}/guides/{guide}/{lesson}").text()
        form = html[html.index(f'action="{address}"') :]
        found = re.search(r'name="version" value="(\d+)"', form)
        assert found
        return int(found[1])

    def begin(self) -> None:
        """Three lessons done, a fourth open; entries in every state; a check answered, a task ticked."""
        self.write(WORTH, "A first line.", do="submit")
        self.write(WORTH, WRITTEN, do="submit")
        self.write(f"{JOURNAL}/your-question/what-would-count", "Whether a nurse elsewhere has solved our handover.")
        self.write(f"{JOURNAL}/a-first-look/what-i-found", "", do="set-aside", why="I have read there for years.")
        self.write(LATER, "Thin where I would be contradicted.", do="submit")
        self.write(LATER, "Thin where I would be contradicted, and where nobody is paid to agree.")
        self.write(RIVAL, "The Monday meeting. https://example.org/minutes")
        self.post(f"{GUIDE}/{FIRST}/tasks/strongest-rival", do="tick")
        self.post(f"{GUIDE}/{FIRST}/checks/sort-eight", **{f"item-{n}": "0" for n in range(8)})
        self.post(f"{GUIDE}/{FIRST}/checks/what-does-it-show", answer="1")
        for lesson in (FIRST, "your-question", "a-first-look"):
            self.post(f"{GUIDE}/{lesson}/done", done="yes")
        self.post(f"{GUIDE}/map-who-you-learn-from/opened", position="where-is-it-thin")

    def close_guide(self) -> None:
        self.post(f"{GUIDE}/a-first-look/decide/first-decision", decision="later", body="After the exams.")
