"""The shape of a page: headings with ids, pictures as figures, tables without inline style."""

from __future__ import annotations

import re
import unicodedata
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import ImageInlineProcessor
from markdown.treeprocessors import Treeprocessor

from guide.content.markup.drawings import drawing
from guide.content.markup.known import Known, Scene
from guide.content.markup.links import media_address
from guide.content.markup.listing import OPTION
from guide.content.markup.pictures import size
from guide.content.words import near

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
Found = tuple[Element | str | None, int | None, int | None]


class Images(ImageInlineProcessor):
    """``![what it shows](media/name.svg "caption")``, alone in its paragraph."""

    def __init__(self, pattern: str, md: Markdown, scene: Scene) -> None:
        super().__init__(pattern, md)
        self.scene = scene

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        image, start, end = super().handleMatch(m, data)
        if isinstance(image, Element) and not image.get("alt", "").strip():
            self.scene.error(
                f"]({image.get('src')}", "This picture has no text alternative; say between ![ and ] what it shows."
            )
        return image, start, end


class Shape(Treeprocessor):
    """``pictures``: whether they may stand here; they may in prose only."""

    def __init__(self, known: Known, scene: Scene, *, pictures: bool) -> None:
        super().__init__()
        self.known, self.scene, self.pictures = known, scene, pictures

    def run(self, root: Element) -> None:
        figures = set()
        for element in list(root.iter()):
            if re.fullmatch("h[1-6]", str(element.tag)):
                self._heading(element)
            elif element.tag == "p" and self.pictures and _only_picture(element):
                figures.add(element)
                self._figure(element)
            elif element.tag in ("td", "th"):
                _align(element)
            elif element.tag == "code" and OPTION.fullmatch(element.text or ""):
                element.set("class", "whole")
        for image in root.iter("img"):
            if not any(image in figure for figure in figures):
                where = "in a paragraph of its own" if self.pictures else "in the lesson's text, not in a block"
                self.scene.error(f"]({image.attrib.pop('src', '')}", f"A picture stands {where}.")

    def _heading(self, heading: Element) -> None:
        page = self.scene.page
        lines = self.scene.heading_lines
        line = lines.pop(0) if lines else self.scene.locator.line("#")
        written = int(heading.tag[1])
        if written == 1:
            self.scene.report.warn(
                line, "The title is the page's only heading of the first level; begin this one with ##."
            )
        elif written > page.last_level + 1:
            self.scene.report.warn(
                line,
                f"This heading skips a level: {'#' * written} follows {'#' * page.last_level}"
                f"{' (the title)' if page.last_level == 1 else ''}.",
            )
        level = min(max(written, 2), 4)
        page.last_level = level
        heading.tag = f"h{level}"
        heading.set("id", page.take_id(f"h-{slug(''.join(heading.itertext()))}"))

    def _figure(self, paragraph: Element) -> None:
        image = paragraph[0]
        source, alt, caption = image.get("src", ""), image.get("alt", "").strip(), image.get("title")
        name = source.removeprefix("media/")
        paragraph.clear()
        paragraph.tag = "figure"
        if name == source or name not in self.known.media:
            known = [f"media/{file}" for file in self.known.media]
            self.scene.error(f"]({source}", f"There is no picture `{source[:80]}`{near(source, known)}")
            return
        self.scene.page.media.add(name)
        page = self.scene.page
        if name.endswith(".svg"):
            page.figures += 1
            prefix = f"{page.lesson or 'guide'}-figure-{page.figures}"
            report = self.scene.report.of(f"{self.known.folder}/media/{name}")
            self.scene.drawings.append(drawing(self.known.media[name], prefix, alt, report))
            paragraph.set("class", "diagram")
        elif name.endswith(PICTURES):
            address = media_address(source, self.known, self.scene) or ""
            attributes = {"src": address, "alt": alt, "loading": "lazy"}
            if measured := size(self.known.media[name]):
                attributes |= {"width": str(measured[0]), "height": str(measured[1])}
            else:
                self.scene.error(f"]({source}", f"`{source[:80]}` is not a whole picture of its kind.")
            SubElement(paragraph, "img", attributes)
        else:
            self.scene.error(f"]({source}", f"`{source[:80]}` is no picture; link to it instead.")
        if caption:
            SubElement(paragraph, "figcaption").text = caption


def _only_picture(paragraph: Element) -> bool:
    one = len(paragraph) == 1 and paragraph[0].tag == "img"
    return one and not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


def _align(cell: Element) -> None:
    """The style that the tables extension writes would be refused by the site's content policy."""
    if style := re.fullmatch(r"text-align: (left|right|center);", cell.attrib.pop("style", "")):
        cell.set("class", f"align-{style[1]}")
    if cell.tag == "th":
        cell.set("scope", "col")


def slug(text: str) -> str:
    """Words of a heading as an id; letters of any script stay, accents go."""
    text = re.sub("\x02[0-9]+\x03", " ", text)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+|_+", "-", re.sub(r"['’]", "", plain)).strip("-")[:60].strip("-") or "section"
