"""Every kind of page that there is, opened before whoever sees it: a guest, somebody new, somebody with a past."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, Site, new_address, register
from tests.browser.past import AGAIN, AUTHORS_GUIDE, FIRST, GUIDE, LATER, RIVAL, WORTH, Past
from tests.conftest import PASSWORD

POST = """([address, fields]) => {
  const form = Object.assign(document.createElement("form"), {method: "post", action: address, hidden: true});
  for (const [name, value] of Object.entries(fields)) {
    const field = Object.assign(document.createElement("textarea"), {name});
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


@dataclass
class People:
    """Each with a browser of their own."""

    site: Site
    guest: BrowserContext
    new: BrowserContext
    old: BrowserContext
    done: BrowserContext

    @classmethod
    def of(cls, site: Site, browser: Browser) -> People:
        def device() -> BrowserContext:
            return browser.new_context(viewport=DESKTOP, timezone_id="Europe/Vienna", locale="en-GB")  # type: ignore[arg-type]

        people = cls(site, device(), device(), device(), device())
        register(people.new.new_page(), site)
        page = people.old.new_page()
        register(page, site)
        Past(page, site).begin()
        page = people.done.new_page()
        register(page, site)
        Past(page, site).close_guide()
        return people

    def open(self, who: BrowserContext, address: str) -> Page:
        page = who.pages[0] if who.pages else who.new_page()
        page.goto(self.site.address + address)
        return page

    def post(self, page: Page, address: str, **fields: str) -> Page:
        """Post a form as a browser without script does; the page then shows the answer."""
        with page.expect_navigation():
            page.evaluate(POST, [address, fields])
        return page

    def close(self) -> None:
        for device in (self.guest, self.new, self.old, self.done):
            device.close()


Kind = Callable[[People], Page]


def as_guest(address: str) -> Kind:
    return lambda people: people.open(people.guest, address)


def as_new(address: str) -> Kind:
    return lambda people: people.open(people.new, address)


def as_old(address: str) -> Kind:
    return lambda people: people.open(people.old, address)


def register_refused(people: People) -> Page:
    page = people.open(people.guest, "/register")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Password", exact=True).fill("too short")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def sign_in_refused(people: People) -> Page:
    page = people.open(people.guest, "/login")
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def link_sent(people: People) -> Page:
    page = people.open(people.guest, "/forgot-password")
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    return page


def new_password(people: People) -> Page:
    email = new_address()
    people.site.flask("users", "create", email, "--name", "Grace", "--password", PASSWORD)
    link = re.search(r"/reset-password/\S+", people.site.flask("users", "reset-password", email))
    assert link
    return people.open(people.guest, link[0])


def account_refused(people: People) -> Page:
    page = people.open(people.old, "/account")
    page.get_by_text("Change your password").click()
    page.get_by_label("Current password").fill("not this one, surely")
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def fields_of_entry(people: People, who: BrowserContext, **more: str) -> dict[str, str]:
    past = Past(people.open(who, "/about"), people.site)
    return {"csrf_token": past.token, "learner": past.learner, "key": "", "do": "save", **more}


def conflict(people: People) -> Page:
    fields = fields_of_entry(people, people.old, body="Written on the train,\nwithout a network.", version="1")
    return people.post(people.old.pages[0], WORTH, **fields)


CHAT = f"{AUTHORS_GUIDE}/chats/chats/walk-through"


def answered_chat(address: str) -> Kind:
    def show(people: People) -> Page:
        body = "Two people, one gate.\n\nA1: Parked in the chief’s place.\n\nNobody said so."
        fields = fields_of_entry(people, people.done, body=body, version="0")
        people.post(people.done.pages[0], "/journal/writing-a-guide/chats/walk-through", **fields)
        return people.open(people.done, address)

    return show


def answer_posted(words: str) -> Kind:
    """From a page that was opened before the answer was given."""

    def show(people: People) -> Page:
        answered_chat(CHAT)(people)
        fields = fields_of_entry(people, people.done, answer=words, was="", version="0")
        return people.post(people.done.pages[0], f"{CHAT}/answers/1", **fields)

    return show


def too_long(people: People) -> Page:
    fields = fields_of_entry(people, people.old, body="a word " * 3000, version="0")
    return people.post(people.old.pages[0], WORTH, **fields)


def too_large(people: People) -> Page:
    fields = fields_of_entry(people, people.old, body="a word " * 90_000, version="0")
    return people.post(people.old.pages[0], WORTH, **fields)


def signed_out_with_text(people: People) -> Page:
    page = people.open(people.guest, "/about")
    return people.post(page, WORTH, body="Written before the sign-in ended.", version="0", learner="1", do="save")


def text_kept_through_sign_in(people: People) -> Page:
    """The text was written by whoever signs in now."""
    email = register(people.open(people.guest, "/about"), people.site)
    learner = Past(people.guest.pages[0], people.site).learner
    page = people.open(people.guest, "/about")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    people.post(page, WORTH, body="Written before the sign-in ended.", version="0", learner=learner, do="save")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="your text is still here")).to_be_visible()
    people.guest.clear_cookies()
    return page


def unanswered(people: People) -> Page:
    page = people.open(people.guest, f"{GUIDE}/{FIRST}")
    return people.post(page, f"{GUIDE}/{FIRST}/checks/what-does-it-show")


def answered(people: People) -> Page:
    page = people.open(people.guest, f"{GUIDE}/your-question")
    return people.post(page, f"{GUIDE}/your-question/checks/network-question", answer="0")


def told(people: People) -> Page:
    """With a notice of what has just been done."""
    page = people.open(people.new, "/account")
    page.get_by_role("button", name="Change name").click()
    expect(page.locator(".notice")).to_be_visible()
    return page


def guest_who_wrote(people: People) -> Page:
    page = people.open(people.guest, f"{GUIDE}/your-question")
    form = page.locator("#what-would-count form.entry-form")
    form.get_by_role("textbox").first.fill("Who has solved our handover?")
    expect(form.get_by_role("status")).to_have_text("Kept on this device only")
    form.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Remove it all")).to_be_visible()
    return page


def guest_who_signed_up(people: People) -> Page:
    page = guest_who_wrote(people)
    register(page, people.site)
    expect(page.get_by_role("button", name="Add to my journal")).to_be_visible()
    people.guest.clear_cookies()
    return page


def not_saved(people: People) -> Page:
    """A reflection whose save does not arrive."""
    page = people.open(people.new, f"{GUIDE}/boundaries")
    page.route("**/journal/**", lambda route: route.abort())
    page.locator("form.entry-form textarea").fill("Never a name; and close to nothing.")
    expect(page.locator("form.entry-form").get_by_role("status")).to_have_text(
        "Not saved – kept on this device", timeout=15_000
    )
    return page


def changed_elsewhere(people: People) -> Page:
    """A reflection whose save met another one."""
    page = people.open(people.old, f"{GUIDE}/map-who-you-learn-from")
    Past(page, people.site).write(LATER, "Thin, and thinner still.")
    page.locator("#where-is-it-thin textarea").fill("Thick.")
    line = page.locator("#where-is-it-thin").get_by_role("status")
    expect(line).to_have_text("Changed elsewhere – both texts are kept", timeout=15_000)
    return page


def statement_filled(people: People) -> Page:
    page = people.open(people.old, STATEMENT)
    page.get_by_label("Own hours").fill("14.5")
    page.get_by_label("One thing I learnt and where I use it").fill("To ask what was said, and not what it was.")
    page.get_by_role("button", name="Put it on the sheet").click()
    expect(page.get_by_role("heading", name="One thing I learnt, and where I use it")).to_be_visible()
    return page


def statement_refused(people: People) -> Page:
    page = people.open(people.old, STATEMENT)
    page.get_by_label("Own hours").fill("many")
    page.get_by_label("One thing I learnt and where I use it").fill("words " * 120)
    page.get_by_role("button", name="Put it on the sheet").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def example(people: People) -> Page:
    """The learner with a year behind them, on the guest's device until the next kind."""
    email = new_address()
    people.site.flask("seed", "example", "--email", email, "--password", PASSWORD)
    page = people.open(people.guest, "/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def as_example(address: str) -> Kind:
    def open_it(people: People) -> Page:
        page = example(people)
        page.goto(people.site.address + address)
        return page

    return open_it


def example_earlier(people: People) -> Page:
    page = as_example("/progress")(people)
    page.get_by_role("link", name="Earlier").click()
    expect(page.get_by_role("heading", name="What you did earlier")).to_be_visible()
    return page


def then_and_now(people: People) -> Page:
    page = people.open(people.old, "/about")
    past = Past(page, people.site)
    past.write(AGAIN, "Thin still, and I know now where.", do="submit")
    page.goto(people.site.address + AGAIN)
    expect(page.get_by_text("What, if anything, has changed?")).to_be_visible()
    return page


def changes(people: People) -> Page:
    """A few words added, a few removed, in a long text."""
    page = people.open(people.old, "/about")
    past = Past(page, people.site)
    past.write(RIVAL, "The Monday meeting. I hear it all there, a week late. It costs an hour.", do="submit")
    past.write(
        RIVAL, "The Monday meeting. I hear half of it there, a week late. It costs an hour and a half.", do="submit"
    )
    page.goto(people.site.address + RIVAL)
    page.get_by_role("link", name="What changed then").first.click()
    expect(page.locator(".running ins").first).to_be_visible()
    return page


def two_texts(people: People) -> Page:
    page = people.open(people.old, WORTH)
    page.get_by_role("link", name="What changed then").first.click()
    expect(page.get_by_text("both texts stand whole")).to_be_visible()
    return page


STATEMENT = "/progress/statement?guide=twitter-for-social-learning"
LESSONS = (
    FIRST, "your-question", "a-first-look", "which-network", "boundaries", "map-who-you-learn-from", "your-first-twenty",
    "who-is-missing", "lurk-with-purpose",
)  # fmt: skip
FOR_AUTHORS = (
    "first-lesson", "one-outcome", "prompts", "checks", "sources-and-facts", "streams", "chats", "drafts", "plans",
    "warm-ups", "maps", "check-and-publish", "for-years",
)  # fmt: skip
KINDS: dict[str, Kind] = {
    "library, guest": as_guest("/"),
    "library": as_old("/"),
    "cover, guest": as_guest(f"{GUIDE}/"),
    "cover, new": as_new(f"{GUIDE}/"),
    "cover": as_old(f"{GUIDE}/"),
    "cover, closed": lambda people: people.open(people.done, f"{GUIDE}/"),
    **{f"lesson {lesson}": as_old(f"{GUIDE}/{lesson}") for lesson in LESSONS},
    **{f"lesson {lesson}": as_new(f"{AUTHORS_GUIDE}/{lesson}") for lesson in FOR_AUTHORS},
    f"lesson {FIRST}, guest": as_guest(f"{GUIDE}/{FIRST}"),
    "lesson a-first-look, closed": lambda people: people.open(people.done, f"{GUIDE}/a-first-look"),
    "lesson, answered by a guest": answered,
    "lesson, written in by a guest": guest_who_wrote,
    "whose text is this": guest_who_signed_up,
    "reflection, not saved": not_saved,
    "reflection, changed elsewhere": changed_elsewhere,
    "lesson with a chat, guest": as_guest(f"{AUTHORS_GUIDE}/chats"),
    "lesson with a chat, new": as_new(f"{AUTHORS_GUIDE}/chats"),
    "chat, guest": as_guest(f"{CHAT}?upto=60"),
    "chat, filtered": as_guest(f"{CHAT}?upto=60&person=emil"),
    "chat, in short": as_guest(f"{CHAT}/catch-up"),
    "chat, new": as_new(f"{CHAT}?upto=60"),
    "chat, answered": answered_chat(f"{CHAT}?upto=60"),
    "chat, answer changed elsewhere": answer_posted("Parked on the right."),
    "chat, answer refused": answer_posted("Well.\nA4 is the paper we print on."),
    "transcript, guest": as_guest(f"{CHAT}/yours"),
    "transcript, new": as_new(f"{CHAT}/yours"),
    "transcript": answered_chat(f"{CHAT}/yours"),
    "glossary": as_guest(f"{GUIDE}/glossary"),
    "sources": as_guest(f"{GUIDE}/sources"),
    "whole guide, guest": as_guest(f"{GUIDE}/print"),
    "whole guide": as_old(f"{GUIDE}/print"),
    "unanswered check": unanswered,
    "register": as_guest("/register"),
    "register, refused": register_refused,
    "login": as_guest("/login"),
    "login, refused": sign_in_refused,
    "forgotten password": as_guest("/forgot-password"),
    "link sent": link_sent,
    "new password": new_password,
    "dead link": as_guest("/reset-password/no-such-link"),
    "account": as_old("/account"),
    "account, refused": account_refused,
    "account, told": told,
    "progress, new": as_new("/progress"),
    "progress": as_old("/progress"),
    "progress, closed": lambda people: people.open(people.done, "/progress"),
    "progress, a year": as_example("/progress"),
    "progress, earlier": example_earlier,
    "library, a year": as_example("/"),
    "which statement": as_old("/progress/statement"),
    "statement": as_old(STATEMENT),
    "statement, new": as_new(STATEMENT),
    "statement, filled": statement_filled,
    "statement, refused": statement_refused,
    "journal, empty": as_new("/journal"),
    "journal": as_old("/journal"),
    "journal, drafts": as_old("/journal?state=drafts&q=thin"),
    "journal, nothing found": as_old("/journal?q=saxifrage"),
    "journal, a year": as_example("/journal"),
    "entry": as_old(WORTH),
    "entry, then and now": then_and_now,
    "changes": changes,
    "changes, two texts": two_texts,
    "book": as_old("/journal/print"),
    "book, empty": as_new("/journal/print"),
    "book, one entry": as_old(f"/journal/print?in={WORTH.removeprefix('/journal/')}"),
    "conflict": conflict,
    "signed out with a text": signed_out_with_text,
    "text kept through a sign-in": text_kept_through_sign_in,
    "search, guest": as_guest("/search?q=learn"),
    "search": as_old("/search?q=read"),
    "search, nothing found": as_guest("/search?q=saxifrage"),
    "search, empty": as_new("/search"),
    "about": as_guest("/about"),
    "privacy": as_guest("/privacy"),
    "accessibility": as_guest("/accessibility"),
    "404": as_guest("/nothing-here"),
    "405": as_guest("/logout"),
    "too long": too_long,
    "too large": too_large,
}
