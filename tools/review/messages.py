"""The messages to look at: cleaned, each wording once, without those that are settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tools.nlu.examples import key
from tools.review.conversations import Conversation
from tools.review.doubts import Doubt, Reason, doubts_of
from tools.review.memory import Memory, digest
from tools.review.people import People
from tools.review.scrub import Clean, clean


@dataclass(frozen=True, slots=True)
class Message:
    """A doubtful message as it may be shown; ``times`` it was written, ``last`` at that time."""

    clean: Clean
    reasons: frozenset[Reason]
    labels: tuple[str, ...]
    times: int
    last: float

    @property
    def digest(self) -> str:
        """By which it is remembered."""
        return digest(self.clean.wording)


@dataclass(slots=True)
class Collected:
    """What was found, and what was left out and why."""

    messages: list[Message] = field(default_factory=list)
    read: int = 0
    doubtful: int = 0
    seen: int = 0
    wordless: int = 0


def collect(
    conversations: Iterable[Conversation],
    people: People,
    memory: Memory,
    vocabulary: frozenset[str],
    *,
    since: float,
    sure: float,
) -> Collected:
    """Doubtful messages since then, those below confidence ``sure`` included, by wording."""
    collected = Collected()
    by_wording: dict[str, list[tuple[Doubt, Clean]]] = {}
    for conversation in conversations:
        collected.read += sum(not turn.pressed and turn.at >= since for turn in conversation.turns)
        doubts = list(doubts_of(conversation, since=since, sure=sure))
        if not doubts:
            continue
        collected.doubtful += len(doubts)
        personal = _personal(conversation, people)
        for doubt in doubts:
            made = clean(doubt.turn.text, doubt.turn.details, personal, vocabulary)
            by_wording.setdefault(key(made.wording), []).append((doubt, made))
    for same in by_wording.values():
        _sort_in(collected, _one(same), len(same), memory)
    return collected


def _sort_in(collected: Collected, message: Message, count: int, memory: Memory) -> None:
    if message.digest in memory:
        collected.seen += count
    elif not any(char.isalpha() for char in message.clean.plain):
        collected.wordless += count
    else:
        collected.messages.append(message)


def _personal(conversation: Conversation, people: People) -> frozenset[str]:
    """Everything known about who wrote: told by records, by handoffs, or in any of the messages."""
    records = (people.personal(user_id) for user_id in conversation.user_ids)
    said = {d.text for turn in conversation.turns for d in turn.details if d.entity in {"name", "email"}}
    parts = {part for name in (conversation.told | said) if "@" not in name for part in name.split()}
    return frozenset(conversation.told | said | parts).union(*records)


def _one(same: Sequence[tuple[Doubt, Clean]]) -> Message:
    """One message of several with the same wording: the latest stands for all."""
    newest, made = max(same, key=lambda pair: pair[0].turn.at)
    labels = Counter(doubt.label for doubt, _ in same if doubt.label)
    return Message(
        made,
        frozenset(reason for doubt, _ in same for reason in doubt.reasons),
        tuple(labels.elements()),
        len(same),
        newest.turn.at,
    )
