"""``[@key]`` and ``{{ fact:key }}``: citations and dated facts in running text."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from guide.content.markup.known import Known, Scene
from guide.content.words import near
from guide.content.works import Fact

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

Found = tuple[Element | str | None, int | None, int | None]


class Citations(InlineProcessor):
    """``[@one]`` or ``[@one; @other]``: authors and year in parentheses, leading to the reference."""

    PATTERN = r"\[(@[^\[\]]*)\](?!\()"

    def __init__(self, known: Known, scene: Scene) -> None:
        super().__init__(self.PATTERN)
        self.known, self.scene = known, scene

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        keys = [part.strip() for part in m[1].split(";")]
        cited = Element("span", {"class": "cites"})
        cited.text = AtomicString("(")
        for key in keys:
            if not re.fullmatch(r"@[\w.-]+", key):
                self.scene.error(m[0], f"A citation is written [@key] or [@one; @other], not {m[0][:60]}.")
                return cited, m.start(), m.end()
            source = self.known.sources.get(key[1:])
            if source is None and self.known.excused("source", key[1:]):
                continue
            if source is None:
                self.scene.error(
                    m[0], f"There is no source `{key[1:]}` in sources.yaml{near(key[1:], self.known.sources)}"
                )
                continue
            link = SubElement(cited, "a", {"class": "cite", "href": source_address(source.key, self.known, self.scene)})
            link.text = AtomicString(source.label)
            link.tail = AtomicString("; ")
        if len(cited):
            cited[-1].tail = AtomicString(")")
        return cited, m.start(), m.end()


class Facts(InlineProcessor):
    """``{{ fact:key }}``: the fact and, before its full stop, when it was last found to be so."""

    PATTERN = r"\{\{([^{}]*)\}\}"

    def __init__(self, known: Known, scene: Scene) -> None:
        super().__init__(self.PATTERN)
        self.known, self.scene = known, scene

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        word, _, key = (part.strip() for part in m[1].partition(":"))
        if word != "fact" or not key:
            self.scene.error(m[0], f"Two braces print a fact, written {{{{ fact:key }}}}, not {m[0][:60]}.")
            return AtomicString(m[0]), m.start(), m.end()
        fact = self.known.facts.get(key)
        if fact is None:
            if not self.known.excused("fact", key):
                told = f"There is no fact `{key[:60]}` in facts.yaml{near(key, self.known.facts)}"
                self.scene.error(m[0], told)
            return AtomicString(m[0]), m.start(), m.end()
        self.scene.page.facts.add(fact.key)
        return self._printed(fact), m.start(), m.end()

    def _printed(self, fact: Fact) -> Element:
        text, stop, quote = re.fullmatch(r"(.*?)(\.?)([”’\"']*)", fact.text.strip(), re.DOTALL).groups()  # type: ignore[union-attr]
        if quote:
            text, stop = fact.text.strip(), ""
        whole = Element("span", {"class": "fact"})
        whole.text = AtomicString(f"{text} ")
        dated = SubElement(whole, "span", {"class": "as-of"})
        dated.text, dated.tail = AtomicString("("), AtomicString(stop)
        if fact.source.startswith(("https://", "http://")):
            link = SubElement(dated, "a", {"class": "external", "rel": "noopener noreferrer", "href": fact.source})
        else:
            link = SubElement(
                dated, "a", {"class": "cite", "href": source_address(fact.source, self.known, self.scene)}
            )
        link.text = AtomicString(f"as of {MONTHS[fact.checked.month - 1]} {fact.checked.year}")
        link.tail = AtomicString(")")
        return whole


def source_address(key: str, known: Known, scene: Scene) -> str:
    """A lesson prints its own sources; texts of the guide lead to the page of all of them."""
    scene.page.sources.setdefault(key)
    return f"#source-{key}" if scene.page.lesson else f"{known.address}/sources#source-{key}"
