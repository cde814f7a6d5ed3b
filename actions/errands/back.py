"""One step back in an errand."""

from __future__ import annotations

from actions.errands.state import ErrandState


def step_back(state: ErrandState, heard: int, key: str | None = None) -> str | None:
    """Take back what the top errand was told last, or ``key`` and all after it; returns the name, if any.

    ``heard`` is the number of messages so far: what was said in them is not looked at again.
    """
    top = state.top
    if top is None or not top.filled or (key is not None and key not in top.filled):
        return None
    names = list(top.filled)
    taken = names[names.index(key) :] if key is not None else names[-1:]
    for name in taken:
        del top.filled[name]
    top.confirming = None
    top.skipped.append((top.started, heard))
    state.question = None
    state.repeats = 0
    return taken[0]
