"""Tables of the conversations' database (``settings.chat_url``). Times are UTC milliseconds since 1970."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("state", String(16), nullable=False),
    # `user_id`: from a verified identity token; `identified_id`: from the dialogue (email + order id, ...).
    Column("user_id", String(128)),
    Column("identified_id", String(128)),
    Column("consent", Boolean, nullable=False),
    Column("counters", Text, nullable=False),
    Column("product_id", String(128)),
    Column("created_ms", BigInteger, nullable=False, index=True),
)

messages = Table(
    "messages",
    metadata,
    Column(
        "conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("sender", String(16), nullable=False),
    Column("text", Text, nullable=False),
    # What the assistant is told where it differs from the text shown (a pressed button's payload).
    Column("raw", Text),
    Column("payload", Text),
    Column("client_id", String(64)),
    Column("reply_to", Integer),
    Column("awaits_reply", Boolean, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    UniqueConstraint("conversation_id", "client_id", name="uq_messages_client_id"),
)

agents = Table(
    "agents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("summary", Text, nullable=False),
    Column("waiting_since_ms", BigInteger, nullable=False),
    Column("agent_id", Integer, ForeignKey("agents.id")),
    Column("taken_ms", BigInteger),
    Column("returned_ms", BigInteger),
    Column("note", Text),
    Column("seen_seq", Integer, nullable=False),
    # A conversation stands in the queue once, however often a person is asked for.
    Index(
        "uq_handoffs_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("returned_ms IS NULL"),
        postgresql_where=text("returned_ms IS NULL"),
    ),
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("agent_id", Integer, ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("agent_id", Integer),
    Column("action", String(40), nullable=False),
    Column("conversation_id", String(32)),
    Column("detail", Text),
    Column("ip", String(64)),
)
