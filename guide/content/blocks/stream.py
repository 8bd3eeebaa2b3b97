"""``stream``: part of a practice stream, to be read in one order and another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from guide.content.keys import Key, a_block_id, an_id
from guide.content.practice_stream import PracticeStream, StreamPost, WeekTime, a_handle
from guide.content.schema import Fault
from guide.content.text import Html

Order = Literal["recent", "ranked", "list", "muted"]

FOR_REPLY, FOR_REPOST, FOR_LIKE, FOR_HOUR = 3, 2, 1, -2
"""The ranking: points for each of these, and for every whole hour of age."""


@dataclass(frozen=True)
class Points:
    """What a post is worth to the ranking, in its parts. ``hours``: its age at the end of what is shown."""

    replies: int
    reposts: int
    likes: int
    hours: int

    @property
    def total(self) -> int:
        return self.replies * FOR_REPLY + self.reposts * FOR_REPOST + self.likes * FOR_LIKE + self.hours * FOR_HOUR


@dataclass(frozen=True)
class Placed:
    """A post in an order: its ``place`` there, and ``by_time`` its place from the newest, both from 1."""

    post: StreamPost
    place: int
    by_time: int
    points: Points


@dataclass(frozen=True)
class Arranged:
    """``left_out`` are the newest first, whatever the order."""

    shown: tuple[Placed, ...]
    left_out: tuple[Placed, ...]


@dataclass(frozen=True)
class Stream:
    """The first of ``orders`` is the one in which the lesson shows the ``first`` few posts."""

    kind: ClassVar[str] = "stream"
    id: Annotated[str, Key("Permanent; unique in its lesson.", "tuesday-morning", check=a_block_id)]
    title: Annotated[str, Key("What is to be read, in a few words.", "Tuesday morning")]
    stream: Annotated[str, Key("The name of a file in `streams/`, without `.yaml`.", "one-week", check=an_id)]
    lead: Annotated[Html | None, Key("What to look out for.", "Read it twice, in two orders.")] = None
    since: Annotated[
        WeekTime | None, Key("From when on posts are shown; else from the first.", "Tuesday 07:00", name="from")
    ] = None
    until: Annotated[
        WeekTime | None, Key("Until when; this is *now* for the ranking. Else the last.", "Tuesday 12:00", name="to")
    ] = None
    orders: Annotated[
        tuple[Order, ...], Key("The orders on offer, the usual one first.", "[recent, ranked, list, muted]")
    ] = ("recent", "ranked")
    people: Annotated[
        tuple[str, ...],
        Key("For the order `list`: handles, two to twelve.", "[mirela_wards, otto]", name="list", check=a_handle),
    ] = ()
    muted: Annotated[tuple[str, ...], Key("For the order `muted`: whole words, capitals or not.", "[cameras]")] = ()
    first: Annotated[int, Key("How many posts the lesson shows before it leads on to all.", "3")] = 3
    shows: Annotated[
        int | None, Key("How many the ranked order shows; it names the rest as left out. Else all.", "12")
    ] = None
    asks: Annotated[str | None, Key("What a note on a kept post should say.", "Why this one, in ten words?")] = None
    reveals: Annotated[bool, Key("Whether, at the end, it is told which account is a machine’s.", "true")] = False

    def faults(self) -> Iterator[Fault]:
        if not self.orders:
            yield Fault(("orders",), "`orders` names at least one order.")
        if len(set(self.orders)) != len(self.orders):
            yield Fault(("orders",), "An order stands twice in `orders`.")
        if self.since and self.until and self.since.minutes >= self.until.minutes:
            yield Fault(("to",), "`to` is not later than `from`.")
        if "list" in self.orders and not 2 <= len(set(self.people)) <= 12:
            yield Fault(("list",), "The order `list` needs a `list` of two to twelve handles.")
        if "muted" in self.orders and not self.muted:
            yield Fault(("muted",), "The order `muted` needs the words, as `muted`.")
        for name, order, given in (("list", "list", self.people), ("muted", "muted", self.muted)):
            if given and order not in self.orders:
                yield Fault((name,), f"`{name}` is for the order `{order}`, which is not among `orders`.")
        if not 1 <= self.first <= 5:
            yield Fault(("first",), "A lesson shows one to five posts; the block’s own page shows all.")
        if self.shows is not None and self.shows < 1:
            yield Fault(("shows",), "The ranked order shows at least one post.")

    def posts_in(self, stream: PracticeStream) -> tuple[StreamPost, ...]:
        """Those of the hours shown, in the order of time."""
        return tuple(
            post
            for post in stream.posts
            if (self.since is None or post.time.minutes >= self.since.minutes)
            and (self.until is None or post.time.minutes <= self.until.minutes)
        )

    def arrange(self, stream: PracticeStream, order: Order) -> Arranged:
        """All posts shown, in one of the orders; with those that it leaves out."""
        posts = self.posts_in(stream)
        now = self.until or posts[-1].time
        newest_first = [Placed(post, at, at, points_of(post, now)) for at, post in enumerate(reversed(posts), 1)]
        if order == "ranked":
            own = [placed for placed in newest_first if not placed.post.is_plain_repost]
            ranked = sorted(own, key=lambda placed: (-placed.points.total, placed.by_time))
            shown = ranked[: self.shows]
        elif order == "list":
            shown = [placed for placed in newest_first if placed.post.author in self.people]
        elif order == "muted":
            shown = [placed for placed in newest_first if not self.mutes(placed.post, stream)]
        else:
            shown = newest_first
        kept = {placed.post.id for placed in shown}
        return Arranged(
            tuple(replace(placed, place=place) for place, placed in enumerate(shown, 1)),
            tuple(placed for placed in newest_first if placed.post.id not in kept),
        )

    def opening(self, stream: PracticeStream) -> tuple[Placed, ...]:
        """What the lesson itself shows of it."""
        return self.arrange(stream, self.orders[0]).shown[: self.first]

    def mutes(self, post: StreamPost, stream: PracticeStream) -> bool:
        """Whether one of the words stands in it, or in what it passes on."""
        passed_on = stream.by_id[post.repost_of].text if post.repost_of else ""
        said = f"{post.text}\n{passed_on}".casefold()
        return any(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", said) for word in self.muted)


def points_of(post: StreamPost, now: WeekTime) -> Points:
    return Points(post.replies, post.reposts, post.likes, (now.minutes - post.time.minutes) // 60)
