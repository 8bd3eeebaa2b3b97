"""Every kind of page, light and dark, narrow and wide, by mouse, finger and keyboard: nothing shut out, nothing cut off."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect

from guide.kernel.config import PROJECT
from tests.browser.conftest import AXE, DESKTOP, PHONE, Site
from tests.browser.kinds import FOR_AUTHORS, KINDS, LESSONS, People
from tests.browser.past import AUTHORS_GUIDE, FIRST, GUIDE, JOURNAL, WRITTEN
from tests.conftest import REAL_CONTENT, SMALL_GUIDE

LOOKS = [(size, scheme) for size in (PHONE, DESKTOP) for scheme in ("light", "dark")]
REFUSED = re.compile(r"Failed to load resource: .*(4\d\d|net::ERR_FAILED)")
"""What Chromium notes when a page that refuses something is opened, which is no mistake of the page."""
SAVED = re.compile(r"^Saved \d\d:\d\d$")
KIB = 1024
VNU = PROJECT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
MEASURES = (Path(__file__).parent / "measures.js").read_text("utf-8")


@pytest.fixture(scope="module")
def people(
    make_site: Callable[..., Site], browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    """Two guides, so that there is a library, too."""
    content = tmp_path_factory.mktemp("two") / "content"
    shutil.copytree(REAL_CONTENT, content)
    shutil.copytree(SMALL_GUIDE / "small", content / "small")
    people = People.of(make_site(content), browser)
    yield people
    people.close()


class Watch:
    """What the pages of a device complain of, and where they go for things."""

    def __init__(self, device: BrowserContext, site: Site) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        device.on("console", self._hear)
        device.on("weberror", lambda error: self.complaints.append(str(error.error)))
        device.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSED.match(message.text):
            self.complaints.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith(self.site.address):
            self.elsewhere.append(request.url)


@pytest.fixture(scope="module")
def watches(people: People) -> list[Watch]:
    return [Watch(device, people.site) for device in (people.guest, people.new, people.old, people.done)]


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """By kind of page: its HTML as it came over the wire. Filled by ``open_kind``."""
    return {}


def open_kind(kind: str, people: People, sources: dict[str, str]) -> Page:
    people.guest.clear_cookies()
    came: list[Response] = []

    def note(response: Response) -> None:
        came.append(response)

    devices = (people.guest, people.new, people.old, people.done)
    for device in devices:
        device.on("response", note)
    page = KINDS[kind](people)
    for device in devices:
        device.remove_listener("response", note)
    documents = [each for each in came if each.request.is_navigation_request() and each.status not in {301, 302, 303}]
    sources[kind] = documents[-1].text()
    return page


@pytest.fixture
def opened(
    request: pytest.FixtureRequest, people: People, watches: list[Watch], sources: dict[str, str]
) -> Iterator[Page]:
    """A page of the kind that the test is about, with everything in it unfolded."""
    for watch in watches:
        watch.complaints.clear()
        watch.elsewhere.clear()
    page = open_kind(request.param, people, sources)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true; scrollTo(0, 0)")
    yield page
    page.unroute_all(behavior="ignoreErrors")


def axe_findings(page: Page) -> list[str]:
    result: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{found['id']}: {node['html'][:160]} — {node['failureSummary'][:300]}"
        for found in result["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("opened", KINDS, indirect=True)
def test_every_kind_of_page_is_fit_for_everyone(opened: Page, watches: list[Watch]) -> None:
    """Axe finds nothing, light or dark, narrow or wide; nothing has to be scrolled sideways and no short word is broken, at 320
    pixels or with the largest letters; whatever is pressed is large enough for a finger; nothing is complained of, nothing comes
    from elsewhere."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    findings: list[str] = []
    opened.evaluate(AXE.read_text("utf-8"))
    opened.evaluate(MEASURES)
    for size, scheme in LOOKS:
        opened.set_viewport_size(size)  # type: ignore[arg-type]
        opened.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        findings += [f"{size['width']} {scheme} {line}" for line in axe_findings(opened)]
        if scheme == "light":
            findings += [f"{size['width']} wide: {line}" for line in opened.evaluate("measures.overflowing()")]
    opened.set_viewport_size(PHONE)  # type: ignore[arg-type]
    findings += [f"too small for a finger: {line}" for line in opened.evaluate("measures.smallTargets()")]
    opened.set_viewport_size({"width": 320, "height": 568})
    findings += [f"320 wide: {line}" for line in opened.evaluate("measures.overflowing()")]
    opened.evaluate("document.documentElement.dataset.size = 'larger'")
    for width in (320, 390, 1280):
        opened.set_viewport_size({"width": width, "height": 720})
        lines = opened.evaluate("measures.overflowing().concat(measures.squeezed())")
        findings += [f"{width} wide, larger letters: {line}" for line in lines]
    assert findings == []
    assert [line for watch in watches for line in watch.complaints + watch.elsewhere] == []


@pytest.mark.node
def test_every_kind_of_page_is_valid_html(people: People, sources: dict[str, str], tmp_path: Path) -> None:
    """To the checker of the W3C, with warnings. What the test above has opened is taken from there."""
    if not VNU.exists() or not shutil.which("java"):
        pytest.skip("the checker of HTML needs Java, and vnu-jar from npm")
    for kind in KINDS:
        if kind not in sources:
            open_kind(kind, people, sources).unroute_all(behavior="ignoreErrors")
        (tmp_path / f"{re.sub('[^a-z0-9]+', '-', kind)}.html").write_text(sources[kind], "utf-8")
    checked = subprocess.run(
        ["java", "-jar", str(VNU), "--Werror", "--skip-non-html", "--format", "gnu", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.stderr.replace(f"{tmp_path.as_uri().replace('//', '')}/", "") == ""
    assert checked.returncode == 0


# What is sent


@pytest.fixture
def reader(request: pytest.FixtureRequest, people: People) -> BrowserContext:
    device: BrowserContext = {"guest": people.guest, "signed in": people.old}[request.param]
    return device


BOTH = pytest.mark.parametrize("reader", ["guest", "signed in"], indirect=True)


@BOTH
def test_lesson_takes_eight_requests_and_100_kib(reader: BrowserContext, people: People) -> None:
    """With nothing in the cache, and the icon that a browser with a window asks for besides. The page itself counts as packed
    with gzip: a learner's own is sent as it is, unless a proxy packs it."""
    page = reader.new_page()
    session = reader.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked: dict[str, str] = {}
    received: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
    session.on(
        "Network.loadingFinished", lambda event: received.update({event["requestId"]: event["encodedDataLength"]})
    )
    address = f"{people.site.address}{GUIDE}/{FIRST}"
    page.goto(address, wait_until="networkidle")
    sizes = {asked[name]: size for name, size in received.items() if not asked[name].endswith("/opened")}
    sizes[address] = len(gzip.compress(reader.request.get(address).body(), 6))
    icon = people.site.address + str(page.locator("link[rel=icon]").get_attribute("href"))
    sizes.setdefault(icon, len(reader.request.get(icon).body()))
    page.close()
    assert len(sizes) <= 8, sizes
    assert sum(sizes.values()) <= 100 * KIB, sizes


@BOTH
def test_lessons_and_what_they_load_are_light(reader: BrowserContext, people: People) -> None:
    page = reader.new_page()
    page.goto(f"{people.site.address}{GUIDE}/{FIRST}")
    addresses: list[str] = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    page.close()

    def packed(ending: str) -> int:
        bodies = [reader.request.get(address).body() for address in addresses if address.endswith(ending)]
        assert bodies
        return sum(len(gzip.compress(body, 6)) for body in bodies)

    fonts = [address for address in addresses if address.endswith(".woff2")]
    assert packed(".css") <= 14_000
    assert packed(".js") <= 14_000
    assert sum(len(reader.request.get(address).body()) for address in fonts) <= 50_000
    for lesson in (
        *(f"{GUIDE}/{lesson}" for lesson in LESSONS),
        *(f"{AUTHORS_GUIDE}/{lesson}" for lesson in FOR_AUTHORS),
    ):
        html = reader.request.get(f"{people.site.address}{lesson}").body()
        assert len(gzip.compress(html, 6)) <= 14_000, lesson


@BOTH
def test_scripts_of_a_lesson_give_way_to_its_text(reader: BrowserContext, people: People) -> None:
    page = reader.new_page()
    session = reader.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked: dict[str, set[str]] = {}
    session.on(
        "Network.requestWillBeSent",
        lambda event: asked.setdefault(Path(event["request"]["url"]).suffix, set()).add(
            event["request"]["initialPriority"]
        ),
    )
    page.goto(f"{people.site.address}{GUIDE}/{FIRST}", wait_until="networkidle")
    page.close()
    assert asked[".js"] == {"Low"}
    assert asked[".css"] == {"VeryHigh"}
    assert "High" in asked[".woff2"]


@pytest.mark.parametrize("before", ["/", f"{GUIDE}/", "/search", "/login", "/register"])
def test_italic_of_a_lesson_came_with_the_page_before(
    people: People, new_device: Callable[..., BrowserContext], before: str
) -> None:
    page = new_device().new_page()
    page.goto(people.site.address + before, wait_until="networkidle")
    page.goto(f"{people.site.address}{GUIDE}/{FIRST}", wait_until="networkidle")
    fetched = page.evaluate(
        "performance.getEntriesByType('resource').filter((each) => each.name.endsWith('italic.woff2'))"
        ".map((each) => each.transferSize)"
    )
    assert fetched == [0]


def test_first_words_that_anybody_writes_here_are_in_the_italic(
    people: People, new_device: Callable[..., BrowserContext]
) -> None:
    """On a first visit that begins with a lesson, too, whose text did not wait for it."""
    device = new_device()
    page = device.new_page()
    page.goto(f"{people.site.address}{GUIDE}/{FIRST}", wait_until="networkidle")
    page.get_by_role("textbox").first.click()
    page.wait_for_function("() => [...document.fonts].filter((face) => face.style === 'italic').length > 1")
    page.keyboard.type("By hand.")
    assert faces_of(page, "textarea") == {("Literata", True)}


def faces_of(page: Page, selector: str) -> set[tuple[str, bool]]:
    """The faces that the text in a field is drawn with, and whether each came with the page."""
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    field = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    told = session.send("DOM.describeNode", {"nodeId": field, "depth": -1, "pierce": True})["node"]
    inner = told["shadowRoots"][0]["children"][0]["backendNodeId"]
    (node,) = session.send("DOM.pushNodesByBackendIdsToFrontend", {"backendNodeIds": [inner]})["nodeIds"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {(font["familyName"], font["isCustomFont"]) for font in fonts}


# What moves

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const {value, sources} of list.getEntries()) {
    const moved = sources.map(({node, previousRect, currentRect}) =>
      [(node?.outerHTML ?? node?.textContent ?? "").slice(0, 90), previousRect.toJSON(), currentRect.toJSON()]);
    window.shifts.push({value, at: scrollY, moved});
  }
}).observe({type: "layout-shift", buffered: true});
"""


@BOTH
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_nothing_shifts_while_a_lesson_loads_or_a_text_is_saved(
    reader: BrowserContext, people: People, size: dict[str, int]
) -> None:
    page = reader.new_page()
    page.add_init_script(SHIFTS)
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(f"{people.site.address}{GUIDE}/which-network", wait_until="networkidle")
    field = page.locator("form.entry-form textarea")
    line = page.locator("form.entry-form").get_by_role("status")
    field.scroll_into_view_if_needed()
    for text in ("Two.", "Two, and a third."):
        field.fill(text)
        expect(line).to_have_text(SAVED if reader is people.old else "Kept on this device only", timeout=15_000)
    shifts = page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(shifts))))"
    )
    page.close()
    assert shifts == []


def test_nothing_moves_for_those_who_asked_for_less(people: People) -> None:
    page = people.old.new_page()
    page.emulate_media(reduced_motion="reduce")
    for address in ("/", f"{GUIDE}/", f"{GUIDE}/{FIRST}", "/journal", "/account"):
        page.goto(people.site.address + address)
        page.evaluate(MEASURES)
        assert page.evaluate("measures.moving()") == []
    page.close()


# Keyboard


@pytest.mark.parametrize(
    "address", ["/", f"{GUIDE}/", f"{GUIDE}/{FIRST}", f"{GUIDE}/a-first-look", "/journal", "/account"]
)
def test_keyboard_reaches_everything_and_shows_where_it_is(people: People, address: str) -> None:
    page = people.old.new_page()
    page.goto(people.site.address + address)
    page.evaluate(MEASURES)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    unseen, ringless, steps = [], [], 0
    while (focused := page.evaluate("measures.focused()")) is not None:
        if not focused["ring"]:
            ringless.append(focused["what"])
        if not focused["seen"]:
            unseen.append(focused["what"])
        steps += 1
        assert steps < 400, f"a trap: {focused['what']}"
        page.keyboard.press("Tab")
    left_out = page.evaluate("measures.leftOut()")
    page.close()
    assert (left_out, ringless, unseen) == ([], [], [])


def test_skip_link_leads_past_the_contents(people: People) -> None:
    page = people.old.new_page()
    page.goto(f"{people.site.address}{GUIDE}/{FIRST}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").locator(":focus")).to_have_count(1)
    page.close()


# Other ways of showing it


@pytest.mark.parametrize("width", [320, 1280])
def test_listing_is_copied_as_it_was_written(people: People, width: int) -> None:
    """However its lines are broken on the page."""
    page = people.guest.new_page()
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{people.site.address}{AUTHORS_GUIDE}/first-lesson")
    copied = page.evaluate(
        "getSelection().selectAllChildren([...document.querySelectorAll('pre')].at(-1)) ?? getSelection().toString()"
    )
    page.close()
    written = (REAL_CONTENT / "writing-a-guide/01-begin/01-first-lesson.md").read_text("utf-8")
    assert copied.strip() == written.split("````markdown\n")[1].split("\n````")[0].strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [f"{GUIDE}/", f"{GUIDE}/{FIRST}", f"{GUIDE}/a-first-look", "/journal", "/account"])
def test_nothing_is_lost_where_colours_are_forced(people: People, address: str, scheme: Any) -> None:
    page = people.old.new_page()
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(people.site.address + address)
    page.evaluate(MEASURES)
    faint = page.evaluate("measures.faint()")
    page.close()
    assert faint == []


def test_print_shows_what_was_written_and_no_buttons(people: People) -> None:
    page = people.old.new_page()
    page.emulate_media(media="print")
    page.goto(f"{people.site.address}{GUIDE}/{FIRST}")
    block = page.locator("#worth-a-week")
    expect(block.get_by_role("paragraph").filter(has_text=WRITTEN.split("\n")[0])).to_be_visible()
    expect(page.get_by_text("The Monday meeting.").first).to_be_visible()
    expect(page.locator("#worth-a-week textarea")).to_be_hidden()
    expect(page.get_by_role("button").locator("visible=true")).to_have_count(0)
    for name in ("Site", "Contents", "Next and previous lesson"):
        expect(page.get_by_role("navigation", name=name)).to_have_count(0)
    page.goto(f"{people.site.address}{JOURNAL}/{FIRST}/worth-a-week")
    expect(page.get_by_text(WRITTEN.split("\n")[0]).first).to_be_visible()
    expect(page.get_by_role("button").locator("visible=true")).to_have_count(0)
    page.close()


def test_chosen_colours_and_letters_stay(people: People, new_device: Callable[..., BrowserContext]) -> None:
    page = new_device(color_scheme="light").new_page()
    page.goto(f"{people.site.address}{GUIDE}/")
    page.get_by_text("Colours and text size").click()
    page.get_by_label("Dark").check()
    page.get_by_label("Larger").check()
    page.get_by_role("button", name="Apply").click()
    for address in (f"{GUIDE}/", f"{GUIDE}/{FIRST}", "/login"):
        page.goto(people.site.address + address)
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 27
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_font_files_are_used(people: People) -> None:
    """Upright and italic, text and titles: none is asked for in vain."""
    page = people.old.new_page()
    page.goto(f"{people.site.address}{GUIDE}/{FIRST}", wait_until="networkidle")
    fonts = page.evaluate("[...document.fonts].map((face) => face.status)")
    files = [path.name for path in Path("guide/static/fonts").glob("*.woff2")]
    page.close()
    assert fonts == ["loaded"] * len(files)
