"""What is wrong with the sources of a guide, told to its author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One thing for the author to mend. ``path`` as an author types it, from the folder that holds ``content/``."""

    path: str
    line: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Report:
    """Collects problems of one file; ``of`` opens the page of another file in the same collection.

    Error: something is lost or misleads. Everything else is a warning.
    """

    def __init__(self, path: str, found: list[Problem] | None = None) -> None:
        self.path = path
        self.found: list[Problem] = [] if found is None else found

    def of(self, path: str) -> Report:
        return Report(path, self.found)

    def error(self, line: int, message: str) -> None:
        self._add(Problem(self.path, line, message, "error"))

    def warn(self, line: int, message: str) -> None:
        self._add(Problem(self.path, line, message, "warning"))

    def _add(self, problem: Problem) -> None:
        if problem not in self.found:
            self.found.append(problem)


class Locator:
    """Finds the line of a piece of text, for those parts of the work that no longer know where they are.

    The same piece asked for again is looked for further down, so that each occurrence gets its own line.
    """

    def __init__(self, text: str, first_line: int) -> None:
        self._text, self._first = text, first_line
        self._from: dict[str, int] = {}

    def line(self, piece: str) -> int:
        at = self._text.find(piece, self._from.get(piece, 0))
        if at < 0:
            at = self._text.find(piece)
        if at < 0:
            return self._first
        self._from[piece] = at + len(piece)
        return self._first + self._text.count("\n", 0, at)
