"""What a network makes more of than text: links, mentions, hashtags and cashtags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["link", "mention", "hashtag", "cashtag"]


@dataclass(frozen=True)
class Entity:
    kind: Kind
    start: int
    end: int
    """Code points of the text: ``text[start:end]`` is all of it, with its sign."""
    name: str
    """A link as it is written; of the others what follows the sign."""
    tail: str = ""
    """What follows the name of a mention: ``/list`` (X) or ``@example.org`` (Mastodon); else nothing."""
