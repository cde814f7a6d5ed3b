"""The desk: roles, notes and mentions, canned replies, unanswered questions, webhooks, bridges."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("agents") as table:
        table.add_column(sa.Column("role", sa.String(16), nullable=False, server_default="agent"))
        table.add_column(sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.text("true")))
    # Whoever had an account could do everything there was; somebody must be able to give roles.
    op.execute("UPDATE agents SET role = 'admin'")
    with op.batch_alter_table("handoffs") as table:
        table.add_column(sa.Column("mood", sa.String(16)))
        table.add_column(sa.Column("first_reply_ms", sa.BigInteger()))
    _notes()
    op.create_table(
        "canned",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shortcut", sa.String(40), nullable=False, unique=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer(), primary_key=True),
        _conversation(),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("draft", sa.Text()),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agents.id")),
    )
    op.create_index("ix_unanswered_conversation_id", "unanswered", ["conversation_id"])
    op.create_index("ix_unanswered_at_ms", "unanswered", ["at_ms"])
    _bridges()


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True),
        _conversation(),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agents.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_notes_conversation_id", "notes", ["conversation_id"])
    op.create_table(
        "mentions",
        sa.Column("note_id", sa.Integer(), sa.ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("seen_ms", sa.BigInteger()),
    )


def _bridges() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("next_ms", sa.BigInteger()),
        sa.Column("delivered_ms", sa.BigInteger()),
        sa.Column("error", sa.String(200)),
    )
    op.create_index("ix_deliveries_next_ms", "deliveries", ["next_ms"])
    op.create_table(
        "bridged",
        sa.Column("outside", sa.String(120), primary_key=True),
        _conversation(),
    )
    op.create_index("ix_bridged_conversation_id", "bridged", ["conversation_id"])


def _conversation() -> sa.Column[str]:
    owner = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(32), owner, nullable=False)


def downgrade() -> None:
    for table in ("bridged", "deliveries", "unanswered", "canned", "mentions", "notes"):
        op.drop_table(table)
    with op.batch_alter_table("handoffs") as batch:
        batch.drop_column("first_reply_ms")
        batch.drop_column("mood")
    with op.batch_alter_table("agents") as batch:
        batch.drop_column("active")
        batch.drop_column("role")
