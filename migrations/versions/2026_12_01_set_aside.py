"""When a prompt set aside was taken up again; the days on which it was set aside before, and why.

Revision: 2026_12_01_set_aside, after 2026_11_25_search.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

MOMENT = sa.DateTime(timezone=True)

revision = "2026_12_01_set_aside"
down_revision = "2026_11_25_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("taken_up_at", MOMENT, nullable=True))
    op.create_table(
        "former_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("why", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_former_aside_entry_id_entry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_aside")),
    )
    op.create_index("ix_former_aside_entry_id", "former_aside", ["entry_id"])


def downgrade() -> None:
    op.drop_table("former_aside")
    op.drop_column("entry", "taken_up_at")
