"""``map``: whom and what one learns from, on three rings and in groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from guide.content.blocks.reflection import a_lesson_and_block
from guide.content.keys import Key, a_block_id
from guide.content.schema import Fault
from guide.content.text import Html

RINGS = ("Close", "In touch", "Follow")
LONGEST_WORD = 40


@dataclass(frozen=True)
class Map:
    """``revisits`` is ``LESSON/BLOCK`` of an earlier map, which stands beside this one."""

    kind: ClassVar[str] = "map"
    id: Annotated[str, Key("Permanent; unique in its lesson.", "who-i-ask", check=a_block_id)]
    title: Annotated[str, Key("What is mapped, in a few words.", "Whom I ask about lists")]
    prompt: Annotated[Html, Key("What is to be put on it.", "Who taught you something this year?")]
    groups: Annotated[
        tuple[str, ...],
        Key("Two to eight groups, in your words.", "[colleagues, other professions, places and tools]"),
    ]
    rings: Annotated[
        tuple[str, ...], Key("Three names for the rings, from the inside.", "[Close, In touch, Follow]")
    ] = RINGS
    revisits: Annotated[
        str | None,
        Key(
            "An earlier map, which is shown beside this one and can be begun from.",
            "map-your-network/who-i-ask",
            check=a_lesson_and_block,
        ),
    ] = None

    def faults(self) -> Iterator[Fault]:
        if not 2 <= len(self.groups) <= 8:
            yield Fault(("groups",), f"A map has two to eight groups; this one has {len(self.groups)}.")
        if len(self.rings) != 3:
            yield Fault(("rings",), f"A map has three rings; this one has {len(self.rings)}.")
        for name, words in (("groups", self.groups), ("rings", self.rings)):
            if len({word.casefold() for word in words}) != len(words):
                yield Fault((name,), f"A name stands twice in `{name}`.")
            for at, word in enumerate(words):
                if len(word) > LONGEST_WORD:
                    yield Fault((name, at), f"A name in `{name}` has at most {LONGEST_WORD} characters.")
