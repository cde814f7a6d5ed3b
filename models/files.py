"""Files of models: checksums, and writes that are whole or not there at all."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import ModelError

_CHUNK_BYTES = 1 << 20


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file; raises ``ModelError`` if it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise ModelError(f"cannot read {path}: {error.strerror or error}") from error
    return digest.hexdigest()


def verify(path: Path, expected: str) -> None:
    """Raise ``ModelError`` unless the file's SHA-256 is ``expected``."""
    actual = sha256_of(path)
    if actual != expected:
        raise ModelError(f"{path} is not the file it should be: sha256 {actual[:12]}, not {expected[:12]}")


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``target`` when the block ends without an error.

    A run that is killed half-way leaves the old ``target`` as it was (and a ``.new-*`` folder beside it).
    """
    target = target.resolve()
    if target.exists() and not target.is_dir():
        raise ModelError(f"{target} is a file, not a folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    except OSError as error:
        raise ModelError(f"cannot write beside {target}: {error.strerror or error}") from error
    try:
        yield fresh
        fresh.chmod(0o755)
        for file in fresh.iterdir():  # some libraries write files only their owner may read
            file.chmod(0o755 if file.is_dir() else 0o644)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    old = target.with_name(f"{fresh.name}.old")
    if target.exists():
        target.replace(old)
    try:
        fresh.replace(target)
    except OSError:
        # Somebody else put a folder there meanwhile, or the disk refused: the old state is better than none.
        with suppress(OSError):
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
