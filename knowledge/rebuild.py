"""The shop's own index, built from its documents and products without anybody asking for it."""

from __future__ import annotations

from knowledge.chroma import Chroma
from knowledge.config import load_answering
from knowledge.documents import read_folder
from knowledge.ingest import Ingest, Report
from knowledge.products import product_documents
from knowledge.types import Encoder
from settings import Settings
from shop import Store


def rebuild(settings: Settings, encoder: Encoder, store: Store) -> Report:
    """Index ``settings.documents`` and the products of the store.

    Raises ``IngestError`` if there is nothing to index, ``IndexUnavailable`` if Chroma does not answer or
    another process uses the folder.
    """
    config = load_answering()
    patience = max(settings.index_timeout_s, config.ingest.timeout_s)
    patient = settings.model_copy(update={"index_timeout_s": patience})
    found = read_folder(settings.documents, config.ingest)
    documents = [*found.documents, *product_documents(store.products())]
    chroma = Chroma.connect(patient, config.retrieval.max_calls, write=True)
    try:
        return Ingest(chroma, encoder, settings.collection, config).run(documents, found.skipped)
    finally:
        chroma.close()
