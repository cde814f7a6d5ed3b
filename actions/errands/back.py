"""One step back in an errand."""

from __future__ import annotations

from actions.errands.state import ErrandState


def step_back(state: ErrandState, heard: int, *, steps: int = 1, to: str | None = None) -> bool:
    """Take back what the top errand was told last: so many details, or ``to`` and all after it.

    ``heard`` is the number of messages so far: what was said in them is not looked at again. False where
    there is nothing to take back.
    """
    top = state.top
    names = list(top.filled) if top is not None and not top.offered else []
    taken = names[names.index(to) :] if to in names else names[-steps:] if to is None else []
    if top is None or len(taken) < (1 if to else steps):
        return False
    for name in taken:
        del top.filled[name]
    top.confirming = None
    top.skipped.append((top.started, heard))
    top.shared.clear()
    state.question = None
    state.repeats = 0
    return True
