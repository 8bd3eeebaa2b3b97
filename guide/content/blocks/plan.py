"""``plan``: open questions, answered by a plan and rules of one's own that can be taken along as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from guide.content.keys import Key, a_block_id
from guide.content.schema import Fault
from guide.content.text import Html


@dataclass(frozen=True)
class Plan:
    """``rules`` are beginnings that a learner may finish, or leave. Nothing says whether a plan was kept."""

    kind: ClassVar[str] = "plan"
    id: Annotated[str, Key("Permanent; unique in its lesson.", "until-spring", check=a_block_id)]
    title: Annotated[str, Key("What is planned, in a few words.", "The list until spring")]
    questions: Annotated[
        tuple[Html, ...],
        Key("Two to five open questions, in your words.", "[What will you do first?, What will get in its way?]"),
    ]
    rules: Annotated[
        tuple[Html, ...],
        Key("Up to three beginnings of rules that learners may finish for themselves.", "[If I open it at night, …]"),
    ] = ()

    def faults(self) -> Iterator[Fault]:
        if not 2 <= len(self.questions) <= 5:
            yield Fault(("questions",), f"A plan has two to five questions; this one has {len(self.questions)}.")
        if len(self.rules) > 3:
            yield Fault(("rules",), f"A plan begins at most three rules; this one begins {len(self.rules)}.")
