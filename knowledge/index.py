"""The index in use: a manifest that names a generation, and that generation's two collections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

import numpy as np

from knowledge.chroma import Chroma
from knowledge.errors import IndexNotReady
from knowledge.types import Vectors

REBUILD = "run `python -m knowledge ingest DIR`"


@dataclass(frozen=True)
class Manifest:
    """What a collection's index holds; kept as the metadata of an empty collection of that name.

    Replacing this metadata is one transaction in Chroma, so readers see the old index or the new one.
    """

    generation: str
    previous: str
    embedder: str
    dimension: int
    documents: int
    passages: int
    sentences: int
    built_at: str

    @classmethod
    def of(cls, metadata: Mapping[str, Any] | None) -> Self | None:
        """The manifest in a collection's metadata, or None if it is not complete."""
        names = [f.name for f in fields(cls)]
        if not metadata or any(name not in metadata for name in names):
            return None
        return cls(**{name: metadata[name] for name in names})

    def metadata(self) -> dict[str, str | int]:
        """The form in which Chroma keeps it."""
        return asdict(self)


def passages_name(name: str, generation: str) -> str:
    """Name of a generation's collection of passages."""
    return f"{name}.{generation}.passages"


def sentences_name(name: str, generation: str) -> str:
    """Name of a generation's collection of sentences."""
    return f"{name}.{generation}.sentences"


def read_manifest(chroma: Chroma, name: str) -> Manifest | None:
    """The manifest of the index in use, or None if there is none."""
    pointer = chroma.collection(name)
    return Manifest.of(pointer.metadata) if pointer is not None else None


@dataclass(frozen=True)
class Hit:
    """A passage found for a question; ``similarity`` is the cosine."""

    id: str
    source: str
    title: str
    heading: str
    product_id: str
    text: str
    similarity: float


@dataclass(frozen=True)
class Candidate:
    """A sentence of a found passage, with its vector of shape (dimension,)."""

    text: str
    passage: str
    position: int
    vector: Vectors


class Index:
    """Reads one generation. Get it from ``Index.open``."""

    def __init__(self, chroma: Chroma, manifest: Manifest, passages: Any, sentences: Any) -> None:
        self._chroma = chroma
        self.manifest = manifest
        self._passages = passages
        self._sentences = sentences

    @classmethod
    def open(cls, chroma: Chroma, name: str, embedder: str) -> Self:
        """Open the generation in use and check that it is whole.

        Raises ``IndexNotReady`` if it is missing or empty, if a count differs from the manifest, if its
        vectors cannot be searched, or if it was built with another embedder than ``embedder``.
        """
        manifest = read_manifest(chroma, name)
        if manifest is None:
            raise IndexNotReady(f"there is no index {name!r}: {REBUILD}")
        if manifest.embedder != embedder:
            raise IndexNotReady(f"index {name!r} is of {manifest.embedder}, not {embedder}: {REBUILD}")
        passages = _part(chroma, passages_name(name, manifest.generation), manifest.passages)
        sentences = _part(chroma, sentences_name(name, manifest.generation), manifest.sentences)
        index = cls(chroma, manifest, passages, sentences)
        probe = np.full(manifest.dimension, manifest.dimension**-0.5, dtype=np.float32)
        if not index.candidates([hit.id for hit in index.search(probe, 1, None)]):
            raise IndexNotReady(f"index {name!r} has lost its vectors: {REBUILD}")
        return index

    def search(self, vector: Vectors, most: int, products: Sequence[str] | None) -> list[Hit]:
        """The passages nearest to a vector of shape (dimension,), best first.

        ``products`` keeps passages of these products only, "" standing for the documents; None searches all.
        """
        where = None if products is None else {"product_id": {"$in": list(products)}}
        found = self._chroma.call(
            "search",
            self._passages.query,
            query_embeddings=[vector.tolist()],
            n_results=most,
            where=where,
            include=["documents", "metadatas", "distances"],
        )
        rows = zip(
            found["ids"][0], found["documents"][0], found["metadatas"][0], found["distances"][0], strict=True
        )
        return [_hit(i, text, metadata, 1.0 - distance) for i, text, metadata, distance in rows]

    def candidates(self, passages: Sequence[str]) -> list[Candidate]:
        """All sentences of these passages."""
        if not passages:
            return []
        found = self._chroma.call(
            "sentences",
            self._sentences.get,
            where={"passage": {"$in": list(passages)}},
            include=["documents", "metadatas", "embeddings"],
        )
        rows = zip(found["documents"], found["metadatas"], found["embeddings"], strict=True)
        return [
            Candidate(text, str(entry["passage"]), int(entry["position"]), np.asarray(vector, np.float32))
            for text, entry, vector in rows
        ]

    def product_names(self) -> dict[str, str]:
        """Product id to title, of every product in the index."""
        names: dict[str, str] = {}
        page = 1000
        for offset in range(0, self.manifest.passages, page):
            found = self._chroma.call(
                "product names",
                self._passages.get,
                where={"product_id": {"$ne": ""}},
                include=["metadatas"],
                limit=page,
                offset=offset,
            )
            if not found["metadatas"]:
                break
            names.update({str(m["product_id"]): str(m["title"]) for m in found["metadatas"]})
        return names


def _part(chroma: Chroma, name: str, expected: int) -> Any:
    collection = chroma.collection(name)
    if collection is None:
        raise IndexNotReady(f"the index has lost {name}: {REBUILD}")
    count = chroma.call(f"count {name}", collection.count)
    if count != expected or not count:
        raise IndexNotReady(f"{name} has {count} entries, its manifest says {expected}: {REBUILD}")
    return collection


def _hit(passage: str, text: str, metadata: Mapping[str, Any], similarity: float) -> Hit:
    return Hit(
        id=passage,
        source=str(metadata["source"]),
        title=str(metadata["title"]),
        heading=str(metadata["heading"]),
        product_id=str(metadata["product_id"]),
        text=text,
        similarity=similarity,
    )
