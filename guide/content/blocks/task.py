"""``task``: something to do away from the page, in three forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from guide.content.keys import Key, a_block_id
from guide.content.text import Html


@dataclass(frozen=True)
class Task:
    """``offline`` is for places where every network is blocked; ``evidence`` asks for a link or a line worth keeping."""

    kind: ClassVar[str] = "task"
    id: Annotated[str, Key("Permanent; unique in its lesson.", "move-three", check=a_block_id)]
    title: Annotated[str, Key("What is to be done, in a few words.", "Move three sources")]
    steps: Annotated[
        tuple[Html, ...], Key("What to do, step by step, on any network.", "[Write down ten sources., Ask of each.]")
    ]
    without_account: Annotated[Html, Key("The same without an account.", "No account is needed.")]
    offline: Annotated[
        Html,
        Key("The same with every network blocked, from material in the lesson.", "Do it on paper with the ten above."),
    ]
    evidence: Annotated[
        Html | None, Key("Asks for a link or a line worth keeping.", "Which three, and where are they now?")
    ] = None
