"""What an answer came from, kept on request and printed by ``python -m knowledge ask --explain``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.evidence import Scored
from knowledge.grounding import Wording
from knowledge.types import Evidence

_SHOWN = 8


@dataclass(frozen=True)
class Found:
    """What one question found: how it was read, its sentences best first, and whether they answer it."""

    asked: str
    read_as: str
    ranked: Sequence[Scored]
    features: Mapping[str, float]
    confidence: float
    confident: bool
    # The features before sentences were read together with the question; the same where they were not.
    alone: Mapping[str, float] = field(default_factory=dict)
    # What the confidence had to reach.
    threshold: float = 0.0


@dataclass
class Trace:
    """Filled by ``Answerer.answer``."""

    found: list[Found] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    verdict: bool | None = None
    wording: Wording | None = None


def explain(trace: Trace) -> Iterator[str]:
    """The trace as lines of text."""
    for part in trace.found:
        yield f"question     {part.asked}"
        if part.read_as != part.asked:
            yield f"  read as    {part.read_as}"
        for scored in part.ranked[:_SHOWN]:
            yield f"  {scored.score:.3f}  {scored.hit.source:<34} {scored.candidate.text}"
        told = "  ".join(f"{name} {value:.2f}" for name, value in part.features.items())
        mark = ">=" if part.confident else "<"
        yield f"  answerable {part.confidence:.2f} {mark} {part.threshold:.2f}   ({told})"
    for piece in trace.evidence:
        yield f"evidence     [{piece.source}] {piece.text}"
    if trace.verdict is not None:
        yield f"by its limit {'yes' if trace.verdict else 'no'}"
    if trace.wording is None:
        yield "answer       none: the evidence does not carry one"
        return
    if trace.wording.draft:
        yield f"draft        {trace.wording.draft}"
    if trace.wording.rejected:
        yield f"check        rejected: {trace.wording.rejected}; the evidence is quoted instead"
    elif not trace.wording.quoted:
        yield "check        every sentence is supported"
    yield f"answer       {trace.wording.text}"
