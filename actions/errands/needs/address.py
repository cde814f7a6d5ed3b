"""Where something is to be sent from now on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from actions.errands.context import Context
from actions.errands.errand import Outcome, ask
from actions.errands.needs.order_words import numbers_of
from actions.errands.state import DISCUSSED, Question
from actions.phrases import address_line
from actions.reply import payload
from actions.resolve.addresses import AddressFound, address_in, address_meant, missing
from shop.types import Address

# What awaits an address; the button that means the one of the account.
ADDRESS, ACCOUNT = "address", "account"
# Set where an errand was opened together with another one for the same new address.
SAME = "same"
# "The same address": the one that was just used.
_SAME = re.compile(r"\b(?:same|that|this|new|above|it)\b", re.IGNORECASE)
# A short answer to "which city?" is the city.
LONGEST_PART_WORDS = 5
# "Make it 90, not 88", "not Elm but Oak": what was wrong, and what is right.
_THIS_NOT_THAT = re.compile(
    r"(?:\b(?:make it|should be)\s+|\b(?=\d))(?P<right>\w+)\W+(?:and )?not (?P<wrong>\w+)\b", re.IGNORECASE
)
_NOT_THAT_BUT = re.compile(r"\bnot (?P<wrong>\w+)\W+(?:but|it['’]?s|it is) (?P<right>\w+)\W*$", re.IGNORECASE)
_HOUSE_NUMBER = re.compile(
    r"(?<!order )\b(?:house )?number(?: is|['’]?s)? (?P<right>\d{1,4}[a-z]?)\b", re.IGNORECASE
)
_BEGINS_WITH_NUMBER = re.compile(r"^\d+\w?\b")
_NUMBER_AND_STREET = re.compile(
    r"^(?P<number>\d+\w?) (?:(?:[ns][ew]?|[ew]|north|south|east|west)\b\.? )?(?P<name>\w+)", re.IGNORECASE
)
PARTS = {
    "address1": "utter_ask_street",
    "city": "utter_ask_city",
    "state": "utter_ask_state",
    "postcode": "utter_ask_zip",
}


@dataclass(frozen=True)
class NewAddress:
    """A whole address, filled as ``address``; ``account``: the account's own one may be meant."""

    question: str
    account: bool = True

    def fill(self, ctx: Context) -> Outcome:
        """Typed, pointed to, or asked for, whole or by the part that is missing."""
        known = self._known(ctx)
        if known is None:
            return ask(ctx, self._question(ctx))
        ctx.filled[ADDRESS] = asdict(known)
        lacking = missing(known)
        if not lacking:
            return Outcome.FILLED
        values = {"address": address_line(known)}
        return ask(ctx, Question(awaiting=ADDRESS, response=PARTS[lacking[0]], values=values))

    def _known(self, ctx: Context) -> Address | None:
        filled = ctx.filled.get(ADDRESS)
        before = Address(**filled) if filled else None
        if ctx.pressed(ADDRESS) == ACCOUNT and self.account and ctx.customer:
            return ctx.customer.address
        open_now = ctx.asked(ADDRESS) or ctx.errand.confirming
        if before is not None and open_now and (corrected := corrected_in(ctx.words, before)):
            return corrected
        if ctx.words and (told := self._told(ctx, ctx.words, before)):
            return told
        if before is not None:
            return before
        address: Address | None = None
        for text in reversed(list(ctx.texts())):
            address = self._told(ctx, text, address) or address
        return address or self._same_as_before(ctx)

    def _told(self, ctx: Context, text: str, before: Address | None) -> Address | None:
        """The address that the text gives, or the one before with the parts that it gives."""
        current = ctx.order if "order" in ctx.filled else None
        typed = self._not_a_claim(ctx, address_in(text))
        if typed is None or not typed.address1:
            found = address_meant(
                text,
                ctx.customer,
                ctx.orders,
                current=current,
                discussed=ctx.reply.current(ctx.turn.slots, DISCUSSED),
            )
            if self._is_other(ctx, found):
                return found.address
        asked = text == ctx.words and (ctx.asked(ADDRESS) or ctx.errand.confirming)
        if typed is not None and not asked and _only_postcode(typed):
            # "My name is Ann Lee, zip 12345" tells who it is.
            return None
        if typed is not None and (before is None or (typed.address1 and not missing(typed))):
            return typed
        if typed is not None and before is not None:
            return _with_parts(before, typed)
        return self._bare_part(ctx, text, before)

    def _not_a_claim(self, ctx: Context, typed: Address | None) -> Address | None:
        """The zip code that told who the shopper is says nothing of where something is to go."""
        if typed is None or typed.address1 or typed.city or typed.address2:
            return typed
        own = ctx.customer.address.postcode if ctx.customer else ""
        return None if typed.postcode and typed.postcode == own else typed

    def _is_other(self, ctx: Context, found: AddressFound) -> bool:
        """Whether a known address is pointed to, and one that it may be changed to."""
        if found.address is None or found.source not in {"account", "order"} or found.missing:
            return False
        now = ctx.order.address if "order" in ctx.filled else ctx.customer and ctx.customer.address
        return found.address != now and (self.account or found.source != "account")

    def _bare_part(self, ctx: Context, text: str, before: Address | None) -> Address | None:
        """ "Boston", where the city was asked for."""
        lacking = missing(before) if before else ()
        short = text.strip(" .,!")
        if not ctx.asked(ADDRESS) or text != ctx.words or not lacking or before is None:
            return None
        if not short or len(short.split()) > LONGEST_PART_WORDS or numbers_of(ctx, ctx.turn.heard[-1]):
            return None
        return replace(before, **{lacking[0]: short})

    def _same_as_before(self, ctx: Context) -> Address | None:
        """The address of the errand before, when the words point to it."""
        kept = ctx.recent.get(ADDRESS)
        if isinstance(kept, Mapping) and (
            ctx.filled.get(SAME) or any(_SAME.search(text) for text in ctx.texts())
        ):
            return Address(**{name: str(value) for name, value in kept.items()})
        return None

    def _question(self, ctx: Context) -> Question:
        buttons = []
        customer = ctx.customer
        if self.account and customer and customer.address != ctx.order.address:
            buttons = [(address_line(customer.address), payload("inform", address=ACCOUNT))]
        values = {"order_id": str(ctx.filled.get("order", ""))}
        form = {"kind": "address"}
        return Question(awaiting=ADDRESS, response=self.question, values=values, buttons=buttons, form=form)


def corrected_in(text: str, before: Address) -> Address | None:
    """The address before with the one word put right that the text names; None where it names none."""
    found = _NOT_THAT_BUT.search(text) or _THIS_NOT_THAT.search(text)
    if found and found["wrong"][0].isdigit() == found["right"][0].isdigit():
        wrong = re.compile(rf"\b{re.escape(found['wrong'])}\b", re.IGNORECASE)
        for part in ("address1", "address2", "city", "postcode"):
            if wrong.search(getattr(before, part)):
                return replace(before, **{part: wrong.sub(found["right"], getattr(before, part), count=1)})
    number = _HOUSE_NUMBER.search(text)
    if number and _BEGINS_WITH_NUMBER.search(before.address1):
        return _numbered(before, number["right"])
    return _on_that_street(text, before)


def _numbered(address: Address, number: str) -> Address:
    return replace(address, address1=_BEGINS_WITH_NUMBER.sub(number, address.address1))


def _on_that_street(text: str, before: Address) -> Address | None:
    """ "No, 14 elm", where it was 12 Elm Street, maybe with another flat; None for any other address."""
    street, given = _NUMBER_AND_STREET.match(before.address1), address_in(text)
    if street is None or (given and given.address1):
        return None
    named = rf"(?P<right>\d{{1,4}}[a-z]?) {re.escape(street['name'])}\b"
    said = re.sub(rf"\bnot {named}", "", text, flags=re.IGNORECASE)
    found = re.search(rf"\b{named}", said, re.IGNORECASE)
    if found is None or found["right"].casefold() == street["number"].casefold():
        return None
    if given is None and re.search(r"\d", said[: found.start()] + said[found.end() :]):
        # Something of the address that could not be read.
        return None
    return _numbered(_with_parts(before, given) if given else before, found["right"])


def _only_postcode(typed: Address) -> bool:
    return bool(typed.postcode) and not (typed.address1 or typed.city or typed.state)


def _same_street(one: str, other: str) -> bool:
    """Whether only the house number differs: that was corrected, and the flat stays."""
    return re.sub(r"^\d+\w?\s+", "", one).casefold() == re.sub(r"^\d+\w?\s+", "", other).casefold()


def _with_parts(before: Address, typed: Address) -> Address:
    """The address before with what is said anew; another street has another flat."""
    given = {name: value for name, value in asdict(typed).items() if value and name != "country"}
    if typed.address1 and not _same_street(before.address1, typed.address1):
        given.setdefault("address2", "")
    if typed.state or typed.postcode:
        given["country"] = typed.country
    return replace(before, **given)
