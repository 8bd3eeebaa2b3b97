"""An invented live chat, as it stands in ``chats/NAME.yaml`` of a guide: who takes part, and every message in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from guide.content.keys import Key, an_id
from guide.content.schema import Fault
from guide.content.words import near

LONGEST = 280
"""Code points of a message."""
HOUR = 60
SIDE_THREAD = 3
"""Messages that make a side thread, the one that began it included."""


def a_time(text: str) -> str | None:
    if re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", text, re.ASCII):
        return None
    return f'`{text[:20]}` is no time of day; write it in quotes, as in "19:05".'


@dataclass(frozen=True)
class Person:
    """Somebody invented who takes part."""

    name: Annotated[str, Key("An invented name.", "Kwame Darkwah")]
    handle: Annotated[str, Key("An invented handle, in quotes.", '"@kwame_spans"')]
    role: Annotated[str, Key("What this person does, and where.", "civil engineer, Kumasi")]


@dataclass(frozen=True)
class Message:
    """``to`` is the ``id`` of an earlier message; only messages that are answered need an id."""

    who: Annotated[str, Key("Who says it: a key of `people`.", "kwame")]
    at: Annotated[str, Key("Time of day, in quotes.", '"19:05"', check=a_time)]
    text: Annotated[str, Key("The message, 280 characters at most, as plain text.", '"A1 I corrected a drawing."')]
    id: Annotated[str | None, Key("Where somebody replies to it: its id.", "drawing", check=an_id)] = None
    to: Annotated[str | None, Key("The `id` of the earlier message that it replies to.", "drawing")] = None
    asks: Annotated[int | None, Key("Where the host asks a question: its number, from 1.", "1")] = None
    answers: Annotated[int | None, Key("The number of the question that it answers.", "1")] = None


@dataclass(frozen=True)
class ChatScript:
    """Messages are numbered from 1, as they are on the page."""

    title: Annotated[str, Key("What the chat is about.", "Being new")]
    lead: Annotated[
        str, Key("What is to be known before, in a sentence or two.", "An hour on the first weeks in a job.")
    ]
    host: Annotated[str, Key("Who asks the questions: a key of `people`.", "petra")]
    people: Annotated[Mapping[str, Person], Key("Who takes part, each under a short key.")]
    messages: Annotated[tuple[Message, ...], Key("Every message, in the order of the clock.")]

    def faults(self) -> Iterator[Fault]:
        if self.host not in self.people:
            yield Fault(
                ("host",), f"There is nobody called `{self.host}` among the people{near(self.host, self.people)}"
            )
        for key in self.people:
            if wrong := an_id(key):
                yield Fault(("people", key), wrong)
            elif all(message.who != key for message in self.messages):
                yield Fault(("people", key), f"`{key}` never says anything.")
        later = {message.id: number for number, message in enumerate(self.messages) if message.id}
        seen: set[str] = set()
        asked = 0
        for at, message in enumerate(self.messages):
            for key, told in self._wrong(at, message, seen, later, asked):
                yield Fault(("messages", at, key), told)
            seen |= {message.id} if message.id else set()
            asked = message.asks or asked
        if not asked:
            yield Fault(("messages",), "Nobody asks a question; a chat has at least one message with `asks`.")

    def _wrong(
        self, at: int, message: Message, seen: set[str], later: Mapping[str, int], asked: int
    ) -> Iterator[tuple[str, str]]:
        """By the key where it stands: what is wrong with one message, given those before it."""
        if message.who not in self.people:
            yield "who", f"There is nobody called `{message.who}` among the people{near(message.who, self.people)}"
        if len(message.text.strip()) > LONGEST:
            yield "text", f"This message has {len(message.text.strip())} characters; {LONGEST} is the most."
        first, before = self.messages[0].at, self.messages[max(at - 1, 0)].at
        if message.at < before:
            yield "at", f"{message.at} is earlier than the message before it, {before}."
        elif _minutes(message.at) - _minutes(first) > HOUR:
            yield "at", f"{message.at} is more than an hour after the first message, {first}."
        if message.id and message.id in seen:
            yield "id", f"The id `{message.id}` is taken by an earlier message."
        if message.to and message.to not in seen:
            if message.to in later:
                yield "to", f"`{message.to}` is said later; a reply comes after what it replies to."
            else:
                yield "to", f"There is no message `{message.to}` to reply to{near(message.to, seen)}"
        if message.asks is not None:
            if message.who != self.host:
                yield "asks", f"Questions are asked by the host, `{self.host}`."
            if message.asks != asked + 1:
                yield "asks", f"Questions are numbered in order; the next is {asked + 1}, not {message.asks}."
        if message.answers is not None and not 1 <= message.answers <= asked:
            yield "answers", f"Question {message.answers} has not been asked yet."

    @cached_property
    def asked_at(self) -> Mapping[int, int]:
        """By question: the number of the message that asks it."""
        return {message.asks: number for number, message in enumerate(self.messages, 1) if message.asks}

    @cached_property
    def reply_to(self) -> Mapping[int, int]:
        """By the number of a reply: that of the message it replies to."""
        ids = {message.id: number for number, message in enumerate(self.messages, 1) if message.id}
        return {number: ids[message.to] for number, message in enumerate(self.messages, 1) if message.to}

    @cached_property
    def begun_by(self) -> tuple[int, ...]:
        """For each message: the number of the one at the head of its thread, its own where it is no reply."""
        heads: list[int] = []
        for number in range(1, len(self.messages) + 1):
            heads.append(heads[self.reply_to[number] - 1] if number in self.reply_to else number)
        return tuple(heads)

    @cached_property
    def threads(self) -> Mapping[int, int]:
        """Side threads by the number of their first message: how many messages each has."""
        sizes = {head: self.begun_by.count(head) for head in self.begun_by}
        return {head: size for head, size in sizes.items() if size >= SIDE_THREAD}

    @cached_property
    def question_of(self) -> tuple[int | None, ...]:
        """For each message: the question it asks or answers, itself or at the head of its thread."""
        found = []
        for message, head in zip(self.messages, self.begun_by, strict=True):
            first = self.messages[head - 1]
            found.append(message.asks or message.answers or first.asks or first.answers)
        return tuple(found)

    def taken_up_most(self, question: int, most: int = 2) -> tuple[int, ...]:
        """Numbers of the answers that most was said under, in the order of the chat."""
        answers = [n for n, message in enumerate(self.messages, 1) if message.answers == question]
        answers.sort(key=lambda number: (-self.begun_by.count(number), number))
        return tuple(sorted(answers[:most]))


def _minutes(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)
