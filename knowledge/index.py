"""The index in use: a manifest that names a generation, and that generation's two collections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    """A passage of the index, where sentences stand."""

    id: str
    source: str
    title: str
    heading: str
    product_id: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """A sentence of a found passage, with its vector of shape (dimension,)."""

    text: str
    passage: str
    position: int
    vector: Vectors


@dataclass(frozen=True)
class Overview:
    """What the whole index holds: ``names`` of products by id, and the ``texts`` of all passages."""

    names: Mapping[str, str]
    texts: Sequence[str]


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
        if not index.passages(c.passage for c in index.search(probe, 1, None)):
            raise IndexNotReady(f"index {name!r} has lost its vectors: {REBUILD}")
        return index

    def search(self, vector: Vectors, most: int, products: Sequence[str] | None) -> list[Candidate]:
        """The sentences nearest to a vector of shape (dimension,), best first.

        ``products`` keeps sentences of these products only, "" standing for the documents; None searches all.
        """
        found = self._chroma.call(
            "search",
            self._sentences.query,
            query_embeddings=[vector.tolist()],
            n_results=most,
            where=_of(products),
            include=["documents", "metadatas", "embeddings"],
        )
        return _candidates(found["documents"][0], found["metadatas"][0], found["embeddings"][0])

    def containing(self, text: str, most: int, products: Sequence[str] | None) -> list[Candidate]:
        """Sentences that hold a text as it is written, such as an article number."""
        found = self._chroma.call(
            "search words",
            self._sentences.get,
            where=_of(products),
            where_document={"$contains": text},
            limit=most,
            include=["documents", "metadatas", "embeddings"],
        )
        return _candidates(found["documents"], found["metadatas"], found["embeddings"])

    def passages(self, ids: Iterable[str]) -> dict[str, Hit]:
        """Passages by id; an id that is unknown is left out."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        found = self._chroma.call(
            "passages", self._passages.get, ids=wanted, include=["documents", "metadatas"]
        )
        rows = zip(found["ids"], found["documents"], found["metadatas"], strict=True)
        return {i: _hit(i, text, metadata) for i, text, metadata in rows}

    def neighbours(self, passage: str) -> list[Candidate]:
        """All sentences of a passage, in the document's order."""
        found = self._chroma.call(
            "sentences",
            self._sentences.get,
            where={"passage": passage},
            include=["documents", "metadatas", "embeddings"],
        )
        rows = _candidates(found["documents"], found["metadatas"], found["embeddings"])
        return sorted(rows, key=lambda c: c.position)

    def overview(self) -> Overview:
        """Product id to title of every product in the index, and the texts of its passages."""
        names: dict[str, str] = {}
        texts: list[str] = []
        page = 1000
        for offset in range(0, self.manifest.passages, page):
            found = self._chroma.call(
                "overview",
                self._passages.get,
                include=["documents", "metadatas"],
                limit=page,
                offset=offset,
            )
            if not found["metadatas"]:
                break
            for text, entry in zip(found["documents"], found["metadatas"], strict=True):
                if entry["product_id"]:
                    names[str(entry["product_id"])] = str(entry["title"])
                texts.append(f"{entry['title']}. {entry['heading']}. {text}")
        return Overview(names, texts)


def _part(chroma: Chroma, name: str, expected: int) -> Any:
    collection = chroma.collection(name)
    if collection is None:
        raise IndexNotReady(f"the index has lost {name}: {REBUILD}")
    count = chroma.call(f"count {name}", collection.count)
    if count != expected or not count:
        raise IndexNotReady(f"{name} has {count} entries, its manifest says {expected}: {REBUILD}")
    return collection


def _of(products: Sequence[str] | None) -> dict[str, Any] | None:
    return None if products is None else {"product_id": {"$in": list(products)}}


def _candidates(texts: Iterable[str], entries: Iterable[Mapping[str, Any]], vectors: Any) -> list[Candidate]:
    return [
        Candidate(text, str(entry["passage"]), int(entry["position"]), np.asarray(vector, np.float32))
        for text, entry, vector in zip(texts, entries, vectors, strict=True)
    ]


def _hit(passage: str, text: str, metadata: Mapping[str, Any]) -> Hit:
    return Hit(
        id=passage,
        source=str(metadata["source"]),
        title=str(metadata["title"]),
        heading=str(metadata["heading"]),
        product_id=str(metadata["product_id"]),
        text=text,
    )
