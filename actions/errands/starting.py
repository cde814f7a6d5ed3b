"""Which messages start an errand, which wait behind another, and which only bring details to the open one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.errands.consent import SURE_NO, keeps
from actions.errands.errand import Errand
from actions.errands.needs.either import EITHER
from actions.errands.needs.order_words import numbers_in
from actions.errands.needs.orders import ORDER
from actions.errands.needs.reason import REASON
from actions.errands.reasons import reason_in
from actions.errands.state import ACTION, VARIANT, ErrandState, Open
from actions.errands.told import Told, errand_told, errands_told, taken_apart
from actions.errands.wording import ALSO, IN_ITS_PLACE, INSTEAD, same_number
from actions.resolve.identity import PROOFS
from actions.resolve.words import telling
from actions.turn import AWAITING, Turn

# A message in the middle of an errand must be this sure to start another one; else it is taken as an answer.
SURE_START = 0.6
# Questions whose "no" can only mean that the errand is not wanted.
DECLINABLE = frozenset({ORDER, REASON})
# After these an order may be beyond change.
SWAPS = frozenset({"change_items", "exchange_item"})
_HOW_MUCH = re.compile(r"\b(?:total|how much|amount|sum)\b", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:re-?order\w*|again|once more|another|repeat|same (?:order|thing)|buy|purchase)\b", re.I
)
# "Don't cancel it, just tell me where it is."
_ASKS_WHERE = re.compile(r"\b(?:where|when|status|track|arriv\w+|shipped|left yet)\b", re.IGNORECASE)
# The address of the account, and not of an order.
_OF_THE_ACCOUNT = re.compile(
    r"\b(?:default|profile|account|user|home|file|saved|stored|personal|my (?:own )?address)\b", re.IGNORECASE
)


@dataclass
class Starting:
    """Judges the present message against what is open."""

    errands: Mapping[str, Errand]
    turn: Turn
    state: ErrandState

    def starts(self, top: Open | None) -> bool:
        """Whether the message opens an errand on top of the one that is open."""
        if self.turn.intent not in self.errands or self.turned_down(self.turn.intent):
            return False
        if self.is_story():
            return False
        if top is None:
            return True
        return top.name != self.turn.intent and self.is_sure_request() and not self._is_heard(top)

    def apart(self, intent: str) -> list[Told]:
        """The errands that the words ask for, when they are several; [] where they ask for ``intent`` alone.

        What a change of items would lock comes before it.
        """
        told = [] if self.turn.pressed else taken_apart(self.turn.words)
        alike = {intent} | (SWAPS if intent in SWAPS else set())
        known = all(one.name in self.errands for one in told)
        if len(told) < 2 or not known or not alike & {one.name for one in told}:
            return []
        return sorted(told, key=lambda one: one.name in SWAPS)

    def cut_off(self) -> list[int]:
        """Earlier parts of this message that no errand served: a detail may have been cut off with them."""
        parts = self.turn.heard[self._message_start() : -1] if self.turn.follows else ()
        return [part.index for part in parts if part.action != ACTION]

    def comes_first(self, top: Open) -> bool:
        """Whether the request must be served before the open one, which would make it impossible."""
        return top.name in SWAPS and self.turn.intent in {"change_address", "change_payment"}

    def told_by_summary(self) -> bool:
        """ "What is the total refund?", asked with the return whose summary tells it."""
        return self.turn.intent == "refund_status" and _HOW_MUCH.search(self.turn.words) is not None

    def meant_instead(self, top: Open) -> str | None:
        """ "I want to exchange it, not return it": the errand that was meant in place of the open one."""
        if self.turn.pressed:
            return None
        wanted, denied = errands_told(self.turn.words)
        return wanted[0] if wanted and top.name in denied and top.name not in wanted else None

    def takes_its_place(self, top: Open) -> bool:
        """ "Ok then just return it": another errand in place of the open one, of the same order."""
        turn = self.turn
        if turn.pressed or turn.intent == top.name or turn.intent not in self.errands or top.offered:
            return False
        if not IN_ITS_PLACE.search(turn.words) or ALSO.search(turn.words):
            return False
        return not self.turned_down(turn.intent) and not self.names_other_order(top)

    def the_other_of_two(self, top: Open) -> Open | None:
        """ "Then rather the exchange": of two errands of which one can be done, the one below."""
        if not top.filled.get(EITHER):
            return None
        told = errand_told(self.turn.words) or self.turn.intent
        return next(
            (o for o in self.state.stack if o is not top and o.filled.get(EITHER) and o.name == told), None
        )

    def is_story(self) -> bool:
        """ "I have an order with two lamps", cut off what is wanted of it and taken for a reorder."""
        part = self.turn.more or self.turn.follows
        return part and self.turn.intent == "reorder" and not _AGAIN.search(self.turn.words)

    def waits(self, top: Open | None) -> bool:
        """Whether it is the second request of a message whose first has asked a question."""
        if top is None or not self.turn.follows or not self.starts(None) or self._goes_on(top):
            return False
        return top.started >= self._message_start() and (
            top.name != self.turn.intent or self.names_other_order(top)
        )

    def place_behind(self) -> int:
        """Where in the stack it waits: below all that the same message asked for before it."""
        first = self._message_start()
        return next(place for place, opened in enumerate(self.state.stack) if opened.started >= first)

    def _message_start(self) -> int:
        """The number of the first part of this message."""
        part = int(self.turn.metadata.get("part") or 1)
        return len(self.turn.heard) - part

    def is_sure_request(self) -> bool:
        """Whether the message is surely about an errand."""
        return self.turn.intent in self.errands and self.turn.confidence >= SURE_START

    def _is_heard(self, top: Open) -> bool:
        """Whether the open errand takes such a message as details: no other order, nothing "also"."""
        if self.turn.slot(AWAITING) == VARIANT and INSTEAD.search(self.turn.words):
            # "If there is none, return it": what to do with the item that was asked about.
            return not self.names_other_order(top)
        if self.turn.slot(AWAITING) == ORDER and self.turn.intent in SWAPS and self._names_a_thing_only():
            return True
        if self.turn.intent not in self.errands[top.name].hears:
            return False
        return not self.names_other_order(top) and not ALSO.search(self.turn.words)

    def _names_a_thing_only(self) -> bool:
        """ "Ok so the bottle order": what is in an order, and not a word of anything to be done."""
        named = [word for e in self.turn.entities if e.kind == "product" for word in telling(e.value)]
        return bool(named) and set(telling(self.turn.words)) <= set(named)

    def _goes_on(self, top: Open) -> bool:
        """ "Send it elsewhere. The new address is ...": the address of the account is called so."""
        if (top.name, self.turn.intent) != ("change_address", "change_default_address"):
            return False
        return not _OF_THE_ACCOUNT.search(self.turn.words) and not ALSO.search(self.turn.words)

    def names_other_order(self, top: Open) -> bool:
        """Whether the message names an order that is not the open errand's."""
        known = str(top.filled.get("order", ""))
        numbers = numbers_in(self.turn.heard[-1]) if self.turn.heard else []
        return bool(known) and any(not same_number(number, known) for number in numbers)

    def turned_down(self, name: str) -> bool:
        """Whether the words say not to do it."""
        unless = self.errands[name].unless
        return unless is not None and unless.search(self.turn.words) is not None

    def drops(self, top: Open, reasons: Sequence[str]) -> bool:
        """Whether the open errand is given up; ``reasons``: those for which an order may be cancelled."""
        turn = self.turn
        if turn.slot(AWAITING) == REASON and reason_in(turn.words, reasons):
            # "Don't need it anymore" says why it is to be cancelled.
            return False
        if turn.intent == "never_mind" or self.turned_down(top.name):
            return True
        details = any(e.kind in {"order_id", "reason", "product"} for e in turn.entities)
        refused = turn.intent == "deny" and turn.confidence >= SURE_NO and not details
        if turn.slot(AWAITING) in PROOFS:
            # A bare no to "what's the email?" is about the email.
            return refused and keeps(turn.words)
        return refused and not top.confirming and turn.slot(AWAITING) in DECLINABLE

    def replaces(self, opened: Open) -> bool:
        """Whether an errand that is open is the one that is started now."""
        if opened.name != self.turn.intent or opened.queued:
            return False
        return not self.names_other_order(opened)

    def from_details(self) -> str | None:
        """The errand that a message of mere details, or a yes out of the blue, starts."""
        turn = self.turn
        if turn.intent in {"inform", "correct"} and turn.entity("order_id"):
            return "order_status"
        if turn.intent in self.errands and self.turned_down(turn.intent):
            return "order_status" if _ASKS_WHERE.search(turn.words) else None
        if turn.intent == "affirm" and len(turn.words.split()) > 1 and turn.runner_up in self.errands:
            return turn.runner_up
        return None
