"""One JSON object a line on stdout for each measurement; what happens meanwhile on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from rich.console import Console

from bench.load import Sample
from bench.machine import machine, versions

console = Console(stderr=True)


@dataclass(frozen=True)
class Bar:
    """What a value has to reach: at most, below, or at least a limit."""

    below: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    def met_by(self, value: float) -> bool:
        """Whether the value passes every limit that is set."""
        return (
            (self.below is None or value < self.below)
            and (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
        )

    def to_json(self) -> dict[str, float]:
        """The limits that are set, by name."""
        return {name: limit for name, limit in vars(self).items() if limit is not None}


class Report:
    """The lines of one suite."""

    def __init__(self, suite: str) -> None:
        self._suite = suite

    def line(
        self, name: str, values: Mapping[str, Any], unit: str, bars: Mapping[str, Bar] | None = None
    ) -> None:
        """One measurement, all values in one unit; ``bars`` by the name of a value."""
        content: dict[str, Any] = {"suite": self._suite, "name": name, "values": dict(values), "unit": unit}
        if bars:
            content["bar"] = {key: bar.to_json() for key, bar in bars.items()}
            content["met"] = all(bar.met_by(values[key]) for key, bar in bars.items())
        self._print(content)

    def skipped(self, name: str, reason: str) -> None:
        """Say that and why something was not measured."""
        self._print({"suite": self._suite, "name": name, "skipped": reason})

    def _print(self, content: dict[str, Any]) -> None:
        told = {
            "machine": machine(),
            "versions": versions(),
            "at": datetime.now(UTC).isoformat("T", "seconds"),
        }
        sys.stdout.write(json.dumps({**content, **told}) + "\n")
        sys.stdout.flush()


def times(samples: Sequence[Sample]) -> dict[str, float]:
    """n, p50, p95 and max of the turns that were answered, in milliseconds."""
    answered = [sample.ms for sample in samples if sample.error is None]
    if not answered:
        return {"n": 0}
    p50, p95 = np.percentile(answered, [50, 95])
    return {
        "n": len(answered),
        "p50": round(float(p50), 1),
        "p95": round(float(p95), 1),
        "max": round(max(answered), 1),
    }


def times_by_kind(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """The same for each kind of turn, kinds in alphabetical order."""
    kinds = sorted({sample.kind for sample in samples})
    return {kind: times([s for s in samples if s.kind == kind]) for kind in kinds}


def errors(samples: Sequence[Sample]) -> dict[str, int]:
    """How many turns failed, in all and by reason; no reply, an empty one and an apology are failures."""
    failed = [sample.error for sample in samples if sample.error is not None]
    return {"errors": len(failed), **{reason: failed.count(reason) for reason in sorted(set(failed))}}


def on_script(samples: Sequence[Sample]) -> float:
    """Share of the turns whose reply was the one a working assistant gives."""
    return round(sum(sample.on_script for sample in samples) / max(len(samples), 1), 4)
