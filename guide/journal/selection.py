"""What of a journal is asked for, as it stands in the address: where, in which state, holding which words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from guide.content.library import Library, Module
from guide.journal.index import Line
from guide.kernel.folding import asked_words
from guide.kernel.plain_text import printable
from guide.kernel.words import gettext as _

STATES = {
    "": _("Everything"),
    "drafts": _("Drafts and notes"),
    "submitted": _("Submitted"),
    "kept": _("Maps and kept posts"),
    "set-aside": _("Set aside"),
}
LONGEST_QUESTION = 500
AN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


@dataclass(frozen=True)
class Selection:
    """``where`` is empty, ``GUIDE``, ``GUIDE/MODULE`` or ``GUIDE/LESSON/BLOCK``; what is none of these is as if not said.

    A guide may be one that is no longer in the library. ``title`` says where in words. ``state`` is one of ``STATES``.
    """

    where: str = ""
    state: str = ""
    asked: str = ""
    title: str = ""
    module: Module | None = None

    @classmethod
    def from_address(cls, args: Mapping[str, str], library: Library) -> Self:
        state = args.get("state", "")
        asked = " ".join(printable(args.get("q", "")[: 2 * LONGEST_QUESTION]).split())[:LONGEST_QUESTION]
        here = cls(state=state if state in STATES else "", asked=asked)
        where = args.get("in", "")
        ids = where.split("/")
        if not all(AN_ID.fullmatch(each) for each in ids):
            return here
        guide = library.by_id.get(ids[0])
        match ids:
            case [guide_id]:
                return replace(here, where=where, title=guide.title if guide else guide_id)
            case [_guide, module_id]:
                modules = [each for each in guide.modules if each.id == module_id] if guide else []
                return replace(here, where=where, title=numbered(modules[0]), module=modules[0]) if modules else here
            case [_guide, _lesson, _block]:
                return replace(here, where=where, title=_("one prompt"))
        return here

    def takes(self, line: Line) -> bool:
        return line.is_found and self.is_here(line) and self.is_so(line)

    def is_here(self, line: Line) -> bool:
        if self.module is not None:
            return line.guide == self.guide_id and line.lesson in {lesson.id for lesson in self.module.lessons}
        return not self.where or self.where in {line.guide, "/".join(line.place)}

    def is_so(self, line: Line) -> bool:
        match self.state:
            case "drafts":
                return line.submitted_at is None and line.set_aside_at is None and not line.is_kept
            case "kept":
                return line.is_kept
            case "submitted":
                return line.submitted_at is not None
            case "set-aside":
                return line.set_aside_at is not None
            case _:
                return True

    @property
    def guide_id(self) -> str:
        return self.where.partition("/")[0]

    @property
    def is_one_prompt(self) -> bool:
        return self.where.count("/") == 2

    @property
    def is_everything(self) -> bool:
        return not (self.where or self.state or self.asked)

    @property
    def is_wordless(self) -> bool:
        """What was asked holds no word to look for; then nothing is left out because of it."""
        return bool(self.asked) and not asked_words(self.asked)

    @property
    def said(self) -> str:
        """In words, for a sentence: "1 Why bother?, drafts and notes, “map”"."""
        state = STATES[self.state].lower() if self.state else ""
        asked = f"“{self.asked}”" if self.asked and not self.is_wordless else ""
        return _(", ").join(each for each in (self.title, state, asked) if each)

    def with_state(self, state: str) -> Selection:
        return replace(self, state=state)

    def address(self, path: str, **more: str) -> str:
        """``path`` with this selection, and what else the address is to say."""
        said = {"in": self.where, "state": self.state, "q": self.asked, **more}
        query = urlencode({name: value for name, value in said.items() if value}, safe="/")
        return f"{path}?{query}" if query else path


def numbered(module: Module) -> str:
    """ "3 Who to learn from"."""
    return f"{module.number} {module.title}"
