"""``check``: a question on a case, answered at once and scored by nobody.

An answer is a mapping of form field to values, as the browser posts it; a result is what the learner is shown.

    one     ``answer`` = index of an option
    many    ``answer`` = indexes, none or several
    order   ``place-0`` … = for each item as shown, the place (1…n) that it was given
    sort    ``item-0`` … = for each item, the index of a bin
    number  ``answer`` = a number, decimal point or comma
    text    ``answer`` = the learner's words, shown beside the model answer and never scored
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from guide.content.blocks import judging
from guide.content.blocks.answers import Answer, bounded
from guide.content.blocks.check_parts import Item, NumberFeedback, Option
from guide.content.blocks.judging import Judged, Result, Verdict
from guide.content.text import Html, HtmlBlock

__all__ = ["Answer", "Check", "Form", "Item", "Judged", "NumberFeedback", "Option", "Result", "Verdict"]

Form = Literal["one", "many", "order", "sort", "number", "text"]


@dataclass(frozen=True)
class Check:
    """Authors write ``kind`` for ``form``, and the keys of that form only (``check_forms``)."""

    kind: ClassVar[str] = "check"
    id: str
    form: Form
    question: Html
    explanation: Html | None = None
    options: tuple[Option, ...] = ()
    bins: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    steps: tuple[Html, ...] = ()
    """``order``: the items in the right order (authors write ``items``)."""
    shown: tuple[int, ...] = ()
    """``order``: the indexes of ``steps`` in the order in which they are shown; set by the compiler, never the right order."""
    feedback: Html | None = None
    """``order``: one feedback for the whole."""
    answer: float | None = None
    tolerance: float = 0.0
    unit: str | None = None
    number_feedback: NumberFeedback | None = None
    """``number``: authors write ``feedback``."""
    model: HtmlBlock | None = None
    """``text``: an answer of ours to compare with."""

    @property
    def asks_for_one(self) -> bool:
        """Whether an answer is one thing, so that what is said of it is the sum of it."""
        return self.form in {"one", "number"}

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the form fields that an answer to this check may have."""
        if self.form == "sort":
            return tuple(f"item-{number}" for number in range(len(self.items)))
        if self.form == "order":
            return tuple(f"place-{number}" for number in range(len(self.steps)))
        return ("answer",)

    def normalise(self, answer: Answer) -> dict[str, list[str]]:
        """What of an answer is worth keeping: known fields, few and short values, safe in JSON. Never raises."""
        most = len(self.options) if self.form == "many" else 1
        return bounded(answer, self.fields, most, words=self.form == "text")

    def judge(self, answer: Answer) -> Result | str:
        """The result, or a sentence that says what the answer lacks. Takes anything a browser may send; never raises."""
        given = self.normalise(answer)
        match self.form:
            case "one" | "many":
                outcome = judging.choice(self.options, given.get("answer", []), several=self.form == "many")
            case "order":
                outcome = judging.order(self.steps, self.shown, [given.get(name, []) for name in self.fields])
            case "sort":
                outcome = judging.sort(self.bins, self.items, [given.get(name, []) for name in self.fields])
            case "number":
                outcome = judging.number(
                    self.answer or 0.0, self.tolerance, self.unit, self.number_feedback, given.get("answer", [])
                )
            case "text":
                outcome = judging.words(answer)
        if isinstance(outcome, str):
            return outcome
        return outcome.filled({name: tuple(values) for name, values in given.items()})
