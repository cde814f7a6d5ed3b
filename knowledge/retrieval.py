"""From a question to ranked sentences: by meaning, by the codes it names, and live facts of its products."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from knowledge.config import Answering
from knowledge.evidence import Scored, judge, rank, reread
from knowledge.index import Candidate, Hit, Index
from knowledge.live import LiveFacts
from knowledge.mentions import Mentions
from knowledge.types import Encoder, Vectors
from knowledge.vocabulary import Vocabulary

# An article number, such as LK-TEN-004-GRN: letters and digits with dashes, or letters and digits mixed.
_CODE = re.compile(r"\b(?=[A-Za-z0-9-]*\d)(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b")
_SHORTEST_CODE = 5


@dataclass(frozen=True)
class Reading:
    """One way to read a question: its text, its vector, and the products it is about ("" for none)."""

    text: str
    product_id: str
    named: tuple[str, ...]


class Retriever:
    """Searches one generation of the index; immutable, so that threads share it."""

    def __init__(self, index: Index, encoder: Encoder, config: Answering, live: LiveFacts | None) -> None:
        overview = index.overview()
        self.index = index
        self._encoder = encoder
        self._mentions = Mentions(overview.names)
        self._vocabulary = Vocabulary(overview.texts)
        self._config = config
        self._live = live

    def readings(self, text: str, product_id: str | None) -> list[Reading]:
        """The question as it is written, and with its slips put right where that differs."""
        texts = dict.fromkeys([text, self._vocabulary.corrected(text)])
        # Of a product that nobody named, no sentence is evidence: "It floats." could be of the wrong one.
        named = () if product_id else dict.fromkeys(i for t in texts for i in self._mentions.find(t))
        return [Reading(t, product_id or "", tuple(named)) for t in texts]

    def named(self, text: str) -> list[str]:
        """Ids of the products that a text names."""
        return self._mentions.find(text)

    def unknown(self, reading: Reading) -> float:
        """The share of the question's content words that no document holds."""
        return self._vocabulary.unknown(reading.text)

    def embed(self, reading: Reading) -> Vectors:
        """Vectors of shape (1 or 2, dimension): the question, and with its product's name before it."""
        return self._encoder.encode(list(dict.fromkeys([reading.text, self._asked(reading)])))

    def _asked(self, reading: Reading) -> str:
        """The question, after the name of the product that it is put to."""
        name = self._mentions.name(reading.product_id) if reading.product_id else ""
        return f"{name}. {reading.text}" if name else reading.text

    def ranked(self, reading: Reading, vectors: Vectors) -> list[Scored]:
        """Sentences, best first; of documents, and of the products that the question is about."""
        most = self._config.retrieval.sentences
        found = self._search(reading.text, vectors[0], ["", *reading.named], most)
        if reading.product_id:
            # "Is it freestanding?" lacks the name that the product's sentences bear; half of it is lent.
            lent = vectors.mean(axis=0)
            found += self._search(reading.text, lent, [reading.product_id], most)
        about = [reading.product_id] if reading.product_id else list(reading.named)
        found += self._of_live(reading.text, vectors.mean(axis=0), about)
        found.sort(key=lambda s: -s.score)
        asked = self._asked(reading)
        return reread(found, partial(self._encoder.compare, asked), self._config.evidence)

    def judged(self, reading: Reading, ranked: Sequence[Scored]) -> list[Scored]:
        """Sentences ranked anew, the best ones read together with the question."""
        return judge(ranked, partial(self.judge, reading), self._config.evidence)

    def judge(self, reading: Reading, texts: list[str]) -> Vectors:
        """How surely texts answer a question, read together with it: logits (len(texts),)."""
        return self._encoder.judge(self._asked(reading), texts)

    def before(self, scored: Scored) -> Scored | None:
        """The sentence right before one in its passage."""
        place = scored.candidate.position - 1
        rows = [c for c in self.index.neighbours(scored.candidate.passage) if c.position == place]
        return Scored(rows[0], scored.hit, scored.score, scored.similarity) if rows else None

    def _search(self, text: str, vector: Vectors, products: Sequence[str], most: int) -> list[Scored]:
        candidates = self.index.search(vector, most, products)
        for code in codes(text):
            candidates += self.index.containing(code, self._config.retrieval.codes, None)
        hits = self.index.passages(candidate.passage for candidate in candidates)
        return rank(text, vector, candidates, hits, self._config.evidence)

    def _of_live(self, text: str, vector: Vectors, about: Sequence[str]) -> list[Scored]:
        if self._live is None:
            return []
        candidates: list[Candidate] = []
        hits: dict[str, Hit] = {}
        for fact in self._live.of(text, about, codes(text)):
            hits[fact.id] = Hit(fact.id, fact.source, fact.title, fact.heading, fact.product_id, fact.text)
            vectors = self._encoder.encode([f"{fact.title}. {fact.heading}. {fact.text}"])
            candidates.append(Candidate(fact.text, fact.id, 0, vectors[0]))
        return rank(text, vector, candidates, hits, self._config.evidence)


def codes(text: str) -> list[str]:
    """Article numbers in a text, in the capitals in which shops write them."""
    found: Mapping[str, None] = dict.fromkeys(match[0].upper() for match in _CODE.finditer(text))
    return [code for code in found if len(code) >= _SHORTEST_CODE]
