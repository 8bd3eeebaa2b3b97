"""A lesson's file taken apart: front matter, stretches of prose, fenced blocks, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guide.content.problems import Report
from guide.content.tree import Map, read_yaml
from guide.content.words import near

FENCE = re.compile(r"(?P<marks>`{3,}|~{3,})[ \t]*(?P<info>[^`~]*?)[ \t]*")

LISTINGS = ("", "text", "markdown", "sh", "xml", "yaml")
"""What may stand behind the marks of a fence that is printed as it is: to us all one, to an author's editor a language."""


@dataclass(frozen=True)
class Stretch:
    """Markdown between two blocks."""

    text: str
    line: int


@dataclass(frozen=True)
class Fenced:
    """The inside of a fence; ``line`` is the line of the opening marks. ``kind`` may be one of ``LISTINGS``."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True)
class LessonFile:
    """``whole``: nothing of it had to be left out."""

    front: Map
    pieces: tuple[Stretch | Fenced, ...]
    whole: bool


def take_apart(text: str, kinds: tuple[str, ...], report: Report) -> LessonFile | None:
    """None where there is no front matter to go by, which is then told."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        report.error(1, "A lesson begins with its front matter: a line `---`, the keys, a line `---`.")
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        report.error(1, "The front matter is never closed; end it with a line `---`.")
        return None
    front = read_yaml("\n".join(lines[1:end]), 2, report)
    told = len(report.found)
    pieces = tuple(_pieces(lines, end + 1, kinds, report))
    if not isinstance(front, Map):
        if front is not None:
            report.error(2, "The front matter is written as `key: text`, one key a line.")
        return None
    return LessonFile(front, pieces, whole=len(report.found) == told)


def _pieces(lines: list[str], start: int, kinds: tuple[str, ...], report: Report) -> Iterator[Stretch | Fenced]:
    prose_from = number = start
    while number < len(lines):
        fence = FENCE.fullmatch(lines[number]) or _stray(lines[number], kinds)
        if not fence:
            number += 1
            continue
        yield from _stretch(lines, prose_from, number)
        close = _closing(lines, number, fence["marks"])
        kind = fence["info"]
        if close is None:
            report.error(number + 1, f"This block is opened with {fence['marks']} and never closed.")
            close = next((n for n in range(number + 1, len(lines)) if _opens(lines[n])), len(lines)) - 1
        elif lines[number].startswith(" "):
            report.error(number + 1, f"Begin the block `{kind}` at the left margin.")
        elif kind in (*kinds, *LISTINGS):
            yield Fenced(kind, "\n".join(lines[number + 1 : close]), number + 1)
        else:
            report.error(number + 1, f"There is no block called `{kind[:40]}`{near(kind, (*kinds, *LISTINGS[1:]))}")
        prose_from = number = close + 1
    yield from _stretch(lines, prose_from, len(lines))


def _stretch(lines: list[str], start: int, end: int) -> Iterator[Stretch]:
    while start < end and not lines[start].strip():
        start += 1
    text = "\n".join(lines[start:end]).rstrip()
    if text:
        yield Stretch(text, start + 1)


def _opens(line: str) -> bool:
    fence = FENCE.fullmatch(line)
    return fence is not None and bool(fence["info"])


def _closing(lines: list[str], opened: int, marks: str) -> int | None:
    """The line that closes a fence; None where the next block opens first, or the file ends."""
    for number in range(opened + 1, len(lines)):
        line = lines[number].strip() if lines[opened].startswith(" ") else lines[number].rstrip()
        if line.startswith(marks) and not line.strip(marks[0]):
            return number
        if len(marks) == 3 and line.startswith(marks) and _opens(line):
            return None
    return None


def _stray(line: str, kinds: tuple[str, ...]) -> re.Match[str] | None:
    """The opening of a block that is indented, and would be printed as text."""
    fence = FENCE.fullmatch(line.strip()) if line.startswith(" ") else None
    return fence if fence and fence["info"] in kinds else None
