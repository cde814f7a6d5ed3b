"""The first tables: conversations, messages, agents, handoffs, desk sessions, audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("user_id", sa.String(128)),
        sa.Column("identified_id", sa.String(128)),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("counters", sa.Text(), nullable=False),
        sa.Column("product_id", sa.String(128)),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_conversations_created_ms", "conversations", ["created_ms"])
    op.create_table(
        "messages",
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sender", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text()),
        sa.Column("payload", sa.Text()),
        sa.Column("client_id", sa.String(64)),
        sa.Column("reply_to", sa.Integer()),
        sa.Column("awaits_reply", sa.Boolean(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("conversation_id", "client_id", name="uq_messages_client_id"),
    )
    _desk_tables()


def _desk_tables() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("waiting_since_ms", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agents.id")),
        sa.Column("taken_ms", sa.BigInteger()),
        sa.Column("returned_ms", sa.BigInteger()),
        sa.Column("note", sa.Text()),
        sa.Column("seen_seq", sa.Integer(), nullable=False),
    )
    still_open = sa.text("returned_ms IS NULL")
    op.create_index(
        "uq_handoffs_open",
        "handoffs",
        ["conversation_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "desk_sessions",
        sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", sa.Integer()),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("conversation_id", sa.String(32)),
        sa.Column("detail", sa.Text()),
        sa.Column("ip", sa.String(64)),
    )


def downgrade() -> None:
    for table in ("audit_log", "desk_sessions", "handoffs", "agents", "messages", "conversations"):
        op.drop_table(table)
