"""The connection to Chroma: embedded in a folder, or a server by URL; never its own embedding function."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Self, TypeVar
from urllib.parse import urlsplit

from knowledge.deadline import Deadline
from knowledge.errors import IndexNotReady, IndexUnavailable, KnowledgeError
from settings import Settings

T = TypeVar("T")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,98}[A-Za-z0-9]")
_LOCK = "aisle.lock"
_SPACE = {"hnsw": {"space": "cosine"}}


class Chroma:
    """A client with a deadline on every call; errors become ``IndexNotReady`` or ``IndexUnavailable``."""

    def __init__(self, client: Any, deadline: Deadline, lock: IO[str] | None) -> None:
        self._client = client
        self._deadline = deadline
        self._lock = lock

    @classmethod
    def connect(cls, settings: Settings, max_calls: int, *, write: bool = False) -> Self:
        """Open the folder or reach the server of ``settings.chroma_target``.

        Readers share an embedded folder; a writer needs it alone, because a second process would read stale
        data. Raises ``IndexNotReady`` if a reader finds no folder, ``IndexUnavailable`` if the server is not
        there, the folder is in use or cannot be made.
        """
        deadline = Deadline(settings.index_timeout_s, max_calls)
        if settings.chroma_is_server:
            return cls(deadline.call("connect", _server, settings.chroma_target), deadline, None)
        folder = Path(settings.chroma_target)
        if write:
            _make(folder)
        elif not folder.is_dir():
            raise IndexNotReady(f"no index at {folder}: run `python -m knowledge ingest DIR`")
        lock = _hold(folder / _LOCK, write)
        try:
            return cls(_embedded(folder), deadline, lock)
        except BaseException:
            lock.close()
            raise

    def close(self) -> None:
        """Let go of the folder; closing twice is harmless."""
        self._client.close()
        if self._lock:
            self._lock.close()

    def check_folder(self) -> None:
        """Raise ``IndexNotReady`` if the folder was deleted under us: open files would answer on."""
        if self._lock is not None and not os.path.samestat(
            os.fstat(self._lock.fileno()), _stat(self._lock.name)
        ):
            raise IndexNotReady(f"the index at {Path(self._lock.name).parent} was deleted or replaced")

    def names(self) -> list[str]:
        """Names of all collections."""
        listed: list[Any] = self._call("list collections", self._client.list_collections)
        return [collection.name for collection in listed]

    def collection(self, name: str) -> Any | None:
        """An existing collection, or None."""
        from chromadb.errors import NotFoundError

        def find() -> Any | None:
            try:
                return self._client.get_collection(name, embedding_function=None)
            except NotFoundError:
                return None

        return self._call(f"open {name}", find)

    def create(self, name: str) -> Any:
        """A collection of cosine distance, made if it is not there."""
        return self._call(
            f"create {name}",
            self._client.get_or_create_collection,
            name,
            configuration=_SPACE,
            embedding_function=None,
        )

    def drop(self, name: str) -> None:
        """Delete a collection."""
        self._call(f"delete {name}", self._client.delete_collection, name)

    def call(self, what: str, function: Callable[..., T], **kwargs: Any) -> T:
        """A method of a collection under the deadline."""
        return self._call(what, function, **kwargs)

    def _call(self, what: str, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        from chromadb.errors import ChromaError, NotFoundError

        try:
            return self._deadline.call(what, function, *args, **kwargs)
        except KnowledgeError:
            raise
        except NotFoundError as error:
            raise IndexNotReady(f"{what}: {error}") from error
        except (ChromaError, OSError, RuntimeError, ValueError) as error:
            raise IndexUnavailable(f"{what}: {error}") from error


def _stat(path: str) -> os.stat_result:
    try:
        return Path(path).stat()
    except OSError as error:
        raise IndexNotReady(f"the index at {Path(path).parent} was deleted") from error


def check_name(name: str) -> str:
    """The name if Chroma accepts it for a collection, else ``KnowledgeError``."""
    if not _NAME.fullmatch(name):
        raise KnowledgeError(f"{name!r} is no collection name: 3 to 100 letters, digits, dots, dashes")
    return name


def _quiet() -> Any:
    from chromadb.config import Settings as ChromaSettings

    return ChromaSettings(anonymized_telemetry=False)


def _embedded(folder: Path) -> Any:
    import chromadb

    try:
        return chromadb.PersistentClient(path=str(folder.resolve()), settings=_quiet())
    except Exception as error:  # a damaged sqlite file surfaces as any of a dozen exceptions
        raise IndexNotReady(f"Chroma cannot open {folder}: {error}") from error


def _server(url: str) -> Any:
    import chromadb

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    try:
        return chromadb.HttpClient(host=parts.hostname or "", port=port, ssl=secure, settings=_quiet())
    except Exception as error:  # httpx, chromadb and ValueError for "could not connect"
        raise IndexUnavailable(f"no Chroma server at {url}: {error}") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexUnavailable(f"{folder}: no index can be kept here: {error.strerror}") from error


def _hold(path: Path, write: bool) -> IO[str]:
    lock = path.open("a", encoding="utf-8")
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if write else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        who = "another process uses it" if write else "it is being written"
        raise IndexUnavailable(f"{path.parent}: {who}; stop that first, or use a Chroma server") from error
    return lock
