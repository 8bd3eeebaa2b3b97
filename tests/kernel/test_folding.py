"""What counts as the same word wherever something is searched."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.kernel.folding import LONGEST, MOST_ASKED, answering, asked_words, marked, tokens


def finds(question: str, text: str) -> bool:
    words, there = asked_words(question), tokens(text)
    return bool(words) and all(any(map(answering([word]), there)) for word in words)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("resume", "Her résumé"),
        ("RÉSUMÉ", "her resume"),
        ("re\u0301sume\u0301", "résumé"),
        ("well known", "a well-known account"),
        ("well-known", "known well"),
        ("well\u2011known", "well known"),
        ("email", "my e-mail"),
        ("dont", "they don’t"),
        ("don't", "They dont"),
        ("don’t", "I don't"),
        ("learner", "the learner's own"),
        ("ecole", "à l’école"),
        ("lodz oresund strasse", "Łódź, Øresund, Straße"),
        ("istanbul", "İSTANBUL"),
        ("σοφος", "ΣΟΦΌΣ"),
        ("learn net", "a personal learning network"),
        ("C++", "I write C++."),
        ("c++", "C++17 and C"),
        ("C#", "C#, F#"),
        (".NET", "the (.net) world"),
        ("edchat", "#edchat on Tuesdays"),
        ("#edchat", "edchat"),
        ("@mirela", "by @mirela_wards"),
        ("twitter", "Twitter™"),
        ("coop", "co\u00adop"),
        ("学", "我在学习"),
        ("習学", "学習"),
        ("👍", "good 👍🏽"),
        ("👩‍👩‍👧", "us: 👩‍👩‍👧"),
        ("❤️", "❤"),
        ("שלום", "שָׁלוֹם"),
        ("한국", "한국어"),
        ("3.2", "lesson 3.2"),
        ("AND OR NOT NEAR", "near, not or and"),
    ],
)
def test_a_question_finds(question: str, text: str) -> None:
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("C++", "C and C#"),
        ("C#", "C++"),
        ("F#", "F"),
        (".NET", "the net"),
        ("work", "network"),
        ("known", "well"),
        ("C", "cat"),
    ],
)
def test_a_question_does_not_find(question: str, text: str) -> None:
    assert not finds(question, text)


@pytest.mark.parametrize("question", ["", " ", "\0", '"', "*:^-()", "\ud800", "...", "'", "\u0301", "\ufe0f\u200d"])
def test_a_question_without_a_word_asks_nothing(question: str) -> None:
    assert asked_words(question) == []


def test_a_question_is_bounded() -> None:
    assert len(asked_words(" ".join(f"w{number}" for number in range(500)))) == MOST_ASKED
    assert [len(word) for word in asked_words("a" * 10_000)] == [LONGEST]
    assert finds("a" * 10_000, "a" * 20_000)


@given(st.text())
def test_any_text_becomes_words_that_no_database_cuts_or_reads(text: str) -> None:
    for token in tokens(text):
        assert 0 < len(token) <= LONGEST
        assert not set(token) & set(" '\"\\*:&|!<>()-+^.,#\0\n\t")
        token.encode()


@given(st.text())
def test_any_text_finds_itself(text: str) -> None:
    assert finds(text, text) or not asked_words(text)
    assert {*asked_words(text)} <= {*tokens(text)}


@given(st.text(), st.text())
def test_any_word_of_a_text_finds_the_text(text: str, more: str) -> None:
    for word in text.split():
        assert finds(word, f"{more} {text}") or not asked_words(word)


@given(st.text())
def test_what_finds_a_text_is_marked_in_it(text: str) -> None:
    spans = marked(text, asked_words(text))
    assert bool(spans) == bool(asked_words(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(former[1] < later[0] for former, later in pairwise(spans))


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        ("resume", "Her résumé, re\u0301sume\u0301.", ["résumé", "re\u0301sume\u0301"]),
        ("well known", "A well-known one", ["well-known"]),
        ("known", "A well-known one", ["known"]),
        ("learn", "Learning, unlearning", ["Learning"]),
        ("c++", "C, C++, C#", ["C++"]),
        ("dont", "We don’t", ["don’t"]),
        ("习", "我在学习", ["习"]),
        ("", "Anything", []),
    ],
)
def test_marks_stand_around_whole_words_as_they_were_written(question: str, text: str, shown: list[str]) -> None:
    assert [text[start:end] for start, end in marked(text, asked_words(question))] == shown


@pytest.mark.parametrize(
    "piece", ["a'", "a-", "+", "a++", ".a", "é ", "e\u0301", "\u0301", "学", "👍", "a", "\ufdfa", "'"]
)
def test_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    def taken(length: int) -> float:
        text = (piece * length)[:length]
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            tokens(text)
            marked(text, asked_words(text))
            best = min(best, time.process_time() - start)
        return best

    taken(100)
    assert taken(20_000) < 40 * max(taken(2_000), 0.0005)
