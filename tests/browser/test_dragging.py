"""Checks answered by dragging, with a mouse and with a finger: the answer is the one that a keyboard gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, Request, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, axe_findings, register
from tests.browser.past import AUTHORS_GUIDE

MEASURES = (Path(__file__).parent / "measures.js").read_text("utf-8")
SORT = f"{AUTHORS_GUIDE}/sources-and-facts", "how-far-read"
ORDER = f"{AUTHORS_GUIDE}/one-outcome", "order-of-pieces"
BINS = ".bins[aria-hidden=true] p"
FORM = """(form) => [...new FormData(form)].filter(([name]) => /^(item|place)-/.test(name)).sort()"""
HEARD = """(form) => {
  window.heard = [];
  for (const name of ["input", "change"]) form.addEventListener(name, (event) => heard.push([name, event.target.name]));
}"""
IN_SIGHT = """(legend) => {
  const words = document.createRange();
  words.selectNodeContents(legend);
  const { left, top } = words.getClientRects()[0];
  return legend.contains(document.elementFromPoint(left + 4, top + 4));
}"""
Point = tuple[float, float]


class Hand:
    """What holds and carries: a mouse, or a finger on the glass."""

    def __init__(self, page: Page, kind: str) -> None:
        self.page, self.kind = page, kind
        self.glass: CDPSession | None = page.context.new_cdp_session(page) if kind == "touch" else None

    def _touch(self, what: str, *points: Point) -> None:
        assert self.glass
        self.glass.send(
            "Input.dispatchTouchEvent", {"type": what, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    def press(self, at: Point) -> None:
        if self.glass:
            self._touch("touchStart", at)
        else:
            self.page.mouse.move(*at)
            self.page.mouse.down()

    def carry(self, start: Point, end: Point) -> None:
        for step in range(1, 9):
            x, y = (a + (b - a) * step / 8 for a, b in zip(start, end, strict=True))
            if self.glass:
                self._touch("touchMove", (x, y))
            else:
                self.page.mouse.move(x, y)

    def let_go(self) -> None:
        if self.glass:
            self._touch("touchEnd")
        else:
            self.page.mouse.up()


class Dragged:
    """A check in an open lesson, and the hand that is on it."""

    def __init__(self, page: Page, site: Site, where: tuple[str, str], kind: str = "mouse") -> None:
        lesson, check = where
        self.page, self.hand = page, Hand(page, kind)
        page.goto(site.address + lesson)
        self.check = page.locator(f"#{check}")
        self.items = self.check.locator(".item")
        self.check.scroll_into_view_if_needed()
        expect(self.check.locator(".grip")).to_have_count(self.items.count())

    @property
    def given(self) -> list[list[str]]:
        found: list[list[str]] = self.check.locator("form").evaluate(FORM)
        return found

    def item(self, words: str) -> Locator:
        return self.items.filter(has_text=words)

    def sort_all(self, name: str) -> None:
        for radio in self.check.get_by_role("radio", name=name).all():
            radio.check()

    def hold(self, item: Locator) -> Point:
        grip = item.locator(".grip")
        grip.evaluate("(grip) => grip.scrollIntoView({block: 'center', behavior: 'instant'})")
        at = centre(grip)
        self.hand.press(at)
        return at

    def to_bin(self, item: Locator, name: str) -> None:
        """Onto it, and not yet let go."""
        x, y = self.hold(item)
        self.hand.carry((x, y), (x, y + 8))
        self.hand.carry((x, y + 8), centre(self.page.locator(BINS).get_by_text(name, exact=True)))

    def to_place_of(self, item: Locator, other: Locator) -> None:
        """Past the middle of the other, and not yet let go."""
        x, y = self.hold(item)
        self.hand.carry((x, y), (x, y + 6))
        expect(self.page.locator(".dragged")).to_have_count(1)
        there = centre(other)[1]
        self.hand.carry((x, y + 6), (x, there + (6 if there > y else -6)))

    def answer(self) -> None:
        self.check.get_by_role("button").click()
        expect(self.check.get_by_role("button", name="Answer again")).to_be_visible()
        expect(self.check.locator(".grip")).to_have_count(self.items.count())


def centre(each: Locator) -> Point:
    box = each.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def smallest(all_of: Locator) -> float:
    """The shortest side of any of them."""
    boxes = [each.bounding_box() or {"width": 0, "height": 0} for each in all_of.all()]
    return min(min(box["width"], box["height"]) for box in boxes)


@pytest.fixture(params=["mouse", "touch"])
def kind(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def visitor(kind: str, new_device: Callable[..., BrowserContext]) -> Page:
    options = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if kind == "touch" else {"viewport": DESKTOP}
    return new_device(**options).new_page()


def posted(page: Page, act: Callable[[], None]) -> list[tuple[str, str]]:
    """The answer that a form sends."""
    with page.expect_request(lambda request: request.method == "POST" and "/checks/" in request.url) as sent:
        act()
    request: Request = sent.value
    body = request.post_data or ""
    if "form-data" not in request.headers["content-type"]:
        return sorted(parse_qsl(body))
    parts = [part.split("\r\n\r\n", 1) for part in body.split("--" + body.split("\r\n", 1)[0][2:]) if "name=" in part]
    return sorted((head.split('name="')[1].split('"')[0], value.strip()) for head, value in parts)


def test_item_dragged_onto_a_bin_posts_what_the_keyboard_posts(visitor: Page, real_site: Site, kind: str) -> None:
    lesson = Dragged(visitor, real_site, SORT, kind)
    lesson.sort_all("secondary")
    keyed = lesson.items.first.get_by_role("radio", name="abstract")
    lesson.check.locator("form").evaluate(HEARD)
    lesson.to_bin(lesson.items.first, "abstract")
    expect(visitor.locator(BINS)).to_have_text(["full", "abstract", "secondary", "Do not cite"])
    expect(visitor.locator(".aimed")).to_have_text("abstract")
    assert lesson.items.first.locator("legend").evaluate(IN_SIGHT)
    lesson.hand.let_go()
    expect(keyed).to_be_checked()
    expect(visitor.locator(BINS)).to_have_count(0)
    assert visitor.evaluate("heard") == [["input", "item-0"], ["change", "item-0"]]
    dragged = posted(visitor, lesson.answer)
    visitor.reload()
    lesson.sort_all("secondary")
    lesson.items.first.get_by_role("radio", name="secondary").focus()
    visitor.keyboard.press("ArrowUp")
    expect(keyed).to_be_checked()
    assert posted(visitor, lesson.answer) == dragged
    assert dragged == [("item-0", "1"), ("item-1", "2"), ("item-2", "2"), ("item-3", "2")]


def test_item_dragged_to_a_place_posts_what_the_keyboard_posts(visitor: Page, real_site: Site, kind: str) -> None:
    lesson = Dragged(visitor, real_site, ORDER, kind)
    words = lesson.items.locator("label").all_inner_texts()
    names = [select.get_attribute("name") or "" for select in lesson.items.locator("select").all()]
    lesson.check.locator("form").evaluate(HEARD)
    lesson.to_place_of(lesson.item(words[0]), lesson.item(words[2]))
    lesson.hand.let_go()
    expect(lesson.items.locator("label")).to_have_text([words[1], words[2], words[0], *words[3:]])
    places = dict(zip(names, "31245", strict=True))
    assert lesson.given == sorted(list(pair) for pair in places.items())
    heard = visitor.evaluate("heard")
    assert sorted(heard) == sorted([event, name] for event in ("input", "change") for name in names)
    dragged = posted(visitor, lesson.answer)
    visitor.reload()
    for name, place in places.items():
        lesson.check.locator(f"[name={name}]").focus()
        visitor.keyboard.press(place)
    assert posted(visitor, lesson.answer) == dragged == sorted(places.items())


def test_list_is_first_put_as_it_was_numbered(visitor: Page, real_site: Site, kind: str) -> None:
    """So a number chosen before stays what it was; one that is still missing is filled."""
    lesson = Dragged(visitor, real_site, ORDER, kind)
    words = lesson.items.locator("label").all_inner_texts()
    lesson.items.nth(4).get_by_role("combobox").select_option("1")
    lesson.to_place_of(lesson.item(words[3]), lesson.item(words[2]))
    lesson.hand.let_go()
    expect(lesson.items.locator("label")).to_have_text([words[4], words[0], words[1], words[3], words[2]])
    assert [place for _, place in lesson.given] == ["2", "3", "5", "4", "1"]


def test_hand_that_only_shakes_changes_no_number(visitor: Page, real_site: Site, kind: str) -> None:
    lesson = Dragged(visitor, real_site, ORDER, kind)
    for select, place in zip(lesson.items.locator("select").all(), "53142", strict=True):
        select.select_option(place)
    before = lesson.given
    for item in lesson.items.all():
        x, y = lesson.hold(item)
        lesson.hand.carry((x, y), (x + 5, y + 2))
        expect(visitor.locator(".dragged")).to_have_count(1)
        lesson.hand.let_go()
        expect(visitor.locator(".dragged")).to_have_count(0)
    assert lesson.given == before


@pytest.mark.parametrize("where", [SORT, ORDER], ids=["sort", "order"])
def test_it_can_be_dragged_again_after_an_answer(
    visitor: Page, real_site: Site, kind: str, where: tuple[str, str]
) -> None:
    register(visitor, real_site)
    lesson = Dragged(visitor, real_site, where, kind)
    lesson.sort_all("abstract")
    for opened in ("once answered", "opened anew"):
        before = lesson.given
        if where is SORT:
            lesson.to_bin(lesson.items.nth(1), "secondary" if opened == "once answered" else "full")
        else:
            lesson.to_place_of(lesson.items.first, lesson.items.nth(1))
        lesson.hand.let_go()
        assert lesson.given != before, opened
        given = lesson.given
        lesson.answer()
        assert lesson.given == given
        expect(lesson.check.locator(".said, .explanation").first).to_be_visible()
        if opened == "once answered":
            visitor.reload()
            expect(lesson.check.locator(".grip")).to_have_count(lesson.items.count())


@pytest.mark.parametrize("where", [SORT, ORDER], ids=["sort", "order"])
@pytest.mark.parametrize("taken", ["Escape", "cancelled"])
def test_escape_and_a_lost_pointer_put_the_item_back(
    visitor: Page, real_site: Site, kind: str, where: tuple[str, str], taken: str
) -> None:
    lesson = Dragged(visitor, real_site, where, kind)
    words, before = lesson.items.all_inner_texts(), lesson.given
    if where is SORT:
        lesson.to_bin(lesson.items.first, "abstract")
    else:
        lesson.to_place_of(lesson.items.first, lesson.items.nth(2))
    expect(visitor.locator(".dragged")).to_have_count(1)
    if taken == "Escape":
        visitor.keyboard.press("Escape")
    elif lesson.hand.glass:
        lesson.hand.glass.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    else:
        visitor.evaluate("dispatchEvent(new PointerEvent('pointercancel', {pointerId: 1}))")
    expect(visitor.locator(".dragged, .bins")).to_have_count(0)
    if taken == "Escape" or not lesson.hand.glass:
        lesson.hand.let_go()
    assert (lesson.items.all_inner_texts(), lesson.given) == (words, before)
    expect(lesson.check.locator("[style]:not([style=''])")).to_have_count(0)


def test_touch_beside_the_grip_scrolls_the_page_and_on_it_does_not(
    real_site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    page = new_device(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
    lesson = Dragged(page, real_site, ORDER, "touch")
    x, y = lesson.hold(lesson.items.nth(1))
    before = page.evaluate("scrollY")
    lesson.hand.carry((x, y), (x, y - 120))
    assert page.evaluate("scrollY") == before
    lesson.hand.let_go()
    given = lesson.given
    beside = centre(lesson.items.nth(1).locator("label"))
    lesson.hand.press(beside)
    lesson.hand.carry(beside, (beside[0], beside[1] - 120))
    lesson.hand.let_go()
    page.wait_for_function("(before) => scrollY > before + 60", arg=before)
    assert lesson.given == given


@pytest.mark.parametrize("where", [SORT, ORDER], ids=["sort", "order"])
def test_list_in_hand_is_clean_for_axe_and_no_wider_than_320_pixels(
    real_site: Site, new_device: Callable[..., BrowserContext], where: tuple[str, str]
) -> None:
    page = new_device(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True).new_page()
    lesson = Dragged(page, real_site, where, "touch")
    page.evaluate(MEASURES)
    assert axe_findings(page) == []
    assert smallest(lesson.check.locator(".grip")) >= 44
    if where is SORT:
        lesson.to_bin(lesson.items.nth(1), "full")
    else:
        lesson.to_place_of(lesson.items.nth(1), lesson.items.nth(2))
    expect(page.locator(".dragged")).to_have_count(1)
    assert axe_findings(page) == []
    assert page.evaluate("measures.overflowing()") == []
    if where is SORT:
        assert smallest(page.locator(BINS)) >= 44
    lesson.hand.let_go()
    assert page.evaluate("measures.overflowing()") == []


@pytest.mark.parametrize("where", [SORT, ORDER], ids=["sort", "order"])
def test_screen_readers_and_keyboards_meet_no_grip(
    real_site: Site, new_device: Callable[..., BrowserContext], where: tuple[str, str]
) -> None:
    page = new_device().new_page()
    lesson = Dragged(page, real_site, where)
    spoken = lesson.check.aria_snapshot()
    assert page.locator(".grip:not([aria-hidden=true]), .grip[tabindex]").count() == 0
    without = new_device(java_script_enabled=False).new_page()
    without.goto(page.url)
    assert without.locator(f"#{where[1]}").aria_snapshot() == spoken
    assert without.locator(".grip").count() == 0


def test_dragging_is_loaded_near_such_a_check_and_without_it_there_are_the_fields(
    real_site: Site, new_device: Callable[..., BrowserContext]
) -> None:
    page = new_device().new_page()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/dragging.js", refuse)
    page.goto(f"{real_site.address}{AUTHORS_GUIDE}/chats", wait_until="networkidle")
    assert page.locator(".sort, [data-order]").count() == 0
    assert asked == []
    page.goto(real_site.address + SORT[0], wait_until="networkidle")
    check = page.locator(f"#{SORT[1]}")
    with page.expect_event("requestfailed"):
        check.scroll_into_view_if_needed()
    assert len(asked) == 1
    for radio in check.get_by_role("radio", name="full").all():
        radio.check()
    check.get_by_role("button").click()
    expect(check.get_by_role("button", name="Answer again")).to_be_visible()


def test_guest_finds_an_answer_that_was_dragged_and_drags_on(visitor: Page, real_site: Site, kind: str) -> None:
    lesson = Dragged(visitor, real_site, ORDER, kind)
    words = lesson.items.locator("label").all_inner_texts()
    lesson.to_place_of(lesson.item(words[0]), lesson.item(words[2]))
    lesson.hand.let_go()
    given = lesson.given
    lesson.answer()
    visitor.reload()
    expect(lesson.check).to_contain_text("You answered this in this browser")
    lesson.check.scroll_into_view_if_needed()
    expect(lesson.check.locator(".grip")).to_have_count(len(words))
    assert lesson.given == given
    lesson.to_place_of(lesson.item(words[0]), lesson.item(words[2]))
    lesson.hand.let_go()
    expect(lesson.items.locator("label")).to_have_text([words[1], words[0], words[2], *words[3:]])
    assert [place for _, place in lesson.given] == ["2", "1", "3", "4", "5"]
