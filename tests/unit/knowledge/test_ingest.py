"""A new index replaces the old one in one step, and only what changed is embedded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge import Answerer, IndexNotReady, IndexUnavailable, IngestError, KnowledgeError
from knowledge.chroma import Chroma
from knowledge.types import Encoder
from settings import ROOT, Settings
from tests.unit.knowledge.conftest import Counting, ingest_into

KILLED = """
import os, sys
from pathlib import Path
from settings import Settings
from tests.unit.knowledge.conftest import ingest_into
from knowledge.encoder import open_encoder

class Fatal:
    def __init__(self, encoder):
        self.encoder, self.identity, self.calls = encoder, encoder.identity, 0
    def encode(self, texts):
        self.calls += 1
        if self.calls == 2:
            os.kill(os.getpid(), 9)
        return self.encoder.encode(texts)

chroma, folder = sys.argv[1:]
settings = Settings(chroma=chroma, collection="tests")
ingest_into(settings, Fatal(open_encoder(settings)), Path(folder))
"""


def answer(settings: Settings, encoder: Encoder, question: str) -> str:
    answerer = Answerer.open(settings, encoder=encoder)
    try:
        return answerer.answer(question).answer
    finally:
        answerer.close()


def test_only_what_changed_is_embedded(settings: Settings, counting: Counting, docs: Path) -> None:
    first = ingest_into(settings, counting, docs)
    assert (first.documents, first.passages, first.sentences) == (2, 3, 3)
    assert (first.embedded, first.reused, first.removed) == (6, 0, 0)
    again = ingest_into(settings, counting, docs)
    assert (again.embedded, again.reused, again.removed) == (0, 6, 0)
    (docs / "delivery.md").write_text("# Delivery\n\n## Cost\nDelivery of every order costs $8.00 by post.\n")
    changed = ingest_into(settings, counting, docs)
    assert (changed.embedded, changed.reused, changed.removed) == (2, 4, 2)
    assert "$8.00" in answer(settings, counting, "What does delivery of an order cost?")


def test_a_deleted_document_leaves_the_index(settings: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(settings, encoder, docs)
    assert "$7.50" in answer(settings, encoder, "What does delivery of an order cost?")
    (docs / "delivery.md").unlink()
    assert ingest_into(settings, encoder, docs).removed == 2
    assert "$7.50" not in answer(settings, encoder, "What does delivery of an order cost?")


def test_nothing_to_index_keeps_the_old(
    settings: Settings, encoder: Encoder, docs: Path, tmp_path: Path
) -> None:
    ingest_into(settings, encoder, docs)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(IngestError, match="the old index stays"):
        ingest_into(settings, encoder, empty)
    assert "21 days" in answer(settings, encoder, "How long can I return a lamp?")


def test_a_failed_ingest_keeps_the_old(settings: Settings, counting: Counting, docs: Path) -> None:
    ingest_into(settings, counting, docs)
    (docs / "returns.md").write_text("# Returns\n\n## Return period\nNothing can be returned.\n")
    counting.fail_after = 1
    with pytest.raises(RuntimeError, match="broke"):
        ingest_into(settings, counting, docs)
    counting.fail_after = None
    assert "21 days" in answer(settings, counting, "How long can I return a lamp?")


def test_a_killed_ingest_keeps_the_old_and_is_swept_later(
    settings: Settings, encoder: Encoder, docs: Path
) -> None:
    ingest_into(settings, encoder, docs)
    (docs / "returns.md").write_text("# Returns\n\n## Return period\nNothing can be returned.\n")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, settings.chroma, str(docs)], cwd=ROOT, capture_output=True, timeout=120
    )
    assert killed.returncode == -9, killed.stderr.decode()
    assert "21 days" in answer(settings, encoder, "How long can I return a lamp?")
    assert len(names(settings)) > 3
    ingest_into(settings, encoder, docs)
    # The pointer, the generation in use, and the one before it.
    assert len(names(settings)) == 5
    ingest_into(settings, encoder, docs)
    assert len(names(settings)) == 5


def names(settings: Settings) -> list[str]:
    chroma = Chroma.connect(settings, 4)
    try:
        return chroma.names()
    finally:
        chroma.close()


def test_collections_do_not_disturb_each_other(settings: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(settings, encoder, docs)
    ingest_into(settings, encoder, docs, name="tests.other")
    (docs / "returns.md").unlink()
    ingest_into(settings, encoder, docs, name="tests.other")
    ingest_into(settings, encoder, docs, name="tests.other")
    assert "21 days" in answer(settings, encoder, "How long can I return a lamp?")


def test_the_folder_is_written_by_one_process_alone(settings: Settings, encoder: Encoder, docs: Path) -> None:
    ingest_into(settings, encoder, docs)
    reader = Answerer.open(settings, encoder=encoder)
    try:
        with pytest.raises(IndexUnavailable, match="another process"):
            ingest_into(settings, encoder, docs)
    finally:
        reader.close()
    ingest_into(settings, encoder, docs)


@pytest.mark.parametrize("name", ["", "a", "../x", "a b", "x" * 200, "-dash"])
def test_bad_names_are_refused(settings: Settings, encoder: Encoder, docs: Path, name: str) -> None:
    with pytest.raises((KnowledgeError, IndexNotReady), match="collection name"):
        Answerer.open(settings.model_copy(update={"collection": name}), collection=name, encoder=encoder)
