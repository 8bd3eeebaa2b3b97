"""What somebody types is words, wherever it is shown: it runs nothing, fetches nothing, and stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Site, register
from tests.browser.kinds import POST
from tests.browser.past import Past
from tests.browser.reflection import ENTRY, LESSON, SAVED, Reflection

TRAP = "https://trap.invalid"
HOSTILE = {
    "script": f"<script>window.caught = 1; fetch('{TRAP}')</script>",
    "closed field": f"</textarea></form><script>window.caught = 1</script><img src={TRAP}/1>",
    "image that fails": "<img src=x onerror=\"window.caught = 1; alert(1)\"><img src='/logout'>",
    "drawing that loads": f"<svg onload=window.caught=1><use href='{TRAP}/a.svg#x'/><script>window.caught=1</script></svg>",
    "other events": "<details open ontoggle=window.caught=1><input autofocus onfocus=window.caught=1><body onload=caught=1>",
    "links that run": "<a href=javascript:window.caught=1>press</a> javascript:window.caught=1 [press](javascript:caught=1)",
    "addresses with tails": 'https://example.org/"onmouseover="caught=1 https://example.org/\'><img src=x onerror=caught=1>',
    "data addresses": "data:text/html,<script>window.caught=1</script> [x](data:text/html;base64,PHNjcmlwdD4=)",
    "page that moves away": f"<meta http-equiv=refresh content='0;url={TRAP}'><base href={TRAP}/>",
    "style sheet": f"<link rel=stylesheet href={TRAP}/a.css><link rel=preload as=script href={TRAP}/a.js>",
    "style": f"<style>*{{display:none}} body{{background:url({TRAP}/b)}}</style><p style='position:fixed;inset:0'>",
    "frames": f"<iframe srcdoc='<script>top.caught=1</script>'></iframe><object data={TRAP}></object><embed src={TRAP}>",
    "form": f"<form action={TRAP}><input name=password><button>Sign in</button></form>",
    "markdown": f"![beacon]({TRAP}/pixel.png) <{TRAP}> [a][b]\n\n[b]: javascript:window.caught=1\n\n# h1\n\n```html\n<b>\n```",
    "template": "{{ 7*7 }} {% raw %} ${7*7} <%= 7*7 %> {{ config }}",
    "entities": "&lt;script&gt; &#60;img src=x onerror=caught=1&#62; &amp;amp; &nbsp;",
    "turned about": "\u202egnirts a\u202c \u2066\u2067hidden\u2069 \u200b\u200d\ufeff end",
    "every script": "Ünïcödé 漢字 עברית العربية 🧑‍🏫 \u0301\u0301\u0301",
}
LONGEST = ("<b onclick=caught=1>&\n" * 1000)[:20_000]


class Alarm:
    """Goes off when a text does anything."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.rung: list[str] = []
        page.on("dialog", lambda dialog: (self.rung.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: self.rung.append(f"popup {popup.url}"))
        page.on("pageerror", lambda error: self.rung.append(str(error)))
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("request", lambda request: self._note(request.url, site.address))

    def _hear(self, kind: str, text: str) -> None:
        """A refusal is noted by the browser, too, and is none of the text's doing."""
        if kind == "error" and not re.match(
            r"Failed to load resource: the server responded with a status of 4\d\d", text
        ):
            self.rung.append(text)

    def _note(self, url: str, home: str) -> None:
        if not url.startswith(home + "/") or url.endswith(("/x", "/logout")):
            self.rung.append(url)

    def is_quiet(self) -> None:
        assert self.page.evaluate("window.caught") is None
        assert self.rung == []


@pytest.fixture
def learner(page: Page, site: Site) -> Past:
    register(page, site)
    return Past(page, site)


def holds_only_words(shown: Locator, typed: str) -> None:
    """The words as typed, and no elements among them but paragraphs, line breaks and links that lead to the web."""
    strangers = (
        "each => [...each.querySelectorAll('*')].filter(e => !e.matches('p, br, a[href^=\"https://\"][rel]')).length"
    )
    assert shown.evaluate(strangers) == 0
    attributes = "each => [...each.querySelectorAll('*')].flatMap(e => [...e.attributes]).map(a => a.name)"
    assert set(shown.evaluate(attributes)) <= {"class", "href", "rel"}
    assert squeezed(shown.evaluate("each => each.textContent")) == squeezed(typed)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_whatever_is_typed_stays_words(learner: Past, site: Site, typed: str) -> None:
    page, alarm = learner.page, Alarm(learner.page, site)
    entry = Reflection(page, site).open()
    entry.write(typed)
    entry.submit_button.click()
    entry.says(SAVED)
    entry.open().holds(typed)
    entry.form.get_by_text("Not for me").click()
    entry.form.get_by_label("Why, if you like").fill(typed)
    entry.form.get_by_role("button", name="Set this prompt aside").click()
    expect(page.locator("#dates-what-happened")).to_contain_text("You set this prompt aside on")
    holds_only_words(page.locator("#what-happened [data-mirror]"), typed)
    alarm.is_quiet()

    page.goto(f"{site.address}/journal")
    holds_only_words(page.locator(".written").first, typed)
    alarm.is_quiet()
    page.goto(site.address + ENTRY)
    holds_only_words(page.locator("main > .folio > article > .written"), typed)
    alarm.is_quiet()

    # As an earlier version, under a later text.
    entry.open().write("Nothing but words.").says(SAVED)
    page.goto(site.address + ENTRY)
    page.locator(".revisions summary").first.click()
    holds_only_words(page.locator(".revisions .written").first, typed)
    alarm.is_quiet()

    # Revisited in a later lesson, beside the new field.
    page.goto(f"{site.address}/guides/small/third")
    holds_only_words(page.locator(".earlier .mine"), typed)
    alarm.is_quiet()


def test_whatever_is_typed_stays_words_in_a_conflict(learner: Past, site: Site) -> None:
    page, alarm = learner.page, Alarm(learner.page, site)
    theirs, mine = "\n".join(HOSTILE.values()), "\n".join(reversed(HOSTILE.values()))
    entry = Reflection(page, site).open()
    learner.write(ENTRY, theirs)
    entry.write(mine).says("Changed elsewhere – both texts are kept").holds(mine)
    shown = page.locator("#what-happened .question .written")
    expect(shown).to_be_visible()
    assert squeezed(theirs) in squeezed(shown.evaluate("each => each.textContent"))
    assert page.locator("#what-happened").locator("script, img, iframe, style, object, meta, form form").count() == 0
    alarm.is_quiet()

    # Without script: a page with both.
    page.goto(f"{site.address}/about")
    fields = {"csrf_token": learner.token, "learner": learner.learner, "version": "0", "do": "save", "key": ""}
    with page.expect_navigation():
        page.evaluate(POST, [ENTRY, {**fields, "body": mine}])
    expect(page.get_by_role("heading", level=1)).to_have_text("Changed elsewhere")
    holds_only_words(page.locator(".written"), theirs)
    expect(page.get_by_label("Change it as you like.")).to_have_value(mine)
    alarm.is_quiet()


def test_guests_words_stay_words(page: Page, site: Site) -> None:
    alarm = Alarm(page, site)
    typed = "\n".join(HOSTILE.values())
    entry = Reflection(page, site).open()
    entry.write(typed).says("Kept on this device only")
    entry.open().holds(typed)
    alarm.is_quiet()
    register(page, site)
    page.get_by_role("button", name="Add to my journal").click()
    expect(page.get_by_role("main")).to_contain_text("It is in your account now.")
    page.goto(site.address + ENTRY)
    holds_only_words(page.locator("main .written").first, typed)
    alarm.is_quiet()


def test_longest_text_comes_back_to_the_letter(learner: Past, site: Site) -> None:
    alarm = Alarm(learner.page, site)
    entry = Reflection(learner.page, site).open()
    entry.write(LONGEST).says(SAVED)
    entry.open().holds(LONGEST)
    entry.write(LONGEST + "12").says("Too long by 2 characters – kept on this device")
    entry.open().holds(LONGEST + "12")
    alarm.is_quiet()


@pytest.mark.parametrize(
    "name", ["<script>caught=1</script>", '"><img src=x onerror=caught=1>', "{{ 7*7 }}", "\u05d0\u05d1\u05d2 Ada"]
)
def test_hostile_name_is_a_name(page: Page, site: Site, name: str) -> None:
    alarm = Alarm(page, site)
    register(page, site, name=name)
    for address in ("/", LESSON, "/journal", "/progress", "/account"):
        page.goto(site.address + address)
    expect(page.get_by_label("Name")).to_have_value(name)
    alarm.is_quiet()


def test_mistyped_form_comes_back_with_hostile_words_in_it(page: Page, site: Site) -> None:
    alarm = Alarm(page, site)
    hostile = '"><script>caught=1</script>'
    page.goto(f"{site.address}/register?next=%22%3E%3Cscript%3Ecaught%3D1%3C%2Fscript%3E")
    page.get_by_label("Name").fill(hostile)
    page.get_by_label("E-mail").fill(hostile)
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value(hostile)
    expect(page.get_by_label("E-mail")).to_have_value(hostile)
    alarm.is_quiet()


def test_answer_in_ones_own_words_stays_words(
    page: Page, make_site: Callable[..., Site], new_device: Callable[..., BrowserContext]
) -> None:
    from tests.conftest import REAL_CONTENT

    real = make_site(REAL_CONTENT)
    alarm = Alarm(page, real)
    typed = HOSTILE["closed field"] + HOSTILE["image that fails"]
    register(page, real)
    page.goto(f"{real.address}/guides/twitter-for-social-learning/lurk-with-purpose")
    check = page.locator("#name-the-norm")
    check.get_by_role("textbox").fill(typed)
    check.get_by_role("button", name="Compare").click()
    expect(check.locator(".judged .mine").last).to_have_text(typed)
    page.reload()
    expect(check.get_by_role("textbox")).to_have_value(typed)
    assert check.locator("script, img, iframe").count() == 0
    alarm.is_quiet()


# After signing out


def test_back_after_signing_out_shows_nothing_private(learner: Past, site: Site) -> None:
    page, words = learner.page, "Nobody else is to read this."
    Reflection(page, site).open().write(words).says(SAVED)
    for address in ("/journal", ENTRY, "/account", LESSON):
        page.goto(site.address + address)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    for _ in range(5):
        page.go_back()
        expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
        seen = page.content()
        assert words not in seen
        assert "@example.org" not in seen.replace("help@example.org", "").replace("name@example.org", "")
    assert page.evaluate(f"JSON.stringify(localStorage).includes({words!r})") is False


def test_next_learner_on_the_same_machine_sees_nothing_of_the_last(page: Page, site: Site) -> None:
    register(page, site)
    Reflection(page, site).open().write("Ada's own.").says(SAVED)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    register(page, site, name="Bob")
    Reflection(page, site).open().holds("").says("Not saved yet")
    for address in ("/journal", ENTRY, LESSON):
        page.goto(site.address + address)
        assert "Ada" not in page.content()


def test_links_in_a_text_lead_out_without_telling_where_from(
    learner: Past, site: Site, context: BrowserContext
) -> None:
    learner.write(ENTRY, "See https://example.org/a?b=1&c=2, and (https://example.org/d).")
    learner.page.goto(f"{site.address}/journal")
    links = learner.page.locator(".written a")
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://example.org/a?b=1&c=2",
        "https://example.org/d",
    ]
    asked: list[dict[str, Any]] = []
    context.route("https://example.org/**", lambda route: (asked.append(route.request.headers), route.fulfill(body="")))
    links.first.click()
    learner.page.wait_for_url(re.compile("example.org/a"))
    assert "referer" not in asked[0]
