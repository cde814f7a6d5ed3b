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
    """A sentence, the passage it stands in, and its score for the question."""

    candidate: Candidate
    hit: Hit
    score: float


def rank(
    question: str,
    vector: Vectors,
    hits: Sequence[Hit],
    candidates: Sequence[Candidate],
    choice: EvidenceChoice,
) -> list[Scored]:
    """Sentences of the passages, best first; ``vector`` is the question, shape (dimension,).

    A sentence's score weighs its own similarity, its passage's, and the share of the question's content words
    that it holds: names and rare words that vectors blur.
    """
    by_id = {hit.id: hit for hit in hits}
    asked = content_stems(question)
    scored: dict[str, Scored] = {}
    for candidate in candidates:
        hit = by_id[candidate.passage]
        similarity = float(candidate.vector @ vector)
        shared = _share(asked, f"{hit.title} {hit.heading} {candidate.text}")
        score = (
            choice.sentence_weight * similarity
            + (1 - choice.sentence_weight) * hit.similarity
            + choice.word_weight * shared
        )
        # Overlapping passages share sentences: the better scored one stands for both.
        known = scored.get(candidate.text)
        if known is None or known.score < score:
            scored[candidate.text] = Scored(candidate, hit, score)
    return sorted(scored.values(), key=lambda s: (-s.score, s.hit.source, s.candidate.position))


def choose(ranked: Sequence[Scored], choice: EvidenceChoice) -> list[Evidence]:
    """The best sentence and those nearly as good; sentences of one passage in the document's order."""
    if not ranked:
        return []
    near = [s for s in ranked[: choice.max_sentences] if s.score >= ranked[0].score - choice.second_margin]
    places = {s.hit.id: n for n, s in reversed(list(enumerate(near)))}
    near.sort(key=lambda s: (places[s.hit.id], s.candidate.position))
    return [
        Evidence(text=s.candidate.text, title=s.hit.title, source=s.hit.source, score=s.score) for s in near
    ]


def features(question: str, ranked: Sequence[Scored]) -> dict[str, float]:
    """What the decision rests on.

    ``score``: of the best sentence. ``coverage``: the share of the question's content words that stand in the
    best sentence's passage, its title or its heading.
    """
    best = ranked[0].hit
    share = _share(content_stems(question), f"{best.title} {best.heading} {best.text}")
    return {"score": ranked[0].score, "coverage": share}


def probability(values: Mapping[str, float], model: Answerable) -> float:
    """Probability that the evidence answers the question (logistic regression)."""
    z = model.intercept + sum(weight * values[name] for name, weight in model.weights.items())
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, z))))


def _share(asked: frozenset[str], text: str) -> float:
    return len(asked & content_stems(text)) / len(asked) if asked else 0.0
