"""Memory and processor time of running processes, children included."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import psutil

GB = 1e9
BUSY = ("user", "nice", "system", "irq", "softirq")


@dataclass(frozen=True)
class Memory:
    """Bytes of one process and its children: resident, and with shared pages divided among their users."""

    rss: int
    pss: int

    @classmethod
    def of(cls, pid: int) -> Self:
        """Read it now; raises ``psutil.NoSuchProcess`` when the process is gone."""
        found = [process.memory_full_info() for process in _family(pid)]
        return cls(sum(info.rss for info in found), sum(info.pss for info in found))


def memory_gb(pids: Mapping[str, int]) -> dict[str, float]:
    """RSS and PSS of each process and of all together, in GB (10^9 bytes)."""
    each = {name: Memory.of(pid) for name, pid in pids.items()}
    told = {f"rss_{name}": memory.rss for name, memory in each.items()}
    told |= {f"pss_{name}": memory.pss for name, memory in each.items()}
    told |= {"rss": sum(m.rss for m in each.values()), "pss": sum(m.pss for m in each.values())}
    return {name: round(size / GB, 3) for name, size in told.items()}


class ProcessorTime:
    """Processor time that goes by while the block runs: our processes, ourselves, and everybody else."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._pids = pids
        self._before: dict[str, float] = {}
        self.seconds: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._before = self._now()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = {name: after - self._before[name] for name, after in self._now().items()}

    def per_message_ms(self, messages: int) -> dict[str, float]:
        """Milliseconds of processor time of each of our processes for one message."""
        return {name: round(1000 * self.seconds[name] / max(messages, 1), 2) for name in self._pids}

    def cores(self) -> dict[str, float]:
        """Cores in use on average: each process, the load itself ("bench"), and "others" on the machine.

        What others take is not there for us: with it, times say more about the machine than about Aisle.
        """
        known = sum(self.seconds[name] for name in (*self._pids, "bench"))
        seconds = {**self.seconds, "others": max(0.0, self.seconds["machine"] - known)}
        wall = max(seconds.pop("wall"), 1e-9)
        del seconds["machine"]
        return {name: round(spent / wall, 2) for name, spent in seconds.items()}

    def _now(self) -> dict[str, float]:
        busy = psutil.cpu_times()
        return {
            **{name: sum(_spent(process) for process in _family(pid)) for name, pid in self._pids.items()},
            "bench": _spent(psutil.Process()),
            "machine": sum(getattr(busy, kind, 0.0) for kind in BUSY),
            "wall": time.monotonic(),
        }


def _family(pid: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def _spent(process: psutil.Process) -> float:
    spent = process.cpu_times()
    return float(spent.user + spent.system)
