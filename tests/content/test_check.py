"""Checks judge a case: what stands, what can be argued, what is worth another look; and nothing that arrives makes them fall."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.content.blocks.check import Check, Item, NumberFeedback, Option, Result
from guide.content.text import Html, HtmlBlock

ASKED = Html("What does it show?")
OPTIONS = (
    Option(Html("Much"), Html("No: …")),
    Option(Html("Little"), Html("Yes."), correct=True),
    Option(Html("Something"), Html("That too."), correct=True),
)
OPEN_OPTIONS = tuple(Option(option.text, option.feedback) for option in OPTIONS)
BINS = ("Stream", "Reader", "Let it go")
SAID = {name: Html(f"<em>{name}</em>.") for name in BINS}
ITEMS = (
    Item(Html("A journal"), "Reader", SAID),
    Item(Html("A hashtag"), "Stream", SAID, also=("Let it go",)),
    Item(Html("A name"), "Let it go", SAID),
)
CHECKS = {
    "one": Check("a", "one", ASKED, options=OPTIONS),
    "many": Check("a", "many", ASKED, options=OPTIONS),
    "sort": Check("a", "sort", ASKED, bins=BINS, items=ITEMS),
    "order": Check("a", "order", ASKED, steps=(Html("1st"), Html("2nd"), Html("3rd")), shown=(2, 0, 1)),
    "number": Check(
        "a", "number", ASKED, answer=23.0, tolerance=2.0, unit="characters",
        number_feedback=NumberFeedback(Html("Right."), Html("More."), Html("Less.")),
    ),
    "text": Check("a", "text", ASKED, model=HtmlBlock("<p>Ours.</p>")),
}  # fmt: skip


def judged(form: str, **answer: list[str]) -> Result:
    result = CHECKS[form].judge({name.replace("_", "-"): values for name, values in answer.items()})
    assert isinstance(result, Result), result
    return result


def refused(form: str, answer: dict[str, Any]) -> str:
    result = CHECKS[form].judge(answer)
    assert isinstance(result, str), result
    return result


def test_one_right_answer() -> None:
    result = judged("one", answer=["1"])
    assert result.summary == "As we would answer."
    assert result.all_as_we_would is True
    assert [(part.text, part.verdict, part.feedback) for part in result.judged] == [("Little", "as-we-would", "Yes.")]
    assert result.given == {"answer": ("1",)}


def test_one_answer_worth_another_look() -> None:
    result = judged("one", answer=["0"])
    assert (result.summary, result.all_as_we_would) == ("Worth another look.", False)
    assert result.judged[0].verdict == "look-again"


@pytest.mark.parametrize("form", ["one", "many"])
def test_without_a_correct_option_no_answer_is_wrong(form: str) -> None:
    result = Check("a", form, ASKED, options=OPEN_OPTIONS).judge({"answer": ["0"]})  # type: ignore[arg-type]
    assert isinstance(result, Result)
    assert (result.summary, result.all_as_we_would) == ("No wrong answer here.", None)
    assert result.judged[0].verdict == "not-scored"


def test_many_tells_of_what_was_chosen_and_what_was_missed() -> None:
    result = judged("many", answer=["0", "1"])
    assert [(part.text, part.chosen, part.verdict) for part in result.judged] == [
        ("Much", "Chosen", "look-again"),
        ("Little", "Chosen", "as-we-would"),
        ("Something", "Not chosen", "look-again"),
    ]
    assert result.all_as_we_would is False
    assert judged("many", answer=["2", "1"]).summary == "As we would answer."
    assert judged("many").all_as_we_would is False


def test_sort_counts_without_a_score() -> None:
    result = judged("sort", item_0=["1"], item_1=["2"], item_2=["0"])
    assert result.summary == "1 as we would put it, 1 arguable, 1 to look at again."
    assert [(part.chosen, part.verdict) for part in result.judged] == [
        ("Reader", "as-we-would"), ("Let it go", "arguable"), ("Stream", "look-again"),
    ]  # fmt: skip
    assert result.judged[1].feedback == "<em>Let it go</em>."
    assert result.given == {"item-0": ("1",), "item-1": ("2",), "item-2": ("0",)}


def test_sort_speaks_as_the_design_says() -> None:
    items = tuple(Item(Html(str(number)), "Stream", SAID, ("Reader",)) for number in range(6))
    answer = {f"item-{number}": [value] for number, value in enumerate("000012")}
    result = Check("a", "sort", ASKED, bins=BINS, items=items).judge(answer)
    assert isinstance(result, Result)
    assert result.summary == "4 as we would put them, 1 arguable, 1 to look at again."


def test_sort_as_we_would_all_through() -> None:
    result = judged("sort", item_0=["1"], item_1=["0"], item_2=["2"])
    assert (result.summary, result.all_as_we_would) == ("All 3 as we would put them.", True)


def test_order_is_judged_by_the_place_of_each_item() -> None:
    right = judged("order", place_0=["3"], place_1=["1"], place_2=["2"])
    assert (right.summary, right.all_as_we_would) == ("In the order we would put them.", True)
    wrong = judged("order", place_0=["1"], place_1=["3"], place_2=["2"])
    assert [(part.text, part.chosen, part.verdict) for part in wrong.judged] == [
        ("3rd", "Place 1", "look-again"), ("2nd", "Place 2", "as-we-would"), ("1st", "Place 3", "look-again"),
    ]  # fmt: skip
    assert wrong.summary == "1 as we would put it, 2 to look at again."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("23", "Right."), ("25", "Right."), ("20,9", "More."), ("25.01", "Less."), (" 23 characters ", "Right."),
        ("1 000", "Less."), ("1,000.5", "Less."), ("1.000,5", "Less."), ("−3", "More."), ("+23", "Right."), ("23.", "Right."),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(written: str, said: str) -> None:
    result = judged("number", answer=[written])
    assert result.judged[0].feedback == said
    assert result.all_as_we_would is (said == "Right.")


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "NaN",
        "inf",
        "1e999",
        "1e3",
        "9" * 400,
        "٣",
        "２３",
        "0x17",
        "23 apples",
        "--3",
        "1_000",
        "1.2.3.4x",
        "²³",
    ],
)
def test_what_is_no_number_is_said_kindly(written: str) -> None:
    assert refused("number", {"answer": [written]}).startswith("Write a number")


def test_words_are_never_scored_and_printed_as_they_are() -> None:
    result = judged("text", answer=["<b>\r\n& so"])
    assert result.judged[0].text == "&lt;b&gt;\n&amp; so"
    assert (result.all_as_we_would, result.judged[0].verdict) == (None, "not-scored")
    assert result.given == {"answer": ("<b>\n& so",)}


def test_words_have_the_limit_of_a_journal_entry() -> None:
    assert isinstance(CHECKS["text"].judge({"answer": ["é" * 20_000]}), Result)
    assert refused("text", {"answer": ["é" * 20_312]}) == "Too long by 312 characters."


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b"])
def test_words_that_cannot_be_stored_are_said_so(bad: str) -> None:
    assert "cannot be stored" in refused("text", {"answer": [bad]})


@pytest.mark.parametrize(
    ("form", "answer", "sentence"),
    [
        ("one", {}, "Choose one of the answers."),
        ("one", {"answer": []}, "Choose one of the answers."),
        ("one", {"answer": ["3"]}, "Choose one of the answers."),
        ("one", {"answer": ["-1"]}, "Choose one of the answers."),
        ("one", {"answer": ["9" * 5000]}, "Choose one of the answers."),
        ("one", {"answer": ["١"]}, "Choose one of the answers."),
        ("many", {"answer": ["7"]}, "Choose from the answers on this page."),
        ("sort", {}, "Choose a place for each."),
        ("sort", {"item-0": ["0"]}, "2 are still without a place; choose one for each."),
        ("sort", {"item-0": ["0"], "item-1": ["0"], "item-2": ["3"]}, "1 is still without a place; choose one for each."),
        ("order", {}, "Give every item a place."),
        ("order", {"place-0": ["1"], "place-1": ["2"], "place-2": ["4"]}, "Give every item a place."),
        ("order", {"place-0": ["0"], "place-1": ["1"], "place-2": ["2"]}, "Give every item a place."),
        ("order", {"place-0": ["1"], "place-1": ["1"], "place-2": ["2"]},
         "Two items have the same place; give each a place of its own."),
        ("text", {"answer": [" \n "]}, "Write your answer first; then you can compare it with ours."),
    ],
)  # fmt: skip
def test_an_answer_that_is_not_whole_is_told_what_it_lacks(form: str, answer: dict[str, Any], sentence: str) -> None:
    assert refused(form, answer) == sentence


def test_an_answer_kept_in_another_shape_is_no_answer() -> None:
    for kept in ([], "1", None, 7, {"answer": {"0": 1}}):
        assert CHECKS["one"].judge(kept) == "Choose one of the answers."  # type: ignore[arg-type]


def test_only_what_belongs_to_the_answer_is_kept() -> None:
    answer = {"item-0": ["1", "2"], "item-1": ["x" * 900], "item-9": ["1"], "csrf_token": ["secret"]}
    assert CHECKS["sort"].normalise(answer) == {"item-0": ["1"], "item-1": ["x" * 60]}
    assert CHECKS["many"].normalise({"answer": [str(number) for number in range(90)]}) == {"answer": ["0", "1", "2"]}
    assert CHECKS["text"].normalise({"answer": ["x" * 30_000]}) == {"answer": ["x" * 20_000]}


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(["0", "1", "2", "3", "NaN", "1e999", "\ud800", "\x00", "٣", "−1", "9" * 5000]),
)
FIELDS = st.sampled_from(
    ["answer", "item-0", "item-1", "item-2", "place-0", "place-1", "place-2", "item-99", "place--1", ""]
)
ANSWERS = st.dictionaries(
    FIELDS, st.one_of(st.lists(HOSTILE, max_size=5), HOSTILE, st.none(), st.integers()), max_size=6
)


@pytest.mark.parametrize("form", list(CHECKS))
@settings(deadline=None)
@given(answer=ANSWERS)
def test_nothing_that_arrives_makes_a_check_fall(form: str, answer: dict[str, Any]) -> None:
    check = CHECKS[form]
    outcome = check.judge(answer)
    assert isinstance(outcome, str | Result)
    kept = check.normalise(answer)
    assert json.loads(json.dumps(kept).encode()) == kept
    assert "\\u0000" not in json.dumps(kept)
    assert check.normalise(kept) == kept
    if isinstance(outcome, Result) and form != "text":
        assert check.judge(kept) == outcome
