"""The card catalogue of the shelf: a full-text index of what the guides say, in the memory of each process.

It is made of the library that is being served, so it follows drafts, reloads and new releases by itself, and is the same
whichever database keeps the learners' writing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from flask import current_app

from guide.content.library import Guide, Lesson, Library
from guide.kernel.folding import is_beginning, tokens
from guide.kernel.shelf import shelf
from guide.kernel.words import gettext as _
from guide.search.passages import Passage, one_line, passages, plain

TABLE = "CREATE VIRTUAL TABLE card USING fts5(title, headings, text, tokenize = 'ascii', detail = 'column')"
FIND = "SELECT rowid FROM card WHERE card MATCH ? ORDER BY bm25(card, 10, 4, 1), rowid"
"""A word in the title counts more than one in a heading, and that more than one in the text; a rare word more than a common."""


@dataclass(frozen=True)
class Card:
    """What can be found: ``kind`` is ``lesson``, ``term``, or ``guide`` for a guide or a module of it."""

    kind: str
    title: str
    address: str
    guide: Guide
    passages: tuple[Passage, ...]

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

    def cards_with(self, asked: Sequence[str]) -> list[Card]:
        """The cards that have every word or a word beginning so, the best first. ``asked`` are folded words."""
        if not asked:
            return []
        with self.lock:
            found = self.index.execute(
                FIND, [" ".join(f'"{word}"{"*" if is_beginning(word) else ""}' for word in asked)]
            ).fetchall()
        return [self.cards[number] for (number,) in found]


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
    return Card("lesson", title, lesson.address, guide, (Passage(lesson.outcome), *passages(lesson)))


def catalogue() -> Catalogue:
    """Of the library that the shelf serves now; made at the first question, and anew when the shelf has another."""
    library = shelf().library
    kept: Catalogue | None = current_app.extensions.get("catalogue")
    if kept is None or kept.library is not library:
        kept = current_app.extensions["catalogue"] = Catalogue(library)
    return kept
