"""500 open widgets on the running stack, every connection cut, `web` restarted; and one page in a browser."""

from __future__ import annotations

import asyncio
from functools import partial

from bench.conversations import read_conversations
from bench.report import Bar, Report, console
from bench.servers import fresh_stack
from bench.watch import ProcessorTime, memory_gb
from bench.web.crowd import GAP_S, WIDGETS, Crowd, crowd, crowd_session, milliseconds
from bench.web.page import measure
from tests.support.stack import Stack

STEADY_S, TROUBLED_S = 60.0, 40.0
DELIVERY_BARS = {"p95": Bar(below=300)}
KEPT_BARS = {name: Bar(at_most=0) for name in ("lost", "doubled", "out_of_order", "unanswered")}
BYTES_BARS = {"unpacked": Bar(at_most=15_000)}
AXE_BARS = {name: Bar(at_most=0) for name in ("closed", "open", "answered", "cards", "person")}
BARS = {"bytes_before_opening": BYTES_BARS, "axe": AXE_BARS}
# Questions that mean the same whatever was said before them.
ALONE = {"greeting", "policy_question", "small_talk", "recommendation"}


def run() -> None:
    """All lines of the suite, nothing stubbed."""
    report = Report("web")
    with fresh_stack() as stack:
        stack.start()
        stack.wait_ready()
        asyncio.run(_crowd(stack, report))
        stack.wait_ready()
        measure(stack.url, lambda name, values, unit: report.line(name, values, unit, BARS.get(name)))


async def _crowd(stack: Stack, report: Report) -> None:
    async with crowd_session() as session:
        many = crowd(stack.url, _questions(), session)
        console.print(f"web: opening {WIDGETS} widgets ...")
        await many.open()
        await _steady(many, stack, report)
        console.print("web: cutting every connection ...")
        back = await many.while_talking(TROUBLED_S, partial(_cut, many))
        report.line("reconnect_of_all", {"seconds": round(back, 2)}, "s until all are back")
        console.print("web: restarting web ...")
        back = await many.while_talking(TROUBLED_S, partial(_restart, many, stack))
        report.line("restart_of_web", {"seconds": round(back, 2)}, "s until all are back")
        await many.all_answered()
        report.line("kept", dict(await many.kept()), "messages", KEPT_BARS)
        await many.close()


async def _steady(many: Crowd, stack: Stack, report: Report) -> None:
    console.print(f"web: {WIDGETS} widgets, a message each per {GAP_S:.0f} s, for {STEADY_S:.0f} s ...")
    pids = {name: process.pid for name, process in stack.processes.items()}
    with ProcessorTime(pids) as spent:
        begin, end = await many.talk(STEADY_S)
    await many.all_answered()
    sent = many.written_between(begin, end)
    shown = [one.shown - one.written for one in sent if one.shown is not None]
    answered = [one.answered - one.written for one in sent if one.answered is not None]
    report.line("rate", {"offered": WIDGETS / GAP_S, "sent": round(len(sent) / STEADY_S, 2)}, "messages/s")
    report.line("delivery", milliseconds(shown), "ms", DELIVERY_BARS)
    report.line("answer", milliseconds(answered), "ms")
    report.line("cores", spent.cores(), "cores in use")
    report.line("memory", memory_gb(pids), "GB")


async def _cut(many: Crowd) -> float:
    for widget in many.widgets:
        widget.cut()
    return await many.all_online()


async def _restart(many: Crowd, stack: Stack) -> float:
    def again() -> None:
        stack.stop("web")
        stack.start("web")

    await asyncio.to_thread(again)
    return await many.all_online()


def _questions() -> list[str]:
    found = [turn.say for conversation in read_conversations() for turn in conversation if turn.kind in ALONE]
    if not found:
        raise RuntimeError("bench/conversations.yml has no question that stands alone")
    return found
