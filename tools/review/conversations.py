"""Conversations as Rasa's tracker store keeps them, read only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from tools.errors import ToolError
from tools.nlu.examples import Detail

FALLBACK = "nlu_fallback"
_FROM_PROGRAMS = "EXTERNAL:"
_AWAITING = "awaiting"
_NO_SERVICE = frozenset({"action_listen", "action_session_start"})

_EVENTS = sa.table(
    "events", sa.column("id"), sa.column("sender_id"), sa.column("timestamp"), sa.column("data")
)


@dataclass(slots=True)
class Turn:
    """A message of a shopper, how it was understood, and what the assistant did until the next one.

    ``offered``: payloads of the reply's buttons. ``awaited`` and ``awaits``: what the assistant waited for
    before and after. ``handed_over``: the reason of a handoff in the reply.
    """

    at: float
    text: str
    intent: str
    confidence: float
    details: tuple[Detail, ...]
    awaited: str | None
    awaits: str | None
    actions: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    handed_over: str | None = None

    @property
    def pressed(self) -> bool:
        """Whether it was a button."""
        return self.text.startswith("/")


@dataclass(slots=True)
class Conversation:
    """The turns in order, and who it was with, as far as Rasa was told."""

    turns: list[Turn] = field(default_factory=list)
    user_ids: set[str] = field(default_factory=set)
    # Names and email addresses that an agent was told.
    told: set[str] = field(default_factory=set)


def read_conversations(url: sa.URL | str, since: float) -> Iterator[Conversation]:
    """Conversations in which something happened at or after ``since`` (seconds since 1970).

    Raises ``ToolError`` when the tracker store cannot be read.
    """
    engine = sa.create_engine(_read_only(sa.make_url(url)))
    recent = sa.select(_EVENTS.c.sender_id).where(_EVENTS.c.timestamp >= since)
    query = (
        sa.select(_EVENTS.c.sender_id, _EVENTS.c.data)
        .where(_EVENTS.c.sender_id.in_(recent))
        .order_by(_EVENTS.c.sender_id, _EVENTS.c.id)
    )
    try:
        with engine.connect() as connection:
            rows = connection.execution_options(yield_per=1000).execute(query)
            for _, group in groupby(rows, key=lambda row: row.sender_id):
                yield conversation_of(json.loads(row.data) for row in group)
    except sa.exc.SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error)
        raise ToolError(
            f"the tracker store {engine.url.render_as_string()} cannot be read: {reason} "
            "(AISLE_TRACKER_DIALECT and AISLE_TRACKER_DB say where it is)"
        ) from error
    finally:
        engine.dispose()


def _read_only(url: sa.URL) -> sa.URL:
    if url.get_backend_name() != "sqlite" or not url.database:
        return url
    return url.set(database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})


def conversation_of(events: Iterable[Mapping[str, Any]]) -> Conversation:
    """A conversation from its events, oldest first."""
    conversation = Conversation()
    awaits: str | None = None
    for event in events:
        kind = event.get("event")
        turn = conversation.turns[-1] if conversation.turns else None
        if kind == "user" and not str(event.get("text") or "").startswith(_FROM_PROGRAMS):
            conversation.turns.append(_turn(event, awaits))
            _note(conversation.user_ids, (event.get("metadata") or {}).get("user_id"))
        elif kind == "slot" and event.get("name") == _AWAITING:
            awaits = event.get("value")
            if turn:
                turn.awaits = awaits
        elif kind == "slot" and event.get("name") == "user_id":
            _note(conversation.user_ids, event.get("value"))
        elif kind == "action" and turn and str(event.get("name")) not in _NO_SERVICE:
            turn.actions.append(str(event.get("name")))
        elif kind == "bot":
            _read_reply(conversation, turn, event)
    return conversation


def _turn(event: Mapping[str, Any], awaited: str | None) -> Turn:
    parsed, text = event.get("parse_data") or {}, str(event.get("text") or "")
    intent = parsed.get("intent") or {}
    return Turn(
        at=float(event.get("timestamp") or 0.0),
        text=text,
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        details=tuple(_details(parsed.get("entities") or [], text)),
        awaited=awaited,
        awaits=awaited,
    )


def _details(found: Iterable[Mapping[str, Any]], text: str) -> Iterator[Detail]:
    for entity in found:
        begin, end = entity.get("start"), entity.get("end")
        if isinstance(begin, int) and isinstance(end, int) and 0 <= begin < end <= len(text):
            yield Detail(str(entity.get("entity")), text[begin:end], begin, end)


def _read_reply(conversation: Conversation, turn: Turn | None, event: Mapping[str, Any]) -> None:
    data = event.get("data") or {}
    custom = data.get("custom") or {}
    handoff = custom.get("handoff")
    summary = (handoff or {}).get("summary") or {}
    _note(conversation.told, summary.get("who"))
    _note(conversation.told, summary.get("email"))
    _note(conversation.user_ids, summary.get("user_id"))
    if turn is None:
        return
    turn.said.append(str((event.get("metadata") or {}).get("utter_action") or ""))
    buttons = [*(data.get("buttons") or []), *(custom.get("buttons") or [])]
    turn.offered += [str(button.get("payload") or "") for button in buttons]
    if handoff:
        turn.handed_over = str(handoff.get("reason") or "")


def _note(known: set[str], value: object) -> None:
    if isinstance(value, str) and value.strip():
        known.add(value.strip())
