"""What changed between two versions of a text, word by word.

The words kept are the longest common subsequence: exact, the same every time, and cheap for two texts of the largest size that
have as little in common as can be. What only looks kept, a small word between two larger changes, is then counted with the
changes, since that is how a reader sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from guide.journal.subsequence import common

TOKEN = re.compile(r"\n\s*|[^\S\n]+|(?:\w+(?:['’-]\w+)*|[^\w\s]+)[^\S\n]*")
"""A word or signs with the spaces after them, or a line break with what is blank around it. Linear in the text."""
LEAST_KEPT = 4
"""Where less than one part in so many of the shorter text is kept, both stand whole: scraps of them could not be read."""
MOST_CHANGES = 1_000
"""More cannot be read either; and a page of them would weigh megabytes."""
SMALL = 3
"""So many tokens between two changes may be scraps; more are a phrase that was kept."""


@dataclass(frozen=True)
class Run:
    """A stretch of running text: ``kept``, ``gone`` from the earlier version, or ``new`` in the later one."""

    kind: Literal["kept", "gone", "new"]
    text: str

    @property
    def shown(self) -> str:
        """The text; a line break that came or went alone would be invisible, and gets its sign."""
        if self.kind == "kept" or self.text.strip():
            return self.text
        return self.text.replace("\n", "¶\n" if self.kind == "new" else "¶")


@dataclass(frozen=True)
class Changes:
    """``gone`` and ``new`` count words. ``apart``: hardly anything is the same; each text is one run."""

    runs: tuple[Run, ...]
    gone: int
    new: int
    apart: bool = False

    @classmethod
    def between(cls, earlier: str, later: str) -> Changes:
        before, after = TOKEN.findall(earlier.strip()), TOKEN.findall(later.strip())
        pieces = _readable(_pieces(before, after), after)
        kept = sum(_length(after, piece.after) for piece in pieces if piece.is_kept)
        shorter = min(_length(before, range(len(before))), _length(after, range(len(after))))
        changed = [piece for piece in pieces if not piece.is_kept]
        apart = bool(before and after) and (kept * LEAST_KEPT < shorter or len(changed) > MOST_CHANGES)
        if apart:
            pieces = changed = [_Piece(False, range(len(before)), range(len(after)))]
        return cls(
            runs=tuple(_runs(pieces, before, after)),
            gone=sum(_words(before, piece.before) for piece in changed),
            new=sum(_words(after, piece.after) for piece in changed),
            apart=apart,
        )

    @property
    def is_none(self) -> bool:
        return all(run.kind == "kept" for run in self.runs)


@dataclass(frozen=True)
class _Piece:
    """Tokens of the earlier text, and those of the later one in their place."""

    is_kept: bool
    before: range
    after: range


def _key(token: str) -> str:
    """What makes two tokens the same: not the spaces, and of line breaks only whether a paragraph ends."""
    return "\n" * min(token.count("\n"), 2) if token.startswith("\n") else token.rstrip()


def _pieces(before: list[str], after: list[str]) -> Iterator[_Piece]:
    """From end to end of both: what is kept, as long as it runs on, and what stands between."""
    here = there = 0
    end = range(len(before), len(before)), range(len(after), len(after))
    for same_here, same_there in [*common([_key(token) for token in before], [_key(token) for token in after]), end]:
        if here < same_here.start or there < same_there.start:
            yield _Piece(False, range(here, same_here.start), range(there, same_there.start))
        if same_here:
            yield _Piece(True, same_here, same_there)
        here, there = same_here.stop, same_there.stop


def _readable(pieces: Iterable[_Piece], after: list[str]) -> list[_Piece]:
    """Neighbouring changes as one, and scraps between two changes that are at least as long counted with them."""
    found: list[_Piece] = []
    for piece in pieces:
        if not piece.is_kept:
            if len(found) > 1 and found[-1].is_kept and _is_scrap(found[-2], found[-1], piece, after):
                scrap, left = found.pop(), found.pop()
                piece = _joined(_joined(left, scrap), piece)
            elif found and not found[-1].is_kept:
                piece = _joined(found.pop(), piece)
        found.append(piece)
    return found


def _joined(left: _Piece, right: _Piece) -> _Piece:
    return _Piece(False, range(left.before.start, right.before.stop), range(left.after.start, right.after.stop))


def _is_scrap(left: _Piece, kept: _Piece, right: _Piece, after: list[str]) -> bool:
    if len(kept.after) > SMALL or any(token.startswith("\n") for token in after[kept.after.start : kept.after.stop]):
        return False
    sizes = [len(piece.before) + len(piece.after) for piece in (left, right)]
    return 2 * len(kept.after) <= min(sizes)


def _runs(pieces: list[_Piece], before: list[str], after: list[str]) -> Iterator[Run]:
    for piece in pieces:
        was = "".join(before[piece.before.start : piece.before.stop])
        became = "".join(after[piece.after.start : piece.after.stop])
        if piece.is_kept:
            yield Run("kept", became)
            continue
        if was:
            yield Run("gone", was)
        if became:
            yield Run("new", became)


def _length(tokens: list[str], part: range) -> int:
    """Characters that are not blank."""
    return sum(len(token.rstrip()) for token in tokens[part.start : part.stop])


def _words(tokens: list[str], part: range) -> int:
    return sum(token[0].isalnum() for token in tokens[part.start : part.stop])
