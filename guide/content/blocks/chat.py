"""``chat``: an invented live chat to walk through, with places where the learner answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from guide.content.chat_script import ChatScript
from guide.content.keys import Key, a_block_id, an_id
from guide.content.schema import Fault
from guide.content.text import Html

OWN_ANSWER = re.compile(r"^[ \t]*A(\d{1,2})\b[ \t]*[.:)–-]?[ \t]*", re.MULTILINE | re.ASCII)


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
        marks = list(OWN_ANSWER.finditer(body))
        ends = [mark.start() for mark in marks] + [len(body)]
        found.setdefault(None, []).append(body[: ends[0]])
        for mark, end in zip(marks, ends[1:], strict=True):
            question = int(mark[1])
            is_here = question in self.transcript.asked_at
            found.setdefault(question if is_here else None, []).append(
                body[mark.end() if is_here else mark.start() : end]
            )
        texts = {key: "\n\n".join(text.strip() for text in parts if text.strip()) for key, parts in found.items()}
        return {key: text for key, text in texts.items() if text}
