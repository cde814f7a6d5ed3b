"""Each decision to offer or to keep silent, and what became of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from web.chat_store import ChatStore, Write
from web.db import now_ms
from web.events.told import Told
from web.live import Conversation
from web.rasa import Part, Reply
from web.tables import offers

ARMS = ("offered", "held_out")
ANSWERS = ("refused", "accepted")
OUTCOME_MS = 14 * 24 * 3600 * 1000
"""What happens later than this after an offer is not counted as its outcome."""
_REASON = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_REASONS = 5
_MAX_MOOD_CHARS = 16
_MAX_VARIANT_CHARS = 32
_MAX_BECAUSE_CHARS = 200
_MAX_PRODUCT_CHARS = 128
_ADD = insert(offers)
_COLUMN_OF = {
    "offer_click": offers.c.clicked_ms,
    # Somebody to whom nothing was shown can only come to the product by its page: both groups are counted so.
    "product_view": offers.c.clicked_ms,
    "basket_add": offers.c.added_ms,
    "purchase": offers.c.bought_ms,
}
# Set the time of an outcome where it has none yet.
_FIRST = {
    kind: update(offers)
    .where(offers.c.conversation_id == bindparam("key"), offers.c.product_id == bindparam("product"))
    .where(offers.c.arm.is_not(None), column.is_(None), offers.c.at_ms >= bindparam("since"))
    .values({column: bindparam("now")})
    for kind, column in _COLUMN_OF.items()
}
_NEWEST = (
    select(offers.c.id, offers.c.product_id)
    .where(offers.c.conversation_id == bindparam("key"), offers.c.arm == "offered")
    .order_by(offers.c.id.desc())
    .limit(1)
)
_ANSWER = update(offers).where(offers.c.id == bindparam("of"), offers.c.answer.is_(None))


class Offers:
    """Writes what the assistant decided; with consent only."""

    def __init__(self, engine: AsyncEngine, store: ChatStore) -> None:
        self._engine = engine
        self._store = store

    async def heard(self, conversation: Conversation, reply: Reply) -> None:
        """Record the decisions that came with a reply, and mark the cards of what is offered."""
        if not conversation.consent or not (reply.moments or reply.offer_answer):
            return
        rows = [row for moment in reply.moments if (row := read_moment(moment))]
        async with conversation.telling:
            if not conversation.consent or conversation.deleted:
                return
            newest = await self._newest(conversation) if reply.offer_answer in ANSWERS else None
            writes: list[Write] = []
            if newest:
                writes.append((_ANSWER, {"of": newest.id, "answer": reply.offer_answer}))
            if rows:
                at = {"conversation_id": conversation.id, "at_ms": now_ms()}
                writes.append((_ADD, [row | at for row in rows]))
            if writes:
                await self._store.write(writes)
        shown = {row["product_id"] for row in rows if row["arm"] == "offered"}
        _mark(reply.parts, shown | ({newest.product_id} if newest else set()))

    async def _newest(self, conversation: Conversation) -> Any:
        async with self._engine.connect() as connection:
            return (await connection.execute(_NEWEST, {"key": conversation.id})).first()


def read_moment(moment: Mapping[str, Any]) -> dict[str, Any] | None:
    """A decision as a row of ``web.tables.offers``; None when it has no reason.

    What else does not fit is left out.
    """
    reason, arm = moment.get("reason"), moment.get("arm")
    if not isinstance(reason, str) or not _REASON.fullmatch(reason):
        return None
    product_id = _text(moment.get("product_id"), _MAX_PRODUCT_CHARS)
    return {
        "reason": reason,
        "arm": arm if arm in ARMS and product_id else None,
        "product_id": product_id,
        "because": _text(moment.get("because"), _MAX_BECAUSE_CHARS),
        "likelihood": _share(moment.get("likelihood")),
        "variant": _text(moment.get("variant"), _MAX_VARIANT_CHARS),
        "mood": _text(moment.get("mood"), _MAX_MOOD_CHARS),
        "why": _why(moment.get("why")),
    }


def outcomes(conversation_id: str, told: Sequence[Told], at_ms: int) -> list[Write]:
    """The statements that note what was told as the outcome of decisions about the same product."""
    return [
        (_FIRST[one.kind], {"key": conversation_id, "product": one.product_id} | _span(at_ms))
        for one in told
        if one.kind in _FIRST and one.product_id
    ]


def _span(at_ms: int) -> dict[str, int]:
    return {"now": at_ms, "since": at_ms - OUTCOME_MS}


def _mark(parts: Iterable[Part], offered: set[str]) -> None:
    for part in parts:
        products = part.extra.get("products")
        for card in products if offered and isinstance(products, list) else ():
            if card.get("product_id") in offered:
                card["offer"] = True


def _text(value: object, limit: int) -> str | None:
    return value[:limit] if isinstance(value, str) and value else None


def _share(value: object) -> float | None:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    return float(number) if 0 <= number <= 1 else None


def _why(value: object) -> str | None:
    given = value if isinstance(value, list) else []
    pairs = [
        [str(one[0])[:_MAX_BECAUSE_CHARS], float(one[1])]
        for one in given[:_MOST_REASONS]
        if isinstance(one, list | tuple) and len(one) == 2 and isinstance(one[1], int | float)
    ]
    return orjson.dumps(pairs).decode() if pairs else None
