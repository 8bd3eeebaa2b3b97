"""What a check is made of, beside its question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from guide.content.keys import Key
from guide.content.text import Html


@dataclass(frozen=True)
class Option:
    """An answer to choose (``one``, ``many``). No option marked ``correct``: there is no wrong answer."""

    text: Annotated[Html, Key("The answer.", "That enthusiasts are enthusiastic")]
    feedback: Annotated[Html, Key("Why, or why not.", "They were recruited among users.")]
    correct: Annotated[bool, Key("Whether it is what we would answer.", "true")] = False


@dataclass(frozen=True)
class Item:
    """A thing to be sorted (``sort``): the bin we would put it in, those that can be defended, and why, by bin."""

    text: Annotated[Html, Key("The thing.", "A journal in your field, four issues a year")]
    bin: Annotated[str, Key("The bin we would put it in.", "Feed reader")]
    feedback: Annotated[Mapping[str, Html], Key("For every bin, what is said to somebody who chose it.")]
    also: Annotated[tuple[str, ...], Key("Bins that can be defended.", "[Let it go]")] = ()


@dataclass(frozen=True)
class NumberFeedback:
    """What is said of a number that is right, too low, too high."""

    right: Annotated[Html, Key("Said of a right answer.", "Every link counts 23, however long.")]
    low: Annotated[Html, Key("Said of a number that is too low.", "More than that.")]
    high: Annotated[Html, Key("Said of a number that is too high.", "Less: links are shortened.")]
