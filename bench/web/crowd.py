"""Many open widgets at once, each with a message now and then, through cut connections and a restart."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import numpy as np
from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from yarl import URL

from bench.web.widget import Sent, Widget
from web.texts import Texts

SEED = 7
WIDGETS = 500
GAP_S = 20.0
OPENING_S = 20.0
BACK_WITHIN_S = 90.0
ANSWERED_WITHIN_S = 120.0
_POLL_S = 0.05


@dataclass
class Crowd:
    """The widgets, and the questions they ask in turn."""

    session: ClientSession
    url: URL
    widgets: list[Widget]
    questions: Sequence[str]
    running: list[asyncio.Task[None]]
    # What `web` says where the assistant did not answer.
    apology: str

    async def open(self) -> None:
        """All of them, evenly over ``OPENING_S``."""
        self.running = await asyncio.gather(
            *(
                self._open_one(widget, i * OPENING_S / len(self.widgets))
                for i, widget in enumerate(self.widgets)
            )
        )
        await self.all_online()

    async def talk(self, seconds: float) -> tuple[float, float]:
        """Each writes once per ``GAP_S``, at a moment of its own; begin and end (monotonic seconds)."""
        begin = time.monotonic()
        await asyncio.gather(*(self._shopper(i, begin, seconds) for i in range(len(self.widgets))))
        return begin, time.monotonic()

    async def while_talking(self, seconds: float, happens: Callable[[], Awaitable[float]]) -> float:
        """The same, while in the midst of it something happens; returns what that returns."""

        async def later() -> float:
            await asyncio.sleep(seconds / 4)
            return await happens()

        result, _ = await asyncio.gather(later(), self.talk(seconds))
        return result

    async def all_online(self) -> float:
        """Wait until every widget is connected; the seconds it took. Raises ``TimeoutError``."""
        begin = time.monotonic()
        while not all(widget.online for widget in self.widgets):
            if time.monotonic() - begin > BACK_WITHIN_S:
                raise TimeoutError(f"{sum(not w.online for w in self.widgets)} widgets are not back")
            await asyncio.sleep(_POLL_S)
        return time.monotonic() - begin

    async def all_answered(self) -> None:
        """Wait until nothing is on its way, or until it is clear that something will not come."""
        polls = round(ANSWERED_WITHIN_S / _POLL_S)
        for _ in range(polls):
            if all(sent.answered is not None for widget in self.widgets for sent in widget.sent):
                return
            await asyncio.sleep(_POLL_S)

    async def close(self) -> None:
        """Everybody leaves."""
        await asyncio.gather(*(widget.stop() for widget in self.widgets))
        await asyncio.gather(*self.running)

    def written_between(self, begin: float, end: float) -> list[Sent]:
        """The messages of that time."""
        return [sent for widget in self.widgets for sent in widget.sent if begin <= sent.written < end]

    async def kept(self) -> Counter[str]:
        """What the server kept against what was written: lost, doubled, out of order, unanswered."""
        total = Counter[str]()
        for widget in self.widgets:
            total.update(await self._kept(widget))  # unlike "+" this keeps what is zero
        return total

    async def _open_one(self, widget: Widget, wait_s: float) -> asyncio.Task[None]:
        await asyncio.sleep(wait_s)
        await widget.begin()
        return asyncio.create_task(widget.run())

    async def _shopper(self, number: int, begin: float, seconds: float) -> None:
        widget = self.widgets[number]
        planned = begin + widget.chance.uniform(0, GAP_S)
        while planned < begin + seconds:
            await asyncio.sleep(max(0.0, planned - time.monotonic()))
            await widget.write(self.questions[(number + len(widget.sent)) % len(self.questions)])
            planned += GAP_S

    async def _kept(self, widget: Widget) -> Counter[str]:
        headers = {"Authorization": f"Bearer {widget.token}"}
        url = self.url / "api/conversations" / widget.id / "messages"
        async with self.session.get(url, headers=headers) as response:
            messages = (await response.json())["messages"]
        ours = [message.get("client_id") for message in messages if message["from"] == "shopper"]
        wanted = [sent.client_id for sent in widget.sent]
        followed = [
            following is not None and following["from"] == "assistant"
            for message, following in zip(messages, [*messages[1:], None], strict=True)
            if message["from"] == "shopper"
        ]
        return Counter(
            messages=len(wanted),
            lost=len(set(wanted) - set(ours)),
            doubled=len(ours) - len(set(ours)),
            out_of_order=int(ours != wanted and sorted(ours) == sorted(wanted)),
            unanswered=followed.count(False),
            apologies=sum(message["text"] == self.apology for message in messages),
        )


def crowd(url: str, questions: Sequence[str], session: ClientSession) -> Crowd:
    """So many widgets, none of them open yet."""
    base = URL(url)
    widgets = [Widget(session, base, random.Random(SEED + number)) for number in range(WIDGETS)]
    return Crowd(session, base, widgets, questions, [], Texts.load().say("unreachable"))


def crowd_session() -> ClientSession:
    """Connections without a limit of ours: browsers do not share them either."""
    return ClientSession(
        connector=TCPConnector(limit=0, force_close=True),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=60),
    )


def milliseconds(waits_s: Sequence[float]) -> dict[str, float]:
    """n, p50, p95 and max in milliseconds."""
    if not waits_s:
        return {"n": 0}
    p50, p95 = np.percentile(np.array(waits_s) * 1000, [50, 95])
    return {
        "n": len(waits_s),
        "p50": round(float(p50), 1),
        "p95": round(float(p95), 1),
        "max": round(max(waits_s) * 1000, 1),
    }
