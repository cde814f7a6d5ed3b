"""A scripted customer in conversation: he answers what he is asked and reads what he is to agree to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.errands.model import Customer, Errand
from bench.errands.replies import Part
from bench.errands.wordings import Wordings

# What a response asks for, by the beginning of its name; longer beginnings first.
ASKS = {
    "utter_ask_email": "identity",
    "utter_ask_order_id": "identity",
    "utter_ask_name": "identity",
    "utter_ask_postcode": "identity",
    "utter_not_identified": "identity",
    "utter_invalid_email": "identity",
    "utter_ask_which_order": "order",
    "utter_ask_items": "items",
    "utter_ask_variant_near": "near",
    "utter_nothing_to_swap_for": "near",
    "utter_ask_variant": "variant",
    "utter_ask_payment": "payment",
    "utter_ask_address": "address",
    "utter_ask_default_address": "address",
    "utter_ask_street": "address",
    "utter_ask_city": "address",
    "utter_ask_state": "address",
    "utter_ask_zip": "address",
    "utter_ask_reason": "reason",
    "utter_confirm_": "confirm",
    "utter_offer_whole_order": "offer",
    "utter_offer_return_instead": "offer",
    "utter_offer_cancel_instead": "offer",
}
# Families of errands by what a response's name holds, for telling which errand it is about.
FAMILIES = (
    ("utter_cancelled", "cancel"),
    ("cancel", "cancel"),
    ("reason", "cancel"),
    ("whole_order", "cancel"),
    ("default_address", "default_address"),
    ("address", "address"),
    ("utter_reordered", "reorder"),
    ("reorder", "reorder"),
    ("again", "reorder"),
    ("exchange", "exchange"),
    ("return", "return"),
    ("refund", "return"),
    ("items_changed", "items"),
    ("items_to_change", "items"),
    ("confirm_items", "items"),
    ("change_items", "items"),
    ("payment", "payment"),
)
DONE = re.compile(
    r"utter_(?:cancelled|address_changed|default_address_changed|payment_changed|items_changed|"
    r"exchange_requested|return_requested|reordered)"
)
REFUSES = re.compile(
    r"utter_(?:refused|order_not_found|nothing_to_|no_other_method|no_such_variant|not_in_your_orders|"
    r"offer_return_instead|offer_cancel_instead|offer_whole_order|guide_|out_of_scope|no_method|nothing_left|"
    r"term_|no_answer|identification_failed|account_unknown)"
)
LEFT = re.compile(r"utter_(?:kept|dropped|nothing_left|start_over)")
HANDED_OVER = re.compile(r"utter_(?:handoff|identification_failed)")
MOST_ANSWERS = 4
MOST_NUDGES = 3
# Variants of a family that one errand may turn into by the state of its order.
_SAME = {
    "items": {"items", "exchange"},
    "exchange": {"items", "exchange"},
    "exchange or return": {"exchange", "return"},
    "cancel or return": {"cancel", "return"},
    "items or cancel": {"items", "exchange", "cancel"},
}


@dataclass
class Speaker:
    """Holds what is settled and what was said how often; ``next`` is the next message or None at the end."""

    customer: Customer
    wordings: Wordings
    handed_over: bool = False
    trouble: str = ""
    _stage: int = 0
    _settled: set[int] = field(default_factory=set)
    _twisted: set[int] = field(default_factory=set)
    _pressed: set[int] = field(default_factory=set)
    _aside: set[str] = field(default_factory=set)
    _count: Counter[str] = field(default_factory=Counter)
    _awaits: str = ""

    def opening(self) -> str:
        """The first message."""
        return self.customer.stages[0].say

    @property
    def asked(self) -> bool:
        """Whether the last reply asked something: what is said next is in the middle of an errand."""
        return bool(self._awaits)

    @property
    def satisfied(self) -> bool:
        """Whether every errand was settled as it should."""
        last = self._stage >= len(self.customer.stages)
        return not self.trouble and last

    def next(self, reply: Sequence[Part]) -> str | None:
        """What he says to that reply."""
        self._awaits = ""
        if any(HANDED_OVER.match(part.name) for part in reply):
            self.handed_over = True
            self._settle_person()
            if self._stage < len(self.customer.stages):
                self.trouble = "handed over to a person"
            return None
        self._take_in(reply)
        question = next((p for p in reversed(reply) if _asks(p)), None)
        if question is not None:
            answer = self._answer(question)
            if answer is not None:
                return answer
        refused = self._press(reply)
        if refused is not None:
            return refused
        return self._go_on()

    # What the reply settles.

    @property
    def _open(self) -> list[Errand]:
        if self._stage >= len(self.customer.stages):
            return []
        return [e for e in self.customer.stages[self._stage].errands if id(e) not in self._settled]

    def _take_in(self, reply: Sequence[Part]) -> None:
        text = "\n".join(part.text for part in reply)
        for errand in self._open:
            if errand.told and all(_has(part, text) for part in errand.told):
                self._settled.add(id(errand))
        for part in reply:
            if DONE.match(part.name):
                self._settle(part, lambda e: bool(e.does) and not e.refused)
            elif LEFT.match(part.name):
                self._settle(part, lambda e: bool(e.declines))
        for errand in self._open:
            refusals = [p for p in reply if REFUSES.match(p.name)]
            if errand.refused and refusals and (not errand.pressure or id(errand) in self._pressed):
                self._settled.add(id(errand))

    def _settle(self, part: Part, fits: object) -> None:
        for errand in self._open:
            if fits(errand) and self._about(errand, part):  # type: ignore[operator]
                self._settled.add(id(errand))
                return

    def _settle_person(self) -> None:
        for errand in self._open:
            if errand.person or self.customer.person:
                self._settled.add(id(errand))
        self._end_stages()

    def _end_stages(self) -> None:
        while self._stage < len(self.customer.stages) and not self._open:
            self._stage += 1

    def _about(self, errand: Errand, part: Part) -> bool:
        """Whether the message can be about that errand: its family and its order."""
        family = _family(part.name)
        if family and errand.does and family not in _SAME.get(errand.does, {errand.does}):
            return False
        return errand.order is None or "#" not in part.text or errand.order in part.text

    # What he says.

    def _answer(self, question: Part) -> str | None:
        what = _asks(question)
        self._awaits = what
        if what == "identity":
            return self._identity(question.name)
        if what == "confirm":
            return self._agree(question)
        if what == "offer":
            return self._on_offer(question)
        errand = self._errand_for(question, what)
        if errand is None:
            self._count[what] += 1
            if self._count[what] > MOST_ANSWERS:
                self.trouble = f"asked for {what} again and again"
                return None
            return self._restate(what)
        if what in errand.aside and what not in self._aside:
            self._aside.add(what)
            return errand.aside[what]
        key = f"{what} {question.text[:60] if what in {'variant', 'address'} else ''} {id(errand)}"
        self._count[key] += 1
        if self._count[key] > MOST_ANSWERS:
            self.trouble = f"asked for {what} again and again"
            return None
        named = [
            k for k in errand.answers if k.startswith(f"{what} ") and k[len(what) + 1 :] in question.text
        ]
        answers = errand.answers[named[0] if named else what]
        return answers[min(self._count[key], len(answers)) - 1]

    def _restate(self, what: str) -> str | None:
        """Asked for something no open errand has: says again what he wants."""
        left = self._open
        if not left:
            return self._end()
        return left[0].again or self.wordings.say("none_near" if what == "near" else "what_else")

    def _errand_for(self, question: Part, what: str) -> Errand | None:
        fitting = [e for e in self._open if what in e.answers and self._about(e, question)]
        named = [e for e in fitting if any(w in question.text for w in e.answers.get("about", ()))]
        loose = [e for e in self._open if what in e.answers]
        return next(iter(named or fitting or loose), None)

    def _identity(self, name: str) -> str | None:
        self._count["identity"] += 1
        if self._count["identity"] > MOST_ANSWERS:
            self.trouble = "not identified"
            return None
        known = self.customer.identity
        if "email" in known and name != "utter_ask_name":
            return self.wordings.say("my_email", **known)
        return self.wordings.say("my_name", **known)

    def _agree(self, question: Part) -> str | None:
        candidates = [e for e in self._open if e.does and self._about(e, question)]
        for errand in candidates:
            twist = errand.twist
            if twist and id(errand) not in self._twisted and _has_all(twist.seen, question.text):
                self._twisted.add(id(errand))
                return twist.say
        for errand in candidates:
            if errand.refused:
                continue
            if "confirm" in errand.aside and f"confirm {id(errand)}" not in self._aside:
                self._aside.add(f"confirm {id(errand)}")
                return errand.aside["confirm"]
            right = _has_all(errand.summary, question.text)
            if right and not any(_has(part, question.text) for part in errand.unwanted):
                return errand.declines or self.wordings.say("yes")
        return self._correct(candidates, question)

    def _correct(self, candidates: Sequence[Errand], question: Part) -> str | None:
        self._count["wrong"] += 1
        if self._count["wrong"] > 2:
            self.trouble = f"the summary stayed wrong: {question.text!r}"
            return None
        told = next((e.correction for e in candidates if e.correction and not e.refused), None)
        return told or self.wordings.say("not_that")

    def _on_offer(self, question: Part) -> str | None:
        for errand in self._open:
            if errand.accepts and self._count[errand.accepts] == 0:
                self._count[errand.accepts] += 1
                return errand.accepts
        pressed = self._press([question])
        return pressed or self.wordings.say("no_thanks")

    def _press(self, reply: Sequence[Part]) -> str | None:
        """Does not take a first no for an answer."""
        if not any(REFUSES.match(part.name) for part in reply):
            return None
        for errand in self._open:
            if errand.refused and errand.pressure and id(errand) not in self._pressed:
                self._pressed.add(id(errand))
                return errand.pressure
        return None

    def _go_on(self) -> str | None:
        """The next errand, or what he wants once more where nothing came of it."""
        if self._open:
            self._count["nudge"] += 1
            if self._count["nudge"] > MOST_NUDGES:
                self.trouble = "nothing came of it"
                return None
            return self._open[0].again or self.wordings.say("what_else")
        self._stage += 1
        self._end_stages()
        if self._stage >= len(self.customer.stages):
            return None
        return self.customer.stages[self._stage].say

    def _end(self) -> str | None:
        return self._go_on()


def _asks(part: Part) -> str:
    found = [begin for begin in ASKS if part.name.startswith(begin)]
    return ASKS[max(found, key=len)] if found else ""


def _family(name: str) -> str:
    return next((family for piece, family in FAMILIES if piece in name), "")


def _has(wanted: str, text: str) -> bool:
    return wanted.casefold() in text.casefold()


def _has_all(wanted: Sequence[str], text: str) -> bool:
    return all(_has(part, text) for part in wanted)
