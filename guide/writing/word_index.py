"""The words by which each entry is found, kept in step with it; ``writing.finding`` asks them.

They are folded (``kernel.folding``) and change with the entry, where a held entry is put back (``writing.access``), in the same
transaction. They go with the entry.

SQLite: ``entry_words`` is a full-text table whose ``rowid`` is the entry's id. Foreign keys cannot reach such a table, so a
trigger on ``entry`` empties it; a migration that makes ``entry`` anew makes the trigger anew. Each word is filed under its
learner (``l17xresume``), so that a search goes through that learner's words only, however many learners there are.

PostgreSQL: ``entry_words`` has a ``tsvector`` beside each entry, looked at for the entries of one learner, which are no more
than there are blocks to write in: no index over all learners would find them sooner, and each save would have to tend it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from guide.kernel.db import table
from guide.kernel.folding import tokens
from guide.kernel.plain_text import printable
from guide.writing.models import Entry

NAME = "entry_words"
CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE entry_words USING fts5(words, tokenize = 'ascii', detail = none, columnsize = 0)",
        "CREATE TRIGGER entry_words_go AFTER DELETE ON entry BEGIN DELETE FROM entry_words WHERE rowid = old.id; END",
    ),
    "postgresql": (
        "CREATE TABLE entry_words (entry_id INTEGER CONSTRAINT pk_entry_words PRIMARY KEY"
        " CONSTRAINT fk_entry_words_entry_id_entry REFERENCES entry (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
    ),
}
KEEP = {
    "sqlite": text("INSERT OR REPLACE INTO entry_words (rowid, words) VALUES (:entry_id, :words)"),
    "postgresql": text(
        "INSERT INTO entry_words (entry_id, words) VALUES (:entry_id, array_to_tsvector(CAST(:words AS text[])))"
        " ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words"
    ),
}


def filed(learner_id: int, words: Iterable[str]) -> list[str]:
    """As SQLite keeps them. No learner's words begin as another's do: the number ends with a letter."""
    return [f"l{learner_id}x{word}" for word in words]


def said(kind: str, body: str, set_aside_why: str | None) -> str:
    """What there is to read in an entry, not its JSON: of a decision its reason, of kept posts the notes, of a map what stands on
    it; and why a prompt was set aside."""
    if kind == "decide":
        with suppress(ValueError, AttributeError, RecursionError):  # not as it is kept now: all that is there
            body = str(json.loads(body).get("reason", ""))
    elif kind == "stream":
        with suppress(ValueError, AttributeError, RecursionError):
            body = "\n\n".join(map(str, json.loads(body).values()))
    elif kind == "map":
        with suppress(ValueError, TypeError, AttributeError, RecursionError):
            kept = json.loads(body)
            nodes = [str(node.get(name, "")) for node in kept.get("nodes", ()) for name in ("name", "group", "note")]
            body = "\n".join((*nodes, str(kept.get("unread", ""))))
    return printable("\n\n".join(part for part in (body, set_aside_why) if part))


def keep_words(connection: Connection, entry_id: int, learner_id: int, text: str) -> None:
    """Let this entry be found by the words of ``text``, and by no others."""
    keep_words_of_all(connection, [(entry_id, learner_id, text)])


def keep_words_of_all(connection: Connection, entries: Iterable[tuple[int, int, str]]) -> None:
    """As above, for each id, learner's id and text."""
    engine = connection.dialect.name
    rows = []
    for entry_id, learner_id, written in entries:
        words = tokens(written)
        kept = " ".join(filed(learner_id, words)) if engine == "sqlite" else words
        rows.append({"entry_id": entry_id, "words": kept})
    if rows:
        connection.execute(KEEP[engine], rows)


@event.listens_for(table(Entry), "after_create")
def _create(_table: Any, connection: Connection, **_: Any) -> None:
    """Where the schema is made from the models."""
    for statement in CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def is_a_model(name: str | None, kind: str, _parents: Any) -> bool:
    """For Alembic, when it compares the database with the models: this table and what SQLite keeps behind it have none."""
    return not (kind == "table" and name is not None and name.startswith(NAME))
