"""Finding what one wrote, on both engines with one face. No question makes it raise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, Select, case, cast, column, func, literal, literal_column, select
from sqlalchemy import table as plain_table

from guide.kernel.db import db, table
from guide.kernel.folding import asked_words, is_beginning
from guide.writing import word_index
from guide.writing.models import Entry

_words = plain_table(word_index.NAME, column("rowid", Integer), column("entry_id", Integer), column("words"))


@dataclass(frozen=True)
class Found:
    """An entry that answers a question. ``text`` is what it was found by, as the learner wrote it."""

    guide: str
    lesson: str
    block: str
    text: str


@dataclass(frozen=True)
class FoundEntries:
    """The best of them, at most as many as were asked for; ``total`` counts all."""

    entries: tuple[Found, ...] = ()
    total: int = 0


def ids_of_entries_with(learner_id: int, asked: str) -> Select[tuple[int]] | None:
    """The ids of this learner's entries in which every word of ``asked`` is a word or begins one; None where it holds no word.

    To stand in ``Entry.id.in_(…)``. Takes any text; looks for the first ``folding.MOST_ASKED`` words of it.
    """
    words = asked_words(asked)
    return _with_all(learner_id, words) if words else None


def found_entries(learner_id: int, asked: str, limit: int) -> FoundEntries:
    """Entries as above: those that have the words themselves before those that only begin so; then the newest. One select."""
    words = asked_words(asked)
    if not words:
        return FoundEntries()
    entry = table(Entry).c
    has_them = entry.id.in_(_with_all(learner_id, words, beginnings=False))
    rows = db.session.execute(
        select(entry.guide, entry.lesson, entry.block, entry.kind, entry.body, entry.set_aside_why)
        .add_columns(func.count().over().label("total"))
        .where(entry.learner_id == learner_id, entry.id.in_(_with_all(learner_id, words)))
        .order_by(case((has_them, 0), else_=1), entry.saved_at.desc(), entry.id.desc())
        .limit(limit)
    ).all()
    return FoundEntries(
        tuple(
            Found(row.guide, row.lesson, row.block, word_index.said(row.kind, row.body, row.set_aside_why))
            for row in rows
        ),
        rows[0].total if rows else 0,
    )


def _with_all(learner_id: int, words: Sequence[str], *, beginnings: bool = True) -> Select[tuple[int]]:
    """Folded words hold nothing that either engine reads as an operator; in quotation marks, ``and`` and ``near`` are words."""
    if db.engine.dialect.name == "sqlite":
        stars = ["*" if beginnings and is_beginning(word) else "" for word in words]
        filed = word_index.filed(learner_id, words)
        wanted = " ".join(f'"{word}"{star}' for word, star in zip(filed, stars, strict=True))
        return select(_words.c.rowid).where(literal_column(word_index.NAME).op("MATCH")(wanted))
    from sqlalchemy.dialects.postgresql import TSQUERY  # here, as in guide.kernel.db

    wanted = " & ".join(f"'{word}'{':*' if beginnings and is_beginning(word) else ''}" for word in words)
    entry = table(Entry).c
    return (
        select(_words.c.entry_id)
        .join(table(Entry), entry.id == _words.c.entry_id)
        .where(entry.learner_id == learner_id, _words.c.words.op("@@")(cast(literal(wanted), TSQUERY)))
    )
