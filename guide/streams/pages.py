"""The finished page of a practice stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from guide.content.blocks.stream import FOR_HOUR, FOR_LIKE, FOR_REPLY, FOR_REPOST, Arranged, Order, Stream
from guide.content.library import Guide, Lesson
from guide.content.practice_stream import Person, PracticeStream
from guide.kernel.words import gettext as _
from guide.streams.kept import KeptPost, address_of
from guide.writing.parts import mark

ORDERS: dict[str, str] = {
    "recent": _("Most recent"),
    "ranked": _("Ranked"),
    "list": _("A list"),
    "muted": _("Without muted words"),
}


@dataclass(frozen=True)
class Choice:
    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Column:
    """One order of the posts. ``rule`` says how it comes about. ``prefix`` keeps ids apart where two stand side by side."""

    order: Order
    title: str
    rule: str
    arranged: Arranged
    prefix: str


@dataclass(frozen=True)
class StreamPage:
    """``notes`` are this block's, by post id; ``elsewhere`` posts kept in earlier lessons, by post id.

    ``version`` of the entry behind the notes; ``machines`` only where the block tells them.
    """

    guide: Guide
    lesson: Lesson
    block: Stream
    stream: PracticeStream
    signed_in: bool
    columns: tuple[Column, ...]
    orders: tuple[Choice, ...]
    beside: tuple[Choice, ...]
    asked: Mapping[str, str]
    """What the address asks for, to be posted along with a note."""
    version: int
    notes: Mapping[str, str]
    elsewhere: Mapping[str, KeptPost]
    machines: tuple[Person, ...]

    @property
    def address(self) -> str:
        return address_of(self.lesson, self.block)

    def mark(self, post_id: str) -> str:
        """Of the note on this post, as the form under it is made from it."""
        return mark(self.notes.get(post_id, ""))


def stream_page(
    guide: Guide,
    lesson: Lesson,
    block: Stream,
    order: Order,
    beside: Order | None,
    *,
    signed_in: bool,
    version: int = 0,
    kept: tuple[KeptPost, ...] = (),
) -> StreamPage:
    stream = guide.streams[block.stream]
    address = address_of(lesson, block)
    orders = [order] if beside is None else [order, beside]
    return StreamPage(
        guide=guide,
        lesson=lesson,
        block=block,
        stream=stream,
        signed_in=signed_in,
        columns=tuple(
            Column(each, ORDERS[each], _rule(block, stream, each), block.arrange(stream, each), "beside-" * at)
            for at, each in enumerate(orders)
        ),
        orders=tuple(
            Choice(ORDERS[each], asking(address, each, beside if beside != each else None), each == order)
            for each in block.orders
        ),
        beside=(
            Choice(_("Nothing"), asking(address, order, None), beside is None),
            *(
                Choice(ORDERS[each], asking(address, order, each), each == beside)
                for each in block.orders
                if each != order
            ),
        ),
        asked={"order": order, **({"beside": beside} if beside else {})},
        version=version,
        notes={each.post.id: each.note for each in kept if each.is_here},
        elsewhere={each.post.id: each for each in kept if not each.is_here},
        machines=tuple(person for person in stream.people if person.machine) if block.reveals else (),
    )


def asking(address: str, order: str, beside: str | None) -> str:
    return f"{address}?{urlencode({'order': order, **({'beside': beside} if beside else {})})}"


def _rule(block: Stream, stream: PracticeStream, order: Order) -> str:
    if order == "ranked":
        return _(
            "Replies × %(reply)s + reposts × %(repost)s + likes × %(like)s − hours of age × %(hour)s, with the figures"
            " of the end of the week. The rule is ours and this is all of it. Reposts without words count for what they pass on."
        ) % {"reply": FOR_REPLY, "repost": FOR_REPOST, "like": FOR_LIKE, "hour": -FOR_HOUR}
    if order == "list":
        names = ", ".join(stream.by_handle[handle].name for handle in block.people)
        return _("Only these, the newest first: %(names)s.") % {"names": names}
    if order == "muted":
        words = ", ".join(f"“{word}”" for word in block.muted)
        return _("The newest first, and nothing in which one of these words stands: %(words)s.") % {"words": words}
    return _("The newest first. Nothing is left out and nothing counts.")
