"""``chat``: an invented live chat to walk through, with places where the learner answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

from guide.content.chat_script import ChatScript
from guide.content.keys import Key, a_block_id, an_id
from guide.content.schema import Fault
from guide.content.text import Html

OWN_ANSWER = re.compile(r"^[ \t]*A(\d{1,2})\b[ \t]*[.:)–-]?[ \t]*", re.MULTILINE | re.ASCII)


class Part(NamedTuple):
    """Of a learner's text. ``written``: with the ``A2`` that begins it, as it was typed."""

    question: int | None
    text: str
    written: str


@dataclass(frozen=True)
class Chat:
    """What the learner writes is one entry; a line in it that begins with ``A2`` begins the answer to question 2."""

    kind: ClassVar[str] = "chat"
    id: Annotated[str, Key("Permanent; unique in its lesson.", "walk-through", check=a_block_id)]
    chat: Annotated[str, Key("Which chat: the name of a file in `chats/`, without .yaml.", "being-new", check=an_id)]
    answers: Annotated[tuple[int, ...], Key("Questions at which the learner answers, too.", "[1, 4]")]
    prompt: Annotated[Html, Key("What the learner is to write.", "Your A1 and A4, and what you ignored.")]
    script: ChatScript | None = None
    """Set by the compiler."""

    def faults(self) -> Iterator[Fault]:
        for at, number in enumerate(self.answers):
            if number in self.answers[:at]:
                yield Fault(("answers", at), f"Question {number} stands in the list a second time.")

    @property
    def transcript(self) -> ChatScript:
        """The script, which every compiled block has."""
        assert self.script is not None
        return self.script

    def own_answers(self, body: str) -> Mapping[int | None, str]:
        """A learner's text by question; under None what stands before the first ``A1`` and what answers no question here."""
        found: dict[int | None, list[str]] = {}
        for part in self._parts(body):
            found.setdefault(part.question, []).append(part.text)
        return {question: "\n\n".join(texts) for question, texts in found.items()}

    def with_answer(self, body: str, question: int | None, text: str) -> str:
        """``body`` with this as the answer, and all else as it was written; ``text`` empty takes the answer out.

        ``text`` holds no line that begins an answer (``line_elsewhere``).
        """
        parts = [part for part in self._parts(body) if part.question != question]
        if text := text.strip():
            later = (at for at, part in enumerate(parts) if question is None or (part.question or 0) > question)
            new = Part(question, text, text if question is None else f"A{question}: {text}")
            parts.insert(next(later, len(parts)), new)
        return "\n\n".join(part.written for part in parts)

    def line_elsewhere(self, text: str, question: int | None) -> str | None:
        """The first ``A2`` that would take a part of this text out of the answer in which it stands."""
        marks = OWN_ANSWER.finditer(text)
        return next((f"A{mark[1]}" for mark in marks if question or self._begun(mark)), None)

    def _begun(self, mark: re.Match[str]) -> int | None:
        """The question that somebody begins to answer here, if there is such a one."""
        return int(mark[1]) if int(mark[1]) in self.transcript.asked_at else None

    def _parts(self, body: str) -> list[Part]:
        """In the order in which they were written, without empty ones."""
        found: list[tuple[int | None, str, str]] = []
        question, begin, text_at = None, 0, 0
        for mark in OWN_ANSWER.finditer(body):
            next_question = self._begun(mark)
            if question is None and next_question is None:
                continue
            found.append((question, body[text_at : mark.start()], body[begin : mark.start()]))
            question, begin = next_question, mark.start()
            text_at = mark.end() if question else begin
        found.append((question, body[text_at:], body[begin:]))
        return [Part(question, text.strip(), written.strip()) for question, text, written in found if text.strip()]
