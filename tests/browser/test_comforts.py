"""What makes reading easier: links to headings, the letter for a mistake, the guide on paper, no traps in the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import PHONE, Site, register
from tests.browser.past import GUIDE, Past
from tests.browser.reflection import HEARD, Network, button, fields_of
from tests.browser.reflection import LESSON as SMALL_LESSON

LESSON = f"{GUIDE}/your-question"
HEADING = "A question at work"
FIRST_HEADING = "h-if-somebody-sent-you-here"
SINGLE_KEYS = [*"abcdefghijklmnopqrstuvwxyz0123456789,.-/?'#[];=*+!", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
STATE = "[location.href, scrollY, document.activeElement.tagName, document.documentElement.outerHTML].join('\\n')"


@pytest.fixture
def page(real_site: Site, new_device: Callable[..., BrowserContext]) -> Page:
    page: Page = new_device().new_page()
    page.goto(real_site.address + LESSON)
    return page


# Links to headings


def test_heading_is_linked_to_by_keyboard_with_a_ring_and_no_shift(page: Page) -> None:
    link = page.get_by_role("link", name=f"Link to this section: {HEADING}")
    heading = page.get_by_role("heading", name=HEADING, exact=True)
    expect(link).to_have_css("opacity", "0")
    places = "[...document.querySelectorAll('main *')].map((each) => each.getBoundingClientRect().top + scrollY)"
    link.focus()
    page.keyboard.press("Tab")
    before = page.evaluate(places)
    page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("opacity", "1")
    assert page.evaluate(places) == before
    assert link.evaluate("(each) => parseFloat(getComputedStyle(each).outlineWidth)") >= 2
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#h-a-question-at-work$"))
    expect(heading).to_be_in_viewport()


def test_link_to_a_heading_is_seen_when_the_heading_is_pointed_at(page: Page) -> None:
    link = page.get_by_role("link", name=f"Link to this section: {HEADING}")
    page.get_by_role("heading", name=HEADING, exact=True).hover()
    expect(link).to_have_css("opacity", "1")


def test_finger_that_cannot_hover_sees_the_links(real_site: Site, new_device: Callable[..., BrowserContext]) -> None:
    page = new_device(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
    page.goto(real_site.address + LESSON)
    expect(page.get_by_role("link", name=f"Link to this section: {HEADING}")).to_have_css("opacity", "1")


def test_links_to_headings_are_not_printed_and_need_no_script(
    real_site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    page = new_device(java_script_enabled=False).new_page()
    page.goto(real_site.address + LESSON)
    link = page.get_by_role("link", name=f"Link to this section: {HEADING}")
    expect(link).to_have_attribute("href", "#h-a-question-at-work")
    page.emulate_media(media="print")
    expect(link).to_be_hidden()


# The letter for a mistake


def body_after_click(page: Page) -> str:
    """The letter as the mail program gets it."""
    link = page.get_by_role("link", name="Report a mistake or an outdated fact")
    link.evaluate("(each) => each.parentElement.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    address = str(link.get_attribute("href"))
    assert re.fullmatch(r"mailto:[^\s+]+", address)
    (body,) = parse_qs(urlsplit(address).query, strict_parsing=True)["body"]
    return body


def line_of(body: str, label: str) -> str:
    (line,) = [line for line in body.split("\r\n") if line.startswith(label)]
    return line.removeprefix(label).strip()


def test_letter_holds_the_words_that_were_selected(page: Page) -> None:
    page.evaluate(
        """() => {
          const paragraph = [...document.querySelectorAll(".prose p")].find((each) => each.textContent.includes("Sfax"));
          getSelection().selectAllChildren(paragraph);
        }"""
    )
    body = body_after_click(page)
    assert line_of(body, "Paragraph (its first words):").startswith("Emna does the payroll")
    assert len(line_of(body, "Paragraph (its first words):")) <= 200
    assert line_of(body, "Lesson:") == "1.2 Your question (your-question)"
    assert line_of(body, "What is wrong:") == ""


def test_letter_holds_nothing_of_what_somebody_wrote(page: Page) -> None:
    """A selection that takes in a form, or what stands under it in one's own words, is not for the operator."""
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.block:has(textarea)'))")
    selected = page.evaluate("`${getSelection()}`.replace(/\\s+/g, ' ').trim().slice(0, 40)")
    assert selected
    assert not line_of(body_after_click(page), "Paragraph (its first words):").startswith(selected)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("#h-if-somebody-sent-you-here", "If somebody sent you here"),
        ("#post-1", "Each March we take on six seasonal gardeners"),
    ],
)
def test_letter_names_what_was_last_in_view_where_nothing_was_selected(page: Page, shown: str, words: str) -> None:
    page.locator(shown).evaluate("(each) => each.scrollIntoView()")
    assert line_of(body_where_one_is(page), "Paragraph (its first words):").startswith(words)


def body_where_one_is(page: Page) -> str:
    """The letter, without going down to its link."""
    link = page.get_by_role("link", name="Report a mistake or an outdated fact")
    link.evaluate("(each) => { each.addEventListener('click', (event) => event.preventDefault()); each.click(); }")
    (body,) = parse_qs(urlsplit(str(link.get_attribute("href"))).query)["body"]
    return body


def test_letter_begun_twice_names_a_passage_once(page: Page) -> None:
    body_after_click(page)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.prose blockquote p'))")
    body = body_after_click(page)
    assert body.count("Paragraph (its first words):") == 1
    assert line_of(body, "Paragraph (its first words):").startswith("Dear all, please work through")


def test_letter_without_script_leaves_the_line_to_be_filled_in(
    real_site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    page = new_device(java_script_enabled=False).new_page()
    page.goto(real_site.address + LESSON)
    address = page.get_by_role("link", name="Report a mistake or an outdated fact").get_attribute("href")
    (body,) = parse_qs(urlsplit(str(address)).query, strict_parsing=True)["body"]
    assert line_of(body, "Paragraph (its first words):") == ""


def test_letter_names_what_is_in_view_and_not_a_check_that_was_answered_below_it(page: Page) -> None:
    answer_the_check(page)
    page.locator(f"#{FIRST_HEADING}").evaluate("(each) => each.scrollIntoView()")
    assert line_of(body_where_one_is(page), "Paragraph (its first words):").startswith("If somebody sent you here")


def answer_the_check(page: Page) -> None:
    check = page.locator("#network-question")
    check.get_by_role("checkbox").first.check()
    button(check, "Answer").click()
    expect(check.locator(".result")).to_be_focused()


# Where one was


def test_place_that_is_told_is_the_one_in_view_after_a_check_below_it_was_answered(page: Page, real_site: Site) -> None:
    register(page, real_site)
    with page.expect_response("**/opened"):
        page.goto(real_site.address + LESSON)
    answer_the_check(page)
    page.locator(f"#{FIRST_HEADING}").evaluate("(each) => each.scrollIntoView({behavior: 'instant'})")
    with page.expect_request("**/opened") as told:
        page.evaluate(
            "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    assert fields_of(told.value)["position"] == FIRST_HEADING


# Marks that were kept, and a page that cannot be read anew


@pytest.fixture
def marked(site: Site, new_device: Callable[..., BrowserContext]) -> Page:
    """A learner's lesson; a request that is given up after the usual time is given up soon."""
    page: Page = new_device().new_page()
    register(page, site)
    page.add_init_script(HEARD)
    page.add_init_script(
        "const usual = AbortSignal.timeout.bind(AbortSignal); AbortSignal.timeout = () => usual(1000);"
    )
    page.goto(site.address + SMALL_LESSON)
    return page


MARKS = pytest.mark.parametrize(
    ("mark", "marked_so", "form"),
    [("Mark as done", "Mark as not done", "#foot"), ("I have done this", "Not done after all", "[data-task]")],
)


def only_reading(act: Callable[[Route], None]) -> Callable[[Route], None]:
    return lambda route: act(route) if route.request.resource_type == "fetch" else route.continue_()


@MARKS
def test_mark_that_was_kept_says_so_where_the_page_cannot_be_read_anew(
    marked: Page, mark: str, marked_so: str, form: str
) -> None:
    marked.route(f"**{SMALL_LESSON}", only_reading(lambda route: route.abort()))
    button(marked, mark).click()
    expect(marked.locator(f"{form} [data-problem]")).to_have_text("Kept. Reload the page to see it.")
    assert marked.evaluate("window.heard") == ["Kept. Reload the page to see it."]
    marked.reload()
    expect(button(marked, marked_so)).to_be_visible()


@MARKS
def test_page_that_cannot_be_read_anew_in_time_takes_the_next_press(
    marked: Page, mark: str, marked_so: str, form: str
) -> None:
    network = Network(marked)
    marked.route(f"**{SMALL_LESSON}", only_reading(lambda route: None))
    button(marked, mark).click()
    expect(marked.locator(f"{form} [data-problem]")).to_have_text("Kept. Reload the page to see it.")
    network.mend(f"**{SMALL_LESSON}")
    button(marked, mark).click()
    expect(button(marked, marked_so)).to_be_visible()
    expect(marked.locator("[data-problem]")).to_have_count(0)


# The guide on paper


def test_whole_guide_is_printed_without_what_only_a_screen_can_do(page: Page, real_site: Site) -> None:
    page.goto(f"{real_site.address}{GUIDE}/")
    page.get_by_role("main").get_by_role("link", name="Print the whole guide").click()
    expect(page.get_by_role("heading", level=1, name="How to use Twitter for Social Learning")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button").locator("visible=true")).to_have_count(0)
    expect(page.get_by_role("textbox").locator("visible=true")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Site")).to_have_count(0)
    expect(page.get_by_text("with the print command of your browser")).to_be_hidden()
    expect(page.get_by_role("heading", level=3, name="Lurk with purpose")).to_be_visible()
    breaks = page.evaluate(
        "[...document.querySelectorAll('.whole-part')].map((each) => getComputedStyle(each).breakBefore)"
    )
    assert len(breaks) == 5
    assert set(breaks[1:]) == {"page"}
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize("paper", [(657, 971), (680, 920), (986, 658)], ids=["A4", "Letter", "A4 across"])
def test_nothing_of_a_lesson_is_printed_beyond_the_edge_of_the_paper(
    page: Page, real_site: Site, paper: tuple[int, int]
) -> None:
    """Paper in pixels, without its margins. What stands in the margin of a screen is in the text on paper."""
    page.set_viewport_size({"width": paper[0], "height": paper[1]})
    page.goto(real_site.address + LESSON)
    page.emulate_media(media="print")
    beyond = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((each) => !each.closest(".visually-hidden") && each.checkVisibility())
          .filter((each) => { const box = each.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; })
          .map((each) => each.textContent.trim().slice(0, 40))"""
    )
    assert beyond == []


def test_learner_prints_the_guide_with_their_own_words_in_it(page: Page, real_site: Site) -> None:
    register(page, real_site)
    past = Past(page, real_site)
    past.begin()
    page.goto(f"{real_site.address}{GUIDE}/print")
    page.emulate_media(media="print")
    lesson = page.locator("#lesson-trivial-or-useful")
    expect(lesson.get_by_text("On Tuesday a pharmacist I follow wrote")).to_be_visible()
    expect(lesson.get_by_text("The Monday meeting.")).to_be_visible()
    expect(page.get_by_text("The copy of Ada")).to_be_visible()


# Keys


@pytest.mark.parametrize("address", [LESSON, f"{GUIDE}/", f"{GUIDE}/print", "/journal", "/progress", "/account"])
def test_no_single_key_does_anything(page: Page, real_site: Site, address: str) -> None:
    """Speech input types letters, and hands slip: a key alone is nobody's command (WCAG 2.1.4)."""
    register(page, real_site)
    page.goto(real_site.address + address, wait_until="networkidle")
    before = page.evaluate(STATE)
    for key in SINGLE_KEYS:
        page.keyboard.press(key)
    assert page.evaluate(STATE) == before
