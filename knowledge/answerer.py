"""One question in, one cited answer out, or an honest abstention."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Self

from knowledge.chroma import Chroma, check_name
from knowledge.config import Answering, load_answering
from knowledge.errors import IndexNotReady
from knowledge.evidence import Scored, choose, features, probability, rank
from knowledge.generator import Generator, QuotedEvidence, open_generator
from knowledge.grounding import Wording, word_answer
from knowledge.index import Index, read_manifest
from knowledge.mentions import Mentions
from knowledge.text import squeeze, words
from knowledge.types import Answer, Citation, Encoder, Evidence, Vectors
from settings import Settings

OnText = Callable[[str], None]


class Answerer:
    """Answers from the index; one instance serves all threads of a process."""

    def __init__(
        self,
        encoder: Encoder,
        chroma: Chroma,
        collection: str,
        config: Answering,
        generator: Generator,
        *,
        refresh_s: float | None,
    ) -> None:
        self._encoder = encoder
        self._chroma = chroma
        self._collection = collection
        self._config = config
        self._generator = generator
        self._refresh_s = refresh_s
        self._lock = threading.Lock()
        self._loaded_at = 0.0
        self._load()

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        collection: str | None = None,
        encoder: Encoder | None = None,
        generator: Generator | None = None,
    ) -> Self:
        """Open embedder, index and generator, and check that the index is whole.

        ``encoder`` and ``generator`` may be shared with other parts. Raises ``IndexNotReady`` if the index is
        missing, empty, damaged or of another embedder; ``IndexUnavailable`` if Chroma does not answer;
        ``models.errors.ModelError`` if a model cannot be loaded.
        """
        config = load_answering()
        name = check_name(collection or settings.collection)
        chroma = Chroma.connect(settings, config.retrieval.max_calls)
        try:
            return cls(
                encoder or open_encoder(settings),
                chroma,
                name,
                config,
                generator or open_generator(settings),
                refresh_s=config.retrieval.server_refresh_s if settings.chroma_is_server else None,
            )
        except BaseException:
            chroma.close()
            raise

    def close(self) -> None:
        """Let go of Chroma; the answerer cannot be used afterwards."""
        self._chroma.close()

    def check(self) -> None:
        """For health checks: raises ``IndexNotReady`` or ``IndexUnavailable`` if no answer can be had."""
        self._chroma.check_folder()
        Index.open(self._chroma, self._collection, self._encoder.identity)

    def answer(
        self, question: str, *, product_id: str | None = None, on_text: OnText | None = None
    ) -> Answer:
        """Answer from the documents and, with ``product_id``, from that product; else from those it names.

        ``on_text`` gets the text in pieces while it is written; the returned answer is what counts. A
        question without words is abstained from; a long one is cut. Raises ``IndexUnavailable`` or
        ``IndexNotReady``.
        """
        clock = _Clock()
        asked = self._cut(question)
        if not words(asked):
            return Answer("", True, timings=clock.total())
        self._refresh()
        try:
            ranked = self._ranked(asked, product_id, clock)
        except IndexNotReady:
            # A newer index has replaced the generation this process holds: look once more.
            self._load()
            ranked = self._ranked(asked, product_id, clock)
        evidence = choose(ranked, self._config.evidence)
        confident = self.confidence(asked, ranked) >= self._config.answerable.threshold
        clock.lap("evidence")
        if not evidence or not confident:
            return Answer("", True, timings=clock.total())
        wording = self._word(asked, evidence, on_text)
        clock.lap("wording")
        return Answer(wording.text, False, _citations(evidence), clock.total())

    def evidence(self, question: str, *, product_id: str | None = None) -> list[Scored]:
        """All sentences of the found passages, best first; for calibration and traces."""
        asked = self._cut(question)
        return self._ranked(asked, product_id, _Clock()) if words(asked) else []

    def confidence(self, question: str, ranked: Sequence[Scored]) -> float:
        """Probability from 0 to 1 that the best of these sentences answers the question."""
        return probability(features(question, ranked), self._config.answerable) if ranked else 0.0

    def _cut(self, question: str) -> str:
        # Twice the limit is plenty for white space that squeezing takes away, and bounds the work.
        limit = self._config.retrieval.question_chars
        return squeeze(question[: 2 * limit])[:limit]

    def _ranked(self, question: str, product_id: str | None, clock: _Clock) -> list[Scored]:
        name = self._mentions.name(product_id) if product_id else ""
        vectors = self._encoder.encode([question, f"{name}. {question}"] if name else [question])
        clock.lap("embed")
        # Of a product that nobody named, no sentence is evidence: "It floats." could be of the wrong one.
        named = [] if product_id else self._mentions.find(question)
        ranked = self._search(question, vectors[0], ["", *named])
        if product_id:
            # "Is it freestanding?" lacks the name that the product's sentences bear; half of it is lent.
            ranked += self._search(question, vectors.mean(axis=0), [product_id])
        clock.lap("retrieve")
        return sorted(ranked, key=lambda s: -s.score)

    def _search(self, question: str, vector: Vectors, products: Sequence[str]) -> list[Scored]:
        hits = self._index.search(vector, self._config.retrieval.passages, products)
        candidates = self._index.candidates([hit.id for hit in hits])
        return rank(question, vector, hits, candidates, self._config.evidence)

    def _word(self, question: str, evidence: Sequence[Evidence], on_text: OnText | None) -> Wording:
        emit = on_text or (lambda _text: None)
        if isinstance(self._generator, QuotedEvidence):
            pieces = []
            for piece in self._generator.generate(question, evidence):
                emit(piece)
                pieces.append(piece)
            return Wording("".join(pieces), quoted=True)
        return word_answer(self._generator, question, evidence, emit)

    def _refresh(self) -> None:
        """On a server another process may have ingested: look for a newer generation now and then."""
        if self._refresh_s is None or time.monotonic() - self._loaded_at < self._refresh_s:
            return
        manifest = read_manifest(self._chroma, self._collection)
        if manifest is not None and manifest.generation != self._index.manifest.generation:
            self._load()
        self._loaded_at = time.monotonic()

    def _load(self) -> None:
        with self._lock:
            index = Index.open(self._chroma, self._collection, self._encoder.identity)
            self._mentions = Mentions(index.product_names())
            self._index = index
            self._loaded_at = time.monotonic()


class _Clock:
    """Milliseconds of each step, for ``Answer.timings``."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round(self._laps.get(name, 0.0) + (now - self._last) * 1000, 3)
        self._last = now

    def total(self) -> dict[str, float]:
        return {**self._laps, "total": round((time.perf_counter() - self._start) * 1000, 3)}


def open_encoder(settings: Settings) -> Encoder:
    """The embedder that the settings name; loading torch takes seconds."""
    from models.embedder import Embedder

    return Embedder.open(settings)


def _citations(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    return tuple(Citation(piece.title, piece.source, piece.text) for piece in evidence)
