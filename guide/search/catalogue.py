"""The card catalogue of the shelf: a full-text index of what the guides say, in the memory of each process.

It is made of the library that is being served, so it follows drafts, reloads and new releases by itself, and is the same
whichever database keeps the learners' writing.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from flask import current_app

from guide.content.library import Guide, Lesson, Library
from guide.kernel.folding import asked_words, is_beginning, tokens
from guide.kernel.shelf import shelf
from guide.kernel.words import gettext as _
from guide.search.passages import Passage, one_line, passages, plain

TABLE = "CREATE VIRTUAL TABLE card USING fts5(title, headings, text, tokenize = 'ascii', detail = 'column')"
FIND = "SELECT rowid FROM card WHERE card MATCH ? ORDER BY bm25(card, 10, 4, 1), rowid"
"""A word in the title counts more than one in a heading, and that more than one in the text; a rare word more than a common."""
A_NUMBER = re.compile(r"(?<![\w.])[0-9]{1,3}\.[0-9]{1,3}(?!\w|\.[0-9])")
QUESTION_WORDS = frozenset(
    {
        "a", "an", "the", "who", "whom", "whose", "what", "which", "when", "where", "why", "how",
        "is", "are", "was", "were", "do", "does", "did", "can",
    }
)  # fmt: skip
"""Folded. They say that something is asked, and little of what."""


@dataclass(frozen=True)
class Card:
    """What can be found: ``kind`` is ``lesson``, ``term``, or ``guide`` for a guide or a module of it. The title of a lesson
    begins with its ``number``.
    """

    kind: str
    title: str
    address: str
    guide: Guide
    passages: tuple[Passage, ...]
    number: str = ""

    @cached_property
    def named(self) -> list[str]:
        """The words of its title, folded, without the number."""
        return asked_words(self.title.removeprefix(self.number))

    def distance(self, asked: Sequence[str], numbers: Collection[str]) -> int:
        """How far its name is from the question: 0 has the number asked for, 1 is the very title, 2 begins so, 3 does but for
        words that only ask; all else is 4.
        """
        if self.number in numbers:
            return 0
        if self.named == list(asked):
            return 1
        if _begins(self.named, asked):
            return 2
        return 3 if _begins(_without_asking(self.named), _without_asking(asked)) else 4

    def best(self, asked: Sequence[str]) -> Passage:
        """The passage that has most of the words; the first one of them."""
        return max(self.passages, key=lambda passage: passage.begins(asked))

    def said_in(self, passage: Passage) -> str:
        """The text of one of its passages; where code alone stands under a heading, what comes first."""
        return passage.text if passage.text != passage.heading else self.passages[0].text


class Catalogue:
    """Of one library. May be asked by several threads."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.cards = tuple(card for guide in library for card in cards_of(guide))
        self.lock = Lock()
        self.index = sqlite3.connect(":memory:", check_same_thread=False)
        self.index.execute(TABLE)
        rows = ((number, *columns_of(card)) for number, card in enumerate(self.cards))
        self.index.executemany("INSERT INTO card (rowid, title, headings, text) VALUES (?, ?, ?, ?)", rows)

    def cards_with(self, asked: Sequence[str], numbers: Collection[str] = ()) -> list[Card]:
        """The cards that have every word or a word beginning so: first those that are called so, then the best. ``asked`` are
        folded words, ``numbers`` those of lessons among them (``numbers_in``).
        """
        if not asked:
            return []
        with self.lock:
            found = self.index.execute(
                FIND, [" ".join(f'"{word}"{"*" if is_beginning(word) else ""}' for word in asked)]
            ).fetchall()
        cards = [self.cards[number] for (number,) in found]
        return sorted(cards, key=lambda card: card.distance(asked, numbers))


def numbers_in(question: str) -> frozenset[str]:
    """The numbers of lessons that a question may name: "3.3"."""
    return frozenset(A_NUMBER.findall(question))


def _begins(title: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether a title begins with these words, the last of which may be the beginning of one."""
    if not asked or len(asked) > len(title):
        return False
    *whole, last = asked
    met = title[len(whole)]
    return list(title[: len(whole)]) == whole and (met.startswith(last) if is_beginning(last) else met == last)


def _without_asking(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in QUESTION_WORDS]


def columns_of(card: Card) -> tuple[str, str, str]:
    """Title, headings, text, all folded. In the text, a word counts once a passage, and once more in its code."""
    headings = {passage.heading for passage in card.passages}
    texts = "".join(passage.folded + passage.folded_code for passage in card.passages)
    return " ".join(tokens(card.title)), " ".join(tokens(" ".join(headings))), texts


def cards_of(guide: Guide) -> Iterator[Card]:
    promise = Passage(plain(" ".join((guide.for_whom, *guide.promise))))
    yield Card("guide", guide.title, guide.address, guide, (Passage(guide.tagline), promise))
    for module in guide.modules:
        title = _("Module %(number)s: %(title)s") % {"number": module.number, "title": module.title}
        yield Card("guide", title, f"{guide.address}#module-{module.number}", guide, (Passage(module.purpose),))
        for lesson in module.lessons:
            yield card_of(lesson, guide)
    for term in guide.glossary.values():
        also = _("also %(words)s") % {"words": ", ".join(term.also)} if term.also else ""
        means = Passage(one_line(f"{plain(term.means)} {also and f'({also})'}"))
        yield Card("term", term.word, f"{guide.address}glossary#{term.anchor}", guide, (means,))


def card_of(lesson: Lesson, guide: Guide) -> Card:
    title = f"{lesson.number} {lesson.title}"
    return Card("lesson", title, lesson.address, guide, (Passage(lesson.outcome), *passages(lesson)), lesson.number)


def catalogue() -> Catalogue:
    """Of the library that the shelf serves now; made at the first question, and anew when the shelf has another."""
    library = shelf().library
    kept: Catalogue | None = current_app.extensions.get("catalogue")
    if kept is None or kept.library is not library:
        kept = current_app.extensions["catalogue"] = Catalogue(library)
    return kept
