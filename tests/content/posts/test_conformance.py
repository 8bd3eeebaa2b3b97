"""X's own cases are met, section by section, but for those listed here with the reason.

A listed case that is met after all fails as well: an exception expires. Without ``TWITTER_TEXT_CONFORMANCE`` there is one line to
say so, and nothing to hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from guide.content.posts.counting import count, find_entities
from guide.content.posts.links import find_links
from guide.content.posts.mentions import find_mentions, reply_to
from guide.content.posts.rules import NETWORKS, TOP_LEVEL, Network
from guide.content.posts.tags import find_cashtags, find_hashtags
from tests.content.posts.conformance import VARIABLE, cases, folder

X = NETWORKS["x"]
WITHOUT_EMOJI = replace(X, emoji=None)
NOT_LINKED = "valid as an address, and yet X makes no such link in a post: its own extraction has no rule for it"
UNMET = {
    ("validate", "urls", "Valid url: port and userinfo"): NOT_LINKED,
    ("validate", "urls", "Valid url: ipv4"): NOT_LINKED,
    ("validate", "urls", "Valid url: ipv6"): NOT_LINKED,
    ("validate", "urls", "Valid url: sub delims and question marks"): (
        "valid as an address, and yet X ends the link before the plus sign: a query does not end with one in its extraction"
    ),
}
RETIRED = "https://twitter."
"""Before a top-level domain in the cases of these; those that have left the root zone since are links no more."""

Answer = Callable[[str], Any]


def units(text: str) -> int:
    """Of UTF-16, in which X gives the places of its counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def counted(network: Network) -> Answer:
    def answer(text: str) -> dict[str, Any]:
        found = count(text, network)
        return {
            "weightedLength": found.length,
            "valid": found.problem is None,
            "permillage": found.length * 1000 // found.limit,
            "displayRangeStart": 0,
            "displayRangeEnd": units(text) - 1,
            "validRangeStart": 0,
            "validRangeEnd": units(text[: found.end]) - 1,
        }

    return answer


def names(kind: str) -> Answer:
    return lambda text: [each.name for each in find_entities(text, X) if each.kind == kind]


def places(kind: str, label: str) -> Answer:
    return lambda text: [
        {label: each.name, "indices": [each.start, each.end]} for each in find_entities(text, X) if each.kind == kind
    ]


def lists(text: str) -> list[dict[str, Any]]:
    return [
        {"screen_name": each.name, "list_slug": each.tail, "indices": [each.start, each.end]}
        for each in find_mentions(text)
    ]


def replied_to(text: str) -> str | None:
    found = reply_to(text)
    return found.name if found else None


def is_all(find: Callable[[str], list[Any]], *, listed: bool = False) -> Answer:
    """Whether the text is one such thing from its first to its last character."""
    return lambda text: [(each.start, each.end, bool(each.tail)) for each in find(text)] == [(0, len(text), listed)]


SECTIONS: dict[tuple[str, str], Answer] = {
    ("validate", "WeightedTweetsCounterTest"): counted(WITHOUT_EMOJI),
    ("validate", "WeightedTweetsWithDiscountedEmojiCounterTest"): counted(X),
    ("validate", "UnicodeDirectionalMarkerCounterTest"): counted(X),
    ("validate", "urls"): is_all(find_links),
    ("validate", "urls_without_protocol"): is_all(find_links),
    ("validate", "usernames"): is_all(find_mentions),
    ("validate", "lists"): is_all(find_mentions, listed=True),
    ("validate", "hashtags"): is_all(find_hashtags),
    ("extract", "mentions"): names("mention"),
    ("extract", "mentions_with_indices"): places("mention", "screen_name"),
    ("extract", "mentions_or_lists_with_indices"): lists,
    ("extract", "replies"): replied_to,
    ("extract", "urls"): names("link"),
    ("extract", "urls_with_indices"): places("link", "url"),
    ("extract", "urls_with_directional_markers"): places("link", "url"),
    ("extract", "tco_urls_with_params"): names("link"),
    ("extract", "hashtags"): names("hashtag"),
    ("extract", "hashtags_from_astral"): names("hashtag"),
    ("extract", "hashtags_with_indices"): places("hashtag", "hashtag"),
    ("extract", "cashtags"): lambda text: [each.name for each in find_cashtags(text)],
    ("extract", "cashtags_with_indices"): places("cashtag", "cashtag"),
    ("tlds", "country"): names("link"),
    ("tlds", "generic"): names("link"),
}


def test_the_cases_of_x_are_met_or_listed_with_the_reason(record_property: Callable[[str, object], None]) -> None:
    if folder() is None:
        record_property("told", f"{VARIABLE} names no folder: the cases of X are not held here.")
        return
    wrong = []
    for (file, section), answer in SECTIONS.items():
        met = 0
        for case in cases(file)[section]:
            is_met = answer(case["text"]) == case["expected"]
            met += is_met
            if is_met == is_listed(file, section, case):
                wrong.append(
                    (file, section, case["description"], "is met, and listed" if is_met else answer(case["text"]))
                )
        record_property("told", f"{file:10}{section:46}{met:5} of {len(cases(file)[section])}")
    assert not wrong


def is_listed(file: str, section: str, case: dict[str, Any]) -> bool:
    if file == "tlds":
        return case["text"].removeprefix(RETIRED) not in TOP_LEVEL
    return (file, section, case["description"]) in UNMET
