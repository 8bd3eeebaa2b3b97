"""Top-level domains come from IANA's list, and are folded without loss."""

from __future__ import annotations

import json

import pytest

from guide.content.posts.domains import fold, read_root_zone, unfold, update
from guide.content.posts.links import find_links
from guide.content.posts.rules import DATA, TOP_LEVEL

LIST = "# Version 2026082200, Last Updated Sat Aug 22 07:07:01 2026 UTC\nAAA\nAARP\nCOM\nXN--P1AI\n"


def test_names_are_folded_without_loss() -> None:
    names = sorted(TOP_LEVEL)
    assert list(unfold(fold(names))) == names
    assert fold(["aaa", "aarp", "abb"]) == "0aaa2rp1bb"


def test_the_list_of_iana_is_read_with_its_day_and_other_scripts_in_their_letters() -> None:
    assert read_root_zone(LIST) == ("2026-08-22", ["aaa", "aarp", "com", "рф"])


def test_another_list_is_refused() -> None:
    with pytest.raises(ValueError, match="not IANA's list"):
        read_root_zone("com\nnet\n")


def test_bringing_the_domains_up_to_date_changes_nothing_else() -> None:
    before = DATA.read_text("utf-8")
    after = json.loads(update(before, LIST))
    assert list(unfold(after["domains"]["folded"])) == ["aaa", "aarp", "com", "рф"]
    assert after["domains"]["of"] == "2026-08-22"
    assert after["longest"]["topLevel"] == 2
    rest = json.loads(before)
    for name in ("domains", "longest"):
        del after[name], rest[name]
    assert after == rest


def test_every_domain_of_the_root_zone_makes_a_link() -> None:
    assert len(TOP_LEVEL) > 1400
    assert not [
        name for name in TOP_LEVEL if [each.end for each in find_links(f"https://example.{name}/a")] != [18 + len(name)]
    ]
