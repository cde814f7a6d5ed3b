"""Typed refusals: what the shop will not do, as a code that has a sentence, and the facts that go in it."""

from __future__ import annotations

from collections.abc import Sequence


class Refusal(Exception):
    """The shop's policy says no. `code` is snake_case and stable; `details` fill its sentence."""

    code = "refused"

    def __init__(self, **details: str) -> None:
        self.details: dict[str, str] = details
        super().__init__(self.code, details)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code} ({facts})" if facts else self.code


class OrderNotFound(Refusal):
    """There is no such order, or it is somebody else's: the two are never told apart."""

    code = "order_not_found"

    def __init__(self) -> None:
        super().__init__()


class WrongState(Refusal):
    """The order's status does not allow the action."""

    code = "wrong_state"

    def __init__(self, order_id: str, status: str, allowed: Sequence[str]) -> None:
        super().__init__(order_id=order_id, status=status, allowed=", ".join(allowed))


class AlreadyCancelled(Refusal):
    """The order was cancelled before; nothing was done a second time."""

    code = "already_cancelled"

    def __init__(self, order_id: str) -> None:
        super().__init__(order_id=order_id)


class ReasonNotAccepted(Refusal):
    """The policy takes other reasons only."""

    code = "reason_not_accepted"

    def __init__(self, reason: str, accepted: Sequence[str]) -> None:
        super().__init__(reason=reason, accepted=", ".join(accepted))
