"""How well the models of answers do on written shops that they did not learn (``written/held/``).

It is the encoder's vectors and the reader's logits alone, for those who train them: neither the reading word
by word nor the decision. What shoppers get is measured by `python -m knowledge calibrate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.answer_encoder.reading import Finder
from models.answer_encoder.shops import Shop, shown
from models.answer_encoder.written import HELD, written
from models.cross_encoder import CrossEncoder
from models.errors import ModelError

_RANKS = (1, 3, 5, 10)
_BEST = 10


@dataclass(frozen=True)
class _Read:
    """A question: whether the shop answers it, and its nearest sentences, best first."""

    answered: bool
    similarity: float
    logits: NDArray[np.float32]
    right: list[bool]


def measure(encoder: Path, reader: Path, folder: Path = HELD) -> dict[str, Any]:
    """Recall of the encoder, and how well the reader orders and tells what is answered at all.

    ``encoder_auc`` and ``reader_auc`` are of the best similarity and the best logit: the chance that a
    question that is answered has a higher one than a question that is not. Raises ``ModelError`` if a file
    does not fit, or the shops hold questions of one kind only.
    """
    from sklearn.metrics import roc_auc_score

    finder, cross = Finder(encoder), CrossEncoder.open(reader)
    shops = written(folder)
    read = [one for shop in shops for one in _read(shop, finder, cross)]
    told = [one for one in read if one.answered]
    answered = [one.answered for one in read]
    if len(set(answered)) < 2:
        raise ModelError(f"the shops in {folder} need questions with and without an answer")
    return {
        "shops": len(shops),
        "questions": len(read),
        "unanswerable": len(read) - len(told),
        **{f"encoder_recall_at_{k}": _mean([any(one.right[:k]) for one in told]) for k in _RANKS},
        "encoder_auc": round(float(roc_auc_score(answered, [one.similarity for one in read])), 3),
        "reader_recall_at_1": _mean([one.right[int(np.argmax(one.logits))] for one in told]),
        "reader_auc": round(float(roc_auc_score(answered, [one.logits.max() for one in read])), 3),
    }


def _read(shop: Shop, finder: Finder, cross: CrossEncoder) -> list[_Read]:
    """Each question but those of which one may quarrel whether they are answered."""
    asked = [one for one in shop.questions if one.answers or not one.unclear]
    texts = [shown(fact.title, fact.heading, fact.text) for fact in shop.facts]
    found: list[_Read] = []
    if not asked:
        return found
    for one, row in zip(asked, finder.similar([one.text for one in asked], texts), strict=True):
        nearest = np.argsort(-np.array(row), kind="stable")[:_BEST].tolist()
        logits = cross.judge(one.text, [texts[at] for at in nearest])
        right = [shop.facts[at] in one.answers for at in nearest]
        found.append(_Read(bool(one.answers), row[nearest[0]], logits, right))
    return found


def _mean(values: list[bool]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0
