"""A damaged, missing or hanging index is noticed and named, never answered from."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings as ChromaSettings

from knowledge import Answerer, IndexNotReady, IndexUnavailable
from knowledge.chroma import Chroma
from knowledge.deadline import Deadline
from knowledge.index import passages_name, read_manifest
from knowledge.types import Encoder
from settings import Settings
from tests.unit.knowledge.conftest import Counting, ingest_into


def test_a_missing_folder(settings: Settings, encoder: Encoder) -> None:
    with pytest.raises(IndexNotReady, match="ingest DIR"):
        Answerer.open(settings, encoder=encoder)
    assert not Path(settings.chroma).exists()


def test_no_place_for_a_folder(settings: Settings, encoder: Encoder, docs: Path) -> None:
    Path(settings.chroma_target).write_text("a file")
    with pytest.raises(IndexUnavailable, match="no index can be kept here"):
        ingest_into(settings, encoder, docs)


def test_a_missing_collection(settings: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(settings, encoder, docs)
    with pytest.raises(IndexNotReady, match="no index 'other'"):
        Answerer.open(settings, collection="other", encoder=encoder)


def test_a_deleted_database(settings: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(settings, encoder, docs)
    (Path(settings.chroma) / "chroma.sqlite3").unlink()
    with pytest.raises(IndexNotReady):
        Answerer.open(settings, encoder=encoder)


def test_a_folder_deleted_under_an_open_answerer(settings: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(settings, encoder, docs)
    answerer = Answerer.open(settings, encoder=encoder)
    answerer.check()
    shutil.rmtree(settings.chroma)
    with pytest.raises(IndexNotReady, match="was deleted"):
        answerer.check()
    answerer.close()


def test_an_overwritten_database(settings: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(settings, encoder, docs)
    (Path(settings.chroma) / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(IndexNotReady):
        Answerer.open(settings, encoder=encoder)


def test_lost_entries(settings: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(settings, encoder, docs)
    client = chromadb.PersistentClient(
        str(Path(settings.chroma).resolve()), ChromaSettings(anonymized_telemetry=False)
    )
    chroma = Chroma.connect(settings, 4)
    manifest = read_manifest(chroma, settings.collection)
    chroma.close()
    assert manifest is not None
    collection = client.get_collection(
        passages_name(settings.collection, manifest.generation), embedding_function=None
    )
    collection.delete(ids=collection.get()["ids"][:1])
    client.close()
    with pytest.raises(IndexNotReady, match="2 entries, its manifest says 3"):
        Answerer.open(settings, encoder=encoder)


def test_another_embedder(settings: Settings, counting: Counting, docs: Path) -> None:
    ingest_into(settings, counting, docs)
    counting.identity = "another"
    with pytest.raises(IndexNotReady, match="not another"):
        Answerer.open(settings, encoder=counting)
    assert ingest_into(settings, counting, docs).reused == 0
    Answerer.open(settings, encoder=counting).close()


def test_check_notices_what_happens_later(settings: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(settings, encoder, docs)
    answerer = Answerer.open(settings, encoder=encoder)
    answerer.check()
    chroma = Chroma.connect(settings, 4)
    for name in chroma.names():
        chroma.drop(name)
    chroma.close()
    with pytest.raises(IndexNotReady):
        answerer.check()
    with pytest.raises(IndexNotReady):
        answerer.answer("How long can I return a lamp?")
    answerer.close()


def test_a_late_call_is_given_up() -> None:
    deadline = Deadline(0.1, most=1)
    release = threading.Event()
    started = time.monotonic()
    with pytest.raises(IndexUnavailable, match=r"no answer .* 0\.1 s"):
        deadline.call("wait", release.wait, 5)
    with pytest.raises(IndexUnavailable, match="too many"):
        deadline.call("wait", release.wait, 5)
    assert time.monotonic() - started < 2
    release.set()
    time.sleep(0.05)
    assert deadline.call("add", lambda a, b: a + b, 1, b=2) == 3
    with pytest.raises(KeyError):
        deadline.call("fail", {}.__getitem__, "x")


def test_a_server_that_never_answers(settings: Settings, encoder: Encoder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(IndexUnavailable):
            Answerer.open(
                settings.model_copy(update={"chroma": url, "index_timeout_s": 0.3}), encoder=encoder
            )
        assert time.monotonic() - started < 3


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A real Chroma server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = shutil.which("chroma", path=str(Path(sys.executable).parent))
    assert program
    command = [program, "run", "--path", str(tmp_path / "server"), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = settings.model_copy(update={"chroma": f"http://127.0.0.1:{port}", "index_timeout_s": 10.0})
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield found
    finally:
        process.terminate()
        process.wait(10)


def test_a_server_by_url(server: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(server, encoder, docs)
    answerer = Answerer.open(server, encoder=encoder)
    assert "$7.50" in answerer.answer("What does delivery of an order cost?").answer
    (docs / "delivery.md").write_text("# Delivery\n\n## Cost\nDelivery of every order costs $8.00 by post.\n")
    ingest_into(server, encoder, docs)
    # A reader keeps its generation, then moves on when that one has been swept away.
    assert "$7.50" in answerer.answer("What does delivery of an order cost?").answer
    ingest_into(server, encoder, docs)
    assert "$8.00" in answerer.answer("What does delivery of an order cost?").answer
    answerer.close()
