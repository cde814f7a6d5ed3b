"""A real embedder, a real Chroma in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.answerer import Answerer
from knowledge.chroma import Chroma
from knowledge.config import load_answering
from knowledge.documents import Skipped, read_folder
from knowledge.encoder import open_encoder
from knowledge.ingest import Ingest, Report
from knowledge.types import Document, Encoder, Vectors
from settings import ROOT, Settings

POLICIES = ROOT / "knowledge" / "policies"


class Counting:
    """The real embedder, counting the texts it is given and failing after ``fail_after`` calls."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.identity = encoder.identity
        self.texts = 0
        self.fail_after: int | None = None

    def encode(self, texts: list[str]) -> Vectors:
        if self.fail_after is not None:
            if not self.fail_after:
                raise RuntimeError("the embedder broke")
            self.fail_after -= 1
        self.texts += len(texts)
        return self._encoder.encode(texts)

    def compare(self, question: str, texts: list[str]) -> Vectors | None:
        return self._encoder.compare(question, texts)

    def judge(self, question: str, texts: list[str]) -> Vectors:
        return self._encoder.judge(question, texts)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return open_encoder(Settings())


@pytest.fixture
def counting(encoder: Encoder) -> Counting:
    return Counting(encoder)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path / "var", chroma=str(tmp_path / "chroma"), collection="tests")


def ingest_into(
    settings: Settings, encoder: Encoder, folder: Path, more: Sequence[Document] = (), name: str = ""
) -> Report:
    config = load_answering()
    patient = settings.model_copy(update={"index_timeout_s": 60.0})
    chroma = Chroma.connect(patient, config.retrieval.max_calls, write=True)
    try:
        found = read_folder(folder, config.ingest)
        skipped: list[Skipped] = found.skipped
        return Ingest(chroma, encoder, name or settings.collection, config).run(
            [*found.documents, *more], skipped
        )
    finally:
        chroma.close()


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Two small documents that a test may change."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "returns.md").write_text(
        "# Returns\n\n## Return period\nYou can return a lamp within 21 days from delivery.\n\n"
        "## Refund\nThe refund for a return is made in 4 business days.\n"
    )
    (folder / "delivery.md").write_text(
        "# Delivery\n\n## Cost\nDelivery of every order costs $7.50 by parcel post.\n"
    )
    return folder


@pytest.fixture(scope="session")
def shop_settings(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Settings:
    """Settings with an index of the demo shop's documents."""
    folder = tmp_path_factory.mktemp("shop")
    settings = Settings(var=folder, chroma=str(folder / "chroma"), collection="tests", index_timeout_s=10.0)
    ingest_into(settings, encoder, POLICIES)
    return settings


@pytest.fixture(scope="module")
def answerer(shop_settings: Settings, encoder: Encoder) -> Iterator[Answerer]:
    """Answers over the demo shop's documents, without its products."""
    opened = Answerer.open(shop_settings, encoder=encoder)
    yield opened
    opened.close()
