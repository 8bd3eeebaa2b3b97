"""The longest common subsequence of two lists of words, found with bits.

Picture a table with a row for each word of the later list and a column for each of the earlier one. In each row a bit stands at
the columns where what is common to the words so far does *not* grow by one. A whole row follows from the one above in four
operations on integers [Hyyrö, "Bit-parallel LCS-length computation revisited", AWOCA 2004], and Python's integers are as long as
a row. Two lists of 20,000 words with as little order in common as can be take about a tenth of a second, and 54 MB meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator


def common(earlier: list[str], later: list[str]) -> Iterator[tuple[range, range]]:
    """One longest common subsequence, by its unbroken runs: where each stands in ``earlier`` and in ``later``, in order.

    The same every time. What both lists begin and end with always belongs to it, so that a small change in a long text costs next
    to nothing.
    """
    run = range(0), range(0)
    for at, to in _places(earlier, later):
        if (at, to) != (run[0].stop, run[1].stop):
            if run[0]:
                yield run
            run = range(at, at), range(to, to)
        run = range(run[0].start, at + 1), range(run[1].start, to + 1)
    if run[0]:
        yield run


def _places(earlier: list[str], later: list[str]) -> list[tuple[int, int]]:
    """The place of each common word in both lists."""
    start = _alike(earlier, later)
    earlier_left, later_left = earlier[start:], later[start:]
    end = _alike(reversed(earlier_left), reversed(later_left))
    column, row = len(earlier_left) - end, len(later_left) - end
    places = [(start + column + at, start + row + at) for at in reversed(range(end))]
    rows = _rows(earlier_left[:column], later_left[:row])
    while column and row:
        bit = 1 << (column - 1)
        if rows[row] & bit:
            column -= 1
        elif not rows[row - 1] & bit:
            row -= 1
        else:
            column, row = column - 1, row - 1
            places.append((start + column, start + row))
    places += [(at, at) for at in reversed(range(start))]
    return places[::-1]


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many words both begin with."""
    count = 0
    for word, its in zip(one, other, strict=False):
        if word != its:
            break
        count += 1
    return count


def _rows(earlier: list[str], later: list[str]) -> list[int]:
    """The row before the first word of ``later``, and the one after each."""
    columns: defaultdict[str, int] = defaultdict(int)
    for at, word in enumerate(earlier):
        columns[word] |= 1 << at
    full = (1 << len(earlier)) - 1
    rows = [full]
    for word in later:
        row = rows[-1]
        same = row & columns.get(word, 0)
        rows.append((row + same | row - same) & full)
    return rows
