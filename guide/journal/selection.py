"""What of a journal is asked for, as it stands in the address: where, in which state, holding which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from guide.content.library import Guide, Library, Module
from guide.journal.index import Line
from guide.kernel.words import gettext as _

STATES = {
    "": _("Everything"),
    "drafts": _("Drafts and notes"),
    "submitted": _("Submitted"),
    "set-aside": _("Set aside"),
}
LONGEST_QUESTION = 200
AN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


@dataclass(frozen=True)
class Selection:
    """``where`` is empty, ``GUIDE``, ``GUIDE/MODULE`` or ``GUIDE/LESSON/BLOCK``; what is none of these is as if not said.

    A guide may be one that is no longer in the library. ``state`` is one of ``STATES``.
    """

    where: str = ""
    state: str = ""
    asked: str = ""
    module: Module | None = None

    @classmethod
    def from_address(cls, args: Mapping[str, str], library: Library) -> Self:
        where, module = _place(args.get("in", ""), library)
        state = args.get("state", "")
        asked = " ".join(args.get("q", "")[: 2 * LONGEST_QUESTION].split())[:LONGEST_QUESTION]
        return cls(where, state if state in STATES else "", asked, module)

    def takes(self, line: Line) -> bool:
        return line.is_found and self.is_here(line) and self.is_so(line)

    def is_here(self, line: Line) -> bool:
        if self.module is not None:
            return line.guide == self.where.partition("/")[0] and line.lesson in {
                lesson.id for lesson in self.module.lessons
            }
        return not self.where or self.where in {line.guide, "/".join(line.place)}

    def is_so(self, line: Line) -> bool:
        match self.state:
            case "drafts":
                return line.submitted_at is None and line.set_aside_at is None
            case "submitted":
                return line.submitted_at is not None
            case "set-aside":
                return line.set_aside_at is not None
            case _:
                return True

    @property
    def is_everything(self) -> bool:
        return not (self.where or self.state or self.asked)

    def said(self, place_title: str) -> str:
        """In words, for a sentence: "1 Why bother?, drafts and notes, “map”"."""
        where = place_title or (_("one prompt") if self.where else "")
        state = STATES[self.state].lower() if self.state else ""
        asked = f"“{self.asked}”" if self.asked else ""
        return _(", ").join(each for each in (where, state, asked) if each)

    def with_state(self, state: str) -> Selection:
        return replace(self, state=state)

    def address(self, path: str, **before: str) -> str:
        """``path`` with this selection, and ``before`` it what else the address says."""
        said = {**before, "in": self.where, "state": self.state, "q": self.asked}
        query = urlencode({name: value for name, value in said.items() if value}, safe="/")
        return f"{path}?{query}" if query else path


def _place(where: str, library: Library) -> tuple[str, Module | None]:
    ids = where.split("/")
    if not all(AN_ID.fullmatch(each) for each in ids):
        return "", None
    guide = library.by_id.get(ids[0])
    if len(ids) == 2:
        module = next((each for each in guide.modules if each.id == ids[1]), None) if guide else None
        return (where, module) if module else ("", None)
    return (where, None) if len(ids) in (1, 3) else ("", None)


def places_in(guide: Guide, lines: Iterable[Line]) -> list[tuple[Module, int]]:
    """The modules of a guide in which something is found, and how much."""
    count: dict[str, int] = {}
    for line in lines:
        module = guide.module_of.get(line.lesson)
        if line.guide == guide.id and module is not None:
            count[module.id] = count.get(module.id, 0) + 1
    return [(module, count[module.id]) for module in guide.modules if module.id in count]
