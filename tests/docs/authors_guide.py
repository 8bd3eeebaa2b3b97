"""The guide *Writing a guide* as tests read it: its lessons, and the examples printed in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guide.content.blocks import KINDS
from guide.content.lesson_file import Fenced, Stretch, take_apart
from guide.content.problems import Report
from guide.kernel.config import PROJECT

AUTHORS_GUIDE = PROJECT / "content" / "writing-a-guide"
LESSONS = sorted(AUTHORS_GUIDE.glob("[0-9][0-9]-*/[0-9][0-9]-*.md"))
FILE = re.compile(r"(?:# |<!-- )(?P<within>in )?(?P<file>[\w./-]+)(?: -->)?\n")
FRONT = {
    "id": "example", "title": "An example", "read": "1", "do": "5", "core": "false", "added": "2026-12-01",
    "outcome": "See one example.",
}  # fmt: skip

TOLD_BY = {"kind": "check", "chat": "chat", "prompt": "reflection", "questions": "plan"}
"""The kind of a block that is shown without its fence, by a key that only it has."""


@dataclass(frozen=True)
class Example:
    """A listing that a reader may copy; ``answer`` is the listing right after it, where that is what the program says."""

    lesson: str
    number: int
    kind: str
    text: str
    answer: str

    @property
    def named(self) -> re.Match[str] | None:
        """The file that the listing says it belongs to."""
        return FILE.match(self.text) if self.kind in ("yaml", "xml") else None

    @property
    def is_wrong_on_purpose(self) -> bool:
        return self.answer.startswith("content/") and self.text.startswith("---\n")

    def lesson_text(self) -> str:
        """The example as a lesson that has nothing else in it."""
        if self.text.startswith("---\n"):
            return self.text
        front, body = {**FRONT, "id": f"example-{self.number}"}, self.text
        if self.kind == "yaml":
            keys = dict(re.findall(r"^(\w+): *(.*)$", self.text, re.MULTILINE))
            block = next((block for key, block in TOLD_BY.items() if key in keys), None)
            front |= {} if block else keys
            body = f"```{block}\n{self.text}\n```" if block else "Word after word. " * (60 * int(front["read"]))
        head = "".join(f"{key}: {value}\n" for key, value in front.items())
        return f"---\n{head}---\n\n{body}\n"


def pieces(path: Path) -> tuple[Stretch | Fenced, ...]:
    file = take_apart(path.read_text("utf-8"), tuple(KINDS), Report(path.name))
    assert file is not None
    return file.pieces


def prose(path: Path) -> str:
    return "\n\n".join(piece.text for piece in pieces(path) if isinstance(piece, Stretch))


def listings(path: Path) -> Iterator[Fenced]:
    for piece in pieces(path):
        if isinstance(piece, Fenced) and piece.kind not in KINDS:
            yield piece


def commands() -> list[str]:
    return [
        line for path in LESSONS for piece in listings(path) if piece.kind == "sh" for line in piece.text.split("\n")
    ]


def messages() -> list[tuple[str, str]]:
    """Lesson and text of every listing that shows what the program says."""
    return [(path.stem, piece.text) for path in LESSONS for piece in listings(path) if piece.kind == "text"]


def examples() -> list[Example]:
    found: list[Example] = []
    for path in LESSONS:
        shown = list(listings(path))
        for piece, after in zip(shown, [*shown[1:], None], strict=True):
            if piece.kind not in ("text", "sh"):
                answer = after.text if after and after.kind == "text" else ""
                found.append(Example(path.stem, len(found), piece.kind, piece.text, answer))
    return found
