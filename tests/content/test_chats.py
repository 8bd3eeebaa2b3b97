"""A mistake in a chat is told with its line; the chat that the site brings along keeps its promises."""

from __future__ import annotations

import pytest

from guide.content.blocks.chat import Chat
from guide.content.compiler import compile_library
from tests.conftest import REAL_CONTENT

from .conftest import FIRST_PATH, SmallGuide

PATH = "chats/new.yaml"
CHAT = """\
title: New
lead: Invented.
host: petra
people:
  petra: {name: Petra, handle: "@petra", role: librarian}
  kwame: {name: Kwame, handle: "@kwame", role: engineer}
messages:
  - who: petra
    at: "19:00"
    asks: 1
    text: "Q1. And you?"
  - who: kwame
    at: "19:01"
    answers: 1
    id: drawing
    text: "A1 A drawing."
  - who: petra
    at: "19:02"
    to: drawing
    id: whose
    text: "Whose?"
"""
BLOCK = """
```chat
id: walk
chat: new
answers: [1]
prompt: Your A1.
```
"""


@pytest.fixture
def chat(small: SmallGuide) -> SmallGuide:
    small.write(PATH, CHAT)
    small.add(BLOCK)
    return small


def test_sound_chat_compiles_without_a_word(chat: SmallGuide) -> None:
    assert chat.told() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("host: petra", "host: petri", 3, "There is nobody called `petri` among the people; did you mean `petra`?"),
        ('"19:01"', '"18:59"', 13, "18:59 is earlier than the message before it, 19:00."),
        ('"19:02"', '"20:01"', 18, "20:01 is more than an hour after the first message, 19:00."),
        ('"19:01"', '"25:01"', 13, "`25:01` is no time of day"),
        ("asks: 1", "asks: 2", 10, "Questions are numbered in order; the next is 1, not 2."),
        ("answers: 1\n    id", "answers: 2\n    id", 14, "Question 2 has not been asked yet."),
        ("answers: 1\n    id", "asks: 2\n    id", 14, "Questions are asked by the host, `petra`."),
        ("to: drawing", "to: drawin", 19, "There is no message `drawin` to reply to; did you mean `drawing`?"),
        ("answers: 1\n    id", "to: whose\n    id", 14, "`whose` is said later; a reply comes after what it replies to."),
        ("id: whose", "id: drawing", 20, "The id `drawing` is taken by an earlier message."),
        ('"Whose?"', '"' + "a" * 281 + '"', 21, "This message has 281 characters; 280 is the most."),
        ('"Whose?"', "Whose #drawing", 21, "Everything from `#` on is lost from `text`"),
        ("  kwame: {", "  ines: {name: Ines, handle: x, role: y}\n  kwame: {", 6, "`ines` never says anything."),
        ("who: kwame", "who: kwam", 12, "There is nobody called `kwam` among the people; did you mean `kwame`?"),
        ("    asks: 1\n", "", 8, "Nobody asks a question"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_line(chat: SmallGuide, old: str, new: str, line: int, message: str) -> None:
    chat.replace(PATH, old, new)
    told = chat.told()
    assert any(problem.startswith(f"error content/small/{PATH}:{line}: {message}") for problem in told), told


def test_block_names_a_chat_and_questions_that_are_there(chat: SmallGuide) -> None:
    chat.replace(FIRST_PATH, "answers: [1]", "answers: [2]")
    line = chat.line_of(FIRST_PATH, "answers: [2]")
    assert f"error content/small/{FIRST_PATH}:{line}: `new` has no question 2; the last is 1." in chat.told()
    chat.replace(FIRST_PATH, "chat: new", "chat: newt")
    line = chat.line_of(FIRST_PATH, "chat: newt")
    assert any(f"{FIRST_PATH}:{line}: There is no chats/newt.yaml; did you mean" in problem for problem in chat.told())


def test_faulty_chat_is_told_once_and_not_again_where_it_is_used(chat: SmallGuide) -> None:
    chat.replace(PATH, '"Whose?"', '"' + "a" * 281 + '"')
    assert len(chat.told()) == 1


def test_the_whole_transcript_is_what_was_promised() -> None:
    library = compile_library(REAL_CONTENT).library
    assert library is not None
    block = library.by_id["writing-a-guide"].by_id["chats"].blocks["walk-through"]
    assert isinstance(block, Chat)
    script = block.transcript
    assert 80 <= len(script.messages) <= 120, "one or two a minute"
    assert 8 <= len(script.people) <= 12
    assert list(script.asked_at) == [1, 2, 3, 4, 5, 6]
    assert len(script.threads) >= 6
    first_said = {message.who: number for number, message in reversed(list(enumerate(script.messages, 1)))}
    assert max(first_said.values()) > len(script.messages) * 0.95, "somebody says nothing until the end"
    links = [message for message in script.messages if ".example" in message.text]
    assert {message.who for message in links} == {"gareth"}
