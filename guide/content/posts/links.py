"""Links: addresses with ``http(s)://``, and bare ones whose last label is a top-level domain.

A text is read from left to right and once. A *stretch* is an unbroken run of characters that host names are made of; its labels
are looked at from the last to the first, so that one pass knows for each of them how far a host name that begins there reaches
(the furthest label that is a top-level domain). Trying each beginning anew would take the square of the length for a hostile
``a.a.a.a…``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from guide.content.posts.entities import Entity
from guide.content.posts.hosts import is_sound, top_level_end, written_plainly
from guide.content.posts.rules import LINK_KINDS, LONGEST_LINK, LONGEST_SLUG, LinkKind, pattern

STRETCH = pattern("stretch")
NOT_BEFORE = pattern("noLinkAfter")
"""After one of these no link begins."""
PROTOCOL = regex.compile("https?$", regex.IGNORECASE | regex.ASCII)
PORT = pattern("port")
SHORTENED = pattern("shortened")


def find_links(text: str, kind: str = "x") -> list[Entity]:
    found = _Search(text, LINK_KINDS[kind]).links() if "." in text else ()
    return [Entity("link", start, end, text[start:end]) for start, end in found]


@dataclass
class _Label:
    start: int
    end: int
    top_level: int
    """Where the top-level domain ends that this label is or begins with; 0: it begins with none."""
    reach: int = 0
    """Where the longest host name ends whose first label is this one; 0: there is none."""


class _Search:
    """One reading of a text."""

    def __init__(self, text: str, kind: LinkKind) -> None:
        self.text, self.kind = text, kind
        self.done = 0
        """Up to here the text is spoken for; what stands there cannot even be what stands before a link."""

    def links(self) -> Iterator[tuple[int, int]]:
        end = 0
        while stretch := STRETCH.search(self.text, max(end, self.done)):
            start, end = stretch.span()
            labels = self._labels(start, end)
            if labels[0].reach and (protocol := self._protocol_before(start)) is not None:
                yield from self._with_protocol(protocol, start, labels[0].reach)
            for label, after in pairwise(labels):
                while (begin := self._beginning(label, after)) is not None:
                    yield from self._bare(begin, after.reach or after.top_level)
                if self.done >= end:
                    break

    def _labels(self, start: int, end: int) -> list[_Label]:
        labels: list[_Label] = []
        for part in self.text[start:end].split("."):
            labels.append(_Label(start, start + len(part), top_level_end(self.text, start) if labels else 0))
            start += len(part) + 1
        for after, label in pairwise(reversed(labels)):
            part = self.text[label.start : label.end]
            if part and part[0] not in "-_" and part[-1] not in "-_":
                label.reach = after.reach or (after.top_level if "_" not in part else 0)
        return labels

    def _may_begin(self, at: int) -> bool:
        return at == self.done == 0 or (at > self.done and not NOT_BEFORE.match(self.text, at - 1))

    def _protocol_before(self, at: int) -> int | None:
        """Where ``http://`` or ``https://`` begins that ends here."""
        if not self.text.startswith("://", at - 3) or at < 7:
            return None
        word = PROTOCOL.search(self.text, max(at - 8, 0), at - 3)
        return word.start() if word and self._may_begin(word.start()) else None

    def _beginning(self, label: _Label, after: _Label) -> int | None:
        """The first place in this label, not done yet, where a bare host name begins that goes on after it."""
        start = max(label.start, self.done)
        if start >= label.end or self.text[label.end - 1] in "-_" or not (after.reach or after.top_level):
            return None
        if not after.reach:
            start = max(start, self.text.rfind("_", start, label.end) + 1)
        for at in range(start, label.end):
            if self.text[at] not in "-_" and self._may_begin(at):
                return at
        return None

    def _with_protocol(self, start: int, host: int, host_end: int) -> Iterator[tuple[int, int]]:
        end, _has_path = self._rest(host_end)
        self.done = end
        if end - start + host - start > LONGEST_LINK or not is_sound(self.text[host:host_end]):
            return
        short = SHORTENED.match(self.text, start, end)
        if short and len(short[1]) > LONGEST_SLUG:
            return
        yield start, self._query(short.end(), end) if short else end

    def _bare(self, start: int, host_end: int) -> Iterator[tuple[int, int]]:
        end, has_path = self._rest(host_end)
        self.done = end
        if not self.kind.bare or (start and self.text[start - 1] in "-_./"):
            return
        if end - start + len("https://") > LONGEST_LINK or not is_sound(self.text[start:host_end]):
            return
        plain = [(start + first, start + last) for first, last in written_plainly(self.text[start:host_end])]
        if plain and has_path:
            plain[-1] = (plain[-1][0], end)
        yield from plain

    def _rest(self, at: int) -> tuple[int, bool]:
        """Where a link ends whose host name ends here, and whether it has a path."""
        port = PORT.match(self.text, at)
        at = port.end() if port else at
        has_path = self.text.startswith("/", at)
        if has_path:
            at = self._path(at)
        return self._query(at, len(self.text)), has_path

    def _path(self, at: int) -> int:
        """After the last character that may end a path, or after a pair of parentheses that follows one directly."""
        at = end = at + 1
        while True:
            stop = self._run(at)
            last = self._last(self.kind.path_end, at, stop)
            end = last if last > at else end
            closed = self._parentheses(stop)
            if closed is None:
                return end
            at, end = closed, closed if stop == end else end

    def _parentheses(self, at: int) -> int | None:
        """The end of a pair that begins here, with at most one pair in it."""
        if not self.text.startswith("(", at):
            return None
        inner = self._run(at + 1)
        if self.text.startswith(")", inner):
            return inner + 1 if inner > at + 1 else None
        if self.text.startswith("(", inner):
            innermost = self._run(inner + 1)
            outer = self._run(innermost + 1)
            if innermost > inner + 1 and self.text.startswith(")", innermost) and self.text.startswith(")", outer):
                return outer + 1
        return None

    def _query(self, at: int, stop: int) -> int:
        if not self.text.startswith("?", at, stop):
            return at
        run = self.kind.query.match(self.text, at + 1, stop)
        end = self._last(self.kind.query_end, at + 1, run.end()) if run else at
        return end if end > at + 1 else at

    def _run(self, at: int) -> int:
        run = self.kind.path.match(self.text, at)
        return run.end() if run else at

    def _last(self, ends: regex.Pattern[str], start: int, stop: int) -> int:
        """After the last character between the two that is one of these; where none is, before the first."""
        while stop > start and not ends.match(self.text, stop - 1):
            stop -= 1
        return stop
