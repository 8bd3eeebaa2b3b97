"""What is shown: a group is a page; in it sections, one a component; in them specimens, one a state. Their words are for
whoever builds the site, and are not translated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from guide.patterns.example import Ask

GUIDE = "/guides/reading-hour"
LESSON, AFTERWARDS = f"{GUIDE}/choose-a-text", f"{GUIDE}/afterwards"
ENTRY = "/journal/reading-hour/choose-a-text/worth-an-hour"
PAGE = ".folio"
"""Everything that a page holds between its header and its footer."""


@dataclass(frozen=True)
class Specimen:
    """A component in one state: ``wanted`` is cut out of the page that answers ``ask``; a path such as ``#block .under`` is cut
    step by step. ``script``: as the script of guests opens it. ``words``: what a script writes on the line under the field.
    """

    name: str
    ask: Ask
    wanted: str
    script: bool = False
    words: str | None = None

    def opened(self, name: str, words: str | None = None) -> Specimen:
        return replace(self, name=name, script=True, words=words)


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    specimens: tuple[Specimen, ...]
    note: str = ""


@dataclass(frozen=True)
class Group:
    id: str
    title: str
    lead: str
    sections: tuple[Section, ...]

    @property
    def address(self) -> str:
        return f"/patterns/{self.id}"


def seen(who: str, name: str, address: str, wanted: str = PAGE, /) -> Specimen:
    return Specimen(name, Ask(who, address), wanted)


def posted(who: str, name: str, address: str, wanted: str = PAGE, /, **fields: str) -> Specimen:
    return Specimen(name, Ask(who, address, tuple(fields.items())), wanted)
