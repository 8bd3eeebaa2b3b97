"""Counting takes time in proportion to the length of a text, whatever the text, in both languages.

Ten times the text may take three times what is in proportion, for the noise of a machine; where the time is the square of the
length, it takes ten times that.
"""

from __future__ import annotations

import pytest

from bench.counting import TEXTS, in_node, in_python, of_length

SHORT, LONG = 2_000, 20_000
NOISE = 3


def is_in_proportion(short: float, long: float) -> bool:
    return long / max(short, 0.5) <= LONG / SHORT * NOISE


@pytest.mark.fault
@pytest.mark.parametrize("piece", TEXTS.values(), ids=TEXTS)
def test_python_takes_no_more_than_in_proportion(piece: str) -> None:
    assert is_in_proportion(in_python(of_length(piece, SHORT)), in_python(of_length(piece, LONG)))


@pytest.mark.fault
@pytest.mark.node
def test_the_browsers_script_takes_no_more_than_in_proportion() -> None:
    taken = in_node([[of_length(piece, length) for length in (SHORT, LONG)] for piece in TEXTS.values()])
    if taken is None:
        pytest.skip("no Node")
    named = dict(zip(TEXTS, taken, strict=True))
    assert not {name: times for name, times in named.items() if not is_in_proportion(*times)}
