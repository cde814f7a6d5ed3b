"""The load that every entrance gets, and the lines that tell how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import ClientSession

from bench.clients import Entrance, client_session
from bench.conversations import read_conversations
from bench.load import Load, Sample, many_shoppers, one_shopper
from bench.report import Bar, Report, console, errors, on_script, times, times_by_kind
from bench.watch import ProcessorTime, memory_gb

ALONE_TURNS = 200
CROWD = Load(shoppers=32, offered_per_s=34.0, seconds=30.0)
ALONE_BARS = {"p50": Bar(below=50), "p95": Bar(below=120)}
RATE_BARS = {"achieved": Bar(at_least=30)}
ERROR_BARS = {"errors": Bar(at_most=0)}
MEMORY_BARS = {"pss": Bar(below=2.5)}

MakeEntrance = Callable[[ClientSession], Entrance]


@dataclass(frozen=True)
class Traffic:
    """Who is asked, which processes are watched, and whether the issue's bars apply."""

    report: Report
    prefix: str
    entrance: MakeEntrance
    pids: Mapping[str, int]
    barred: bool

    async def run(self) -> None:
        """Warm up, one shopper, many shoppers, memory; a line for each."""
        await self._warm_up()
        await self._alone()
        await self._crowd()
        memory = memory_gb(self.pids)
        self._line("memory", memory, "GB", MEMORY_BARS)

    async def _warm_up(self) -> None:
        """Every conversation once, so that nothing that happens once is measured."""
        console.print(f"{self.prefix}: warming up ...")
        conversations = read_conversations()
        async with client_session(1) as session:
            await one_shopper(self.entrance(session), conversations, sum(map(len, conversations)))

    async def _alone(self) -> None:
        console.print(f"{self.prefix}: one shopper, {ALONE_TURNS} turns ...")
        async with client_session(1) as session:
            with ProcessorTime(self.pids) as spent:
                samples = await one_shopper(self.entrance(session), read_conversations(), ALONE_TURNS)
        self._line("one_shopper", times(samples), "ms", ALONE_BARS)
        self._line("one_shopper_by_kind", times_by_kind(samples), "ms")
        self._outcome("one_shopper", samples, spent)

    async def _crowd(self) -> None:
        console.print(f"{self.prefix}: {CROWD.shoppers} shoppers, {CROWD.seconds:.0f} s ...")
        async with client_session(CROWD.shoppers) as session:
            with ProcessorTime(self.pids) as spent:
                samples, end = await many_shoppers(self.entrance(session), read_conversations(), CROWD)
        in_time = [s for s in samples if s.error is None and s.ended <= end]
        rate = {"offered": CROWD.offered_per_s, "achieved": round(len(in_time) / CROWD.seconds, 2)}
        self._line("crowd_rate", rate, "messages/s", RATE_BARS)
        self._line("crowd", times(samples), "ms")
        self._outcome("crowd", samples, spent)

    def _outcome(self, name: str, samples: list[Sample], spent: ProcessorTime) -> None:
        self._line(f"{name}_errors", errors(samples), "messages", ERROR_BARS)
        self._line(f"{name}_on_script", {"share": on_script(samples)}, "share of turns")
        self._line(f"{name}_processor", spent.per_message_ms(len(samples)), "ms of processor a message")
        self._line(f"{name}_cores", spent.cores(), "cores in use")

    def _line(
        self, name: str, values: Mapping[str, object], unit: str, bars: Mapping[str, Bar] | None = None
    ) -> None:
        self.report.line(f"{self.prefix}_{name}", values, unit, bars if self.barred else None)
