"""The finished pages of ``/patterns``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from guide.patterns.cutting import apart, cut, in_state, opened_for_guest, within
from guide.patterns.example import Ask
from guide.patterns.specimens import PAGE, Group, Specimen

CLASSES = re.compile(r'^<div class="([^"]*)"')


@dataclass(frozen=True)
class Page:
    """A page of the example site: ``folio`` is its column, with everything in it, and ``classes`` those of the column."""

    whole: str
    folio: str
    classes: str

    @classmethod
    def of(cls, html: str) -> Page:
        folio = cut(html, PAGE)
        return cls(html, folio, CLASSES.findall(folio)[0])

    def cut(self, path: str, *, script: bool) -> tuple[str | None, str]:
        """The classes of the column, if it stands in it, and the element."""
        folio = opened_for_guest(self.folio) if script else self.folio
        if path == PAGE:
            return self.classes, within(folio)
        try:
            return self.classes, along(folio, path)
        except LookupError:
            return None, along(self.whole, path)


def along(html: str, path: str) -> str:
    for step in path.split():
        html = cut(html, step)
    return html


@dataclass(frozen=True)
class Shown:
    """``folio``: the classes of the column in which it stands on its own page; None where it stands across the page."""

    id: str
    name: str
    folio: str | None
    html: Markup


@dataclass(frozen=True)
class ShownSection:
    id: str
    title: str
    note: str
    specimens: tuple[Shown, ...]


@dataclass(frozen=True)
class GroupPage:
    group: Group
    sections: tuple[ShownSection, ...]

    @classmethod
    def of(cls, group: Group, page: Callable[[Ask], str]) -> GroupPage:
        """Each page is asked for once, whatever is cut out of it."""
        once = cache(lambda ask: Page.of(page(ask)))
        sections = tuple(
            ShownSection(
                section.id,
                section.title,
                section.note,
                tuple(show(each, f"{section.id}--{number}", once) for number, each in enumerate(section.specimens, 1)),
            )
            for section in group.sections
        )
        return cls(group, sections)


def show(specimen: Specimen, id: str, ask: Callable[[Ask], Page]) -> Shown:
    """:raises LookupError: what is wanted is not on the page."""
    folio, html = ask(specimen.ask).cut(specimen.wanted, script=specimen.script)
    if specimen.words is not None:
        html = in_state(html, specimen.words)
    return Shown(id, specimen.name, folio, apart(html, f"{id}--"))
