"""A question that leans on the one before it is read by itself and after it, and not told the same again.

After the question before, every sentence of its subject looks like an answer, most of all the one that
answered it: of 120 such questions to six shops 42 got a wrong sentence, mostly the same again. By itself the
question tells what is asked for now. So both readings count, what was told counts less, and whether anything
answers is decided by a regression of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.config import FollowingChoice
from knowledge.evidence import Scored
from knowledge.types import Vectors

Read = Callable[[list[str]], Vectors]


@dataclass(frozen=True)
class Blend:
    """Sentences best first, and for each text what the question by itself and after the one before says."""

    ranked: list[Scored]
    own: Mapping[str, float]
    after: Mapping[str, float]
    told: str
    # Logits that the best ones answer, by text: for the question by itself, and after the one before it.
    judged: Mapping[str, tuple[float, float]]


def blend(own: Sequence[Scored], after: Sequence[Scored], told: str, choice: FollowingChoice) -> Blend:
    """Both rankings in one; ``told`` is the sentence that answers the question before, "" for none.

    A sentence that only one of them holds counts in the other a little less than its last one.
    """
    by_own, by_after = _scores(own), _scores(after)
    least_own, least_after = (
        min(scores.values(), default=0.0) - choice.missing for scores in (by_own, by_after)
    )
    sentences = {scored.candidate.text: scored for scored in [*after, *own]}
    by_own = {text: by_own.get(text, least_own) for text in sentences}
    by_after = {text: by_after.get(text, least_after) for text in sentences}
    ranked = [
        replace(
            scored,
            score=choice.own * by_own[text]
            + (1 - choice.own) * by_after[text]
            - (choice.told if text == told else 0.0),
        )
        for text, scored in sentences.items()
    ]
    return Blend(sorted(ranked, key=lambda s: -s.score), by_own, by_after, told, {})


def judged(blended: Blend, by_itself: Read, after: Read, choice: FollowingChoice) -> Blend:
    """Ranked anew after the best ones were read together with the question, in both ways."""
    head = blended.ranked[: choice.judged]
    shown = [scored.shown for scored in head]
    logits = {
        scored.candidate.text: (float(one), float(other))
        for scored, one, other in zip(head, by_itself(shown), after(shown), strict=True)
    }
    anew = [
        replace(
            scored,
            judged=logits[scored.candidate.text][0],
            score=scored.score + choice.judged_weight * sum(logits[scored.candidate.text]),
        )
        for scored in head
    ]
    ranked = [*sorted(anew, key=lambda s: -s.score), *blended.ranked[choice.judged :]]
    return replace(blended, ranked=ranked, judged=logits)


def features(blended: Blend) -> dict[str, float]:
    """What the decision rests on, of the best sentence; needs ``judged`` sentences.

    ``own`` and ``after``: its score by both readings. ``told``: whether it answered the question before.
    ``judged_own``, ``judged_after``: logits. ``margin``: how far it is above the next one.
    """
    best, *others = blended.ranked
    text = best.candidate.text
    one, other = blended.judged[text]
    return {
        "own": blended.own[text],
        "after": blended.after[text],
        "told": float(text == blended.told),
        "judged_own": one,
        "judged_after": other,
        "margin": best.score - others[0].score if others else 0.0,
    }


def _scores(ranked: Sequence[Scored]) -> dict[str, float]:
    return {scored.candidate.text: scored.score for scored in ranked}
