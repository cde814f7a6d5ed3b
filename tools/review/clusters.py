"""Messages that say the same, put together, and the intent proposed for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from tools.review.doubts import Reason
from tools.review.messages import Message
from tools.review.understand import Understood
from tools.vectors import Vectors

# Mean cosine distance up to which messages are one cluster, and how much of a vector the model's reading is.
# Measured on tests/data/nlu_dev.yml, where hardly two messages are alike: 81 % of the clusters of two and
# more hold one intent, by wording alone 22 %.
TOGETHER = 0.3
MEANING = 0.5
# Of a cluster these many lines are offered; more of a kind teach little.
LINES = 5
# Lines of a cluster that are nearer than this teach the same.
THE_SAME = 0.94


@dataclass(frozen=True, slots=True)
class Proposal:
    """An intent and how sure we are; ``by_shopper`` where shoppers pressed it themselves."""

    intent: str
    confidence: float
    by_shopper: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """Messages that say about the same; ``lines`` are those worth adding, the most typical first."""

    messages: tuple[Message, ...]
    lines: tuple[Message, ...]
    proposals: tuple[Proposal, ...]

    @property
    def times(self) -> int:
        """How often something like this was written."""
        return sum(message.times for message in self.messages)

    @property
    def weight(self) -> int:
        """Less where shoppers told more: the place of the strongest reason."""
        return list(Reason).index(self.reasons[0][0])

    @property
    def reasons(self) -> list[tuple[Reason, int]]:
        """Why it is shown, with the number of wordings for each, in the order of ``Reason``."""
        counted = Counter(reason for message in self.messages for reason in message.reasons)
        return [(reason, counted[reason]) for reason in Reason if counted[reason]]


def clusters_of(
    messages: Sequence[Message], vectors: Vectors, understood: Sequence[Understood]
) -> list[Cluster]:
    """The messages in clusters, the biggest first; ``vectors`` and ``understood`` stand in their order."""
    meanings = _meanings(messages, understood)
    both = np.hstack([vectors * np.sqrt(1 - MEANING), meanings * np.sqrt(MEANING)]).astype(np.float32)
    groups: Mapping[int, list[int]] = _groups(both)
    made = [_cluster(members, messages, vectors, understood) for members in groups.values()]
    return sorted(made, key=lambda cluster: (-cluster.times, cluster.weight, cluster.lines[0].clean.plain))


def _meanings(messages: Sequence[Message], understood: Sequence[Understood]) -> Vectors:
    """Vectors of length 1 that are near where the same intents are likely; a pressed button is certain."""
    said = [
        dict.fromkeys(message.labels, 1.0) or dict(one.ranking)
        for message, one in zip(messages, understood, strict=True)
    ]
    columns = {intent: number for number, intent in enumerate(sorted({i for one in said for i in one}))}
    made = np.zeros((len(said), max(1, len(columns))), dtype=np.float32)
    for row, one in zip(made, said, strict=True):
        for intent, probability in one.items():
            row[columns[intent]] = np.sqrt(probability)
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    return np.asarray(made / np.maximum(lengths, 1e-9), dtype=np.float32)


def _groups(vectors: Vectors) -> Mapping[int, list[int]]:
    if len(vectors) < 2:
        return {0: list(range(len(vectors)))} if len(vectors) else {}
    model = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=TOGETHER
    )
    groups: dict[int, list[int]] = defaultdict(list)
    for index, label in enumerate(model.fit_predict(vectors)):
        groups[int(label)].append(index)
    return groups


def _cluster(
    members: Sequence[int], messages: Sequence[Message], vectors: Vectors, understood: Sequence[Understood]
) -> Cluster:
    typical = vectors[members] @ vectors[members].sum(axis=0)
    ordered = [members[i] for i in np.argsort(-typical, kind="stable")]
    lines: list[int] = []
    for index in ordered:
        if len(lines) < LINES and all(float(vectors[index] @ vectors[other]) < THE_SAME for other in lines):
            lines.append(index)
    return Cluster(
        tuple(messages[i] for i in ordered),
        tuple(messages[i] for i in lines),
        tuple(_proposals([messages[i] for i in ordered], [understood[i] for i in ordered])),
    )


def _proposals(messages: Sequence[Message], understood: Sequence[Understood]) -> list[Proposal]:
    """What shoppers pressed, most often first; then what the model finds likeliest for the cluster."""
    pressed = Counter(label for message in messages for label in message.labels)
    total = pressed.total()
    chosen = [Proposal(intent, count / total, True) for intent, count in pressed.most_common()]
    mass: Counter[str] = Counter()
    for message, one in zip(messages, understood, strict=True):
        for intent, probability in one.ranking:
            mass[intent] += probability * message.times  # type: ignore[assignment]
    written = sum(message.times for message in messages)
    return chosen + [
        Proposal(intent, float(weight) / written, False)
        for intent, weight in mass.most_common()
        if intent not in pressed
    ]
