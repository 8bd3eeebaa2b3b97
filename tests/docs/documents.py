"""The documents as tests read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from guide.kernel.config import PROJECT

DOCUMENTS = sorted(
    [
        *(PROJECT / "docs").rglob("*.md"),
        *(PROJECT / name for name in ("README.md", "CHANGELOG.md", "LICENSE-CONTENT.md")),
    ]
)
LINK = re.compile(r"\]\(([^()\s]+)\)")
FENCE = re.compile(r"^(?P<marks>`{3,})(?P<kind>\w*)\n(?P<text>.*?)^(?P=marks)$", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def prose(path: Path) -> str:
    """The text without its listings, in which other rules hold."""
    return FENCE.sub("", path.read_text("utf-8"))


def listings(path: Path) -> Iterator[tuple[str, str]]:
    """Kind and text of each listing, in order."""
    for match in FENCE.finditer(path.read_text("utf-8")):
        yield match["kind"], match["text"]


def anchors(path: Path) -> set[str]:
    """Addresses of the headings, as GitHub makes them."""
    return {_slug(heading) for heading in re.findall(r"^#{1,6} (.+)$", prose(path), re.MULTILINE)}


def _slug(heading: str) -> str:
    plain = heading.casefold().replace("`", "")
    kept = (c for c in plain if c in " -_" or unicodedata.category(c)[0] in "LN")
    return "".join(kept).replace(" ", "-")
