"""Every component in every state, photographed and looked over: light and dark, narrow and wide, in forced colours, on paper.

No photograph is compared with one of another day, since letters differ from machine to machine. With
``--photographs FOLDER`` they are kept there, for whoever looks over the face of the site.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from guide.patterns.example import CONTENT
from guide.patterns.groups import GROUPS
from tests.browser.conftest import AXE, DESKTOP, PHONE, Site

LOOKS = [(size, scheme) for size in (PHONE, DESKTOP) for scheme in ("light", "dark")]
MEASURES = (Path(__file__).parent / "measures.js").read_text("utf-8")
OF_WHOLE_PAGES = ("landmark-unique", "heading-order", "landmark-complementary-is-top-level")
"""Rules that each page is held to by itself; here parts of many pages stand under one another."""
WORDLESS = """() => {
  const has = (each) => [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE ? node.data.trim() :
    node.nodeType === Node.ELEMENT_NODE && !node.matches("svg, .visually-hidden") && has(node));
  return [...document.querySelectorAll(".tick, p.verdict, .flag, .state, .kind, .deed")].filter((each) => !has(each))
    .map((each) => each.outerHTML.slice(0, 120));
}"""
"""What means something and has a sign, but no word."""
LOOK = """(block) => {
  const at = block.getBoundingClientRect();
  return [block, ...block.querySelectorAll("*")].filter((each) => each.checkVisibility()).map((each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    const { color, backgroundColor, fontSize, fontWeight, fontStyle } = getComputedStyle(each);
    return [each.tagName, ...[x - at.x, y - at.y, width, height].map(Math.round), color, backgroundColor, fontSize, fontWeight,
      fontStyle, each.checked ?? ""].join(" ");
  });
}"""
"""Every element of a block: its place in it, its size, its colours, its letters."""


@pytest.fixture(scope="module")
def workshop(make_site: Callable[..., Site]) -> Site:
    """A site in development that serves the very guides that /patterns shows."""
    return make_site(CONTENT, GUIDE_DEV="1")


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture(scope="module", params=GROUPS)
def group(request: pytest.FixtureRequest, workshop: Site, visitor: BrowserContext) -> Iterator[Page]:
    """The page of a group, with everything in it unfolded."""
    page = visitor.new_page()
    page.goto(f"{workshop.address}/patterns/{request.param}")
    page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
    yield page
    page.close()


class Album:
    """The photographs of a group, by section and look; kept in a folder if one is named."""

    def __init__(self, page: Page, folder: str | None) -> None:
        self.page, self.folder = page, Path(folder) if folder else None
        self.pictures: dict[tuple[str, str], bytes] = {}

    def photograph(self, look: str) -> None:
        """Every section as it stands; where nobody wants to keep them, the first one, for the time that it takes."""
        group = self.page.url.rpartition("/")[2]
        sections = GROUPS[group].sections
        for section in sections if self.folder else sections[:1]:
            picture = self.page.locator(f"#{section.id}").screenshot(animations="disabled")
            self.pictures[section.id, look] = picture
            if self.folder:
                self.folder.mkdir(parents=True, exist_ok=True)
                (self.folder / f"{group}-{section.id}-{look}.png").write_bytes(picture)


def is_blank(picture: bytes) -> bool:
    """Whether a PNG has the same colour all over: then all its lines are told in at most two ways."""
    width, _height, _depth, kind = struct.unpack(">IIBB", picture[16:26])
    packed, at = b"", 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        if picture[at + 4 : at + 8] == b"IDAT":
            packed += picture[at + 8 : at + 8 + length]
        at += length + 12
    lines, stride = zlib.decompress(packed), width * {2: 3, 6: 4}[kind] + 1
    return len({lines[start : start + stride] for start in range(0, len(lines), stride)}) <= 2


def dress(page: Page, size: Any, scheme: str, **media: Any) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, forced_colors="none", media="screen")  # type: ignore[arg-type]
    if media:
        page.emulate_media(**media)


def test_every_section_is_seen_in_every_look(group: Page, pytestconfig: pytest.Config) -> None:
    """Nothing is blank, and the dark is not the light."""
    album = Album(group, pytestconfig.getoption("--photographs"))
    for size, scheme in LOOKS:
        dress(group, size, scheme)
        album.photograph(f"{size['width']}-{scheme}")
    if album.folder:
        dress(group, DESKTOP, "light", forced_colors="active")
        album.photograph("forced-colours")
        dress(group, DESKTOP, "light", media="print")
        album.photograph("print")
    assert [where for where, picture in album.pictures.items() if is_blank(picture)] == []
    for section, look in album.pictures:
        if look.endswith("-light"):
            dark = album.pictures[section, look.replace("light", "dark")]
            assert album.pictures[section, look] != dark, (section, look)


def test_axe_finds_nothing_in_any_state(group: Page) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    dress(group, DESKTOP, "light")
    group.evaluate(AXE.read_text("utf-8"))
    findings = []
    for size, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
        dress(group, size, scheme)
        rules = {rule: {"enabled": False} for rule in OF_WHOLE_PAGES}
        result = group.evaluate("(rules) => axe.run({resultTypes: ['violations'], rules})", rules)
        findings += [
            f"{scheme} {found['id']}: {node['html'][:160]}" for found in result["violations"] for node in found["nodes"]
        ]
    assert findings == []


def test_nothing_has_to_be_scrolled_sideways_at_320_pixels(group: Page) -> None:
    dress(group, {"width": 320, "height": 568}, "light")
    group.evaluate(MEASURES)
    assert group.evaluate("measures.overflowing()") == []


def test_whatever_a_sign_means_is_said_in_words(group: Page) -> None:
    """So it is there in forced colours, on paper and for those who do not see it."""
    assert group.evaluate(WORDLESS) == []


def test_in_forced_colours_everything_can_be_told_from_its_ground(group: Page) -> None:
    dress(group, DESKTOP, "dark", forced_colors="active")
    group.evaluate(MEASURES)
    assert group.evaluate("measures.faint()") == []


def test_on_paper_there_are_the_own_words_and_nothing_to_press(workshop: Site, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto(f"{workshop.address}/patterns/blocks")
    dress(page, DESKTOP, "light", media="print")
    expect(page.locator("#reflection--4 .only-print")).to_contain_text("between two deliveries")
    expect(page.locator("#reflection--4 .only-print")).to_be_visible()
    expect(page.locator("#check-sort--2").get_by_text("Look at it again")).to_be_visible()
    expect(page.locator("#decide--3 .only-print")).to_contain_text("When there are two of us again")
    expect(page.locator("#decide--3 .only-print")).to_be_visible()
    expect(page.locator("main").get_by_role("button")).to_have_count(0)
    page.close()


def looks(page: Page, block: str) -> list[str]:
    found: list[str] = page.locator(f"#{block}").evaluate(LOOK)
    return found


def test_block_looks_here_as_it_does_in_its_lesson(workshop: Site, visitor: BrowserContext) -> None:
    """Narrow and wide; also a check that the script has answered, beside one that the server has."""
    patterns, lesson = visitor.new_page(), visitor.new_page()
    patterns.goto(f"{workshop.address}/patterns/blocks")
    lesson.goto(f"{workshop.address}/guides/reading-hour/choose-a-text")
    lesson.locator("#check-one").get_by_role("radio").nth(1).check()
    lesson.locator("#check-one").get_by_role("button").click()
    expect(lesson.locator("#check-one").get_by_role("button", name="Answer again")).to_be_visible()
    lesson.mouse.move(0, 0)
    for size in (PHONE, DESKTOP):
        for page in (patterns, lesson):
            dress(page, size, "light")
        assert looks(patterns, "post--1--post-1") == looks(lesson, "post-1")
        assert looks(patterns, "check-one--4--check-one") == looks(lesson, "check-one")
        assert looks(patterns, "reflection--2--worth-an-hour")[:4] == looks(lesson, "worth-an-hour")[:4]
    patterns.close()
    lesson.close()


def test_what_is_blank_would_be_noticed(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    assert is_blank(page.screenshot())
    page.set_content("<p>a</p>")
    assert not is_blank(page.screenshot())
    page.close()
