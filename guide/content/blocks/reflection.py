"""``reflection``: a prompt that the learner answers in writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from guide.content.keys import Key, a_block_id
from guide.content.schema import Fault
from guide.content.text import Html, HtmlBlock


def a_lesson_and_block(text: str) -> str | None:
    return None if text.count("/") == 1 else f"`{text[:120]}` is not `LESSON/BLOCK`."


@dataclass(frozen=True)
class Samples:
    """Two answers by invented learners, to be opened beside the field."""

    first_go: Annotated[HtmlBlock, Key("A first go: what comes to mind at once.", "I should read more journals.")]
    second_look: Annotated[
        HtmlBlock,
        Key("The same person after a second look: specific, and free to say no.", "The patient-safety bulletin."),
    ]


@dataclass(frozen=True)
class Reflection:
    """``revisits`` is ``LESSON/BLOCK`` of an earlier prompt, whose entry stands beside this field."""

    kind: ClassVar[str] = "reflection"
    id: Annotated[str, Key("Permanent; unique in its lesson.", "worth-a-week", check=a_block_id)]
    prompt: Annotated[Html, Key("The question.", "Which of your sources deserves slow reading?")]
    steps: Annotated[
        tuple[Html, ...],
        Key("Two to four short questions, in your words.", "[Name it., What did passing it by cost you?]"),
    ]
    samples: Annotated[Samples, Key("Two answers by invented people.")]
    revisits: Annotated[
        str | None,
        Key(
            "An earlier reflection, whose entry is shown beside the field.",
            "map-your-network/thin",
            check=a_lesson_and_block,
        ),
    ] = None

    def faults(self) -> Iterator[Fault]:
        if not 2 <= len(self.steps) <= 4:
            yield Fault(("steps",), f"A reflection has two to four steps; this one has {len(self.steps)}.")
