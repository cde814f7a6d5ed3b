"""Tables of the conversations' database (``settings.chat_url``). Times are UTC milliseconds since 1970."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
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
    # As the shopper's page says it (BCP 47); what they write may be in another one.
    Column("language", String(35)),
    Column("contact_email", String(254)),
    Column("contact_name", String(80)),
    # When it was ended; writing again takes it away.
    Column("resolved_ms", BigInteger),
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

files = Table(
    "files",
    metadata,
    # The name under which the bytes lie in `settings.uploads_path`.
    Column("id", String(32), primary_key=True),
    Column(
        "conversation_id",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("name", String(80), nullable=False),
    Column("type", String(40), nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column(
        "conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("score", Integer, nullable=False),
    Column("comment", Text),
    # Who had it last; none when only the assistant answered.
    Column("agent_id", Integer, ForeignKey("agents.id")),
    Column("at_ms", BigInteger, nullable=False),
)

agents = Table(
    "agents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("role", String(16), nullable=False, server_default="agent"),
    # Accounts are never deleted: what they did stays theirs.
    Column("active", Boolean, nullable=False, server_default=text("true")),
)

presence = Table(
    "presence",
    metadata,
    Column("agent_id", Integer, ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True),
    Column("away", Boolean, nullable=False),
    # The last sign of life of an open desk.
    Column("seen_ms", BigInteger, nullable=False),
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
    Column("mood", String(16)),
    Column("first_reply_ms", BigInteger),
    # A conversation stands in the queue once, however often a person is asked for.
    Index(
        "uq_handoffs_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("returned_ms IS NULL"),
        postgresql_where=text("returned_ms IS NULL"),
    ),
)

# What agents write to each other; a shopper never sees it.
notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "conversation_id",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("agent_id", Integer, ForeignKey("agents.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

mentions = Table(
    "mentions",
    metadata,
    Column("note_id", Integer, ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True),
    Column("agent_id", Integer, ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True),
    Column("seen_ms", BigInteger),
)

canned = Table(
    "canned",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("shortcut", String(40), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
)

# Questions the documents did not answer: the to-do list of whoever writes them.
unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "conversation_id",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("question", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("draft", Text),
    Column("agent_id", Integer, ForeignKey("agents.id")),
)

# Outgoing webhooks, kept until they are delivered or given up.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("url", String(2000), nullable=False),
    Column("event", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    # None once it is delivered or given up.
    Column("next_ms", BigInteger, index=True),
    Column("delivered_ms", BigInteger),
    Column("error", String(200)),
)

# Conversations that take place in another system's inbox.
bridged = Table(
    "bridged",
    metadata,
    Column("outside", String(120), primary_key=True),
    Column(
        "conversation_id",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
)

# What the pages tell of a visit, and one row for each message: only while the shopper agrees. Nothing here
# names a person; the conversation's id is the pseudonym.
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("product_id", String(128)),
    Column("page_kind", String(16)),
    Column("seconds", Float),
    # The words of a search, the shop's number of an order, who wrote a message.
    Column("detail", String(128)),
    # Under which a browser told it; told twice, it is kept once.
    Column("client_id", String(140)),
    UniqueConstraint("conversation_id", "client_id", name="uq_events_client_id"),
    Index("ix_events_conversation_id", "conversation_id", "at_ms"),
    # All that trends count: the table itself is not read for them.
    Index("ix_events_kind", "kind", "at_ms", "product_id", "conversation_id"),
)

# Each time an errand ended and the assistant decided whether to offer something; what became of it.
offers = Table(
    "offers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", String(32), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("reason", String(40), nullable=False),
    # "offered" or "held_out" where the rule wanted to offer; none where it kept silent.
    Column("arm", String(16)),
    Column("product_id", String(128)),
    Column("because", String(200)),
    Column("likelihood", Float),
    # Of the purchase model that told it: with or without analytics values.
    Column("variant", String(32)),
    Column("mood", String(16)),
    # JSON: [[feature, log odds], ...] of the likelihood.
    Column("why", Text),
    Column("answer", String(16)),
    Column("clicked_ms", BigInteger),
    Column("added_ms", BigInteger),
    Column("bought_ms", BigInteger),
    Index("ix_offers_conversation_id", "conversation_id", "at_ms"),
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("agent_id", Integer, ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
)

# Conversations that are deleted here and that Rasa must still forget.
to_forget = Table(
    "to_forget",
    metadata,
    Column("conversation_id", String(32), primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
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
