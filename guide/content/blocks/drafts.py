"""A draft as its page shows it: counted for each network, with what each makes of it, and advised on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from guide.content.posts.advice import Advice, advise
from guide.content.posts.counting import Count, count, find_entities
from guide.content.posts.rules import Network

MOST = 20_000
"""Code points looked at, as many as are kept."""
COMPOSE_PAGES = {"x": "https://x.com/intent/post?text=", "bluesky": "https://bsky.app/intent/compose?text="}
"""Where a network offers a text to be posted. A learner's Mastodon server is known on their device only."""


@dataclass(frozen=True)
class Counted:
    network: Network
    count: Count
    compose_page: str | None
    """With the text in it; None where the network would not take it, or has no such page."""


@dataclass(frozen=True)
class Piece:
    """Of a preview. ``kind``: plain, entity (what the network makes a link of), or over (what would not go through)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Draft:
    text: str
    counted: tuple[Counted, ...]
    shown_for: Network
    """The network of the preview: the one with the least room left."""
    preview: tuple[Piece, ...]
    advice: Advice

    @classmethod
    def of(cls, text: str, networks: Sequence[Network]) -> Draft:
        text = text[:MOST]
        counted = tuple(_counted(text, network) for network in networks)
        tightest = min(counted, key=lambda each: each.count.left)
        pieces = tuple(_pieces(text, tightest.network, tightest.count.end))
        return cls(text, counted, tightest.network, pieces, advise(text, tightest.network))

    @property
    def is_begun(self) -> bool:
        return bool(self.text.strip())


def _counted(text: str, network: Network) -> Counted:
    found = count(text, network)
    page = COMPOSE_PAGES.get(network.id) if found.problem is None else None
    return Counted(network, found, page + quote(text, safe="") if page else None)


def _pieces(text: str, network: Network, end: int) -> Iterator[Piece]:
    done = 0
    for entity in find_entities(text, network):
        if entity.end <= end:
            if done < entity.start:
                yield Piece("plain", text[done : entity.start])
            yield Piece("entity", text[entity.start : entity.end])
            done = entity.end
    if done < end:
        yield Piece("plain", text[done:end])
    if max(done, end) < len(text):
        yield Piece("over", text[max(done, end) :])
