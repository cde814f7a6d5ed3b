"""Visits and offers: what pages tell with consent, and what became of each decision to offer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), primary_key=True),
        _conversation(),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("product_id", sa.String(128)),
        sa.Column("page_kind", sa.String(16)),
        sa.Column("seconds", sa.Float()),
        sa.Column("detail", sa.String(128)),
        sa.Column("client_id", sa.String(140)),
        sa.UniqueConstraint("conversation_id", "client_id", name="uq_events_client_id"),
    )
    op.create_index("ix_events_at_ms", "events", ["at_ms"])
    op.create_index("ix_events_conversation_id", "events", ["conversation_id", "at_ms"])
    op.create_index("ix_events_kind", "events", ["kind", "at_ms", "product_id", "conversation_id"])
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), primary_key=True),
        _conversation(),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("arm", sa.String(16)),
        sa.Column("product_id", sa.String(128)),
        sa.Column("because", sa.String(200)),
        sa.Column("likelihood", sa.Float()),
        sa.Column("mood", sa.String(16)),
        sa.Column("why", sa.Text()),
        sa.Column("answer", sa.String(16)),
        sa.Column("clicked_ms", sa.BigInteger()),
        sa.Column("added_ms", sa.BigInteger()),
        sa.Column("bought_ms", sa.BigInteger()),
    )
    op.create_index("ix_offers_at_ms", "offers", ["at_ms"])
    op.create_index("ix_offers_conversation_id", "offers", ["conversation_id", "at_ms"])


def _conversation() -> sa.Column[str]:
    owner = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(32), owner, nullable=False)


def downgrade() -> None:
    op.drop_table("offers")
    op.drop_table("events")
