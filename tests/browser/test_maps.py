"""A map, by a learner with script and without, and by a guest on the device; both are drawn and weighed alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site, axe_findings, register, sign_in
from tests.browser.reflection import HEARD, Network, kept_texts

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
