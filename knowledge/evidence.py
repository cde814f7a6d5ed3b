"""From found sentences to those that answer, and whether the question can be answered at all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.clock import other_side
from knowledge.config import EvidenceChoice, Weighing
from knowledge.index import Candidate, Hit
from knowledge.kinds import fits
from knowledge.lexicon import content_stems
from knowledge.places import elsewhere, of_others
from knowledge.types import Evidence, Vectors

# How many sentences below the best one tell whether it stands out.
_RIVALS = 4


@dataclass(frozen=True)
class Scored:
    """A sentence, the passage it stands in, and its score for the question.

    ``words`` is how well it matches word by word, in [-1, 1]; 0 where nothing was compared. ``judged`` is the
    logit that it answers, of both read together; 0 where they were not.
    """

    candidate: Candidate
    hit: Hit
    score: float
    similarity: float
    words: float = 0.0
    judged: float = 0.0

    @property
    def shown(self) -> str:
        """The sentence as it is embedded, with the title and heading that tell what it is about."""
        return ". ".join(part for part in (self.hit.title, self.hit.heading, self.candidate.text) if part)


def rank(
    question: str,
    vector: Vectors,
    candidates: Sequence[Candidate],
    hits: Mapping[str, Hit],
    choice: EvidenceChoice,
) -> list[Scored]:
    """Sentences, best first; ``vector`` is the question, shape (dimension,).

    A sentence's score is its similarity, and a little for the share of the question's content words that it
    holds (names and rare words that vectors blur) and for having the look of what is asked for. What is said
    of another place than the question names, or for the other side of a time of day, is less similar than it
    looks.
    """
    asked = content_stems(question)
    scored: dict[str, Scored] = {}
    documents = _documents(candidates, hits)
    for candidate in candidates:
        hit = hits.get(candidate.passage)
        if hit is None or candidate.text.endswith(("?", "？")):
            continue  # a question in a document answers nothing
        similarity = float(candidate.vector @ vector)
        if elsewhere(question, candidate.text, f"{hit.title} {hit.heading}") or of_others(
            question, candidate.text, documents[_document(hit)]
        ):
            similarity -= choice.elsewhere
        if other_side(question, candidate.text):
            similarity -= choice.other_side
        shared = share(asked, f"{hit.title} {hit.heading} {candidate.text}")
        score = similarity + choice.word_weight * shared + choice.kind_weight * fits(question, candidate.text)
        # Overlapping passages share sentences: the better scored one stands for both.
        known = scored.get(candidate.text)
        if known is None or known.score < score:
            scored[candidate.text] = Scored(candidate, hit, score, similarity)
    return sorted(scored.values(), key=lambda s: (-s.score, s.hit.source, s.candidate.position))


def _documents(candidates: Iterable[Candidate], hits: Mapping[str, Hit]) -> Mapping[str, list[str]]:
    """What was found, by the documents it stands in."""
    found: dict[str, list[str]] = {}
    for candidate in candidates:
        if candidate.passage in hits:
            found.setdefault(_document(hits[candidate.passage]), []).append(candidate.text)
    return found


def _document(hit: Hit) -> str:
    return hit.source.partition("#")[0]


# Gives a value for each text, or None if it cannot.
Read = Callable[[list[str]], Vectors | None]


def reread(ranked: Sequence[Scored], compare: Read, choice: EvidenceChoice) -> list[Scored]:
    """Ranked anew after the best ones were compared with the question word by word.

    What was not compared counts like the worst that was; if nothing can be, the order stays.
    """
    values = _values(ranked, choice.reread, compare)
    return _anew(
        replace(scored, words=value, score=scored.score + choice.reread_weight * value)
        for scored, value in zip(ranked, values, strict=True)
    )


def judge(ranked: Sequence[Scored], read: Read, choice: EvidenceChoice) -> list[Scored]:
    """Ranked anew after the very best ones were read together with the question; else as `reread`."""
    values = _values(ranked, choice.judged, read)
    return _anew(
        replace(scored, judged=value, score=scored.score + choice.judged_weight * value)
        for scored, value in zip(ranked, values, strict=True)
    )


def _values(ranked: Sequence[Scored], most: int, read: Read) -> list[float]:
    head = [scored.shown for scored in ranked[:most]]
    found = read(head) if head else None
    if found is None:
        return [0.0] * len(ranked)
    return [*map(float, found), *[float(found.min())] * (len(ranked) - len(head))]


def _anew(ranked: Iterable[Scored]) -> list[Scored]:
    return sorted(ranked, key=lambda scored: -scored.score)


def choose(ranked: Sequence[Scored], choice: EvidenceChoice) -> list[Scored]:
    """The best sentence, then those nearly as good that say something else."""
    chosen: list[Scored] = []
    for scored in ranked:
        if len(chosen) == choice.max_sentences or scored.score < ranked[0].score - choice.second_margin:
            break
        if not any(_repeats(scored.candidate.text, c.candidate.text) for c in chosen):
            chosen.append(scored)
    return chosen


def cite(scored: Scored) -> Evidence:
    """The sentence as evidence."""
    hit = scored.hit
    return Evidence(scored.candidate.text, hit.title, hit.source, scored.score, hit.heading)


def features(question: str, ranked: Sequence[Scored], *, decided: bool = False) -> dict[str, float]:
    """What the decision rests on.

    ``score``: similarity of the best sentence. ``margin``: how far it is above the next ones. ``kind``:
    whether it looks like what is asked for. ``decided``: whether a limit in it says yes or no
    (``knowledge.verdict``). ``words``: how well it matches word by word; ``words_margin``: how far it is
    above the next ones in that. Words that question and documents share or do not share are left out: they
    tell how like each other two writers are, and misled about shops of other wording. Where both were read
    together, ``judged`` is added, the logit that the best sentence answers.
    """
    best = ranked[0]
    rivals = [s.similarity for s in ranked[1 : 1 + _RIVALS]]
    others = [s.words for s in ranked[1 : 1 + _RIVALS]]
    return {
        "score": best.similarity,
        "margin": best.similarity - sum(rivals) / len(rivals) if rivals else 0.0,
        "kind": fits(question, best.candidate.text),
        "decided": float(decided),
        "words": best.words,
        "words_margin": best.words - sum(others) / len(others) if others else 0.0,
    }


def probability(values: Mapping[str, float], model: Weighing) -> float:
    """Probability that the evidence answers the question (logistic regression)."""
    z = model.intercept + sum(weight * values[name] for name, weight in model.weights.items())
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, z))))


def share(asked: frozenset[str], text: str) -> float:
    """The share of content words that a text holds; 0 where there is none to hold."""
    return len(asked & content_stems(text)) / len(asked) if asked else 0.0


def _repeats(one: str, other: str) -> bool:
    """Whether two sentences say nearly the same: most content words of the shorter are in the longer."""
    a, b = content_stems(one), content_stems(other)
    shorter = min(len(a), len(b))
    return shorter > 0 and len(a & b) / shorter > 0.8
