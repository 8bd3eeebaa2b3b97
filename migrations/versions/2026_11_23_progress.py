"""What else a learner leaves in a lesson: attempts at checks, ticks on tasks, lessons done, guides closed.

Revision: 2026_11_23_progress, after 2026_11_23_writing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_progress"
down_revision = "2026_11_23_writing"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=100), nullable=False),
        sa.Column("lesson", sa.String(length=100), nullable=False),
        sa.Column("block", sa.String(length=100), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("as_we_would", sa.Boolean(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("length(answer) <= 140000", name=op.f("ck_attempt_answer_length")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_attempt_learner_id_learner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index(
        "ix_attempt_learner_id_guide_lesson_block_id", "attempt", ["learner_id", "guide", "lesson", "block", "id"]
    )

    op.create_table(
        "tick",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=100), nullable=False),
        sa.Column("lesson", sa.String(length=100), nullable=False),
        sa.Column("block", sa.String(length=100), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_tick_learner_id_learner", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("learner_id", "guide", "lesson", "block", name="pk_tick"),
    )

    op.create_table(
        "lesson_record",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=100), nullable=False),
        sa.Column("lesson", sa.String(length=100), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("position", sa.String(length=100), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_lesson_record_learner_id_learner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "guide", "lesson", name="pk_lesson_record"),
    )

    op.create_table(
        "guide_record",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=100), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint("decision IN ('not-for-me', 'later', 'yes')", name=op.f("ck_guide_record_decision_known")),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_guide_record_decision_dated")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_guide_record_learner_id_learner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "guide", name="pk_guide_record"),
    )


def downgrade() -> None:
    op.drop_table("guide_record")
    op.drop_table("lesson_record")
    op.drop_table("tick")
    op.drop_table("attempt")
