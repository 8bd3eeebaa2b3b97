"""A map, by a learner with script and without, and by a guest on the device; both are drawn and weighed alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import Site, axe_findings, register, sign_in
from tests.browser.reflection import HEARD, KEPT, ONLY_HERE, Network, button, kept_texts

FIRST, THIRD = "/guides/small/first", "/guides/small/third"
MAP, AGAIN = f"{FIRST}/maps/my-map", f"{THIRD}/maps/my-map-again"
ITEMS = "section[aria-labelledby=list] .map-list > li"
"""Of the list, not of that of an earlier map."""

PEOPLE: list[dict[str, Any]] = [
    {"name": "Ana", "ring": "Close", "group": "colleagues", "note": "Knows the old plans."},
    {"name": "Bram", "ring": "Close", "group": "colleagues", "differs": True},
    {"name": "The Tuesday list", "ring": "Follow", "group": "other professions", "kind": "a place"},
    {"name": "Feed reader", "ring": "Follow", "group": "colleagues", "kind": "a tool", "elsewhere": True},
    {"name": "Chidi", "ring": "Follow", "group": "colleagues"},
]

SEEN = """() => {
  const main = document.querySelector("main");
  const words = (each) => each?.innerText.replace(/\\s+/g, " ").trim();
  const of = (heading) => words(main.querySelector(`section[aria-labelledby=${heading}]:not([hidden])`));
  const drawing = main.querySelector("#now-map-title").closest("figure");
  const tenths = (value) => value.replace(/-?[\\d.]+/g, (each) => Number(each).toFixed(1));
  const shapeOf = ({tagName, attributes, textContent}) => [
    tagName, textContent,
    ...[...attributes].filter(({name}) => /^(x|y|cx|cy|r|width|height|d)$/.test(name))
      .map(({name, value}) => name + tenths(value)),
  ].join(" ");
  const items = [...main.querySelectorAll("section[aria-labelledby=list] .map-list > li")];
  return {
    shapes: [...drawing.querySelectorAll("circle, rect, path, text")].map(shapeOf),
    spoken: [...drawing.querySelectorAll("title, desc")].map((each) => each.textContent.replace(/\\s+/g, " ").trim()),
    caption: words(drawing.querySelector("figcaption")),
    thin: of("thin"),
    changes: of("changes"),
    list: items.map((each) => [...each.querySelectorAll(":scope > p")].map(words)),
  };
}"""


def fill(form: Locator, name: str, **choices: Any) -> None:
    form.get_by_label("Name or initials").fill(name)
    for label, key in (("Ring", "ring"), ("Group", "group"), ("What it is", "kind")):
        if key in choices:
            form.get_by_label(label, exact=True).select_option(label=choices[key])
    form.get_by_label("disagrees with me").set_checked(choices.get("differs", False))
    form.get_by_label("outside my country").set_checked(choices.get("elsewhere", False))
    form.get_by_label("A note").fill(choices.get("note", ""))


def add(page: Page, name: str, **choices: Any) -> None:
    form = page.locator("form", has=page.get_by_role("button", name="Add", exact=True))
    fill(form, name, **choices)
    form.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(page.locator(ITEMS).filter(has_text=name).first).to_be_visible()


def change(page: Page, name: str) -> Locator:
    """The form in which this one is changed, opened."""
    item = page.locator(ITEMS, has_text=name)
    if item.locator("details").get_attribute("open") is None:
        item.locator("summary").press("Enter")
    return item.locator("form")


def seen(page: Page) -> dict[str, Any]:
    """What the page says of the map: the drawing to a tenth, its words, the list."""
    found: dict[str, Any] = page.evaluate(SEEN)
    return found


# A learner


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def learner(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    page = context.new_page()
    register(page, site)
    yield page
    context.close()


def test_map_is_made_changed_and_weighed_by_keyboard(learner: Page, site: Site) -> None:
    learner.goto(site.address + FIRST)
    learner.get_by_role("link", name="Begin your map").press("Enter")
    for person in PEOPLE:
        add(learner, **person)
    expect(learner.locator("section", has_text="Where it is thin")).to_contain_text(
        "4 of 5, is in one group: colleagues"
    )
    form = change(learner, "Chidi")
    fill(form, "Chidi O.", ring="In touch", group="same profession elsewhere")
    form.get_by_role("button", name="Save").press("Enter")
    expect(learner.locator(".map-list").nth(1)).to_contain_text("Chidi O.")
    change(learner, "Bram").get_by_role("button", name="Take out").press("Enter")
    expect(learner.locator(ITEMS)).to_have_count(4)
    learner.goto(site.address + FIRST)
    expect(learner.locator("#my-map svg desc")).to_contain_text("Close: 1, In touch: 1, Follow: 2.")


def test_two_dated_maps_stand_side_by_side_with_what_has_changed(learner: Page, site: Site) -> None:
    learner.goto(site.address + MAP)
    add(learner, "Ana")
    learner.goto(site.address + AGAIN)
    learner.get_by_role("button", name="Begin with a copy of it").press("Enter")
    add(learner, "Bram")
    expect(learner.get_by_role("heading", name="Now,")).to_be_visible()
    expect(learner.get_by_role("heading", name="Then,")).to_be_visible()
    expect(learner.locator("section", has_text="What has changed")).to_contain_text("Added: Bram.")


def test_change_to_what_was_changed_elsewhere_shows_both(learner: Page, site: Site) -> None:
    learner.goto(site.address + MAP)
    add(learner, "Ana")
    late = learner.context.new_page()
    late.goto(site.address + MAP)
    form = change(learner, "Ana")
    fill(form, "Ana", note="Knows the old plans.")
    form.get_by_role("button", name="Save").press("Enter")
    expect(learner.locator(".map-list")).to_contain_text("Knows the old plans.")
    form = change(late, "Ana")
    fill(form, "Ana", note="Left in May.")
    form.get_by_role("button", name="Save").press("Enter")
    expect(late.get_by_role("heading", name="Changed elsewhere")).to_be_visible()
    expect(late.locator("main")).to_contain_text("Knows the old plans.")
    late.get_by_role("button", name="Save this").press("Enter")
    expect(late.locator(".map-list")).to_contain_text("Left in May.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", ["learner", "guest"])
def test_pages_are_clean_for_axe_and_no_wider_than_320_pixels(page: Page, site: Site, who: str, scheme: str) -> None:
    if who == "learner":
        register(page, site)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(site.address + MAP)
    for person in PEOPLE:
        add(page, **person)
    page.goto(site.address + AGAIN)
    page.get_by_role("button", name="Begin with a copy of it").press("Enter")
    change(page, "Ana")
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(site.address + FIRST)
    page.locator("#my-map").scroll_into_view_if_needed()
    expect(page.locator("#my-map svg")).to_be_visible()
    assert axe_findings(page) == []


# Typed and not sent


TYPED: dict[str, Any] = {
    "name": "Ana",
    "ring": "Follow",
    "group": "other professions",
    "kind": "a place",
    "differs": True,
    "elsewhere": True,
    "note": "Half a thought",
}


@pytest.fixture(params=["learner", "guest"])
def anybody(request: pytest.FixtureRequest, page: Page, site: Site) -> Page:
    if request.param == "learner":
        register(page, site)
    page.add_init_script(HEARD)
    page.goto(site.address + MAP)
    return page


def adding(page: Page) -> Locator:
    return page.locator("form", has=page.get_by_role("button", name="Add", exact=True))


def typed(form: Locator) -> dict[str, Any]:
    """What a form holds, as ``fill`` takes it."""

    def chosen(label: str) -> str:
        words: str = form.get_by_label(label, exact=True).evaluate("(each) => each.selectedOptions[0].label")
        return words

    return {
        "name": form.get_by_label("Name or initials").input_value(),
        "ring": chosen("Ring"),
        "group": chosen("Group"),
        "kind": chosen("What it is"),
        "differs": form.get_by_label("disagrees with me").is_checked(),
        "elsewhere": form.get_by_label("outside my country").is_checked(),
        "note": form.get_by_label("A note").input_value(),
    }


def unsent(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('guide:unsent/'))")
    return found


def test_form_that_was_not_sent_is_as_it_was_after_the_page_was_closed(anybody: Page, site: Site) -> None:
    fill(adding(anybody), **TYPED)
    expect(adding(anybody).get_by_role("status")).to_have_text(KEPT)
    page = anybody.context.new_page()
    anybody.close()
    page.goto(site.address + MAP)
    expect(adding(page).get_by_role("status")).to_have_text(KEPT)
    assert typed(adding(page)) == TYPED
    adding(page).get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(ITEMS)).to_contain_text(["Ana"])
    expect(adding(page).get_by_label("Name or initials")).to_have_value("")
    expect(adding(page).get_by_role("status")).to_have_count(0)
    assert unsent(page) == []


def test_change_that_was_not_sent_is_in_its_form_after_the_page_was_closed(anybody: Page, site: Site) -> None:
    add(anybody, **PEOPLE[0])
    add(anybody, **PEOPLE[1])
    fill(change(anybody, "Bram"), **{**TYPED, "name": "Bram  B."})
    page = anybody.context.new_page()
    anybody.close()
    page.goto(site.address + MAP)
    form = page.locator(ITEMS, has_text="Bram").locator("form")
    expect(form).to_be_visible()
    expect(form.get_by_role("status")).to_have_text(KEPT)
    expect(page.locator(ITEMS, has_text="Ana").locator("form")).to_be_hidden()
    assert {**typed(form), "name": "Bram B."} == {**TYPED, "name": "Bram B."}
    form.get_by_role("button", name="Save").click()
    expect(page.locator(ITEMS, has_text="Bram B.")).to_contain_text("Half a thought")
    expect(page.locator("form").get_by_role("status")).to_have_count(0)
    assert unsent(page) == []


def test_one_taken_out_takes_what_was_typed_over_it_along(anybody: Page) -> None:
    add(anybody, **PEOPLE[0])
    form = change(anybody, "Ana")
    form.get_by_label("A note").fill("Half a thought")
    expect(form.get_by_role("status")).to_have_text(KEPT)
    form.get_by_role("button", name="Take out").click()
    expect(anybody.locator(ITEMS)).to_have_count(0)
    assert unsent(anybody) == []


def test_words_taken_back_leave_nothing_on_the_device(anybody: Page) -> None:
    fill(adding(anybody), "Ana")
    expect(adding(anybody).get_by_role("status")).to_have_text(KEPT)
    fill(adding(anybody), "")
    expect(adding(anybody).get_by_role("status")).to_have_count(0)
    assert unsent(anybody) == []


def test_form_that_the_device_does_not_keep_says_so_once_and_leaving_asks(anybody: Page) -> None:
    anybody.evaluate(
        "void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })"
    )
    fill(adding(anybody), "Ana", note="Only here")
    expect(adding(anybody).get_by_role("status")).to_have_text(ONLY_HERE)
    assert anybody.evaluate("window.heard") == [ONLY_HERE]
    asked: list[str] = []
    anybody.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    anybody.reload()
    assert asked == ["beforeunload"]


def test_change_typed_over_what_was_changed_elsewhere_is_shown_beside_it_and_settled(
    page: Page, site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    register(page, site)
    page.goto(site.address + MAP)
    add(page, "Ana")
    change(page, "Ana").get_by_label("A note").fill("From the desk.")
    phone = new_device()
    phone.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    other = phone.new_page()
    other.goto(site.address + MAP)
    form = change(other, "Ana")
    form.get_by_label("A note").fill("From the phone.")
    form.get_by_role("button", name="Save").press("Enter")
    expect(other.locator(".map-list")).to_contain_text("From the phone.")
    page.reload()
    form = page.locator(ITEMS, has_text="Ana").locator("form")
    expect(form.get_by_label("A note")).to_have_value("From the desk.")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Changed elsewhere")).to_be_visible()
    expect(page.locator("main")).to_contain_text("From the phone.")
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({name}) => name.endsWith('unsent.js'))"
    )
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Leave it so").click()
    expect(page.locator(".map-list")).to_contain_text("From the phone.")
    expect(change(page, "Ana").get_by_label("A note")).to_have_value("From the phone.")
    assert unsent(page) == []


def test_words_changed_after_their_post_was_stopped_on_the_way_go_out_as_others(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(site.address + MAP)
    fill(adding(page), "Ana")

    def arrive_and_stop(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("aborted")

    page.route(f"**{MAP}", arrive_and_stop)
    with page.expect_event("requestfailed"):
        adding(page).get_by_role("button", name="Add", exact=True).click()
    page.unroute(f"**{MAP}")
    add(page, "Bram")
    expect(page.locator(ITEMS)).to_have_count(2)


def test_signing_out_asks_about_a_form_that_was_not_sent(page: Page, site: Site) -> None:
    register(page, site)
    page.goto(site.address + MAP)
    fill(adding(page), "Ana")
    button(page, "Sign out").click()
    panel = page.locator("[data-question]")
    expect(panel).to_contain_text("A form is filled in and not sent (lesson 1.1")
    panel.get_by_role("link", name="To lesson 1.1").click()
    page.wait_for_url("**/maps/**")
    button(page, "Sign out").click()
    button(panel, "Sign out and delete").click()
    page.wait_for_url(lambda url: "/maps/" not in url)
    assert unsent(page) == []


# A guest


@pytest.fixture
def guest(page: Page, site: Site) -> Page:
    page.add_init_script(HEARD)
    page.goto(site.address + MAP)
    return page


def nodes(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [node for body in kept_texts(page) for node in json.loads(body)["nodes"]]
    return found


def test_guest_makes_a_map_that_is_sent_nowhere_and_found_again(guest: Page, site: Site) -> None:
    network = Network(guest)
    expect(guest.locator("main")).to_contain_text("kept in this browser only")
    for person in PEOPLE:
        add(guest, **person)
    expect(guest.get_by_label("Name or initials").last).to_be_focused()
    form = change(guest, "Chidi")
    fill(form, "Chidi O.", ring="In touch", group="same profession elsewhere")
    form.get_by_role("button", name="Save").press("Enter")
    expect(guest.locator(".map-list").nth(1)).to_contain_text("Chidi O.")
    change(guest, "Bram").get_by_role("button", name="Take out").press("Enter")
    expect(guest.locator(ITEMS)).to_have_count(4)
    assert guest.evaluate("window.heard")[-2:] == ["Changed.", "Taken out."]
    before = seen(guest)
    guest.reload()
    expect(guest.locator(ITEMS)).to_have_count(4)
    assert seen(guest) == before
    guest.goto(site.address + FIRST)
    block = guest.locator("#my-map")
    block.scroll_into_view_if_needed()
    expect(block.locator("svg desc")).to_contain_text("Close: 1, In touch: 1, Follow: 2.")
    expect(block.get_by_role("link", name="Open your map")).to_be_visible()
    assert network.posts == []


def test_guest_who_has_marked_the_lesson_done_finds_the_map_there_all_the_same(guest: Page, site: Site) -> None:
    add(guest, **PEOPLE[0])
    guest.goto(site.address + FIRST)
    guest.get_by_role("button", name="Mark as done").click()
    errors: list[str] = []
    guest.on("pageerror", lambda error: errors.append(str(error)))
    guest.goto(site.address + MAP)
    expect(guest.locator(ITEMS)).to_contain_text(["Ana"])
    add(guest, **PEOPLE[1])
    guest.get_by_text("Contents", exact=True).first.click()
    expect(guest.locator(".outline-panel a[aria-current=page]")).to_contain_text("Done")
    assert errors == []


def test_part_of_a_guests_page_that_fails_takes_no_other_with_it(guest: Page, site: Site) -> None:
    add(guest, **PEOPLE[0])
    guest.goto(site.address + FIRST)
    guest.get_by_role("button", name="Mark as done").click()
    html = guest.request.get(site.address + MAP).text()
    broken = html.replace("data-guest-mark", "data-nothing")
    assert broken != html
    guest.route(site.address + MAP, lambda route: route.fulfill(body=broken, content_type="text/html"))
    guest.goto(site.address + MAP)
    expect(guest.locator(ITEMS)).to_contain_text(["Ana"])


def test_guests_map_is_drawn_and_weighed_as_the_server_does_it_when_it_is_taken_over(guest: Page, site: Site) -> None:
    for person in PEOPLE:
        add(guest, **person)
    for at in range(14):  # more than one row of a cell takes
        add(guest, f"Reader {at}", ring="Close" if at < 10 else "In touch", group="colleagues")
    guest.goto(site.address + AGAIN)
    guest.get_by_role("button", name="Begin with a copy of it").press("Enter")
    form = change(guest, "Ana")
    fill(form, "Ana", ring="Follow")
    form.get_by_role("button", name="Save").press("Enter")
    add(guest, "Dorota", ring="In touch", group="places and tools", kind="a tool")
    change(guest, "Bram").get_by_role("button", name="Take out").press("Enter")
    expect(guest.locator(ITEMS).filter(has_text="Bram")).to_have_count(0)
    here = {AGAIN: seen(guest)}
    guest.goto(site.address + MAP)
    expect(guest.locator(ITEMS)).to_have_count(19)
    here[MAP] = seen(guest)
    bodies = sorted(kept_texts(guest))
    register(guest, site)
    panel = guest.locator("[data-question]")
    panel.get_by_role("button").first.click()
    expect(panel).to_contain_text("journal")
    for address, page in here.items():
        guest.goto(site.address + address)
        assert seen(guest) == page
    assert len(here[MAP]["shapes"]) > 40
    assert "Moved: Ana" in here[AGAIN]["changes"]
    download = guest.request.get(f"{site.address}/account/download").json()
    assert sorted(entry["body"] for entry in download["entries"]) == bodies


def test_map_in_the_account_stays_when_a_guests_is_added(guest: Page, site: Site, browser: Browser) -> None:
    other = browser.new_context().new_page()
    email = register(other, site)
    other.goto(site.address + MAP)
    add(other, "Ana")
    add(guest, "Bram")
    sign_in(guest, site, email)
    panel = guest.locator("[data-question]")
    panel.get_by_role("button").first.click()
    expect(panel).to_contain_text("journal")
    guest.goto(site.address + MAP)
    expect(guest.locator(ITEMS)).to_have_count(1)
    expect(guest.locator(".map-list")).to_contain_text("Ana")
    guest.goto(f"{site.address}/journal/small/first/my-map")
    expect(guest.locator("main")).to_contain_text("Bram")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (" ", "has a name. Initials will do."),
        ("x" * 81, "A name is short"),
        ("half \ud83d", "half a character"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_in_its_field(guest: Page, name: str, told: str) -> None:
    field = guest.get_by_label("Name or initials")
    field.evaluate("(field, name) => { field.value = name; }", name)
    guest.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(guest.locator("[data-problem]")).to_contain_text(told)
    assert guest.evaluate("window.heard")[-1].find(told) >= 0
    assert len(field.input_value()) == len(name)
    assert kept_texts(guest) == []


def test_full_map_takes_no_more_and_loses_nothing(guest: Page) -> None:
    body = json.dumps(
        {"nodes": [{"name": f"N{at}", "ring": 0, "group": "colleagues", "id": at} for at in range(1, 61)]}
    )
    add(guest, "Ana")
    guest.evaluate(
        """(body) => {
          const [key] = Object.keys(localStorage).filter((each) => each.startsWith("guide:text/"));
          localStorage.setItem(key, JSON.stringify({...JSON.parse(localStorage.getItem(key)), body}));
        }""",
        body,
    )
    guest.reload()
    expect(guest.locator(ITEMS)).to_have_count(60)
    guest.get_by_label("Name or initials").last.fill("One more")
    guest.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(guest.locator("[data-problem]")).to_contain_text("A map has room for 60.")
    assert len(nodes(guest)) == 60


def test_remove_it_all_empties_the_form_too_and_what_is_typed_there_is_nobodys_question(
    guest: Page, site: Site
) -> None:
    add(guest, **PEOPLE[0])
    change(guest, "Ana").get_by_label("A note").fill("Half a thought")
    fill(adding(guest), "Bram")
    assert len(unsent(guest)) == 2
    button(guest, "Remove").click()
    button(guest, "Remove it all").click()
    expect(guest.locator(ITEMS)).to_have_count(0)
    expect(guest.locator("[data-map-page] form")).to_have_count(1)
    expect(adding(guest).get_by_label("Name or initials")).to_have_value("")
    assert guest.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('guide:'))") == []
    fill(adding(guest), "Bram")
    assert len(unsent(guest)) == 1
    register(guest, site)
    guest.goto(f"{site.address}/journal", wait_until="networkidle")
    expect(guest.locator("[data-question]")).to_have_count(0)


def test_two_tabs_hold_the_same_map_and_neither_writes_over_the_other(guest: Page, site: Site) -> None:
    add(guest, "Ana")
    tab = guest.context.new_page()
    tab.goto(site.address + MAP)
    late = change(tab, "Ana")
    late.get_by_label("A note").fill("Left in May.")
    add(guest, "Bram")
    expect(tab.locator(ITEMS)).to_have_count(2)
    expect(late.get_by_label("A note")).to_have_value("Left in May.")
    form = change(guest, "Ana")
    fill(form, "Ana", note="Knows the old plans.")
    form.get_by_role("button", name="Save").press("Enter")
    late.get_by_role("button", name="Save").press("Enter")
    expect(late.locator("[data-problem]")).to_contain_text("changed in another tab")
    expect(tab.locator(ITEMS, has_text="Ana")).to_contain_text("Knows the old plans.")
    late.get_by_role("button", name="Save").press("Enter")
    expect(guest.locator(ITEMS, has_text="Ana")).to_contain_text("Left in May.")
    assert [node["name"] for node in nodes(guest)] == ["Ana", "Bram"]


def test_guest_without_script_reads_what_it_is_and_how_to_begin(browser: Browser, site: Site) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site.address + MAP)
    expect(page.get_by_role("img")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Create account")).to_be_visible()
    expect(page.get_by_role("button", name="Add")).to_have_count(0)


def test_form_stays_when_another_tab_takes_its_one_out_and_its_number_is_given_again(guest: Page, site: Site) -> None:
    add(guest, "Ana")
    tab = guest.context.new_page()
    tab.goto(site.address + MAP)
    late = tab.locator(ITEMS, has_text="Ana").locator("details")
    late.locator("summary").press("Enter")
    tab.get_by_label("A note").first.fill("Left in May.")
    change(guest, "Ana").get_by_role("button", name="Take out").press("Enter")
    add(guest, "Bram")
    expect(tab.locator(ITEMS)).to_have_count(1)
    form = tab.locator("[data-list] > details form")
    expect(form.get_by_label("A note")).to_have_value("Left in May.")
    form.get_by_role("button", name="Save").press("Enter")
    expect(tab.locator("[data-problem]")).to_contain_text("changed in another tab")
    form.get_by_role("button", name="Save").press("Enter")
    expect(tab.locator(ITEMS)).to_have_count(2)
    assert [(node["name"], node["id"]) for node in nodes(tab)] == [("Bram", 1), ("Ana", 2)]


def test_full_device_keeps_nothing_more_says_so_and_the_page_goes_on(guest: Page) -> None:
    add(guest, "Ana")
    guest.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })")
    add(guest, "Bram")
    add(guest, "Chidi")
    expect(guest.locator(ITEMS)).to_have_count(3)
    expect(guest.locator("main")).to_contain_text("the map is gone when you leave the page")
    assert "the map is gone when you leave the page" in guest.evaluate("window.heard")[-1]


def test_part_that_does_not_arrive_says_so(guest: Page, site: Site) -> None:
    guest.route("**/map.js", lambda route: route.abort())
    guest.goto(site.address + MAP)
    expect(guest.locator("main")).to_contain_text("A part of this page did not arrive.")


def test_what_cannot_be_read_as_a_map_stays_and_is_shown(guest: Page) -> None:
    add(guest, "Ana")
    guest.evaluate(
        """() => {
          const [key] = Object.keys(localStorage).filter((each) => each.startsWith("guide:text/"));
          localStorage.setItem(key, JSON.stringify({...JSON.parse(localStorage.getItem(key)), body: "no map"}));
        }"""
    )
    guest.reload()
    expect(guest.locator("main")).to_contain_text("no map")
    add(guest, "Bram")
    assert [json.loads(body) for body in kept_texts(guest)] == [
        {"nodes": [{"name": "Bram", "ring": 0, "group": "colleagues", "id": 1}], "unread": "no map"}
    ]
