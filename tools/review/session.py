"""One sitting: clusters are shown, and the engineer says what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tools.nlu.examples import read_line, wording
from tools.review.clusters import Cluster
from tools.review.intents import fitting
from tools.review.memory import Memory
from tools.review.standing import Standing, Verdict
from tools.review.terminal import Terminal

HELP = """  Enter, a    accept the proposal for every line    a 1 3    only for lines 1 and 3
  c           choose another intent (Tab helps)     c ret 2  return_item for line 2: a prefix is enough
  e 2         write line 2 anew                     d 2      drop line 2
  s           skip all of it: not shown again       u        take back the line accepted last
  q           stop, and see what the lines do       ? ret    what the intents that begin so mean"""
_NUMBERS = re.compile(r"[\s,]+")
# Below this a proposal is not taken with a mere Enter.
WORTH_PROPOSING = 0.35
RUNNERS_UP = 2


@dataclass(slots=True)
class Line:
    """A line that may be added: annotated, and the digests of the messages it stands for."""

    text: str
    digests: tuple[str, ...]

    @property
    def wording(self) -> str:
        """With stand-ins, as lines are compared."""
        plain, details = read_line(self.text)
        return wording(plain, details)


@dataclass(slots=True)
class Decided:
    """What was accepted: intent -> lines, and the digests of all messages they came from."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    digests: dict[str, list[str]] = field(default_factory=dict)
    _order: list[tuple[str, Line]] = field(default_factory=list)
    _clusters: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, intent: str, line: Line) -> None:
        """A line was accepted."""
        self.lines.setdefault(intent, []).append(line.text)
        self.digests.setdefault(intent, []).extend(line.digests)
        self._order.append((intent, line))

    def take_back(self) -> tuple[str, str] | None:
        """Intent and text of the line accepted last, which is forgotten; None where there is none."""
        if not self._order:
            return None
        intent, line = self._order.pop()
        self.lines[intent].remove(line.text)
        # The messages of its cluster will be shown again.
        mates = next((m for m in self._clusters if set(line.digests) <= set(m)), line.digests)
        self.digests[intent] = [each for each in self.digests[intent] if each not in mates]
        if not self.lines[intent]:
            del self.lines[intent], self.digests[intent]
        return intent, line.text

    def settle(self, intent: str, digests: Sequence[str]) -> None:
        """A cluster is done with: what is left of it is as good as accepted."""
        if intent in self.digests:
            self.digests[intent].extend(digests)
            self._clusters.append(tuple(digests))

    @property
    def count(self) -> int:
        """How many lines."""
        return sum(map(len, self.lines.values()))


class Quit(Exception):
    """The engineer wants to stop."""


class Session:
    """Shows clusters and takes decisions; what is skipped is remembered at once, what is accepted later."""

    def __init__(
        self,
        terminal: Terminal,
        standing: Standing,
        memory: Memory,
        meanings: Mapping[str, str],
        entities: frozenset[str],
    ) -> None:
        self._terminal = terminal
        self._standing = standing
        self._memory = memory
        self._meanings = meanings
        self._entities = entities
        self.decided = Decided()

    def run(self, clusters: Sequence[Cluster]) -> Decided:
        """Go through the clusters until there are no more or the engineer stops."""
        try:
            for number, cluster in enumerate(clusters, 1):
                self._show(cluster, f"[{number}/{len(clusters)}]")
                self._decide(cluster)
        except Quit:
            pass
        return self.decided

    def _show(self, cluster: Cluster, place: str) -> None:
        say = self._terminal.say
        reasons = [f"{reason}{f' ×{count}' if count > 1 else ''}" for reason, count in cluster.reasons]
        last = datetime.fromtimestamp(max(message.last for message in cluster.messages), UTC)
        times = "once" if cluster.times == 1 else f"{cluster.times} times"
        say()
        say(f"{place} written {times}, last on {last:%Y-%m-%d}; {', '.join(reasons)}")

    def _decide(self, cluster: Cluster) -> None:
        # A list that shrinks as lines are accepted or dropped; their numbers stay.
        lines = dict(enumerate((Line(m.clean.line, (m.digest,)) for m in cluster.lines), 1))
        self._say_lines(lines, cluster)
        self._say_proposals(cluster)
        accepted: str | None = None
        while lines:
            answer = self._terminal.ask("accept / change / edit / drop / skip / quit / ? > ", self._intents)
            if answer is None or answer in {"q", "quit"}:
                raise Quit
            if answer in {"s", "skip"}:
                break
            accepted = self._obey(answer, lines, cluster) or accepted
        rest = [message.digest for message in cluster.messages]
        if accepted:
            self.decided.settle(accepted, rest)
        else:
            self._memory.add(rest, "skipped")

    def _say_lines(self, lines: Mapping[int, Line], cluster: Cluster) -> None:
        for number, line in lines.items():
            self._terminal.say(f"  {number}  {line.text}")
        more = len(cluster.messages) - len(lines)
        if more > 0:
            self._terminal.say(f"     and {more} more like these")
        replaced = sorted({kind.replace("_", " ") for m in cluster.lines for kind in m.clean.replaced})
        if replaced:
            self._terminal.say(f"     invented here: {', '.join(replaced)}")

    def _say_proposals(self, cluster: Cluster) -> None:
        if not cluster.proposals:
            self._terminal.say("proposed: nothing")
            return
        best, *others = cluster.proposals
        source = "pressed by shoppers" if best.by_shopper else "by the model"
        filled = round(best.confidence * 10)
        bar = "█" * filled + "░" * (10 - filled)
        runners = ", ".join(f"{other.intent} {other.confidence:.2f}" for other in others[:RUNNERS_UP])
        then = f"; then {runners}" if runners else ""
        self._terminal.say(f"proposed: {best.intent} {best.confidence:.2f} {bar} {source}{then}")

    @property
    def _intents(self) -> list[str]:
        return sorted(self._standing.intents)

    def _obey(self, answer: str, lines: dict[int, Line], cluster: Cluster) -> str | None:
        """Carry out one command; the intent under which lines were accepted, if any were."""
        command, *rest = _NUMBERS.split(answer) if answer else ["a"]
        if command in {"a", "accept"} or command.isdigit():
            chosen = self._numbers([command, *rest] if command.isdigit() else rest, lines)
            return self._accept(self._proposed(cluster), chosen, lines) if chosen else None
        if command in {"c", "change"}:
            names, numbers = _split(rest)
            chosen = self._numbers(numbers, lines)
            return self._accept(self._choose(" ".join(names)), chosen, lines) if chosen else None
        if command in {"e", "edit"}:
            self._edit(self._numbers(rest, lines), lines)
        elif command in {"d", "drop"}:
            for number in self._numbers(rest, lines) if rest else []:
                self._memory.add(lines.pop(number).digests, "dropped")
        elif command in {"u", "undo"}:
            self._take_back()
        elif command == "?":
            self._explain(" ".join(rest))
        else:
            self._terminal.say(HELP)
        return None

    def _proposed(self, cluster: Cluster) -> str | None:
        best = cluster.proposals[0] if cluster.proposals else None
        known = best is not None and best.intent in self._standing.intents
        if best is None or not known or not (best.by_shopper or best.confidence >= WORTH_PROPOSING):
            self._terminal.say("  The proposal is too weak to be taken blindly; which intent is it?")
            return self._choose("")
        return best.intent

    def _choose(self, typed: str) -> str | None:
        """One intent from a prefix; asks until there is one, None when the engineer gives up."""
        while True:
            found = fitting(typed, self._intents) if typed else []
            if len(found) == 1:
                return found[0]
            if typed:
                self._terminal.say("  " + (", ".join(found) if found else f"no intent begins with {typed!r}"))
            answer = self._terminal.ask("  intent (empty: none) > ", self._intents)
            if not answer:
                return None
            typed = answer

    def _numbers(self, said: Sequence[str], lines: Mapping[int, Line]) -> list[int]:
        """The lines meant: those named, all when none is; none when one of them does not exist."""
        if not said:
            return list(lines)
        wrong = [number for number in said if not number.isdigit() or int(number) not in lines]
        if wrong:
            self._terminal.say(f"  no line {', '.join(wrong)} here")
            return []
        return [int(number) for number in said]

    def _accept(self, intent: str | None, chosen: Sequence[int], lines: dict[int, Line]) -> str | None:
        if intent is None:
            return None
        taken = None
        for number in chosen:
            line = lines[number]
            objection = self._standing.objection(intent, line.wording)
            if objection and objection.verdict is Verdict.SETTLED:
                self._terminal.say(f"  {number} is not added: it {objection.why}")
                self._memory.add(lines.pop(number).digests, "standing", intent)
            elif objection and not self._insists(number, objection.verdict, objection.why):
                continue
            else:
                self._standing.add(intent, line.wording)
                self.decided.add(intent, lines.pop(number))
                self._terminal.say(f"  {number} -> {intent}")
                taken = intent
        return taken

    def _insists(self, number: int, verdict: Verdict, why: str) -> bool:
        if verdict is Verdict.REFUSED:
            self._terminal.say(f"  {number} is not added: it {why}")
            return False
        return self._terminal.ask(f"  {number} {why}. Add it all the same? [y/N] ") in {"y", "yes"}

    def _edit(self, chosen: Sequence[int], lines: Mapping[int, Line]) -> None:
        for number in chosen:
            self._terminal.say(f"  {lines[number].text}")
            written = self._terminal.ask("  anew (empty: as it was) > ")
            text = " ".join((written or "").removeprefix("- ").split())
            unknown = {detail.entity for detail in read_line(text)[1]} - self._entities
            if unknown:
                self._terminal.say(f"  no entity {', '.join(sorted(unknown))} in domain.yml: left as it was")
            elif text:
                lines[number].text = text

    def _take_back(self) -> None:
        taken = self.decided.take_back()
        if taken is None:
            self._terminal.say("  nothing was accepted yet")
            return
        self._standing.take_back()
        self._terminal.say(f'  "{taken[1]}" is not added to {taken[0]}; it will be shown in another sitting')

    def _explain(self, typed: str) -> None:
        if not typed:
            self._terminal.say(HELP)
            return
        for intent in fitting(typed, self._intents):
            self._terminal.say(
                f"  {intent}: the shopper {self._meanings.get(intent, '(not in docs/intents.md)')}"
            )


def _split(said: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words and, after them, the numbers."""
    return [word for word in said if not word.isdigit()], [word for word in said if word.isdigit()]
