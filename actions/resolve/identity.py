"""What a shopper has said about who they are, as a claim for the shop to check."""

from __future__ import annotations

import re

from actions.turn import Turn
from shop.types import Claim

_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:]{2,}")
_INTRODUCTION = re.compile(
    r"^\s*(?:hi|hello|it'?s|it is|i'?m|i am|my (?:full )?name(?: is|'s)?|(?:full )?name|this is)\b[\s,:]*",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d_][^\d@#]{2,60}$")
LONGEST_NAME_WORDS = 4


def claim_of(turn: Turn, since: int) -> Claim:
    """Email, order number, name and postcode from message number ``since`` on; the last of each counts."""
    name = _last(turn.said("name", since)) or _asked_name(turn)
    first, last = split_name(name)
    return Claim(
        email=_email(turn, since),
        order_id=_last(turn.said("order_id", since)),
        first_name=first,
        last_name=last,
        postcode=_last(turn.said("postcode", since)) or _asked_postcode(turn),
    )


def _last(values: list[str]) -> str | None:
    return values[-1] if values else None


def _email(turn: Turn, since: int) -> str | None:
    for message in reversed(turn.heard[since:]):
        if not message.text.startswith("/") and (found := _EMAIL.search(message.text)):
            return found.group(0).rstrip(".!?'\"")
    return None


def _asked_name(turn: Turn) -> str | None:
    """The whole message when a name was asked for and it looks like one."""
    if turn.slot("awaiting") not in {"first_name", "last_name"}:
        return None
    text = _INTRODUCTION.sub("", turn.words).strip(" .,!")
    words = text.split()
    return text if _NAME.match(text) and 2 <= len(words) <= LONGEST_NAME_WORDS else None


def _asked_postcode(turn: Turn) -> str | None:
    if turn.slot("awaiting") != "postcode" or not turn.words or len(turn.words) > 20:
        return None
    return turn.words.strip(" .,!") if any(c.isdigit() for c in turn.words) else None


def split_name(name: str | None) -> tuple[str | None, str | None]:
    """First and last name; (None, None) for fewer than two words."""
    parts = (name or "").split()
    return (" ".join(parts[:-1]), parts[-1]) if len(parts) >= 2 else (None, None)
