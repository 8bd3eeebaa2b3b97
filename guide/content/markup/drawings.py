"""Drawings (SVG) of a guide, put into the page itself so that they take its palette: a second allow-list.

No style, no script, no picture inside, nothing from elsewhere; colours only by class, ids made unique on the page.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, XMLParser, tostring

from guide.content.files import read_text
from guide.content.problems import Locator, Report
from guide.content.words import near

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

CLASSES = {
    "ink", "ink-fill", "soft", "soft-fill", "accent", "accent-fill", "mine", "mine-fill", "paper-fill",
    "label", "label-small", "label-strong",
}  # fmt: skip

TAGS = {
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "textPath", "marker", "clipPath", "mask", "pattern",
}  # fmt: skip

ATTRIBUTES = {
    "id", "class", "viewBox", "preserveAspectRatio", "transform", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r",
    "rx", "ry", "d", "points", "width", "height", "dx", "dy", "rotate", "pathLength", "href", "startOffset",
    "text-anchor", "dominant-baseline", "text-decoration", "font-size", "font-weight", "font-style", "letter-spacing",
    "fill", "stroke", "fill-rule", "clip-rule", "fill-opacity", "stroke-opacity", "opacity", "stroke-width",
    "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit",
    "vector-effect", "paint-order", "marker-start", "marker-mid", "marker-end", "markerWidth", "markerHeight",
    "markerUnits", "refX", "refY", "orient", "clip-path", "clipPathUnits", "mask", "maskUnits", "maskContentUnits",
    "patternUnits", "patternContentUnits", "patternTransform",
}  # fmt: skip

PASSED_OVER = {"role", "aria-labelledby", "aria-label", "aria-describedby", "version", "focusable"}
"""Set by us, or of no effect: neither printed nor told."""

PAINTS = {"fill", "stroke"}
POINTS_TO = re.compile(r"url\(\s*['\"]?#([\w-]+)['\"]?\s*\)")


def drawing(path: Path, prefix: str, alt: str, report: Report) -> str:
    """The markup of the drawing, named by ``alt``; an empty text where its problems were told."""
    text = read_text(path, report)
    if text is None:
        return ""
    if found := re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        report.error(text.count("\n", 0, found.start()) + 1, "Take the DOCTYPE out of this drawing; it is not needed.")
        return ""
    try:
        parser = XMLParser()  # noqa: S314 - without a DOCTYPE there are no entities to expand
        parser.feed(text)
        root = parser.close()
        if root.tag != f"{{{SVG}}}svg" or not root.get("viewBox"):
            report.error(1, f'A drawing is an <svg xmlns="{SVG}" viewBox="…">.')
            return ""
        cleaned = _Cleaner(prefix, Locator(text, 1), report).clean(root)
        return tostring(_named(cleaned, prefix, alt), encoding="unicode")
    except ParseError as error:
        report.error(error.position[0], "This drawing is not well-formed XML here.")
    except RecursionError:
        report.error(1, "This drawing is nested too deeply.")
    return ""


def _named(root: Element, prefix: str, alt: str) -> Element:
    for name in ("width", "height", "id", "x", "y"):
        root.attrib.pop(name, None)
    for child in root.findall("title"):
        root.remove(child)
    title = Element("title", {"id": f"{prefix}-title"})
    title.text = alt
    root.insert(0, title)
    root.attrib |= {"role": "img", "aria-labelledby": f"{prefix}-title"}
    return root


class _Cleaner:
    def __init__(self, prefix: str, locator: Locator, report: Report) -> None:
        self.prefix, self.locator, self.report = prefix, locator, report

    def clean(self, element: Element) -> Element:
        """The element anew, with only what the lists allow; everything else is told."""
        kept = Element(str(element.tag).removeprefix(f"{{{SVG}}}"))
        kept.text = element.text
        for name, value in element.attrib.items():
            self._attribute(kept, name.replace(f"{{{XLINK}}}", ""), value)
        for child in element:
            tag = str(child.tag).removeprefix(f"{{{SVG}}}")
            if tag in TAGS:
                cleaned = self.clean(child)
                cleaned.tail = child.tail
                kept.append(cleaned)
            elif isinstance(child.tag, str):
                name = tag.rsplit("}", 1)[-1]
                self._error(
                    f"{name}", f"<{name}> is not allowed in a drawing; save it as a plain SVG of shapes and text."
                )
        return kept

    def _attribute(self, kept: Element, name: str, value: str) -> None:
        if name in PASSED_OVER or name.startswith("{http://www.w3.org/XML/"):
            return
        wrong = self._wrong(name, value)
        if wrong:
            self._error(f'{name.rsplit("}", 1)[-1]}="{value}"', wrong)
            return
        if name == "id":
            value = f"{self.prefix}-{value}"
        elif name == "href":
            value = f"#{self.prefix}-{value[1:]}"
        kept.set(name, POINTS_TO.sub(rf"url(#{self.prefix}-\1)", value))

    def _wrong(self, name: str, value: str) -> str | None:
        if name not in ATTRIBUTES:
            shown = name.rsplit("}", 1)[-1]
            return f"The attribute `{shown}` is not allowed in a drawing."
        if name == "href" and not re.fullmatch(r"#[\w-]+", value):
            return "A drawing refers only to its own parts (#id)."
        if name == "id" and not re.fullmatch(r"[\w-]+", value):
            return f"`{value[:40]}` is no id."
        if name == "class":
            unknown = [word for word in value.split() if word not in CLASSES]
            return f"There is no class `{unknown[0]}` for drawings{near(unknown[0], CLASSES)}" if unknown else None
        if name in PAINTS and value not in ("none", "currentColor") and not POINTS_TO.fullmatch(value):
            return f'Colours come from classes, so that a drawing follows the page; take `{name}="{value[:40]}"` out.'
        if "url(" in POINTS_TO.sub("", value.casefold()) or "javascript:" in value.casefold():
            return "A drawing refers only to its own parts (#id)."
        return None

    def _error(self, piece: str, message: str) -> None:
        self.report.error(self.locator.line(piece), message)
