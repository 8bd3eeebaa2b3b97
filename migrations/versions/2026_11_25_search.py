"""Words by which learners find what they wrote, made for what is already written, too.

Revision: 2026_11_25_search, after 2026_11_23_progress.

Which words a text has is asked of this release, since its searches have to find them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from guide.writing.word_index import keep_words, said

revision = "2026_11_25_search"
down_revision = "2026_11_23_progress"
branch_labels = None
depends_on = None

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
AT_ONCE = 500
ENTRIES = sa.text(
    "SELECT id, learner_id, kind, body, set_aside_why FROM entry WHERE version > 0 AND id > :last ORDER BY id LIMIT :most"
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in CREATE[connection.dialect.name]:
        op.execute(statement)
    last = 0
    while entries := connection.execute(ENTRIES, {"last": last, "most": AT_ONCE}).all():
        for entry in entries:
            keep_words(connection, entry.id, entry.learner_id, said(entry.kind, entry.body, entry.set_aside_why))
        last = entries[-1].id


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER entry_words_go")
    op.execute("DROP TABLE entry_words")
