"""The lesson closed as an account: what it offered, and how that stands."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

from guide.kernel import clock
from tests.conftest import Reader

LESSON = "/guides/small/first"
LATE = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)
"""The fourth of May in Vienna."""


def account(reader: Reader) -> list[tuple[str, ...]]:
    """Kind, name and state of each line."""
    page = reader.get(LESSON).text
    lines = re.findall(r"<li><span class=\"rubric\">(.*?)</li>", page)
    return [tuple(unescape(re.sub(r"<[^>]+>", "|", line)).replace("| |", "|").strip("|").split("|")) for line in lines]


def states(reader: Reader) -> dict[str, str]:
    return {line[0]: line[-1] for line in account(reader)}


def test_all_of_it_is_open_at_first_and_leads_to_its_place(ada: Reader) -> None:
    assert account(ada) == [
        ("Check", "Which would you open?", "open"),
        ("To do", "Try it", "open"),
        ("Reflection", "What happened when you tried it?", "open"),
    ]
    for place in ("which-one", "try-it", "what-happened"):
        assert f'<a href="#{place}">' in ada.get(LESSON).text


def test_what_is_done_says_so_with_the_day_where_the_learner_is(ada: Reader) -> None:
    ada.post(f"{LESSON}/checks/which-one", {"answer": "1"})
    with clock.standing_at(LATE):
        ada.post(f"{LESSON}/tasks/try-it", {"do": "tick"})
        ada.save("It was fine.", do="submit")
    assert states(ada) == {"Check": "answered", "To do": "done 4 May 2026", "Reflection": "submitted 4 May 2026"}


def test_a_draft_and_a_change_after_submitting_are_told_apart(ada: Reader) -> None:
    ada.save("Begun.")
    assert states(ada)["Reflection"] == "draft, not submitted"
    with clock.standing_at(LATE):
        ada.save("Done.", 1, do="submit")
    ada.save("Done, and changed.", 2)
    assert states(ada)["Reflection"] == "submitted 4 May 2026, changed since"


def test_a_prompt_set_aside_is_answered(ada: Reader) -> None:
    with clock.standing_at(LATE):
        ada.save("", do="set-aside", why="Not mine.")
    assert states(ada)["Reflection"] == "set aside 4 May 2026"


def test_guests_have_no_account_of_it(guest: Reader) -> None:
    assert account(guest) == []


def test_what_one_left_is_in_no_other_account(ada: Reader, bob: Reader) -> None:
    ada.save("Mine.", do="submit")
    assert "open" not in states(ada)["Reflection"]
    assert states(bob)["Reflection"] == "open"


def test_each_sees_their_own_day_in_what_is_printed_once(ada: Reader, bob: Reader) -> None:
    for reader, at in ((ada, LATE), (bob, datetime(2026, 6, 1, 12, 0, tzinfo=UTC))):
        with clock.standing_at(at):
            reader.save("Written.", do="submit")
    assert [states(reader)["Reflection"] for reader in (ada, bob, ada)] == [
        "submitted 4 May 2026", "submitted 1 June 2026", "submitted 4 May 2026",
    ]  # fmt: skip
