"""Others who count for X agree with us on generated texts, but for the differences named here.

``twitter-text`` is X's own package for JavaScript, at rest since 2021; ``twitter-text-parser`` a port of it to Python that takes
the square of the length, so its texts are short. A difference that is named has an example, and once they agree on it, it fails.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from twitter_text import parse_tweet

from guide.content.posts.counting import count
from guide.content.posts.links import find_links
from guide.content.posts.mentions import find_mentions, reply_to
from guide.content.posts.rules import NETWORKS
from guide.content.posts.tags import find_cashtags, find_hashtags
from tests.content.posts.node import answers

X = NETWORKS["x"]
SCRAPS = [
    *"abcxyzABC019 .,:;!?/\\-_@#$%&*()[]{}+=~|'\"<>^`\n\t",
    *"éßñÅøœşİ学習のアﾅ한국שלוםسلامПриветγειάक्षि·・ー＠＃。、「」…–—“”€",
    *"\u0301\u0308\u200d\u200c\u200e\u202a\u202c\u2066\u2069\ufe0f\ufe0e\u00a0\u3000\u20e3",
    *("http://", "https://", "HTTP://", "t.co/", "https://t.co/", "example."),
    *("com", ".org", ".co.jp", "xn--", "www.", ".みんな", ".рф", "a_b.", "-.", "user@host.com"),
    *("RT", "rt ", "@ana", "@b_1", "/list", "#tag", "#1", "$ABC", "://", "?q=1", "&b=2", "(a)", "#!/"),
    *("😀", "☺", "❤️", "🙋🏽", "👨‍👩‍👧‍👦", "🇦🇹", "1️⃣", "🏳️‍🌈", "🕵️‍♀️", "©", "©️", "🐱", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
]  # fmt: skip
"""What generated texts are put together from: what the rules turn on."""


@dataclass(frozen=True)
class Difference:
    why: str
    pattern: regex.Pattern[str]
    example: str


def difference(why: str, pattern: str, example: str) -> Difference:
    return Difference(why, regex.compile(pattern), example)


WITH_BOTH = [
    difference("A text of spaces alone is valid for them. No network takes it.", r"^\s*$", " "),
]
WITH_THE_PACKAGE = [
    *WITH_BOTH,
    difference(
        "Emoji joined as no list of theirs has it, newer ones among them, are several. For us they are one, as for Unicode.",
        r"\p{Emoji}[\ufe0f\U0001f3fb-\U0001f3ff]*\u200d\p{Emoji}",
        "🧑🏽‍🚀",
    ),
    difference("Two letters of flags are a flag for us; for them only if they are a country's.", r"\p{RI}{3}|🇦🇦", "🇦🇦"),
    difference("Their top-level domains are those of 2021.", r"\.(web|zippo)", "example.zippo"),
    difference(
        "A Greek iota stands in for the mark below one: JavaScript has the same capital for both.", "ι", "example.org/ι"
    ),
    difference(
        "At the beginning of a text their pattern takes an accented letter, or a mark, for what stands before a bare address.",
        "^[éßñÅøœşİ\u0301\u0308]",
        "école.fr",
    ),
    difference(
        "An emoji is two characters for them, of which one is before a host name and the other in it.",
        r"[\U00010000-\U0010ffff]\.",
        "https://t.co/a😀.co.jp",
    ),
    difference(
        "Of a bare address in two scripts, with a path, they put the text together anew, and count on with its length.",
        r"\.(рф|みんな)\S*/",
        "œ.рфи.рф/list",
    ),
]
WITH_THE_PORT = [
    *WITH_BOTH,
    difference(
        "Its list of emoji, newer than that of the package, has © and ® without a selector.", "[©®](?!\ufe0f)", "©"
    ),
    difference("Two letters of flags are a flag for us; for it only if they are a country's.", r"\p{RI}{3}|🇦🇦", "🇦🇦"),
    difference(
        "It spells host names by Python's IDNA of 2003, which refuses much that X takes: two directions, emoji, some marks.",
        r"[^\s\x00-\x7f]\S*\.|\.\S*[^\s\x00-\x7f]",
        "aשb.com",
    ),
]
ON_EVERY_LIST = ("👨‍👩‍👧‍👦", "🏳️‍🌈", "🕵️‍♀️")
"""Joined emoji that need no explanation."""


def is_explained(text: str, differences: list[Difference]) -> bool:
    for each in ON_EVERY_LIST:
        text = text.replace(each, "☺")
    return any(each.pattern.search(text) for each in differences)


def generated(number: int) -> list[str]:
    """Always the same ones."""
    chance = random.Random(1)
    texts = ("".join(chance.choices(SCRAPS, k=chance.randrange(1, 14))) for _ in range(number))
    return [text for text in texts if not is_explained(text, WITH_THE_PACKAGE)]


def ours(text: str) -> dict[str, Any]:
    counted, reply = count(text, X), reply_to(text)
    found = [*find_links(text), *find_mentions(text), *find_hashtags(text), *find_cashtags(text)]
    return {
        "length": counted.length,
        "valid": counted.problem is None,
        "found": [[each.kind, each.start, each.end, each.name, each.tail] for each in found],
        "reply": reply and reply.name,
    }


def by_the_port(text: str) -> tuple[int, bool]:
    theirs = parse_tweet(text)
    return theirs.weightedLength, theirs.valid


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=12).map("".join))
def test_the_port_to_python_counts_the_same(text: str) -> None:
    if not is_explained(text, WITH_THE_PORT):
        counted = count(text, X)
        assert (counted.length, counted.problem is None) == by_the_port(text)


@pytest.mark.parametrize("each", WITH_THE_PORT, ids=lambda each: each.why)
def test_each_difference_with_the_port_is_one(each: Difference) -> None:
    counted = count(each.example, X)
    assert is_explained(each.example, [each])
    assert (counted.length, counted.problem is None) != by_the_port(each.example)


@pytest.mark.node
def test_the_package_of_x_counts_and_finds_the_same() -> None:
    texts = generated(5000)
    assert len(texts) > 3500
    both = zip(texts, answers(texts, "twitter-text"), strict=True)
    assert not [(text, ours(text), theirs) for text, theirs in both if ours(text) != theirs]


@pytest.mark.node
def test_the_browsers_script_and_the_package_of_x_count_and_find_the_same() -> None:
    texts = generated(5000)
    wrong = []
    for text, script, theirs in zip(texts, answers(texts), answers(texts, "twitter-text"), strict=True):
        length, _end, problem = script["counts"]["x"]
        reply = script["reply"] and script["reply"][3]
        told = (length, problem is None, sorted(script["entities"]["x"]), reply)
        wrong += [(text, told, theirs)] * (
            told != (theirs["length"], theirs["valid"], apart(theirs["found"]), theirs["reply"])
        )
    assert not wrong


def apart(found: list[Any]) -> list[Any]:
    """Without those that begin in another."""
    kept: list[Any] = []
    for each in sorted(found, key=lambda each: each[1]):
        if not kept or each[1] >= kept[-1][2]:
            kept.append(each)
    return sorted(kept)


@pytest.mark.node
def test_each_difference_with_the_package_is_one() -> None:
    examples = [each.example for each in WITH_THE_PACKAGE]
    agreed = [
        text for text, theirs in zip(examples, answers(examples, "twitter-text"), strict=True) if ours(text) == theirs
    ]
    assert not agreed
    assert all(is_explained(each.example, [each]) for each in WITH_THE_PACKAGE)
