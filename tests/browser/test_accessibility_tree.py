"""Pages as those get them who hear them: names, roles and states, out of the browser's own tree."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site, register
from tests.browser.past import FIRST, GUIDE, Past

PROMPT = "Which of the eight posts would have changed something in your working week?"
PLACES = ["/", f"{GUIDE}/", f"{GUIDE}/{FIRST}", f"{GUIDE}/glossary", "/journal", "/progress", "/account", "/about"]


@pytest.fixture
def page(real_site: Site, new_device: Callable[..., BrowserContext]) -> Page:
    """A learner's, with something written, ticked and done."""
    page = new_device().new_page()
    register(page, real_site)
    Past(page, real_site).begin()
    return page


def outline(page: Page) -> list[int]:
    """Levels of the headings, as they follow one another."""
    levels: list[int] = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((each) => each.checkVisibility())"
        ".map((each) => Number(each.localName[1]))"
    )
    return levels


def test_headings_are_an_outline_of_every_page(page: Page, real_site: Site) -> None:
    """One of the first level; none is more than a level below the one before it."""
    for place in PLACES:
        page.goto(real_site.address + place)
        page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
        levels = outline(page)
        assert levels.count(1) == 1, place
        begin = levels.index(1)
        steps = [after - before for before, after in zip(levels[begin:], levels[begin + 1 :], strict=False)]
        assert max(steps, default=0) <= 1, (place, levels)


def test_reflection_is_a_field_named_by_its_prompt_with_a_silent_line(page: Page, real_site: Site) -> None:
    page.goto(f"{real_site.address}{GUIDE}/{FIRST}")
    field = page.get_by_role("textbox", name=PROMPT)
    expect(field).to_have_count(1)
    expect(field).to_have_accessible_description(re.compile(r"^Private: no other learner.*Leave out names and details"))
    form = page.locator("form").filter(has=field)
    expect(form.get_by_role("status")).to_have_count(1)
    expect(form.get_by_role("status")).to_have_attribute("aria-live", "off")
    for name in ("Save", "Submit"):
        expect(form.get_by_role("button", name=name, exact=True)).to_have_count(1)
    expect(page.get_by_role("group", name="Reflection")).to_have_count(1)


def test_each_check_is_a_group_named_by_its_question(page: Page, real_site: Site) -> None:
    page.goto(f"{real_site.address}{GUIDE}/{FIRST}")
    check = page.get_by_role("group", name=re.compile("A colleague shows you a slide"))
    expect(check).to_have_count(1)
    assert check.get_by_role("radio").count() >= 3
    for radio in check.get_by_role("radio").all():
        expect(radio).to_have_accessible_name(re.compile(r"\w+ \w+"))


def test_progress_is_heard_as_lessons_done_of_lessons(page: Page, real_site: Site) -> None:
    page.goto(f"{real_site.address}{GUIDE}/")
    bar = page.get_by_role("progressbar", name="Progress", exact=True)
    expect(bar).to_have_attribute("aria-valuetext", re.compile(r"^\d+ of 9 lessons done$"))
    done, total = bar.get_attribute("aria-valuenow"), bar.get_attribute("aria-valuemax")
    expect(bar).to_have_attribute("aria-valuetext", f"{done} of {total} lessons done")


def test_where_one_is_in_the_contents_is_said_in_words(page: Page, real_site: Site) -> None:
    page.goto(f"{real_site.address}{GUIDE}/{FIRST}")
    contents = page.get_by_role("navigation", name="Contents")
    contents.locator("summary").click()
    here = contents.get_by_role("link", name=re.compile("Trivial or useful"))
    expect(here).to_have_attribute("aria-current", "page")
    expect(contents.get_by_role("link", name=re.compile(r"Done"))).not_to_have_count(0)


def test_mistake_in_a_form_is_heard_with_its_field(real_site: Site, new_device: Callable[..., BrowserContext]) -> None:
    page = new_device().new_page()
    page.goto(f"{real_site.address}/register")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Create account").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    field = page.get_by_label("Password", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("at least 15 characters"))
    summary.get_by_role("link").click()
    expect(field).to_be_focused()


def test_every_landmark_has_a_name_of_its_own(page: Page, real_site: Site) -> None:
    page.goto(f"{real_site.address}{GUIDE}/{FIRST}")
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    names = [
        each.get_attribute("aria-label") or each.get_attribute("aria-labelledby") for each in page.locator("nav").all()
    ]
    assert all(names)
    assert len(names) == len(set(names))
