"""What a reader of many posts would say of a draft: five habits, each told by what in the text gave rise to it.

Its twin is ``guide/static/js/post-advice.js``; ``tests/content/posts/advice.json`` holds the two together. All of it is a guess
from the outside, so it is advice and never a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import regex

from guide.content.posts.counting import find_entities
from guide.content.posts.entities import Entity
from guide.content.posts.mentions import reply_to
from guide.content.posts.rules import Network, pattern

Habit = Literal["capitals", "alone", "reply", "private", "someone"]
Advice = dict[Habit, tuple[str, ...]]
"""By habit: the words of the text that it is about, each once, three at most. What there is nothing to say of is not in it."""

LETTER = pattern("letter")
PRIVATE = pattern("private")
SOMEONE = pattern("someone")
SENTENCE_END = regex.compile(r"[.!?\n]")
SEVERAL_WORDS = 12
"""So many small letters in a hashtag are probably more than one word."""
A_REASON = 20
"""So many letters beside a link may be a reason to open it."""
MOST_TOLD = 3


def advise(text: str, network: Network) -> Advice:
    entities = find_entities(text, network)
    prose = _without(text, entities)
    reply = reply_to(text)
    links = [entity.name for entity in entities if entity.kind == "link"]
    found: dict[Habit, list[str]] = {
        "capitals": [f"#{each.name}" for each in entities if each.kind == "hashtag" and _is_run_together(each.name)],
        "alone": links if sum(1 for _ in LETTER.finditer(prose)) < A_REASON else [],
        "reply": [f"@{reply.name}"] if reply else [],
        "private": [asked for question in _questions(prose) for asked in PRIVATE.findall(question)],
        "someone": SOMEONE.findall(prose),
    }
    return {habit: tuple(dict.fromkeys(told))[:MOST_TOLD] for habit, told in found.items() if told}


def first_said(text: str, words: Sequence[str]) -> str | None:
    """The first of these words or phrases that stands in the text, in whatever letters, and not within a longer word."""
    lowered = text.lower()
    return next((word for word in words if _stands_in(lowered, word.lower())), None)


def _stands_in(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(word) : at + len(word) + 1]
        is_start, is_end = not LETTER.match(word[0]), not LETTER.match(word[-1])
        if (is_start or not LETTER.match(before)) and (is_end or not LETTER.match(after)):
            return True
        at = text.find(word, at + len(word))
    return False


def _without(text: str, entities: Sequence[Entity]) -> str:
    """The text with a space in the place of each entity."""
    kept, done = [], 0
    for entity in entities:
        kept.append(text[done : entity.start])
        done = entity.end
    return " ".join([*kept, text[done:]])


def _is_run_together(tag: str) -> bool:
    return len(tag) >= SEVERAL_WORDS and tag == tag.lower() != tag.upper()


def _questions(text: str) -> Iterator[str]:
    """Each sentence that ends with a question mark."""
    start = 0
    for end in SENTENCE_END.finditer(text):
        if end[0] == "?":
            yield text[start : end.start()]
        start = end.end()
