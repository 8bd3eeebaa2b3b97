"""How long a post is for a network, and how much of it would go through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

from guide.content.posts.characters import EMOJI, clusters, composed
from guide.content.posts.entities import Entity
from guide.content.posts.links import find_links
from guide.content.posts.mentions import find_mentions
from guide.content.posts.rules import LIGHT, Network, pattern
from guide.content.posts.tags import find_cashtags, find_hashtags

Problem = Literal["empty", "character", "length", "bytes"]
NO_TEXT = r"\ud800-\udfff"
"""Halves of characters: no network can be sent them."""
WRITTEN = pattern("written")

Cost = tuple[int, int, int]
"""From, to, and what the code points in between count."""


@dataclass(frozen=True)
class Count:
    """A text as one network counts it."""

    length: int
    limit: int
    end: int
    """Up to here, in code points of the text, it would go through: before what is too long, or is refused."""
    problem: Problem | None
    """Why the network would not take it: nothing in it, a character it refuses, too long, or too many bytes."""

    @property
    def left(self) -> int:
        """How much may be added; below zero, how much must go."""
        return self.limit - self.length


def count(text: str, network: Network) -> Count:
    counted, places = composed(text) if network.composed else (text, None)
    length = bytes_ = 0
    end: int | None = None
    refused = regex.search(f"[{network.refused}{NO_TEXT}]", counted)
    last = refused.start() if refused else len(counted)
    for start, stop, cost in _costs(counted, network):
        length += cost
        bytes_ += _bytes(counted[start:stop]) if network.bytes else 0
        if end is None and (length > network.limit or bytes_ > (network.bytes or 0) or stop > last):
            end = start
    end = len(counted) if end is None else end
    problem: Problem | None = None
    if refused:
        problem = "character"
    elif length > network.limit:
        problem = "length"
    elif bytes_ > (network.bytes or 0):
        problem = "bytes"
    elif not WRITTEN.search(text):
        problem = "empty"
    return Count(length, network.limit, places[end] if places else end, problem)


def find_entities(text: str, network: Network) -> list[Entity]:
    """Everything in a text that the network makes something of, in order; of two that overlap, the one that begins first."""
    mentions = find_mentions(text, network.mentions)
    found = [*find_links(text, network.links), *mentions, *find_hashtags(text), *find_cashtags(text)]
    return _apart(found)


def _apart(found: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda entity: entity.start):
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return kept


def _costs(text: str, network: Network) -> Iterator[Cost]:
    """The whole text in pieces, each with what it counts."""
    links = find_links(text, network.links) if network.link is not None else []
    mentions = find_mentions(text, network.mentions) if network.server is not None else []
    done = 0
    for entity in _apart([*links, *mentions]):
        start = entity.start if entity.kind == "link" else entity.end - len(entity.tail)
        yield from _plain(text, done, start, network)
        cost = network.link if entity.kind == "link" else network.server
        if start < entity.end:
            yield start, entity.end, cost or 0
        done = entity.end
    yield from _plain(text, done, len(text), network)


def _plain(text: str, start: int, stop: int, network: Network) -> Iterator[Cost]:
    if network.unit == "clusters":
        for first, last in clusters(text, start, stop):
            yield first, last, 1
        return
    for emoji in EMOJI.finditer(text, start, stop) if network.emoji else ():
        yield from _points(text, start, emoji.start(), network)
        start = emoji.end()
        yield emoji.start(), start, _bytes(emoji[0]) if network.emoji == "bytes" else int(network.emoji or 0)
    yield from _points(text, start, stop, network)


def _points(text: str, start: int, stop: int, network: Network) -> Iterator[Cost]:
    for at in range(start, stop):
        point = ord(text[at])
        heavy = network.unit == "weights" and not any(first <= point <= last for first, last in LIGHT)
        yield at, at + 1, 2 if heavy else 1


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
