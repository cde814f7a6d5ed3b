"""What shoppers leave: language, contact, photos, ratings; and who is at the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("language", sa.String(35)))
        table.add_column(sa.Column("contact_email", sa.String(254)))
        table.add_column(sa.Column("contact_name", sa.String(80)))
        table.add_column(sa.Column("resolved_ms", sa.BigInteger()))
    op.create_table(
        "files",
        sa.Column("id", sa.String(32), primary_key=True),
        _conversation(),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_files_conversation_id", "files", ["conversation_id"])
    op.create_table(
        "ratings",
        _conversation(primary_key=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agents.id")),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "presence",
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "to_forget",
        sa.Column("conversation_id", sa.String(32), primary_key=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
    )


def _conversation(primary_key: bool = False) -> sa.Column[str]:
    owner = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(32), owner, primary_key=primary_key, nullable=False)


def downgrade() -> None:
    for table in ("to_forget", "presence", "ratings", "files"):
        op.drop_table(table)
    with op.batch_alter_table("conversations") as batch:
        for column in ("resolved_ms", "contact_name", "contact_email", "language"):
            batch.drop_column(column)
