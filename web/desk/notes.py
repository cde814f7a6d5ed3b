"""What agents keep for themselves: notes and mentions, canned replies, the list of unanswered questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from web.db import now_ms
from web.errors import ApiError
from web.messages import iso
from web.tables import agents, canned, mentions, notes, unanswered

_MENTION = re.compile(r"(?<![\w@])@([\w.-]{1,80})")
_MOST_LISTED = 200
_SHORTCUT = re.compile(r"[\w-]{1,40}")


class Notes:
    """Notes, mentions, canned replies and unanswered questions, in the conversations' database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, conversation_id: str) -> list[dict[str, Any]]:
        """The notes on a conversation, the oldest first: ``{id, text, at, agent: {id, name}}``."""
        wanted = (
            select(notes.c.id, notes.c.text, notes.c.at_ms, agents.c.id.label("agent_id"), agents.c.name)
            .join(agents, agents.c.id == notes.c.agent_id)
            .where(notes.c.conversation_id == conversation_id)
            .order_by(notes.c.id)
        )
        async with self._engine.connect() as connection:
            return [_note(row) for row in await connection.execute(wanted)]

    async def add(
        self, conversation_id: str, agent_id: int, agent_name: str, text: str
    ) -> tuple[dict[str, Any], list[int]]:
        """Keep a note; the note, and the ids of the agents it mentions (``@name``, ``@first.last``)."""
        at_ms = now_ms()
        row = {"conversation_id": conversation_id, "agent_id": agent_id, "text": text, "at_ms": at_ms}
        async with self._engine.begin() as connection:
            everybody = (
                await connection.execute(
                    select(agents.c.id, agents.c.name, agents.c.email).where(agents.c.active.is_(True))
                )
            ).all()
            note_id = (await connection.execute(insert(notes).returning(notes.c.id), row)).scalar_one()
            named = [one for one in mentioned(text, everybody) if one != agent_id]
            if named:
                rows = [{"note_id": note_id, "agent_id": one} for one in named]
                await connection.execute(insert(mentions), rows)
        author = {"id": agent_id, "name": agent_name}
        return {"id": note_id, "text": text, "at": iso(at_ms), "agent": author}, named

    async def mentions_of(self, agent_id: int) -> list[dict[str, Any]]:
        """Unseen mentions of an agent: the note and ``conversation``."""
        wanted = (
            select(
                notes.c.id,
                notes.c.text,
                notes.c.at_ms,
                notes.c.conversation_id,
                agents.c.id.label("agent_id"),
                agents.c.name,
            )
            .join(mentions, mentions.c.note_id == notes.c.id)
            .join(agents, agents.c.id == notes.c.agent_id)
            .where(mentions.c.agent_id == agent_id, mentions.c.seen_ms.is_(None))
            .order_by(notes.c.id.desc())
            .limit(_MOST_LISTED)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(wanted)).all()
        return [_note(row) | {"conversation": row.conversation_id} for row in rows]

    async def mentions_seen(self, agent_id: int, conversation_id: str) -> None:
        """The agent has opened the conversation they were mentioned in."""
        here = select(notes.c.id).where(notes.c.conversation_id == conversation_id)
        seen = (
            update(mentions)
            .where(
                mentions.c.agent_id == agent_id,
                mentions.c.seen_ms.is_(None),
                mentions.c.note_id.in_(here),
            )
            .values(seen_ms=now_ms())
        )
        async with self._engine.begin() as connection:
            await connection.execute(seen)

    async def canned(self) -> list[dict[str, Any]]:
        """All canned replies by shortcut: ``{id, shortcut, text}``."""
        wanted = select(canned.c.id, canned.c.shortcut, canned.c.text).order_by(canned.c.shortcut)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(wanted)).all()
        return [{"id": row.id, "shortcut": row.shortcut, "text": row.text} for row in rows]

    async def keep_canned(self, canned_id: int | None, shortcut: str, text: str) -> None:
        """Add (None) or change a canned reply. Raises ``ApiError`` 400, 404, or 409 ``shortcut_taken``."""
        if not _SHORTCUT.fullmatch(shortcut):
            raise ApiError(400, "invalid_field", field="shortcut")
        row = {"shortcut": shortcut.lower(), "text": text, "updated_ms": now_ms()}
        try:
            async with self._engine.begin() as connection:
                if canned_id is None:
                    await connection.execute(insert(canned), row)
                    return
                done = await connection.execute(update(canned).where(canned.c.id == canned_id).values(**row))
        except IntegrityError:
            raise ApiError(409, "shortcut_taken") from None
        if done.rowcount == 0:
            raise ApiError(404, "not_found")

    async def drop_canned(self, canned_id: int) -> None:
        """Delete a canned reply, if it is there."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(canned).where(canned.c.id == canned_id))

    async def unanswered(self, state: str) -> list[dict[str, Any]]:
        """Questions the documents did not answer, asked most often first, as one entry for each wording."""
        asked = func.lower(unanswered.c.question)
        wanted = (
            select(
                func.max(unanswered.c.id).label("id"),
                func.max(unanswered.c.question).label("question"),
                func.count().label("times"),
                func.max(unanswered.c.at_ms).label("at_ms"),
                func.max(unanswered.c.draft).label("draft"),
                func.max(unanswered.c.conversation_id).label("conversation"),
            )
            .where(unanswered.c.state == state)
            .group_by(asked)
            .order_by(func.count().desc(), func.max(unanswered.c.at_ms).desc())
            .limit(_MOST_LISTED)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(wanted)).mappings().all()
        return [{**row, "at": iso(row["at_ms"])} for row in rows]

    async def settle(self, one: int, state: str, draft: str | None, agent_id: int) -> None:
        """Change the state of a question, and of all in the same words. Raises ``ApiError`` 404."""
        async with self._engine.begin() as connection:
            wanted = select(unanswered.c.question).where(unanswered.c.id == one)
            question = (await connection.execute(wanted)).scalar_one_or_none()
            if question is None:
                raise ApiError(404, "not_found")
            values: dict[str, Any] = {"state": state, "agent_id": agent_id}
            if draft is not None:
                values["draft"] = draft
            same = func.lower(unanswered.c.question) == question.lower()
            await connection.execute(update(unanswered).where(same).values(**values))


def mentioned(text: str, everybody: Sequence[Any]) -> list[int]:
    """Ids of the agents named by ``@``: by name without spaces, first name, or the email's first part."""
    names: dict[str, set[int]] = {}
    for one in everybody:
        first, handle = one.name.split()[0], one.email.split("@")[0]
        for name in (one.name.replace(" ", ""), one.name.replace(" ", "."), first, handle):
            names.setdefault(name.lower(), set()).add(one.id)
    found = (names.get(match.lower().rstrip(".-"), set()) for match in _MENTION.findall(text))
    return sorted(set().union(*found))


def _note(row: Any) -> dict[str, Any]:
    author = {"id": row.agent_id, "name": row.name}
    return {"id": row.id, "text": row.text, "at": iso(row.at_ms), "agent": author}
