"""From found passages to the sentences that answer, and whether the question can be answered at all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.config import Answerable, EvidenceChoice
from knowledge.index import Candidate, Hit
from knowledge.lexicon import content_stems
from knowledge.types import Evidence, Vectors


@dataclass(frozen=True)
class Scored:
    """A sentence with its similarity to the question, its passage, and the two weighed together."""

    candidate: Candidate
    hit: Hit
    similarity: float
    score: float


def rank(
    vector: Vectors, hits: Sequence[Hit], candidates: Sequence[Candidate], choice: EvidenceChoice
) -> list[Scored]:
    """Sentences of the passages, best first; ``vector`` is the question, shape (dimension,)."""
    by_id = {hit.id: hit for hit in hits}
    weight = choice.sentence_weight
    scored: dict[str, Scored] = {}
    for candidate in candidates:
        hit = by_id[candidate.passage]
        similarity = float(candidate.vector @ vector)
        score = weight * similarity + (1 - weight) * hit.similarity
        # Overlapping passages share sentences: the better scored one stands for both.
        known = scored.get(candidate.text)
        if known is None or known.score < score:
            scored[candidate.text] = Scored(candidate, hit, similarity, score)
    return sorted(scored.values(), key=lambda s: (-s.score, s.hit.source, s.candidate.position))


def choose(ranked: Sequence[Scored], choice: EvidenceChoice) -> list[Evidence]:
    """The best sentence and those nearly as good from the same section, in the document's order."""
    if not ranked:
        return []
    best = ranked[0]
    chosen = [best]
    for scored in ranked[1:]:
        close = scored.score >= best.score - choice.second_margin
        if len(chosen) < choice.max_sentences and close and scored.hit.source == best.hit.source:
            chosen.append(scored)
    chosen.sort(key=lambda s: s.candidate.position)
    return [
        Evidence(
            text=s.candidate.text,
            title=s.hit.title,
            source=s.hit.source,
            score=s.score,
            passage=s.hit.id,
            position=s.candidate.position,
        )
        for s in chosen
    ]


def features(question: str, ranked: Sequence[Scored]) -> dict[str, float]:
    """What the decision rests on; all between -1 and 1.

    ``score``, ``sentence``, ``passage``: of the best sentence. ``coverage``: the share of the question's content
    words that stand in the best sentence's passage, its title or its heading.
    """
    best = ranked[0]
    asked = content_stems(question)
    known = content_stems(f"{best.hit.title} {best.hit.heading} {best.hit.text}")
    return {
        "score": best.score,
        "sentence": best.similarity,
        "passage": best.hit.similarity,
        "coverage": len(asked & known) / len(asked) if asked else 0.0,
    }


def probability(values: Mapping[str, float], model: Answerable) -> float:
    """Probability that the evidence answers the question (logistic regression)."""
    z = model.intercept + sum(weight * values[name] for name, weight in model.weights.items())
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, z))))
