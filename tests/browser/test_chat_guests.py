"""A guest answers in a chat on the device, and reads a transcript of it; after signing in the site asks whose it is."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from guide.content.blocks.chat import Chat
from guide.content.compiler import compile_library
from tests.browser.conftest import Site, axe_findings, register
from tests.browser.reflection import GUESTS, HEARD, kept_texts
from tests.conftest import REAL_CONTENT

LESSON = "/guides/writing-a-guide/chats"
CHAT = f"{LESSON}/chats/walk-through"


@pytest.fixture(scope="module")
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(REAL_CONTENT)


@pytest.fixture
def chat(page: Page, site: Site) -> Page:
    page.add_init_script(HEARD)
    page.goto(f"{site.address}{CHAT}?upto=40")
    expect(page.get_by_label("Your A1")).to_be_visible()
    return page


def answer(page: Page, words: str, label: str = "Your A1") -> None:
    page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Keep my", exact=False).first.press("Enter")


def body(page: Page) -> str:
    (kept,) = kept_texts(page)
    return kept


def test_answer_stays_in_this_browser_and_stands_at_its_question_in_the_lesson_and_in_the_transcript(
    chat: Page, site: Site
) -> None:
    posts: list[str] = []
    chat.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    answer(chat, "A1 I parked in the wrong place.")
    chat.reload()
    expect(chat.get_by_label("Your A1")).to_have_value("I parked in the wrong place.")
    assert body(chat) == "A1: I parked in the wrong place."
    chat.goto(f"{site.address}{CHAT}/yours")
    expect(chat.locator(".chat-log > li:visible")).to_have_count(3)
    expect(chat.locator(".chat-log .written")).to_contain_text("I parked in the wrong place.")
    answer(chat, "Three things to copy.", "What would you tell somebody")
    assert body(chat) == "Three things to copy.\n\nA1: I parked in the wrong place."
    chat.goto(site.address + LESSON)
    field = chat.locator("#walk-through").get_by_role("textbox").first
    expect(field).to_have_value("Three things to copy.\n\nA1: I parked in the wrong place.")
    assert posts == []


def test_taken_out_again_it_is_gone_from_the_device(chat: Page) -> None:
    answer(chat, "No.")
    answer(chat, "")
    expect(chat.locator("#m15 .written")).to_have_count(0)
    assert kept_texts(chat) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [("Well.\nA4 is our paper.", "A line begins with A4, and"), ("half \ud83d", "half a character")],
)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_in_its_field(chat: Page, words: str, told: str) -> None:
    answer(chat, "Before.")
    chat.get_by_label("Your A1").evaluate(
        "(field, words) => { field.value = words; field.dispatchEvent(new Event('input', {bubbles: true})); }", words
    )
    chat.get_by_role("button", name="Keep my answer").first.press("Enter")
    expect(chat.locator("#m15 [data-problem]")).to_contain_text(told)
    assert body(chat) == "A1: Before."
    assert chat.get_by_label("Your A1").input_value().startswith(words[:4])


def test_page_come_back_to_shows_what_was_answered_meanwhile(chat: Page, site: Site) -> None:
    chat.goto(site.address + LESSON)
    field = chat.locator("#walk-through").get_by_role("textbox").first
    field.fill("A1: First.")
    chat.evaluate(
        """() => {
          const [key] = Object.keys(localStorage).filter((each) => each.startsWith("guide:text/"));
          const kept = JSON.parse(localStorage.getItem(key));
          localStorage.setItem(key, JSON.stringify({...kept, body: "A1: First.\\n\\nA4: Fourth."}));
          window.dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
        }"""
    )
    expect(field).to_have_value("A1: First.\n\nA4: Fourth.")


def test_transcript_without_answers_leads_into_the_chat(chat: Page, site: Site) -> None:
    chat.goto(f"{site.address}{CHAT}/yours")
    expect(chat.get_by_text("You have answered none of the questions yet.")).to_be_visible()
    chat.get_by_role("link", name="Walk through the chat").click()
    chat.goto(f"{site.address}{CHAT}?upto=40")
    answer(chat, "First.")
    chat.goto(f"{site.address}{CHAT}/yours")
    expect(chat.get_by_text("You have answered none of the questions yet.")).to_be_hidden()


@pytest.mark.parametrize("part", ["", "/yours", "/catch-up"])
def test_pages_of_the_chat_open_when_the_lesson_is_marked_done(chat: Page, site: Site, part: str) -> None:
    answer(chat, "I parked in the wrong place.")
    chat.goto(site.address + LESSON)
    chat.get_by_role("button", name="Mark as done").click()
    errors: list[str] = []
    chat.on("pageerror", lambda error: errors.append(str(error)))
    chat.goto(f"{site.address}{CHAT}{part}{'' if part else '?upto=40'}")
    if part != "/catch-up":
        expect(chat.locator(".chat-log .written")).to_contain_text("I parked in the wrong place.")
    chat.get_by_text("Contents", exact=True).first.click()
    expect(chat.locator(".outline-panel a[aria-current=page]")).to_contain_text("Done")
    assert errors == []


def test_everything_removed_leaves_nothing_in_the_fields(chat: Page) -> None:
    answer(chat, "Well.\nA4 is our paper.")
    chat.get_by_role("button", name="Remove", exact=True).click()
    chat.get_by_role("button", name="Remove it all").click()
    expect(chat.get_by_label("Your A1")).to_have_value("")
    assert kept_texts(chat) == []


def test_two_tabs_answer_side_by_side(chat: Page, site: Site) -> None:
    other = chat.context.new_page()
    other.goto(f"{site.address}{CHAT}?upto=117")
    answer(chat, "First.")
    expect(other.get_by_label("Your A1")).to_have_value("First.")
    other.get_by_label("Your A4").fill("Fourth.")
    expect(chat.get_by_label("Your A1")).to_have_value("First.")
    assert body(other) == "A1: First.\n\nA4: Fourth."


def test_after_signing_in_one_is_asked_and_it_is_kept(chat: Page, site: Site) -> None:
    answer(chat, "I parked in the wrong place.")
    register(chat, site)
    panel = chat.locator("[data-question]")
    expect(panel).to_be_visible()
    panel.get_by_role("button").first.click()
    expect(panel).to_contain_text("journal")
    chat.goto(f"{site.address}{CHAT}/yours")
    expect(chat.locator(".chat-log .written")).to_contain_text("I parked in the wrong place.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_clean_for_axe_and_no_wider_than_320_pixels(chat: Page, site: Site, scheme: str) -> None:
    chat.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    chat.set_viewport_size({"width": 320, "height": 568})
    answer(chat, "I parked in the wrong place.")
    for address, filled, says in (
        (f"{CHAT}?upto=40", "[data-state]", GUESTS),
        (f"{CHAT}/yours", ".chat-log .written", "I parked"),
    ):
        chat.goto(site.address + address)
        expect(chat.locator(filled).first).to_contain_text(says)
        assert axe_findings(chat) == []
        assert chat.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_browser_finds_the_same_answers_in_a_text_as_the_server(chat: Page) -> None:
    library = compile_library(REAL_CONTENT).library
    assert library is not None
    block = library.by_id["writing-a-guide"].by_id["chats"].blocks["walk-through"]
    assert isinstance(block, Chat)
    dice = random.Random(7)
    cases = [
        ("".join(dice.choice("A1469 \n\t.:)–-xé") for _ in range(dice.randrange(50))), dice.choice([None, 1, 4, 6]))
        for _ in range(400)
    ]
    address = chat.evaluate("performance.getEntriesByType('resource').find(({name}) => name.endsWith('/chat.js')).name")
    found = chat.evaluate(
        """async ([address, cases]) => {
             const {answerIn, withAnswer} = await import(address);
             return cases.map(([body, question]) => [answerIn(body, question), withAnswer(body, question, "Yes.")]);
           }""",
        [address, cases],
    )
    wanted = [
        [block.own_answers(text).get(question, ""), block.with_answer(text, question, "Yes.")]
        for text, question in cases
    ]
    assert found == wanted
    assert len({one for one, _ in wanted}) > 20
