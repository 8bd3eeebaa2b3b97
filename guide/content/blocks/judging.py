"""The rules that turn an answer into a result: what stands, what can be argued, what is worth another look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal

from guide.content.blocks.answers import TEXT_LIMIT, UNSTORABLE, Answer, decimal, index, line_ends, values
from guide.content.blocks.check_parts import Item, NumberFeedback, Option
from guide.content.text import Html

Verdict = Literal["as-we-would", "arguable", "look-again", "not-scored"]


@dataclass(frozen=True)
class Judged:
    """One part of an answer, judged. ``text`` is what was judged, ``chosen`` what the learner said of it."""

    text: Html
    chosen: str
    verdict: Verdict
    feedback: Html | None = None


@dataclass(frozen=True)
class Result:
    """What a learner is shown after answering: a sentence and each part with its reason.

    The check's own ``feedback`` and ``explanation`` and ``model`` are shown with it.
    """

    summary: str
    judged: tuple[Judged, ...]
    all_as_we_would: bool | None
    """None where nothing is scored."""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The answer, to fill the form again: field name to values."""

    def filled(self, given: Mapping[str, tuple[str, ...]]) -> Result:
        return replace(self, given=given)


def choice(options: Sequence[Option], given: Sequence[str], *, several: bool) -> Result | str:
    """Shown are the options chosen and, where several may be, those that we would have chosen too."""
    chosen = [index(value, len(options)) for value in given]
    if None in chosen or (not several and len(chosen) != 1):
        return "Choose one of the answers." if not several else "Choose from the answers on this page."
    scored = any(option.correct for option in options)
    judged = []
    for number, option in enumerate(options):
        if number in chosen:
            verdict: Verdict = "not-scored" if not scored else "as-we-would" if option.correct else "look-again"
            judged.append(Judged(option.text, "Chosen" if several else "Your answer", verdict, option.feedback))
        elif several and option.correct:
            judged.append(Judged(option.text, "Not chosen", "look-again", option.feedback))
    if not scored:
        return Result("No wrong answer here.", tuple(judged), None)
    if not several:
        right = judged[0].verdict == "as-we-would"
        return Result("As we would answer." if right else "Worth another look.", tuple(judged), right)
    return Result(_counted(judged, "As we would answer."), tuple(judged), _all_well(judged))


def order(steps: Sequence[Html], shown: Sequence[int], given: Sequence[Sequence[str]]) -> Result | str:
    """``given`` is, for each item as it was shown, the place from 1; judged in the order that the learner made."""
    places = [index(texts[0], len(steps) + 1) if texts else None for texts in given]
    if not all(places):
        return "Give every item a place."
    if len(set(places)) < len(places):
        return "Two items have the same place; give each a place of its own."
    placed = sorted((place or 0, step) for place, step in zip(places, shown, strict=True))
    judged = [
        Judged(steps[step], f"Place {place}", "as-we-would" if step == place - 1 else "look-again")
        for place, step in placed
    ]
    return Result(_counted(judged, "In the order we would put them."), tuple(judged), _all_well(judged))


def sort(bins: Sequence[str], items: Sequence[Item], given: Sequence[Sequence[str]]) -> Result | str:
    chosen = [index(texts[0], len(bins)) if texts else None for texts in given]
    if missing := chosen.count(None):
        return (
            f"{_things(missing)} still without a place; choose one for each."
            if missing < len(items)
            else ("Choose a place for each.")
        )
    judged = []
    for item, number in zip(items, chosen, strict=True):
        name = bins[number or 0]
        verdict: Verdict = "as-we-would" if name == item.bin else "arguable" if name in item.also else "look-again"
        judged.append(Judged(item.text, name, verdict, item.feedback.get(name)))
    return Result(_counted(judged, f"All {len(items)} as we would put them."), tuple(judged), _all_well(judged))


def number(
    answer: float, tolerance: float, unit: str | None, feedback: NumberFeedback | None, given: Sequence[str]
) -> Result | str:
    written = given[0].strip() if given else ""
    value = decimal(written, unit)
    if value is None:
        return "Write a number, in figures." if written else "Write a number first."
    off = value - answer
    right = abs(off) <= tolerance + 1e-9
    said = None
    if feedback:
        said = feedback.right if right else feedback.low if off < 0 else feedback.high
    shown = written if not unit or written.casefold().endswith(unit.casefold()) else f"{written} {unit}"
    judged = Judged(Html(escape(shown)), "Your answer", "as-we-would" if right else "look-again", said)
    return Result("As we would answer." if right else "Worth another look.", (judged,), right)


def words(answer: Answer) -> Result | str:
    """Never scored: the learner compares."""
    text = line_ends(next(iter(values(answer, "answer")), ""))
    if not text.strip():
        return "Write your answer first; then you can compare it with ours."
    if UNSTORABLE.search(text):
        return "The text holds a character that cannot be stored; take it out and send it again."
    if len(text) > TEXT_LIMIT:
        return f"Too long by {len(text) - TEXT_LIMIT:,} characters."
    judged = Judged(Html(escape(text)), "Your answer", "not-scored")
    return Result("Compare your answer with ours.", (judged,), None)


def _all_well(judged: Sequence[Judged]) -> bool:
    return all(part.verdict == "as-we-would" for part in judged)


def _things(count: int) -> str:
    return "1 is" if count == 1 else f"{count} are"


def _counted(judged: Sequence[Judged], if_all: str) -> str:
    """ "4 as we would put them, 1 arguable, 1 to look at again.": a statement of where to look, and no score."""
    if _all_well(judged):
        return if_all
    said = {"as-we-would": "as we would put them", "arguable": "arguable", "look-again": "to look at again"}
    counts = {verdict: sum(part.verdict == verdict for part in judged) for verdict in said}
    if counts["as-we-would"] == 1:
        said["as-we-would"] = "as we would put it"
    return ", ".join(f"{counts[verdict]} {words_}" for verdict, words_ in said.items() if counts[verdict]) + "."
