"""Where photos lie: bytes in a folder outside the web root, under random names; the rest in the database."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from web.db import now_ms
from web.tables import files
from web.visitor.pictures import Picture, safe_name

_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_ORPHAN_AFTER_S = 3600.0
_COLUMNS = (files.c.id, files.c.name, files.c.type, files.c.size, files.c.width, files.c.height)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A photo as the chat API shows it; its bytes are asked for by ``id``."""

    id: str
    name: str
    type: str
    size: int
    width: int
    height: int

    def to_json(self) -> dict[str, Any]:
        """``{id, name, type, size, width, height}``; size in bytes, the edges in pixels."""
        return asdict(self)

    def row(self, conversation_id: str) -> dict[str, Any]:
        """The row of ``web.tables.files``."""
        return {**asdict(self), "conversation_id": conversation_id, "at_ms": now_ms()}


class Files:
    """Keeps and finds photos; a photo belongs to one conversation and is never found under another."""

    def __init__(self, engine: AsyncEngine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder

    async def keep(self, picture: Picture, name: str | None) -> StoredFile:
        """Write the bytes; the caller adds the row, or calls ``drop``. Raises ``OSError``."""
        shown = safe_name(name, picture.suffix)
        stored = StoredFile(
            secrets.token_urlsafe(16), shown, picture.type, len(picture.data), picture.width, picture.height
        )
        await asyncio.to_thread(self._write, stored.id, picture.data)
        return stored

    async def drop(self, ids: Iterable[str]) -> None:
        """Delete the bytes of these photos, as far as they are there."""
        await asyncio.to_thread(self._unlink, list(ids))

    async def find(self, conversation_id: str, file_id: str) -> tuple[StoredFile, Path] | None:
        """The photo and where its bytes are; None when this conversation has none of that id."""
        if not _ID.fullmatch(file_id):
            return None
        wanted = select(*_COLUMNS).where(files.c.id == file_id, files.c.conversation_id == conversation_id)
        async with self._engine.connect() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        path = self._path(file_id)
        found = row is not None and await asyncio.to_thread(path.is_file)
        return (StoredFile(*row), path) if row is not None and found else None

    async def of(self, conversation_id: str) -> list[StoredFile]:
        """All photos of a conversation, the oldest first."""
        wanted = select(*_COLUMNS).where(files.c.conversation_id == conversation_id).order_by(files.c.at_ms)
        async with self._engine.connect() as connection:
            return [StoredFile(*row) for row in await connection.execute(wanted)]

    async def count(self, conversation_id: str) -> int:
        """How many photos a conversation has."""
        wanted = select(func.count()).where(files.c.conversation_id == conversation_id)
        async with self._engine.connect() as connection:
            return int((await connection.execute(wanted)).scalar_one())

    async def sweep(self) -> int:
        """Delete bytes that no conversation knows (a server stopped half-way); returns how many files."""
        lying = await asyncio.to_thread(self._old_files)
        if not lying:
            return 0
        async with self._engine.connect() as connection:
            known = set((await connection.execute(select(files.c.id))).scalars())
        lost = [one for one in lying if one not in known]
        await self.drop(lost)
        return len(lost)

    def _path(self, file_id: str) -> Path:
        return self._folder / file_id[:2] / file_id

    def _unlink(self, ids: list[str]) -> None:
        for one in ids:
            self._path(one).unlink(missing_ok=True)

    def _write(self, file_id: str, data: bytes) -> None:
        path = self._path(file_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        aside.replace(path)

    def _old_files(self) -> list[str]:
        old = time.time() - _ORPHAN_AFTER_S
        found = []
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < old:
                    found.append(path.name)
        return found
