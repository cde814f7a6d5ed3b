"""The errand that a message names by its verb or its order number, where it was understood as another one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from actions.turn import AWAITING, Turn

# Errands with a verb of their own; a message with the verb of one of them alone is about that one.
_VERBS: Mapping[str, re.Pattern[str]] = {
    "return_item": re.compile(
        r"\b(?:return|returning|(?:send|give|bring|sending|giving)(?: \w+)? back)\b", re.I
    ),
    "exchange_item": re.compile(r"\b(?:exchange|exchanging|exchanged|swap|swapping|swapped)\b", re.I),
    "cancel_order": re.compile(r"\b(?:cancel|cancell?ing|cancell?ed|call off)\b", re.I),
}
# What the verb must be asked for with: a story that holds the verb asks for nothing.
_ASKED = re.compile(
    r"\b(?:i(?:['’]d| would) (?:like|love|want)|i (?:want|need|wish)|(?:can|could|may) (?:i|we|you)|please)"
    r"\b",
    re.I,
)
_DENIED = re.compile(r"\b(?:not|never|instead of|rather than|without)\b|n['’]t\b|\bdont\b", re.I)
_MISTAKABLE = frozenset({*_VERBS, "reorder"})
# An address that is to stay, as opposed to that of one order.
_LASTING = re.compile(
    r"\b(?:default|saved|profile|account|standard|usual|permanent\w*|always|future|from now on|on file)\b",
    re.I,
)


def by_order(turn: Turn) -> Turn:
    """The turn; "change the address of A10007" is about that order, and not about the account."""
    of_account = turn.intent == "change_default_address" and not turn.pressed
    if of_account and turn.entity("order_id") and not _LASTING.search(turn.words):
        return replace(turn, intent="change_address")
    return turn


def by_verb(turn: Turn) -> Turn:
    """The turn, with the errand whose verb it names in place of another one that it has no word of.

    Only where nothing is asked: in the middle of an errand the verb may be about that one.
    """
    text = turn.words
    if turn.pressed or turn.slot(AWAITING) or turn.intent not in _MISTAKABLE:
        return turn
    if _DENIED.search(text) or not _ASKED.search(text):
        return turn
    named = [intent for intent, verb in _VERBS.items() if verb.search(text)]
    return replace(turn, intent=named[0]) if len(named) == 1 and named[0] != turn.intent else turn
