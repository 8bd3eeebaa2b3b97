"""The pages of a chat: which messages are shown, and what comes next."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from guide.content.blocks.chat import Chat
from guide.content.chat_script import ChatScript, Message, Person
from guide.content.library import Guide, Lesson
from guide.kernel.plain_text import first_words
from guide.writing.parts import mark

STEP = 12
"""Messages that a page adds, unless a place to answer comes before."""


@dataclass(frozen=True)
class Choice:
    """Of a filter. ``is_chosen``: the one in force."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Shown:
    """A message. ``replies_to`` is the number and author of what it replies to; ``thread`` the address of the side thread it
    begins, and ``size`` how many messages that has; ``own`` the learner's answer to the question it asks; ``is_place``: one is
    asked for here."""

    number: int
    message: Message
    person: Person
    replies_to: tuple[int, str] | None
    thread: str | None
    size: int
    own: str
    is_place: bool

    @property
    def mark(self) -> str:
        """Of the learner's answer, by which a form says what it was made from."""
        return mark(self.own)


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of a chat. None stands for all.

    ``from_query`` raises ``ValueError`` for a value that this chat does not have.
    """

    upto: int
    question: int | None = None
    person: str | None = None
    thread: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str], block: Chat) -> Asked:
        script = block.transcript
        upto = _number(query.get("upto"), range(1, len(script.messages) + 1))
        person = query.get("person") or None
        if person is not None and person not in script.people:
            raise ValueError("nobody of this name")
        question = _number(query.get("question"), script.asked_at)
        thread = _number(query.get("thread"), script.threads)
        return cls(upto or first_stop(block), question, person, thread)

    def takes(self, number: int, script: ChatScript) -> bool:
        """Whether a message passes the filters."""
        return (
            self.question in (None, script.question_of[number - 1])
            and self.person in (None, script.messages[number - 1].who)
            and self.thread in (None, script.begun_by[number - 1])
        )

    def query(self, **changed: int | str | None) -> str:
        """``?upto=12&question=2``, what is None left out."""
        chosen = {"upto": self.upto, "question": self.question, "person": self.person, "thread": self.thread, **changed}
        return "?" + urlencode({key: value for key, value in chosen.items() if value is not None})

    @property
    def is_filtered(self) -> bool:
        return (self.question, self.person, self.thread) != (None, None, None)


@dataclass(frozen=True)
class ChatPage:
    """``next`` leads to the page with more, at its first new message; None at the end."""

    guide: Guide
    lesson: Lesson
    block: Chat
    asked: Asked
    shown: tuple[Shown, ...]
    next: str | None
    questions: tuple[Choice, ...]
    people: tuple[Choice, ...]
    threads: tuple[Choice, ...]
    version: int
    """Of what the learner wrote in this chat; 0 where there is nothing."""

    @property
    def address(self) -> str:
        return address_of(self.lesson, self.block)

    @property
    def everything(self) -> str:
        return f"{self.address}?upto={len(self.block.transcript.messages)}"

    @classmethod
    def of(cls, guide: Guide, lesson: Lesson, block: Chat, asked: Asked, body: str, version: int) -> ChatPage:
        script, own = block.transcript, block.own_answers(body)
        passing = [number for number in range(1, len(script.messages) + 1) if asked.takes(number, script)]
        shown = tuple(message_shown(block, n, asked, own) for n in passing if n <= asked.upto)
        return cls(
            guide=guide,
            lesson=lesson,
            block=block,
            asked=asked,
            shown=shown,
            next=_next(lesson, block, asked, passing),
            questions=tuple(Choice(str(n), f"Q{n}", n == asked.question) for n in script.asked_at),
            people=tuple(Choice(key, each.name, key == asked.person) for key, each in script.people.items()),
            threads=tuple(Choice(str(n), _begins(script, n), n == asked.thread) for n in script.threads),
            version=version,
        )


@dataclass(frozen=True)
class CatchUp:
    """The chat in short: each question with the answers that were taken up most."""

    guide: Guide
    lesson: Lesson
    block: Chat
    questions: tuple[tuple[Shown, tuple[Shown, ...]], ...]

    @property
    def address(self) -> str:
        return address_of(self.lesson, self.block)

    @classmethod
    def of(cls, guide: Guide, lesson: Lesson, block: Chat, body: str) -> CatchUp:
        script, own = block.transcript, block.own_answers(body)
        whole = Asked(len(script.messages))

        def show(number: int) -> Shown:
            return message_shown(block, number, whole, own, to=address_of(lesson, block))

        asked = script.asked_at.items()
        return cls(
            guide, lesson, block, tuple((show(at), tuple(map(show, script.taken_up_most(n)))) for n, at in asked)
        )


@dataclass(frozen=True)
class OwnTranscript:
    """The chat as the learner took part in it: each question that they answered, with the two answers that most was said under,
    and what they carry away. ``is_empty``: they answered none."""

    guide: Guide
    lesson: Lesson
    block: Chat
    questions: tuple[tuple[Shown, tuple[Shown, ...]], ...]
    summary: str
    version: int

    @property
    def address(self) -> str:
        return address_of(self.lesson, self.block)

    @property
    def mark(self) -> str:
        """Of the summary."""
        return mark(self.summary)

    @property
    def is_empty(self) -> bool:
        return not any(question.own for question, _answers in self.questions)

    @classmethod
    def of(cls, guide: Guide, lesson: Lesson, block: Chat, body: str, version: int) -> OwnTranscript:
        """With the questions at which an answer is asked for, too: a guest's script has the answers, not the server."""
        short, own = CatchUp.of(guide, lesson, block, body), block.own_answers(body)
        asked = tuple(each for each in short.questions if each[0].own or each[0].is_place)
        return cls(guide, lesson, block, asked, own.get(None, ""), version)


def address_of(lesson: Lesson, block: Chat) -> str:
    return f"{lesson.address}/chats/{block.id}"


def message_shown(block: Chat, number: int, asked: Asked, own: Mapping[int | None, str], to: str = "") -> Shown:
    """``to``: the chat's address, where the page is another one."""
    script = block.transcript
    message, parent = script.messages[number - 1], script.reply_to.get(number)
    begins = number in script.threads and asked.thread is None
    return Shown(
        number=number,
        message=message,
        person=script.people[message.who],
        replies_to=(parent, script.people[script.messages[parent - 1].who].name) if parent else None,
        thread=to + Asked(len(script.messages), thread=number).query() if begins else None,
        size=script.threads.get(number, 1),
        own=own.get(message.asks, "") if message.asks else "",
        is_place=message.asks in block.answers,
    )


def first_stop(block: Chat) -> int:
    return _stop(block, range(1, len(block.transcript.messages) + 1))


def _stop(block: Chat, left: Sequence[int]) -> int:
    """The last of the next messages: so many, or as far as the next place to answer."""
    places = {block.transcript.asked_at[question] for question in block.answers}
    return next((number for number in left[:STEP] if number in places), left[:STEP][-1])


def _next(lesson: Lesson, block: Chat, asked: Asked, passing: list[int]) -> str | None:
    left = [number for number in passing if number > asked.upto]
    return f"{address_of(lesson, block)}{asked.query(upto=_stop(block, left))}#m{left[0]}" if left else None


def _begins(script: ChatScript, number: int) -> str:
    message = script.messages[number - 1]
    return f"{script.people[message.who].name}: {first_words(message.text, 40)}"


def _number(text: str | None, known: Container[int]) -> int | None:
    """None where nothing is asked for.

    :raises ValueError: not one of ``known``.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4) or int(text) not in known:
        raise ValueError(f"{text[:20]} is not there")
    return int(text)
