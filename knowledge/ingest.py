"""Builds a new generation of the index beside the one in use, then switches to it in one step."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from knowledge.chroma import Chroma, check_name
from knowledge.chunks import passage_input, passages, sentence_input
from knowledge.config import Answering
from knowledge.documents import Skipped
from knowledge.errors import IngestError
from knowledge.index import Manifest, passages_name, read_manifest, sentences_name
from knowledge.types import Document, Encoder, Passage, Vectors

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Report:
    """What an ingest did. ``embedded`` counts texts sent to the embedder; ``reused`` ones were known."""

    documents: int
    products: int
    passages: int
    sentences: int
    embedded: int
    reused: int
    removed: int
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True)
class _Entry:
    id: str
    text: str
    embedded_as: str
    metadata: dict[str, str | int]


@dataclass
class _Tally:
    total: int
    progress: Progress
    done: int = 0
    embedded: int = 0
    reused: int = 0
    kept: set[str] = field(default_factory=set)

    def add(self, embedded: int, reused: int) -> None:
        self.embedded += embedded
        self.reused += reused
        self.done += embedded + reused
        self.progress(self.done, self.total)


class Ingest:
    """Writes the index ``name``; keeps one older generation for readers that still hold it."""

    def __init__(self, chroma: Chroma, encoder: Encoder, name: str, config: Answering) -> None:
        self._chroma = chroma
        self._encoder = encoder
        self._name = check_name(name)
        self._config = config

    def run(
        self,
        documents: Iterable[Document],
        skipped: Sequence[Skipped] = (),
        progress: Progress = lambda _done, _total: None,
    ) -> Report:
        """Index the documents; what is not among them leaves the index.

        Whatever fails or is killed before the last step leaves the index in use as it was. Raises
        ``IngestError`` if there is nothing to index, ``IndexUnavailable`` if Chroma does not answer.
        """
        kept, dropped = _unique(documents)
        found = [passage for document in kept for passage in passages(document, self._config.ingest)]
        if not found:
            raise IngestError("nothing to index: no document with text was found; the old index stays")
        old = read_manifest(self._chroma, self._name)
        self._sweep(old)
        generation = uuid.uuid4().hex[:12]
        tally = _Tally(len(found) + sum(len(p.sentences) for p in found), progress)
        parts = (
            (passages_name, [_passage_entry(p) for p in found]),
            (sentences_name, [entry for p in found for entry in _sentence_entries(p)]),
        )
        before = 0
        for part_name, entries in parts:
            source = self._source(old, part_name)
            before += self._chroma.call("count", source.count) if source is not None else 0
            target = self._chroma.create(part_name(self._name, generation))
            self._copy(entries, source, target, tally)
        manifest = self._manifest(generation, old, len(kept), [len(entries) for _, entries in parts])
        self._verify(manifest)
        self._switch(manifest)
        self._sweep(manifest)
        products = sum(1 for document in kept if document.product_id)
        return Report(
            documents=len(kept) - products,
            products=products,
            passages=manifest.passages,
            sentences=manifest.sentences,
            embedded=tally.embedded,
            reused=tally.reused,
            removed=before - tally.reused,
            skipped=(*skipped, *dropped),
        )

    def _source(self, old: Manifest | None, part_name: Callable[[str, str], str]) -> Any | None:
        """The old collection whose vectors can be used again."""
        if old is None or old.embedder != self._encoder.identity:
            return None
        return self._chroma.collection(part_name(self._name, old.generation))

    def _copy(self, entries: Sequence[_Entry], source: Any, target: Any, tally: _Tally) -> None:
        step = self._config.ingest.batch
        for start in range(0, len(entries), step):
            batch = entries[start : start + step]
            known = self._known(source, [entry.id for entry in batch])
            fresh = [entry for entry in batch if entry.id not in known]
            vectors = self._encoder.encode([entry.embedded_as for entry in fresh])
            known.update({entry.id: vector for entry, vector in zip(fresh, vectors, strict=True)})
            self._chroma.call(
                "write",
                target.add,
                ids=[entry.id for entry in batch],
                documents=[entry.text for entry in batch],
                metadatas=[entry.metadata for entry in batch],
                embeddings=np.stack([known[entry.id] for entry in batch]),
            )
            tally.add(len(fresh), len(batch) - len(fresh))

    def _known(self, source: Any | None, ids: list[str]) -> dict[str, Vectors]:
        if source is None:
            return {}
        found = self._chroma.call("read old vectors", source.get, ids=ids, include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def _manifest(self, generation: str, old: Manifest | None, documents: int, counts: list[int]) -> Manifest:
        return Manifest(
            generation=generation,
            previous=old.generation if old else "",
            embedder=self._encoder.identity,
            dimension=int(self._encoder.encode(["dimension"]).shape[1]),
            documents=documents,
            passages=counts[0],
            sentences=counts[1],
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def _verify(self, manifest: Manifest) -> None:
        expected = {passages_name: manifest.passages, sentences_name: manifest.sentences}
        for part_name, count in expected.items():
            collection = self._chroma.collection(part_name(self._name, manifest.generation))
            written = self._chroma.call("count", collection.count) if collection is not None else 0
            if written != count:
                raise IngestError(f"Chroma holds {written} of {count} entries; the old index stays in use")

    def _switch(self, manifest: Manifest) -> None:
        pointer = self._chroma.create(self._name)
        self._chroma.call("switch", pointer.modify, metadata=manifest.metadata())

    def _sweep(self, manifest: Manifest | None) -> None:
        """Delete the generations of this index that nobody can be using, such as those of killed ingests."""
        kept = {manifest.generation, manifest.previous} if manifest else set()
        for name in self._chroma.names():
            stem, _, part = name.rpartition(".")
            owner, _, generation = stem.rpartition(".")
            if owner == self._name and part in {"passages", "sentences"} and generation not in kept:
                self._chroma.drop(name)


def _unique(documents: Iterable[Document]) -> tuple[list[Document], list[Skipped]]:
    """The first document of each source; a second one would overwrite its passages."""
    kept: dict[str, Document] = {}
    dropped: list[Skipped] = []
    for document in documents:
        if document.source in kept:
            dropped.append(Skipped(document.source, "the same source came twice"))
        else:
            kept[document.source] = document
    return list(kept.values()), dropped


def _passage_entry(passage: Passage) -> _Entry:
    metadata: dict[str, str | int] = {
        "source": passage.source,
        "title": passage.title,
        "heading": passage.heading,
        "product_id": passage.product_id,
    }
    return _Entry(passage.id, passage.text, passage_input(passage), metadata)


def _sentence_entries(passage: Passage) -> list[_Entry]:
    return [
        _Entry(
            sentence.id,
            sentence.text,
            sentence_input(passage, sentence),
            {"passage": passage.id, "position": sentence.position, "product_id": passage.product_id},
        )
        for sentence in passage.sentences
    ]
