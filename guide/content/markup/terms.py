"""Words of the glossary, linked at their first mention in a paragraph or list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from guide.content.markup.known import Known, Scene
from guide.content.works import Term

NEVER_IN = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figure"}
PLACES = {"p", "ul", "ol"}


class Terms(Treeprocessor):
    """A list counts as one place, with all that is in it. Tables are left alone."""

    def __init__(self, known: Known, scene: Scene) -> None:
        super().__init__()
        self.known, self.scene = known, scene
        self.by_spelling = spellings(known.terms)
        self.pattern = pattern(self.by_spelling)

    def run(self, root: Element) -> None:
        if self.by_spelling:
            self._visit(root, None)

    def _visit(self, element: Element, met: set[str] | None) -> None:
        """Turn words into links, in the order of reading."""
        if element.tag in NEVER_IN:
            return
        if met is None and element.tag in PLACES:
            met = set()
        children = list(element)
        position = 0
        if met is not None:
            element.text, links = self._split(element.text or "", met)
            position = self._insert(element, position, links)
        for child in children:
            self._visit(child, met)
            position += 1
            if met is not None:
                child.tail, links = self._split(child.tail or "", met)
                position = self._insert(element, position, links)

    def _insert(self, element: Element, position: int, links: list[Element]) -> int:
        for link in links:
            element.insert(position, link)
            position += 1
        return position

    def _split(self, text: str, met: set[str]) -> tuple[str, list[Element]]:
        """The text before the first link, and the links, each with the text after it as its tail."""
        before, links, end = "", list[Element](), 0
        for match in self.pattern.finditer(text):
            term = self.by_spelling.get(_plain(match[0]))
            if term is None or term.word in met:
                continue
            met.add(term.word)
            self.scene.page.terms.setdefault(term.word)
            if links:
                links[-1].tail = text[end : match.start()]
            else:
                before = text[: match.start()]
            link = Element("a", {"class": "term", "href": f"{self.known.address}/glossary#{term.anchor}"})
            link.text = match[0]
            links.append(link)
            end = match.end()
        if not links:
            return text, links
        links[-1].tail = text[end:]
        return before, links


def spellings(terms: Mapping[str, Term]) -> dict[str, Term]:
    return {_plain(spelling): term for term in terms.values() for spelling in (term.word, *term.also)}


def pattern(by_spelling: Mapping[str, Term]) -> re.Pattern[str]:
    """Whole words, the longest spelling first, however the words are spaced."""
    words = sorted(by_spelling, key=len, reverse=True)
    either = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _plain(spelling: str) -> str:
    return " ".join(spelling.casefold().split())
