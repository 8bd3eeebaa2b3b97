"""Where a link of an author leads: a lesson, a heading, a file of the guide, or elsewhere."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import AutolinkInlineProcessor, LinkInlineProcessor

from guide.content.keys import ID
from guide.content.markup.known import Known, Pointer, Scene
from guide.content.words import near

EXTERNAL = ("https://", "http://")
PAGES = ("glossary", "sources")
Found = tuple[Element | str | None, int | None, int | None]


class Links(LinkInlineProcessor):
    """``[words](target)``."""

    def __init__(self, pattern: str, md: Markdown, known: Known, scene: Scene) -> None:
        super().__init__(pattern, md)
        self.known, self.scene = known, scene

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        link, start, end = super().handleMatch(m, data)
        if isinstance(link, Element):
            written = self.unescape(link.get("href", ""))
            point(link, written.strip(), self.known, self.scene)
            if not (link.text or "").strip():
                self.scene.error(f"]({written}", "This link has no words to click on.")
        return link, start, end


class Autolinks(AutolinkInlineProcessor):
    """``<https://…>``."""

    def __init__(self, pattern: str, md: Markdown, known: Known, scene: Scene) -> None:
        super().__init__(pattern, md)
        self.known, self.scene = known, scene

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        link, start, end = super().handleMatch(m, data)
        if isinstance(link, Element):
            point(link, self.unescape(m[1]), self.known, self.scene)
        return link, start, end


def point(link: Element, target: str, known: Known, scene: Scene) -> None:
    """Set the link's address, or tell that its target is not there."""
    address = _address(target, known, scene)
    link.attrib.pop("href", None)
    if address is None:
        return
    link.set("href", address)
    if address.startswith(EXTERNAL):
        link.set("class", "external")
        link.set("rel", "noopener noreferrer")


def _address(target: str, known: Known, scene: Scene) -> str | None:
    if target.startswith(EXTERNAL):
        return _elsewhere(target, scene)
    if re.fullmatch(r"mailto:[^\s@<>\"']+@[^\s@<>\"']+", target):
        return target
    if target.startswith("media/"):
        return media_address(target, known, scene)
    lesson, _, heading = target.partition("#")
    if not lesson and not heading:
        scene.error(f"]({target}", "This link leads nowhere; write the lesson's id or an address after its words.")
        return None
    if lesson in PAGES and not heading:
        return f"{known.address}/{lesson}"
    if lesson and not _leads_to_lesson(lesson, target, known, scene):
        return None
    page = f"{known.address}/{lesson}" if lesson and lesson != scene.page.lesson else ""
    if not heading:
        return page or f"{known.address}/{lesson}"
    lesson = lesson or scene.page.lesson
    if heading in known.blocks.get(lesson, ()):
        return f"{page}#{heading}"
    anchor = f"h-{heading.removeprefix('h-')}"
    scene.page.pointers.append(Pointer(scene.report, scene.locator.line(f"({target}"), lesson, anchor))
    return f"{page}#{anchor}"


def _elsewhere(target: str, scene: Scene) -> str | None:
    try:
        parts = urlsplit(target)
        sound = bool(parts.hostname) and not re.search(r"[\s<>\"\\]", target) and parts.username is None
    except ValueError:
        sound = False
    if not sound:
        scene.error(target, f"`{target[:80]}` is no address that a browser can open.")
        return None
    return target


def _leads_to_lesson(lesson: str, target: str, known: Known, scene: Scene) -> bool:
    missing = known.no_lesson(lesson)
    if missing and lesson.endswith(".md"):
        missing = f"Link to a lesson by its id, not by its file `{lesson[:60]}`."
    elif missing and not ID.fullmatch(lesson):
        missing = f"A link leads to a lesson's id, to media/… or to https://…, not to `{target[:60]}`."
    if missing:
        scene.error(f"]({target}", missing)
    return missing is None


def media_address(target: str, known: Known, scene: Scene) -> str | None:
    name = target.removeprefix("media/")
    if name.endswith(".svg") and name in known.media:
        scene.error(target, f"A drawing is shown in the page, not linked to: ![what it shows]({target[:80]}).")
        return None
    if name not in known.media:
        scene.error(target, f"There is no file `{target[:80]}`{near(name, known.media)}")
        return None
    scene.page.media.add(name)
    return f"{known.address}/media/{name}"
