"""Practice streams: invented people and what they post in one week. Several lessons show parts of the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from guide.content.keys import Key, an_id
from guide.content.schema import Fault
from guide.content.words import near

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST = 280
"""Of a post, as X counts."""
LINK = re.compile(r"(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,18}(?:/[^\s)]{0,200}[^\s).,;:!?])?", re.IGNORECASE)
LINK_WEIGHT = 23


@dataclass(frozen=True)
class WeekTime:
    """A weekday and a time of day; ``day`` 0 is Monday, ``minute`` counts from midnight."""

    day: int
    minute: int

    @classmethod
    def from_text(cls, text: str) -> WeekTime:
        """``Monday 06:48``.

        :raises ValueError: with a sentence for the author.
        """
        parts = re.fullmatch(r"([A-Za-z]+)\s+([01][0-9]|2[0-3]):([0-5][0-9])", text)
        if not parts or parts[1] not in DAYS:
            said = near(parts[1], DAYS) if parts else ""
            raise ValueError(f"write a weekday and an hour, as in Monday 06:48, not {text[:40]}{said or '.'}")
        return cls(DAYS.index(parts[1]), int(parts[2]) * 60 + int(parts[3]))

    @property
    def minutes(self) -> int:
        """Since the week began."""
        return self.day * 1440 + self.minute

    def __str__(self) -> str:
        return f"{DAYS[self.day]}, {self.minute // 60:02}:{self.minute % 60:02}"


def a_handle(text: str) -> str | None:
    if re.fullmatch(r"[A-Za-z0-9_]{1,15}", text):
        return None
    return f"`{text[:40]}` is no handle: letters, digits and underscores, 15 at most, without the @."


@dataclass(frozen=True)
class Person:
    """``machine`` is told only where a block says so: nobody would look for what has been said beforehand."""

    handle: Annotated[str, Key("An invented handle, without the @.", "mirela_wards", check=a_handle)]
    name: Annotated[str, Key("An invented name.", "Mirela Dragan")]
    role: Annotated[str, Key("What this person does, and where.", "hospital pharmacist, Cluj")]
    line: Annotated[str, Key("What they say of themselves.", "Boxes that look like other boxes.")]
    since: Annotated[str, Key("Since when the account has been there.", "March 2019")]
    machine: Annotated[
        str | None,
        Key("Only for an account that is a machine’s: what gives it away. Told afterwards.", "It answers in a minute."),
    ] = None


@dataclass(frozen=True)
class StreamPost:
    """The figures are what stood under it at the end of the week. Without ``text`` it is a plain repost."""

    id: Annotated[str, Key("Permanent; unique in the stream.", "pump-order", check=an_id)]
    author: Annotated[str, Key("The handle of one of the people.", "mirela_wards", check=a_handle)]
    time: Annotated[WeekTime, Key("Weekday and hour; the posts stand in this order.", "Monday 06:48")]
    text: Annotated[str, Key("The post, 280 characters at most as X counts.", "The advice on page 14 has changed.")] = (
        ""
    )
    reply_to: Annotated[str | None, Key("The id of an earlier post that this one answers.", "pump-order")] = None
    repost_of: Annotated[str | None, Key("The id of an earlier post that this one passes on.", "pump-order")] = None
    replies: Annotated[int, Key("How many replies it got.", "2")] = 0
    reposts: Annotated[int, Key("How often it was passed on.", "1")] = 0
    likes: Annotated[int, Key("How many liked it.", "9")] = 0

    @property
    def is_plain_repost(self) -> bool:
        return not self.text and self.repost_of is not None

    def faults(self) -> Iterator[Fault]:
        over = weight(self.text) - LONGEST
        if over > 0:
            yield Fault(("text",), f"This post is {over} over {LONGEST}, as X counts: a link is {LINK_WEIGHT}.")
        if not self.text and self.repost_of is None:
            yield Fault((), f"The post `{self.id}` needs a `text`, or a `repost_of`.")
        if self.reply_to and self.repost_of:
            yield Fault(("repost_of",), "A post answers another or passes it on, not both.")
        for name in ("replies", "reposts", "likes"):
            if getattr(self, name) < 0:
                yield Fault((name,), f"`{name}` cannot be less than nothing.")


@dataclass(frozen=True)
class PracticeStream:
    """``id`` is the name of its file. ``posts`` are in the order of time."""

    id: str
    title: Annotated[str, Key("What it is called.", "One week")]
    about: Annotated[str, Key("What is in it, in a line or two.", "Five people, from Monday to Sunday.")]
    people: Annotated[tuple[Person, ...], Key("Who posts.")]
    posts: Annotated[tuple[StreamPost, ...], Key("What they post, in the order of time.")]

    @cached_property
    def by_handle(self) -> Mapping[str, Person]:
        return {person.handle: person for person in self.people}

    @cached_property
    def by_id(self) -> Mapping[str, StreamPost]:
        return {post.id: post for post in self.posts}

    def faults(self) -> Iterator[Fault]:
        seen: set[str] = set()
        for number, person in enumerate(self.people):
            if person.handle in seen:
                yield Fault(("people", number, "handle"), f"The handle `{person.handle}` is taken by another person.")
            seen.add(person.handle)
            if all(post.author != person.handle for post in self.posts):
                yield Fault(("people", number, "handle"), f"`{person.handle}` never posts.", warning=True)
        earlier: dict[str, StreamPost] = {}
        for number, post in enumerate(self.posts):
            yield from self._faults_of(number, post, earlier)
            earlier.setdefault(post.id, post)

    def _faults_of(self, number: int, post: StreamPost, earlier: Mapping[str, StreamPost]) -> Iterator[Fault]:
        here = ("posts", number)
        if post.id in earlier:
            yield Fault((*here, "id"), f"The id `{post.id}` is taken by another post.")
        if post.author not in self.by_handle:
            hint = near(post.author, self.by_handle)
            yield Fault((*here, "author"), f"Nobody in `people` has the handle `{post.author}`{hint}")
        before = self.posts[number - 1] if number else post
        if post.time.minutes < before.time.minutes:
            yield Fault((*here, "time"), f"This is earlier than the post above it, `{before.id}` ({before.time}).")
        for name in ("reply_to", "repost_of"):
            other = getattr(post, name)
            if other is None:
                continue
            if other not in self.by_id:
                yield Fault((*here, name), f"There is no post `{other[:60]}`{near(other, self.by_id)}")
            elif other not in earlier:
                yield Fault((*here, name), f"`{other}` is not earlier than this post.")
            elif earlier[other].is_plain_repost:
                yield Fault((*here, name), f"`{other}` has no words of its own; name the post that it passes on.")


def weight(text: str) -> int:
    """Roughly as X counts: a link is 23; letters of European alphabets and common marks are 1, all others 2."""
    left, links = LINK.subn("", text)
    return links * LINK_WEIGHT + sum(1 if _is_light(ord(letter)) else 2 for letter in left)


def _is_light(code: int) -> bool:
    return code <= 4351 or 8192 <= code <= 8205 or 8208 <= code <= 8223 or 8242 <= code <= 8247
