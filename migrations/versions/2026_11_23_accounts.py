"""People, their sign-ins, the secrets that mail carries, and tries that count towards a limit.

Revision: 2026_11_23_accounts, after an empty database.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_accounts"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "learner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_learner_name_given")),
        sa.PrimaryKeyConstraint("id", name="pk_learner"),
        sa.UniqueConstraint("email_key", name="uq_learner_email_key"),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("stays", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_sign_in_learner_id_learner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_learner_id", "sign_in", ["learner_id"])

    op.create_table(
        "mailed_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("purpose IN ('reset', 'confirm')", name=op.f("ck_mailed_token_purpose_known")),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_mailed_token_learner_id_learner", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mailed_token"),
        sa.UniqueConstraint("token_hash", name="uq_mailed_token_token_hash"),
    )
    op.create_index("ix_mailed_token_learner_id", "mailed_token", ["learner_id"])

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )

    op.create_table(
        "strike",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_strike"),
    )
    op.create_index("ix_strike_kind_subject_at", "strike", ["kind", "subject", "at"])


def downgrade() -> None:
    op.drop_table("strike")
    op.drop_table("invitation")
    op.drop_table("mailed_token")
    op.drop_table("sign_in")
    op.drop_table("learner")
