"""Hashtags and cashtags."""

from __future__ import annotations

from collections.abc import Iterator

from guide.content.posts.entities import Entity
from guide.content.posts.rules import pattern

SIGN = pattern("hashSign")
LETTERS = pattern("letter")
CHARACTERS = pattern("hashtag")
NOT_BEFORE = pattern("noHashtagAfter")
NOT_AFTER = pattern("noHashtagBefore")
EMOJI_ENDS = "\ufe0e\ufe0f"
"""Marks by Unicode's letter, but what they end is an emoji, and a hashtag may follow it."""
NO_TAG = "\ufe0f\u20e3"
"""After a ``#`` they make it an emoji."""

CASH = pattern("cashtag")
CASH_TAIL = pattern("cashtagTail")
CASH_BEFORE = pattern("cashtagAfter")
CASH_AFTER = pattern("cashtagBefore")


def find_hashtags(text: str) -> list[Entity]:
    return list(_hashtags(text))


def find_cashtags(text: str) -> list[Entity]:
    return list(_cashtags(text))


def _hashtags(text: str) -> Iterator[Entity]:
    done = 0
    for sign in SIGN.finditer(text):
        start = sign.start()
        if start == done > 0 or (start and text[start - 1] not in EMOJI_ENDS and NOT_BEFORE.match(text, start - 1)):
            continue
        name = CHARACTERS.match(text, start + 1)
        if name is None or name[0][0] in NO_TAG or not LETTERS.search(name[0]):
            continue
        done = name.end()
        if not NOT_AFTER.match(text, done):
            yield Entity("hashtag", start, done, name[0])


def _cashtags(text: str) -> Iterator[Entity]:
    for sign in CASH.finditer(text):
        start = sign.start()
        if start and not CASH_BEFORE.match(text, start - 1):
            continue
        tail = CASH_TAIL.match(text, sign.end())
        for end in (tail.end(), sign.end()) if tail else (sign.end(),):
            if end == len(text) or CASH_AFTER.match(text, end):
                yield Entity("cashtag", start, end, text[start + 1 : end])
                break
