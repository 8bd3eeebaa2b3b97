"""The longest common subsequence: as long as can be, in order, and cheap where two texts differ in little."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.journal.subsequence import common

WORDS = st.lists(st.sampled_from("abc"), max_size=14)


def longest(earlier: list[str], later: list[str]) -> int:
    """Its length by definition: either both last words are the same, or one of them is of no use."""

    @lru_cache(None)
    def of(here: int, there: int) -> int:
        if not here or not there:
            return 0
        if earlier[here - 1] == later[there - 1]:
            return of(here - 1, there - 1) + 1
        return max(of(here - 1, there), of(here, there - 1))

    return of(len(earlier), len(later))


@given(WORDS, WORDS)
def test_it_is_common_in_order_and_none_is_longer(earlier: list[str], later: list[str]) -> None:
    runs = list(common(earlier, later))
    assert all([earlier[at] for at in here] == [later[at] for at in there] for here, there in runs)
    assert all(here and len(here) == len(there) for here, there in runs)
    assert sum(len(here) for here, _ in runs) == longest(earlier, later)
    for (here, there), (next_here, next_there) in pairwise(runs):
        assert here.stop <= next_here.start
        assert there.stop <= next_there.start
        assert (here.stop, there.stop) != (next_here.start, next_there.start), "one run told as two"


@pytest.mark.parametrize(
    ("earlier", "later", "runs"),
    [
        ("", "", []),
        ("abc", "", []),
        ("", "abc", []),
        ("abc", "xyz", []),
        ("abc", "abc", [("abc", 0, 0)]),
        ("abc", "abxc", [("ab", 0, 0), ("c", 2, 3)]),
        ("aaa", "aa", [("aa", 0, 0)]),
        ("xab", "aby", [("ab", 1, 0)]),
    ],
)  # fmt: skip
def test_runs_stand_where_their_words_stand(earlier: str, later: str, runs: list[tuple[str, int, int]]) -> None:
    found = [
        (earlier[here.start : here.stop], here.start, there.start) for here, there in common(list(earlier), list(later))
    ]
    assert found == runs
