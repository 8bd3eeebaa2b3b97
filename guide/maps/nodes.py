"""Whom and what a learner put on a map, as one entry: JSON of its nodes, in the order in which they were added."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from guide.content.blocks.map import RINGS, Map
from guide.content.library import Guide
from guide.kernel.plain_text import LARGEST, printable
from guide.kernel.refusals import Refusal
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext

LONGEST_NAME, LONGEST_NOTE, MOST = 80, 200, 60
KINDS: dict[str, str] = {"person": _("a person"), "place": _("a place"), "tool": _("a tool")}
DIFFERS, ELSEWHERE = _("disagrees with me at times"), _("outside my country or employer")


@dataclass(frozen=True)
class Node:
    """``id`` is the map's own number for it, 0 before it is on one. ``group`` is the author's word, as it was then."""

    name: str
    ring: int
    group: str
    kind: str = "person"
    differs: bool = False
    elsewhere: bool = False
    note: str = ""
    id: int = 0

    @property
    def mark(self) -> str:
        """Another as soon as anything in it is another; a form says by it what it was made from."""
        return hashlib.sha256(json.dumps(self.kept()).encode()).hexdigest()[:16]

    @property
    def key(self) -> str:
        """By which it is the same one on another map."""
        return " ".join(self.name.split()).casefold()

    @property
    def said(self) -> str:
        """ "a person, colleagues; disagrees with me at times", as a list has it beside the name."""
        parts = [f"{KINDS[self.kind]}, {self.group}" if self.group else KINDS[self.kind]]
        parts += [words for words, holds in ((DIFFERS, self.differs), (ELSEWHERE, self.elsewhere)) if holds]
        return "; ".join(parts)

    def kept(self) -> dict[str, Any]:
        """As JSON; what is as usual is left out."""
        usual = {"kind": "person", "differs": False, "elsewhere": False, "note": ""}
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if name not in usual or usual[name] != value}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """What was kept, by a browser perhaps, with what is missing or unknown in it as usual."""
        ring, kind, number = kept.get("ring"), kept.get("kind"), kept.get("id")
        return cls(
            name=printable(str(kept["name"])),
            ring=ring if type(ring) is int and 0 <= ring < len(RINGS) else len(RINGS) - 1,
            group=printable(str(kept.get("group", ""))),
            kind=kind if isinstance(kind, str) and kind in KINDS else "person",
            differs=kept.get("differs") is True,
            elsewhere=kept.get("elsewhere") is True,
            note=printable(str(kept.get("note", ""))),
            id=number if type(number) is int and number > 0 else 0,
        )

    def in_words(self, rings: tuple[str, ...]) -> str:
        """ "Ana: a person; Close; colleagues; disagrees with me at times. Knows the old plans." """
        said = [KINDS[self.kind], rings[self.ring], self.group]
        said += [words for words, holds in ((DIFFERS, self.differs), (ELSEWHERE, self.elsewhere)) if holds]
        line = f"{self.name}: {'; '.join(part for part in said if part)}"
        return f"{line}\n{self.note}" if self.note else line


@dataclass(frozen=True)
class MapOfLearning:
    """``unread`` is what was kept and cannot be read as a map; it stays, so that nothing is lost."""

    nodes: tuple[Node, ...] = ()
    unread: str = ""

    @classmethod
    def from_body(cls, body: str) -> Self:
        if not body.strip():
            return cls()
        try:
            kept = json.loads(body)
            nodes = tuple(Node.read(each) for each in kept["nodes"])
            unread = printable(str(kept.get("unread", "")))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return cls(unread=body)
        return cls(tuple(_numbered(nodes)), unread)

    def to_body(self) -> str:
        """:raises Refusal: 422, it is too long as a whole."""
        if not self.nodes and not self.unread:
            return ""
        kept = {"nodes": [node.kept() for node in self.nodes], **({"unread": self.unread} if self.unread else {})}
        body = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        if (over := len(body) - LARGEST) > 0:
            told = ngettext("%(over)s character too many.", "%(over)s characters too many.", over) % {"over": over}
            raise refused(_("The map as a whole is too long. %(told)s") % {"told": told}, reason="too-long")
        return body

    @property
    def is_full(self) -> bool:
        return len(self.nodes) >= MOST

    def find(self, id_: int) -> Node | None:
        return next((node for node in self.nodes if node.id == id_), None)

    def with_node(self, node: Node) -> Self:
        """In the place of the one with its id; else as the last.

        :raises Refusal: 422, it is full.
        """
        if self.find(node.id):
            return replace(self, nodes=tuple(node if node.id == each.id else each for each in self.nodes))
        if self.is_full:
            raise refused(
                _("A map has room for %(most)s. Take something out before you add to it.") % {"most": MOST},
                reason="full",
            )
        return replace(
            self, nodes=(*self.nodes, replace(node, id=max((each.id for each in self.nodes), default=0) + 1))
        )

    def without(self, id_: int) -> Self:
        return replace(self, nodes=tuple(node for node in self.nodes if node.id != id_))


def _numbered(nodes: Sequence[Node]) -> Iterator[Node]:
    """Each with an id of its own."""
    used: set[int] = set()
    highest = max((node.id for node in nodes), default=0)
    for node in nodes:
        if node.id in used or not node.id:
            highest += 1
            node = replace(node, id=highest)
        used.add(node.id)
        yield node


def map_in_words(body: str, guide: Guide | None, lesson_id: str, block_id: str) -> str:
    """Each node in words, to be read; with the names that the block gives the rings, if the guide still has it."""
    lesson = guide.by_id.get(lesson_id) if guide else None
    block = lesson.blocks.get(block_id) if lesson else None
    rings = block.rings if isinstance(block, Map) else RINGS
    found = MapOfLearning.from_body(body)
    nodes = sorted(found.nodes, key=lambda node: node.ring)
    return "\n\n".join((*(node.in_words(rings) for node in nodes), *([found.unread] if found.unread else ())))


def refused(happened: str, *, reason: str) -> Refusal:
    return Refusal(
        422,
        reason=reason,
        happened=happened,
        kept=_("Nothing was changed."),
    )
