"""What changed between two versions: told word by word, readable without colour, and never more work than it is worth."""

from __future__ import annotations

import random
import re
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.journal.changes import MOST_CHANGES, Changes
from guide.kernel.plain_text import LARGEST
from tests.conftest import REFLECTION, Reader
from tests.journal.pages import keep_copies, link, main, seen, write_at

MAY = datetime(2026, 5, 3, 12, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXTS = st.text(st.sampled_from("ab .\n’-é\u3000🧪"), max_size=60)


def told(earlier: str, later: str) -> str:
    """The changes on one line: what is gone in [-…-], what is new in {+…+}."""
    signs = {"kept": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(signs[run.kind].format(run.text) for run in Changes.between(earlier, later).runs)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("One two three four.", "One two three four.", "One two three four."),
        ("One two three.", "One two and three.", "One two {+and +}three."),
        ("One two and three.", "One two three.", "One two [-and -]three."),
        ("It was fine on Monday.", "It was good on Monday.", "It was [-fine -]{+good +}on Monday."),
        ("", "New.", "{+New.+}"),
        ("Gone.", "", "[-Gone.-]"),
        ("One  two", "One two", "One two"),
        ("One line.\nAnd one.", "One line.\n\nAnd one.", "One line.[-\n-]{+\n\n+}And one."),
        ("I don't know why.", "I don’t know why.", "I [-don't -]{+don’t +}know why."),
    ],
)  # fmt: skip
def test_changes_are_told_word_by_word(earlier: str, later: str, expected: str) -> None:
    assert told(earlier, later) == expected


def test_a_small_word_between_two_changes_is_read_with_them() -> None:
    assert told(
        "Yesterday morning I asked nobody of them in the long corridor.",
        "Later that week of course somebody answered in the long corridor.",
    ) == (
        "[-Yesterday morning I asked nobody of them -]{+Later that week of course somebody answered +}in the long corridor."
    )


def test_texts_with_hardly_a_word_in_common_stand_whole() -> None:
    changes = Changes.between("Nothing of this was kept by anybody.", "Quite another text, of a later day.")
    assert changes.apart
    assert [run.kind for run in changes.runs] == ["gone", "new"]


def test_a_text_that_only_grew_shows_what_was_added() -> None:
    more = "Then I asked the man who drives the van, and he knew the answer, and had known it for years."
    assert told("Nothing.", f"Nothing. {more}") == f"Nothing. {{+{more}+}}"


def test_words_are_counted() -> None:
    changes = Changes.between("It was fine, on Monday.", "It was good and well, on Monday.")
    assert (changes.gone, changes.new) == (1, 3)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_changes(earlier: str, later: str) -> None:
    """But for spaces, which make no change."""
    runs = Changes.between(earlier, later).runs
    before = "".join(run.text for run in runs if run.kind != "new")
    after = "".join(run.text for run in runs if run.kind != "gone")
    assert after == later.strip()
    assert "".join(before.split()) == "".join(earlier.split())


@given(TEXTS)
def test_a_text_and_itself_differ_in_nothing(text: str) -> None:
    assert Changes.between(text, text).is_none


SEED = random.Random(1)
HOSTILE = {
    "signs": ("a." * 10_000, ".a" * 10_000),
    "four words": ("".join(SEED.choices(["a.", "b!"], k=10_000)), "".join(SEED.choices(["a.", "b!"], k=10_000))),
    "lines": ("\n".join(SEED.choices("abcd", k=10_000)), "\n".join(SEED.choices("abcd", k=10_000))),
    "all different": (
        "".join(chr(0x4E00 + number) + "." for number in range(10_000)),
        "".join(chr(0x4E00 + number) + "." for number in reversed(range(10_000))),
    ),
    "hyphens": ("a-" * 10_000, "-a" * 10_000),
    "apostrophes": ("'" * 20_000, "a'" * 10_000),
    "spaces": (" " * 19_999 + ".", "\n" * 19_999 + "."),
    "one word": ("a" * 20_000, "b" * 20_000),
    "marks": ("e" + "\u0301" * 19_999, "\u0301e" * 10_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_worst_texts_cost_little_more_than_in_proportion(name: str) -> None:
    """Eight times the text may take sixty-four times the work where every word is compared with every other; not more."""
    earlier, later = (text[:LARGEST] for text in HOSTILE[name])
    short, whole = work(earlier[: LARGEST // 8], later[: LARGEST // 8]), work(earlier, later)
    assert whole <= 3 * 64 * max(short, 0.0002)
    assert len(Changes.between(earlier, later).runs) <= 3 * MOST_CHANGES + 1


def work(earlier: str, later: str) -> float:
    def once() -> float:
        start = time.process_time()
        Changes.between(earlier, later)
        return time.process_time() - start

    return min(once() for _ in range(3))


@pytest.fixture
def versions(ada: Reader) -> Reader:
    """Four texts, an hour between each and the next, the last as it is now."""
    bodies = ["I read it.", "I read it twice.", "I read it twice.", "I read twice, slowly."]
    write_at(ada, MAY + 3 * HOUR, bodies[-1])
    keep_copies(ada, bodies[:-1], [MAY, MAY + HOUR, MAY + 2 * HOUR])
    return ada


def names(reader: Reader) -> list[str]:
    """Of all versions, as an address names them, the oldest first."""
    select = re.search(r'<select id="to".*?</select>', main(reader, REFLECTION), re.DOTALL)
    assert select
    return re.findall(r'value="([^"]+)"', select[0])[::-1]


def changes(one: str, other: str) -> str:
    return f"{REFLECTION}/changes?from={one}&to={other}"


def test_what_was_added_and_removed_is_said_in_words_too(versions: Reader) -> None:
    first, *_rest, now = names(versions)
    words = seen(versions, changes(first, now))
    assert "I read [removed: it ] [added: twice, slowly ] ." in words
    assert "2 words added 1 word removed" in words


def test_neighbours_lead_on_to_each_other(versions: Reader) -> None:
    by_age = names(versions)
    for earlier, later in pairwise(by_age):
        page = seen(versions, changes(earlier, later))
        assert ("The change before" in page) == (earlier != by_age[0])
        assert ("The change after" in page) == (later != by_age[-1])
    assert link(versions, changes(by_age[1], by_age[2]), "The change after") == changes(by_age[2], by_age[3])
    assert link(versions, changes(by_age[1], by_age[2]), "The change before") == changes(by_age[0], by_age[1])


def test_in_whichever_order_they_are_asked_for_time_runs_forward(versions: Reader) -> None:
    first, *_rest, now = names(versions)
    assert main(versions, changes(first, now)) == main(versions, changes(now, first))


def test_where_none_is_named_the_first_is_held_against_the_last(versions: Reader) -> None:
    first, *_rest, now = names(versions)
    assert main(versions, f"{REFLECTION}/changes") == main(versions, changes(first, now))


def test_a_version_and_itself_have_the_same_words(versions: Reader) -> None:
    second = names(versions)[1]
    for one, other in ((second, second), ("now", "now"), tuple(names(versions)[1:3])):
        words = seen(versions, changes(one, other))
        assert "These two versions have the same words." in words
        assert "[added" not in words


def test_two_quite_different_texts_stand_whole_under_their_days(ada: Reader) -> None:
    write_at(ada, MAY, "Nothing of this was kept by anybody.", do="submit")
    write_at(ada, MAY + HOUR, "Quite another text, of some later day.")
    words = seen(ada, link(ada, REFLECTION, "What changed then"))
    assert "Hardly a word is the same, so both texts stand whole." in words
    assert "Earlier, 3 May 2026, 14:02 Nothing of this was kept by anybody." in words
    assert "Later, 3 May 2026, 15:02 (as it is now) Quite another text, of some later day." in words


def test_versions_kept_in_the_same_minute_are_told_apart(ada: Reader) -> None:
    write_at(ada, MAY - HOUR, "Nothing yet.")
    write_at(ada, MAY, "I read it.", do="submit")
    write_at(ada, MAY + timedelta(seconds=20), "I read it twice.", do="submit")
    write_at(ada, MAY + timedelta(seconds=40), "I read it twice, slowly.")
    page = main(ada, f"{REFLECTION}/changes")
    options = re.findall(r"<option[^>]*>([^<]+)</option>", page.partition('name="to"')[2])
    assert options == [
        "As it is now",
        "3 May 2026, 14:02 (2 of 2), submitted",
        "3 May 2026, 14:02 (1 of 2), submitted",
        "3 May 2026, 13:02",
    ]
    assert "From 3 May 2026, 14:02 (1 of 2), submitted to 3 May 2026, 14:02 (2 of 2), submitted" in seen(
        ada, changes(*names(ada)[1:3])
    )


def test_a_decision_is_compared_in_its_words(ada: Reader) -> None:
    address = "/guides/small/third/decide/enough"
    ada.post(address, {"decision": "later", "body": "After the exams."})
    ada.post(address, {"decision": "later", "body": "After the exams and the holidays."})
    entry = "/journal/small/third/enough"
    words = seen(ada, link(ada, entry, "What changed then"))
    assert "holidays" in words
    assert "{" not in words


def test_hostile_words_stay_words(ada: Reader) -> None:
    write_at(ada, MAY, "<b>{{7*7}}</b> </ins><script>alert(1)</script> one two three four five", do="submit")
    write_at(ada, MAY + HOUR, "<i>{{7*7}}</i> </ins><script>alert(1)</script> one two three four six")
    page = main(ada, link(ada, REFLECTION, "What changed then"))
    assert "<script>" not in page
    assert "{{7*7}}" in page
    assert "script" in page


@pytest.mark.parametrize("odd", ["", "0", "-1", "%00", "NOW", "9" * 400, "%ED%A0%80", "1e3", "a" * 10_000, "now%20"])
def test_a_version_that_there_is_not_is_not_found(versions: Reader, odd: str) -> None:
    assert versions.get(changes(odd, "now")).status_code == 404
    assert versions.get(changes("now", odd)).status_code == 404


def test_largest_texts_make_a_page_of_a_bearable_size(ada: Reader) -> None:
    earlier, later = (text[:LARGEST] for text in HOSTILE["lines"])
    write_at(ada, MAY, earlier.replace("a", "A"), do="submit")
    write_at(ada, MAY + HOUR, later)
    answer = ada.get(link(ada, REFLECTION, "What changed then"))
    assert answer.status_code == 200
    assert len(answer.data) < 20 * LARGEST
