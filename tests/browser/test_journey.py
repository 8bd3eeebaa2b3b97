"""The whole way through, as a person goes it: with and without script, on a phone and at a desk.

What is looked for, it is looked for by the name that a person reads or hears, and each name is there once.
"""

from __future__ import annotations

import email
import json
import re
from collections.abc import Callable
from email import policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, breathe, new_address, sign_in
from tests.conftest import PASSWORD

SMALLEST = {"width": 320, "height": 568}
SAVED = re.compile(r"^Saved \d\d:\d\d$")
GUIDE = "/guides/twitter-for-social-learning"
TITLE = "How to use Twitter for Social Learning"
PROMPT = "Which of the eight posts would have changed something in your working week?"
WORDS = "The blue cap. I would have gone to look.\nAnd told Idris."
BAR = re.compile(f"^Progress(: {TITLE})?$")
"""Where several guides stand, each bar names its own."""
LESSONS = 9
NEW_PASSWORD = "another sentence of my own"


@pytest.fixture(params=["script", "no script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "script")


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desk"])
def device(request: pytest.FixtureRequest, script: bool, new_device: Callable[..., BrowserContext]) -> BrowserContext:
    return new_device(viewport=request.param, java_script_enabled=script)


@pytest.fixture
def traveller(device: BrowserContext, real_site: Site, script: bool) -> Traveller:
    return Traveller(device.new_page(), real_site, script=script)


class Traveller:
    """Somebody with a browser, and what they can see in it."""

    def __init__(self, page: Page, site: Site, *, script: bool = True) -> None:
        self.page, self.site, self.script = page, site, script

    def go(self, address: str) -> Traveller:
        self.page.goto(self.site.address + address)
        return self

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def reflection(self) -> Locator:
        return self.page.locator("form", has=self.page.get_by_role("status"))

    @property
    def field(self) -> Locator:
        return self.page.get_by_label(PROMPT)

    def fill_in(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.get_by_label({"email": "E-mail", "name": "Name", "password": "Password"}[name]).fill(text)

    def sees_progress(self, done: int) -> None:
        """The same number in the library, on the cover, in the outline of a lesson and on the page of progress."""
        for address in ("/", f"{GUIDE}/", "/progress"):
            bar = self.go(address).page.get_by_role("progressbar", name=BAR)
            expect(bar).to_have_attribute("aria-valuenow", str(done))
            expect(bar).to_have_attribute("aria-valuemax", str(LESSONS))
            expect(self.page.get_by_role("main")).to_contain_text(f"{done} of {LESSONS} lessons done")
        self.go(f"{GUIDE}/boundaries")
        expect(self.page.get_by_role("navigation", name="Contents")).to_contain_text(f"{done} of {LESSONS} done")


def test_from_the_cover_to_another_device(traveller: Traveller, new_device: Callable[..., BrowserContext]) -> None:
    page, email = traveller.page, new_address()

    # A guest reads.
    traveller.go("/")
    expect(page.get_by_role("progressbar", name=BAR)).to_have_attribute("aria-valuenow", "0")
    traveller.link(TITLE).click()
    expect(traveller.heading).to_have_text(TITLE)
    expect(page.get_by_role("progressbar", name="Progress")).to_have_attribute("aria-valuenow", "0")
    expect(traveller.link("Create account")).to_have_count(1)
    expect(traveller.link("Sign in")).to_have_count(1)
    traveller.link("Start reading").click()
    expect(traveller.heading).to_have_text("Trivial or useful?")

    # A guest answers a check, and is answered.
    check = page.locator("form", has_text="92% say that Twitter")
    check.get_by_label("That most of those who use it").check()
    check.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("As much as that, and no more.")).to_be_visible()

    # An account.
    page.get_by_role("banner").get_by_role("link", name="Create account").click()
    expect(page.get_by_label("E-mail")).to_have_count(1)
    traveller.fill_in(name="Ada Example", email=email, password=PASSWORD)
    traveller.button("Create account").click()
    expect(traveller.button("Sign out")).to_have_count(1)
    if traveller.script:
        # What the guest answered waits to be taken along; it was Ada.
        traveller.button("Add to my progress").click()
        expect(page.get_by_role("main")).to_contain_text("It is in your account now.")

    # A reflection, which saves by itself where there is script.
    traveller.go(f"{GUIDE}/")
    traveller.link("Start reading").or_(traveller.link("Continue")).click()
    expect(traveller.heading).to_have_text("Trivial or useful?")
    form = traveller.reflection
    expect(form).to_have_count(1)
    expect(form.get_by_role("status")).to_have_text("Not saved yet")
    traveller.field.fill(WORDS)
    if not traveller.script:
        form.get_by_role("button", name="Save").click()
    expect(traveller.reflection.get_by_role("status")).to_have_text(SAVED, timeout=15_000)
    page.reload()
    expect(traveller.field).to_have_value(WORDS)
    form.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("It is in your journal and was sent to nobody.")).to_be_visible()
    expect(form.get_by_role("status")).to_have_text(SAVED)

    # Done; not done; done.
    traveller.button("Mark as done").click()
    expect(page.locator("#foot")).to_contain_text("Done")
    traveller.button("Mark as not done").click()
    expect(page.locator("#foot")).to_contain_text("Mark as done whenever you like.")
    traveller.button("Mark as done").click()
    expect(traveller.button("Mark as not done")).to_be_visible()
    traveller.sees_progress(1)

    # On to the next, by the foot of the lesson.
    traveller.go(f"{GUIDE}/trivial-or-useful")
    page.get_by_role("navigation", name="Next and previous lesson").get_by_role("link", name="Your question").click()
    expect(traveller.heading).to_have_text("Your question")
    traveller.button("Mark as done").click()
    expect(traveller.button("Mark as not done")).to_be_visible()
    traveller.sees_progress(2)

    # Out, and in again elsewhere.
    traveller.button("Sign out").click()
    expect(traveller.link("Sign in")).to_have_count(1)
    expect(page.get_by_role("main")).not_to_contain_text("2 of 9")
    options: dict[str, Any] = {"viewport": page.viewport_size, "java_script_enabled": traveller.script}
    other = Traveller(new_device(**options).new_page(), traveller.site, script=traveller.script)
    other.go("/").link("Sign in").click()
    expect(other.page.get_by_label("E-mail")).to_have_count(1)
    other.fill_in(email=email, password=PASSWORD)
    other.button("Sign in").click()
    other.go("/").link("Continue").click()
    expect(other.heading).to_have_text("A first look")
    other.sees_progress(2)

    # The words are there.
    other.link("Journal").click()
    entry = other.page.get_by_role("article").filter(has_text=PROMPT)
    expect(entry).to_contain_text("The blue cap. I would have gone to look.")
    expect(entry).to_contain_text("Submitted on")
    entry.get_by_role("link", name=PROMPT).click()
    expect(other.page.get_by_text("And told Idris.").first).to_be_visible()
    other.link("Go on writing in the lesson").click()
    expect(other.field).to_have_value(WORDS)


def test_closing_the_guide_with_a_decision_and_opening_it_again(traveller: Traveller) -> None:
    page = traveller.page
    enter(traveller)
    traveller.go(f"{GUIDE}/a-first-look")
    decision = page.locator("form", has_text="Not for me.").filter(has=page.get_by_role("radio"))
    decision.get_by_label("Later").check()
    decision.get_by_label("A reason, or how, if you like.").fill("After the exams.")
    traveller.button("Keep this decision").click()
    page.wait_for_url(f"{traveller.site.address}{GUIDE}/")
    for address in ("/", "/progress"):
        traveller.go(address)
        main = page.get_by_role("main")
        expect(main).to_contain_text("Closed with a decision on")
        expect(main).to_contain_text("Later")
        expect(main).to_contain_text(f"0 of {LESSONS} lessons done")
    traveller.go("/journal")
    expect(page.get_by_role("article")).to_contain_text("After the exams.")
    traveller.go(f"{GUIDE}/a-first-look")
    decision.get_by_label("Reopen the guide").check()
    traveller.button("Keep this decision").click()
    expect(page.get_by_role("main")).to_contain_text("The guide is open.")

    # Closed once more, and reopened where it says so.
    decision.get_by_label("Not for me").check()
    traveller.button("Keep this decision").click()
    page.wait_for_url(f"{traveller.site.address}{GUIDE}/")
    traveller.go("/progress").button("Reopen the guide").click()
    expect(page.get_by_role("main")).to_contain_text("The guide is open again.")
    traveller.sees_progress(0)


def test_account_is_changed_taken_along_and_deleted(
    traveller: Traveller, new_device: Callable[..., BrowserContext]
) -> None:
    page, site = traveller.page, traveller.site
    email = enter(traveller)
    traveller.go(f"{GUIDE}/trivial-or-useful")
    traveller.field.fill(WORDS)
    traveller.reflection.get_by_role("button", name="Save").click()
    expect(traveller.reflection.get_by_role("status")).to_have_text(SAVED)

    traveller.link("Account").click()
    traveller.fill_in(name="Ada Byron")
    traveller.button("Change name").click()
    expect(page.get_by_label("Name")).to_have_value("Ada Byron")
    if traveller.script:
        expect(page.get_by_label("Time zone")).to_have_value("Europe/Vienna")
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    traveller.button("Change time zone").click()
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")

    # Another address: it is mine once its owner says so, in whatever browser.
    address = new_address()
    page.get_by_text("Use another address").click()
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Your password").fill(PASSWORD)
    traveller.button("Change address").click()
    expect(page.get_by_role("main")).to_contain_text(address)
    page.goto(link_in_mail(site, to=address))
    traveller.button("Yes, confirm it").click()
    expect(traveller.go("/account").page.get_by_role("main")).to_contain_text(f"{address}, confirmed on")

    # Another password: it puts other devices out.
    other = Traveller(new_device(java_script_enabled=traveller.script).new_page(), site, script=traveller.script)
    sign_in(other.page, site, address)
    traveller.go("/account")
    page.get_by_text("Change your password").click()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password").fill(NEW_PASSWORD)
    traveller.button("Change password").click()
    expect(traveller.button("Sign out").first).to_be_visible()
    expect(other.go("/").link("Sign in")).to_have_count(1)
    other.go("/login").fill_in(email=email, password=NEW_PASSWORD)
    other.button("Sign in").click()
    expect(other.page.get_by_role("main")).to_contain_text("E-mail and password do not belong together.")
    expect(other.page.get_by_label("E-mail")).to_have_value(email)
    other.fill_in(email=address, password=NEW_PASSWORD)
    other.button("Sign in").click()
    expect(other.button("Sign out")).to_have_count(1)

    # Everything, in one file.
    with page.expect_download() as download:
        traveller.go("/account").link("Download my data").click()
    kept = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert WORDS in json.dumps(kept, ensure_ascii=False).replace("\\n", "\n")
    assert "Ada Byron" in json.dumps(kept)

    # And nothing.
    page.get_by_text("Delete my account", exact=True).click()
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    traveller.button("Delete my account and all I wrote").click()
    expect(traveller.link("Create account").first).to_be_visible()
    other.go("/login").fill_in(email=address, password=NEW_PASSWORD)
    other.button("Sign in").click()
    expect(other.page.get_by_role("main")).to_contain_text("E-mail and password do not belong together.")


def test_lost_password_is_replaced_through_the_mail(traveller: Traveller) -> None:
    page, email = traveller.page, enter(traveller)
    traveller.button("Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    traveller.go("/login").link("I do not know my password").click()
    traveller.fill_in(email=email)
    traveller.button("Send the link").click()
    expect(traveller.heading).to_have_text("Look into your mail")
    page.goto(link_in_mail(traveller.site, to=email, about="reset-password"))
    traveller.fill_in(password=NEW_PASSWORD)
    traveller.button("Set the password").click()
    expect(page.get_by_text("Your new password is set. Sign in with it.")).to_be_visible()
    traveller.fill_in(email=email, password=NEW_PASSWORD)
    traveller.button("Sign in").click()
    expect(traveller.button("Sign out")).to_have_count(1)


def test_smallest_phone_reads_writes_and_marks(real_site: Site, new_device: Callable[..., BrowserContext]) -> None:
    traveller = Traveller(new_device(viewport=SMALLEST, has_touch=True, is_mobile=True).new_page(), real_site)
    enter(traveller)
    traveller.go(f"{GUIDE}/trivial-or-useful")
    traveller.field.fill(WORDS)
    expect(traveller.reflection.get_by_role("status")).to_have_text(SAVED, timeout=15_000)
    traveller.reflection.get_by_role("button", name="Submit").tap()
    expect(traveller.page.get_by_text("It is in your journal and was sent to nobody.")).to_be_visible()
    traveller.button("Mark as done").tap()
    expect(traveller.button("Mark as not done")).to_be_visible()
    traveller.page.get_by_text("Contents", exact=True).tap()
    outline = traveller.page.get_by_role("navigation", name="Contents")
    expect(outline.get_by_role("link", name="Trivial or useful?")).to_contain_text("Done")
    outline.get_by_role("link", name="Boundaries").tap()
    expect(traveller.heading).to_have_text("Boundaries")
    traveller.sees_progress(1)


def enter(traveller: Traveller) -> str:
    """Create an account; the address used."""
    email = new_address()
    traveller.go("/register").fill_in(name="Ada Example", email=email, password=PASSWORD)
    traveller.button("Create account").click()
    expect(traveller.button("Sign out")).to_have_count(1)
    return email


def link_in_mail(site: Site, *, to: str, about: str = "confirm") -> str:
    """The link in the latest mail to an address, as written into the data folder. Mail is sent after the page is answered, so
    it may take a moment to arrive."""
    link = re.compile(rf"{re.escape(site.address)}/\S*{about}\S*")
    for _ in range(200):
        for path in sorted((site.data / "mail").glob("*.eml"), reverse=True):
            message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            if to in (message["To"] or "") and (found := link.search(message.get_content())):
                return found[0]
        breathe()
    raise AssertionError(f"no mail to {to} about {about}")
