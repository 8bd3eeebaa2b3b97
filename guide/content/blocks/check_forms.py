"""``check`` as authors write it: one schema for each ``kind``, each turned into a :class:`Check`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol

from guide.content.blocks.check import Check, Item, NumberFeedback, Option
from guide.content.keys import Key, a_block_id
from guide.content.schema import Fault
from guide.content.text import Html, HtmlBlock
from guide.content.words import near

Id = Annotated[str, Key("Permanent; unique in its lesson.", "where-does-it-belong", check=a_block_id)]
Question = Annotated[Html, Key("What is asked, about a case.", "A colleague quotes a survey. What does it show?")]
Explanation = Annotated[
    Html | None, Key("Said after any answer.", "What matters is that you can say what you would lose.")
]


class Form(Protocol):
    """A check as it is written; ``compiled`` makes the check that is kept."""

    def compiled(self) -> Check: ...


def _twice(field: str, this: str, texts: Sequence[str]) -> Iterator[Fault]:
    """What is said about an answer is found by its words, so no two in a list are the same."""
    for number, text in enumerate(texts):
        if text in texts[:number]:
            yield Fault((field, number), f"{this} stands in the list a second time.")


@dataclass(frozen=True)
class _Choice:
    id: Id
    question: Question
    options: Annotated[tuple[Option, ...], Key("The answers to choose from. None marked correct: no wrong answer.")]
    explanation: Explanation = None

    def faults(self) -> Iterator[Fault]:
        if len(self.options) < 2:
            yield Fault(("options",), "A choice needs at least two options.")
        yield from _twice("options", "This option", [option.text for option in self.options])


@dataclass(frozen=True)
class One(_Choice):
    """Choose one answer."""

    kind: Annotated[Literal["one"], Key("Choose one answer.", "one")] = "one"

    def compiled(self) -> Check:
        return Check(self.id, "one", self.question, self.explanation, self.options)


@dataclass(frozen=True)
class Many(_Choice):
    """Choose all that apply."""

    kind: Annotated[Literal["many"], Key("Choose all that apply.", "many")] = "many"

    def compiled(self) -> Check:
        return Check(self.id, "many", self.question, self.explanation, self.options)


@dataclass(frozen=True)
class Order:
    """Put things in order."""

    id: Id
    question: Question
    items: Annotated[tuple[Html, ...], Key("In the right order; the site shows them in another.", "[Stop., Find it.]")]
    feedback: Annotated[Html, Key("Said of the whole.", "Stopping first costs a minute.")]
    explanation: Explanation = None
    kind: Annotated[Literal["order"], Key("Put things in order.", "order")] = "order"

    def faults(self) -> Iterator[Fault]:
        if len(self.items) < 2:
            yield Fault(("items",), "An order needs at least two items.")
        yield from _twice("items", "This item", self.items)

    def compiled(self) -> Check:
        shown = shuffled(self.id, len(self.items))
        return Check(
            self.id, "order", self.question, self.explanation, steps=self.items, shown=shown, feedback=self.feedback
        )


@dataclass(frozen=True)
class Sort:
    """Sort things into bins."""

    id: Id
    question: Question
    bins: Annotated[tuple[str, ...], Key("Names of the bins.", "[Stream, Feed reader, Let it go]")]
    items: Annotated[tuple[Item, ...], Key("The things to be sorted.")]
    explanation: Explanation = None
    kind: Annotated[Literal["sort"], Key("Sort things into bins.", "sort")] = "sort"

    def faults(self) -> Iterator[Fault]:
        if len(self.bins) < 2:
            yield Fault(("bins",), "Sorting needs at least two bins.")
        for number, name in enumerate(self.bins):
            if name in self.bins[:number]:
                yield Fault(("bins", number), f"The bin `{name}` stands in the list a second time.")
        if not self.items:
            yield Fault(("items",), "There is nothing to sort.")
        yield from _twice("items", "This item", [item.text for item in self.items])
        for number, item in enumerate(self.items):
            yield from self._item_faults(number, item)

    def _item_faults(self, number: int, item: Item) -> Iterator[Fault]:
        named = [(("bin",), item.bin), *((("also", at), name) for at, name in enumerate(item.also))]
        named += [(("feedback", name), name) for name in item.feedback]
        for where, name in named:
            if name not in self.bins:
                yield Fault(("items", number, *where), f"`{name}` is not one of the bins{near(name, self.bins)}")
        for name in self.bins:
            if name not in item.feedback:
                yield Fault(("items", number, "feedback"), f"The feedback says nothing to somebody who chose `{name}`.")

    def compiled(self) -> Check:
        return Check(self.id, "sort", self.question, self.explanation, bins=self.bins, items=self.items)


@dataclass(frozen=True)
class Number:
    """Give a number."""

    id: Id
    question: Question
    answer: Annotated[float, Key("The number that is right.", "23")]
    feedback: Annotated[NumberFeedback, Key("What is said of each kind of answer.")]
    tolerance: Annotated[float, Key("How far off still counts as right.", "2")] = 0.0
    unit: Annotated[str | None, Key("What is counted.", "characters")] = None
    explanation: Explanation = None
    kind: Annotated[Literal["number"], Key("Give a number.", "number")] = "number"

    def faults(self) -> Iterator[Fault]:
        if self.tolerance < 0:
            yield Fault(("tolerance",), "`tolerance` is how far off still counts as right; it is not below nought.")

    def compiled(self) -> Check:
        return Check(
            self.id,
            "number",
            self.question,
            self.explanation,
            answer=self.answer,
            tolerance=self.tolerance,
            unit=self.unit,
            number_feedback=self.feedback,
        )


@dataclass(frozen=True)
class Words:
    """Answer in words; never scored, compared by the learner with a model answer."""

    id: Id
    question: Question
    model: Annotated[HtmlBlock, Key("An answer of ours, shown beside the learner's.", "It shows who answered.")]
    explanation: Explanation = None
    kind: Annotated[Literal["text"], Key("Answer in words; never scored.", "text")] = "text"

    def compiled(self) -> Check:
        return Check(self.id, "text", self.question, self.explanation, model=self.model)


FORMS: Mapping[str, type[One | Many | Order | Sort | Number | Words]] = {
    "one": One,
    "many": Many,
    "order": Order,
    "sort": Sort,
    "number": Number,
    "text": Words,
}


def shuffled(seed: str, count: int) -> tuple[int, ...]:
    """Indexes in an order that is always the same for a seed, and never the right one."""
    order = sorted(range(count), key=lambda index: hashlib.sha256(f"{seed}/{index}".encode()).digest())
    if order == list(range(count)):
        order = order[1:] + order[:1]
    return tuple(order)
