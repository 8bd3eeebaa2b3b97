"""The few words around what was found: as they were written, marked, cut between words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.kernel.folding import asked_words
from guide.search.extracts import LEAD, LENGTH, extract, with_marks

FILLER = "and so it went on, from one thing to another. " * 20


def shown(text: str, asked: str) -> str:
    return "".join(f"[{bit.text}]" if bit.found else bit.text for bit in extract(text, asked_words(asked)))


def test_a_short_text_is_shown_whole() -> None:
    assert shown("Her résumé,\n\nresumed.", "resume") == "Her [résumé], [resumed]."


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("A well-known one", "well known", "A [well-known] one"),
        ("C, C++ and C#", "c++", "C, [C++] and C#"),
        ("We don’t", "dont", "We [don’t]"),
        ("Straße", "strasse", "[Straße]"),
        ("我在学习", "学习", "我在[学习]"),
        ("a 👩‍👩‍👧 b", "👩‍👩‍👧", "a [👩‍👩‍👧] b"),
        ("<b>bold</b>", "bold", "<b>[bold]</b>"),
    ],
)
def test_marks_stand_around_the_words_as_written(text: str, asked: str, marked: str) -> None:
    if "👩" in text:  # each of the family is a word; the joiners belong to the one before
        assert shown(text, asked).replace("][", "") == marked
    else:
        assert shown(text, asked) == marked


def test_a_long_text_is_cut_between_words_around_what_was_found() -> None:
    text = f"{FILLER}a moderator asked {FILLER}"
    cut = shown(text, "moderator")
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert "a [moderator] asked" in cut
    inner = cut.removeprefix("… ").removesuffix(" …").replace("[", "").replace("]", "")
    assert f" {inner} " in f" {text} "
    assert len(inner) <= LENGTH


@pytest.mark.parametrize("sign", ["·", ";", "–", "—"])
def test_an_extract_never_begins_with_a_sign_between_two_things(sign: str) -> None:
    lead = "x" * (LEAD - 3)
    text = f"{FILLER}cut {sign} {lead} moderator {FILLER}"
    assert shown(text, "moderator").startswith(f"… {lead} [moderator]")


def test_the_place_where_the_words_stand_together_is_shown() -> None:
    assert "[ward] at [night]" in shown(f"A ward. {FILLER} A night. {FILLER} The ward at night. {FILLER}", "ward night")


def test_without_a_word_found_the_beginning_is_shown() -> None:
    assert shown(FILLER, "elsewhere").startswith("and so it went on")
    assert shown(FILLER, "elsewhere").endswith(" …")


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    cut = shown("学" * 1000 + "习" + "学" * 1000, "习")
    assert "[习]" in cut
    assert len(cut) < LENGTH + LEAD


@given(st.text(max_size=1500), st.text(max_size=80))
def test_any_text_and_any_question_make_an_extract_of_the_text(text: str, asked: str) -> None:
    words = asked_words(asked)
    whole, cut = " ".join(text.split()), "".join(bit.text for bit in extract(text, words))
    inner = cut if whole.startswith("… ") else cut.removeprefix("… ")
    assert inner in whole or inner.removesuffix(" …") in whole
    assert len(cut) <= max(len(whole), LENGTH + LEAD)
    assert "".join(bit.text for bit in with_marks(text, words)) == text
    assert all(bit.text for bit in with_marks(text, words))
