"""The rules as they stand in the data: patterns, kinds of links, networks, top-level domains.

Patterns are read alike by Python's ``regex`` and by JavaScript (with the flag ``u``); a piece that several share, as the letters
of a class, is named in braces. Each repeats one class at a time, so that none can backtrack over a long text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import regex

from guide.content.posts.domains import unfold

DATA = Path(__file__).parents[2] / "static" / "rules" / "posts.json"
Unit = Literal["weights", "clusters", "characters"]


@dataclass(frozen=True)
class LinkKind:
    """What a network takes for a link: which characters its path and query hold and may end with."""

    bare: bool
    """Whether ``example.org`` is one without ``https://`` before it."""
    path: regex.Pattern[str]
    path_end: regex.Pattern[str]
    query: regex.Pattern[str]
    query_end: regex.Pattern[str]


@dataclass(frozen=True)
class Network:
    id: str
    name: str
    limit: int
    unit: Unit
    """``weights``: each code point by its weight; ``clusters``: what a reader takes for one character; ``characters``: each code
    point counts one."""
    links: str
    mentions: str
    composed: bool = False
    """Whether the text is brought to NFC before it is counted."""
    link: int | None = None
    """What a link counts, however long; None: as it is written."""
    server: int | None = None
    """What the server of a mention counts; None: as it is written."""
    emoji: int | Literal["bytes"] | None = None
    """What an emoji counts, of however many code points; ``bytes``: those of its UTF-8; None: as any other text."""
    bytes: int | None = None
    """A second limit, on the UTF-8 of the whole."""
    refused: str = ""
    """The inside of a class: characters with which it takes no post."""
    source: str = ""
    checked: str = ""
    uncertain: str = ""
    """What of this the network does not say; for people."""


_data: dict[str, Any] = json.loads(DATA.read_text("utf-8"))


def _whole(source: str) -> str:
    """A pattern with its pieces put in."""
    pieces: dict[str, str] = _data["pieces"]
    return str(regex.sub(r"\{(\w+)\}", lambda found: pieces.get(found[1], found[0]), source))


def pattern(name: str) -> regex.Pattern[str]:
    return regex.compile(_whole(_data["patterns"][name]))


def _link_kind(bare: bool, **inside: str) -> LinkKind:
    path, path_end, query, query_end = (_whole(inside[name]) for name in ("path", "pathEnd", "query", "queryEnd"))
    return LinkKind(
        bare,
        regex.compile(f"[{path}]*"),
        regex.compile(f"[{path_end}]"),
        regex.compile(f"[{query}]*"),
        regex.compile(f"[{query_end}]"),
    )


LIGHT: tuple[tuple[int, int], ...] = tuple((first, last) for first, last in _data["light"])
"""Code points that weigh 1; all others weigh 2."""
LINK_KINDS = {name: _link_kind(**kind) for name, kind in _data["links"].items()}
NETWORKS = {each["id"]: Network(**each) for each in _data["networks"]}
LONGEST_LINK: int = _data["longest"]["link"]
LONGEST_LABEL: int = _data["longest"]["label"]
LONGEST_SLUG: int = _data["longest"]["slug"]
TOP_LEVEL = frozenset(unfold(_data["domains"]["folded"]))
LONGEST_TOP_LEVEL: int = _data["longest"]["topLevel"]
"""Of those in other letters."""
