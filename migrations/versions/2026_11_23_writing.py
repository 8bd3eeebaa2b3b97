"""Everything learners write: entries, kept copies, and the saves that were acknowledged.

Revision: 2026_11_23_writing, after 2026_11_23_accounts.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_writing"
down_revision = "2026_11_23_accounts"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=100), nullable=False),
        sa.Column("lesson", sa.String(length=100), nullable=False),
        sa.Column("block", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("set_aside_at", MOMENT, nullable=True),
        sa.Column("set_aside_why", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "kind IN ('reflection', 'task', 'decide', 'compose', 'chat', 'plan', 'map', 'stream')",
            name=op.f("ck_entry_kind_known"),
        ),
        sa.CheckConstraint("length(body) <= 20000", name=op.f("ck_entry_body_length")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_entry_version_counts")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_entry_learner_id_learner", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("learner_id", "guide", "lesson", "block", name="uq_entry_learner_id_guide_lesson_block"),
    )
    op.create_index("ix_entry_learner_id_saved_at_id", "entry", ["learner_id", "saved_at", "id"])

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.CheckConstraint("why IN ('submitted', 'replaced', 'merged')", name=op.f("ck_revision_why_known")),
        sa.CheckConstraint("length(body) <= 20000", name=op.f("ck_revision_body_length")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_revision_entry_id_entry", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
    )
    op.create_index("ix_revision_entry_id_kept_at", "revision", ["entry_id", "kept_at"])

    op.create_table(
        "save_key",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_save_key_entry_id_entry", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_save_key_learner_id_learner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "key", "entry_id", name="pk_save_key"),
    )
    op.create_index("ix_save_key_entry_id", "save_key", ["entry_id"])
    op.create_index("ix_save_key_saved_at", "save_key", ["saved_at"])


def downgrade() -> None:
    op.drop_table("save_key")
    op.drop_table("revision")
    op.drop_table("entry")
