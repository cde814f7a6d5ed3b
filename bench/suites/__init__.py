"""What can be measured, by the name that ``python -m bench`` takes."""

from __future__ import annotations

from collections.abc import Callable

from bench.suites import answers, errands, stock, turns, understanding, upsell, web

SUITES: dict[str, Callable[[], None]] = {
    "turns": turns.run,
    "stock": stock.run,
    "answers": answers.run,
    "errands": errands.run,
    "understanding": understanding.run,
    "upsell": upsell.run,
    "web": web.run,
}
