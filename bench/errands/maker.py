"""What all scripts are made with: who somebody is, how he refers to an order, an item, a payment method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bench.errands.model import Customer, Effect, Errand, Json, Stage
from bench.errands.wordings import Wordings
from bench.errands.world import World, amount, label, of_kind, original, unequivocal

_STREETS = ("Juniper", "Cobble Hill", "Larch", "Mill Pond", "Quarry", "Sandpiper", "Thistle", "Fern Hollow")
_KINDS = ("Street", "Avenue", "Lane", "Road", "Drive")
_PLACES = (
    ("Portland", "OR", "972"),
    ("Boise", "ID", "837"),
    ("Madison", "WI", "537"),
    ("Tucson", "AZ", "857"),
    ("Albany", "NY", "122"),
    ("Raleigh", "NC", "276"),
)


@dataclass(frozen=True)
class Maker:
    """A world and the words to speak of it; everything drawn comes from one seed."""

    world: World
    wordings: Wordings
    random: Random

    def customer(
        self,
        skill: str,
        user: Json,
        say: str,
        errands: Sequence[Errand],
        effects: Sequence[Effect] = (),
        then: Sequence[tuple[str, Sequence[Errand]]] = (),
        *,
        person: bool = False,
    ) -> Customer:
        """A customer who says who he is at once, or when asked; ``then``: what he says afterwards."""
        first = user["name"]
        name = f"{first['first_name']} {first['last_name']}"
        by_name = {"name": name, "zip": user["address"]["zip"]}
        way = self.random.choice(["name", "name", "email", "later", "later", "later email"])
        identity = {"email": user["email"]} if "email" in way else by_name
        if way.startswith("later"):
            begin = self.wordings.say("hello") if self.random.random() < 0.9 else ""
        else:
            begin = self.wordings.say(f"intro_{way}", **identity)
        opening = f"{begin}{say}"
        stages = [Stage(opening, tuple(e if e.again else e.but(again=say) for e in errands))]
        for text, more in then:
            stages.append(Stage(text, tuple(e if e.again else e.but(again=text) for e in more)))
        return Customer(skill, user["user_id"], identity, tuple(stages), tuple(effects), person)

    # Orders.

    def which(self, order: Json, *, besides: Sequence[Json] = (), number: bool | None = None) -> str:
        """The order by its number or by something that only this one has, not by the things ``besides``."""
        telling = [i for i in self.world.told_by_content(order) if i not in besides]
        by_number = self.random.random() < 0.6 if number is None else number
        if by_number or not telling:
            return self.wordings.phrase("by_number", order=order["order_id"])
        thing = self.world.thing(self.random.choice(telling), self.all_items(order), full=True)
        return self.wordings.phrase("by_content", thing=thing)

    def order_answer(self, order: Json) -> tuple[str, str]:
        """Which order, when asked; the number at the latest the second time."""
        telling = self.world.told_by_content(order)
        number = self.wordings.say("answer_number", order=order["order_id"])
        if not telling or self.random.random() < 0.6:
            return number, order["order_id"]
        thing = self.world.thing(telling[0], self.all_items(order), full=True)
        return self.wordings.say("answer_content", thing=thing), number

    def all_items(self, order: Json) -> list[Json]:
        """Everything the customer has ordered."""
        return [i for o in self.world.orders(self.world.user(order)) for i in o["items"]]

    def thing(self, item: Json, order: Json) -> str:
        """What he calls the item."""
        return self.world.thing(item, self.all_items(order))

    # Payment.

    def method(self, user: Json, method_id: str) -> str:
        """What he calls a method of his."""
        found = user["payment_methods"][method_id]
        if found["source"] != "credit_card":
            return self.wordings.phrase(f"by_{found['source']}")
        if unequivocal(user, method_id) and self.random.random() < 0.5:
            return self.wordings.phrase("by_credit_card")
        brands = [user["payment_methods"][key]["brand"] for key in of_kind(user, "credit_card")]
        if brands.count(found["brand"]) > 1:
            return f"my {found['brand']} ending in {found['last_four']}"
        return self.wordings.phrase("by_card", brand=found["brand"].capitalize(), last=found["last_four"])

    def payment_answers(self, user: Json, method_id: str) -> tuple[str, ...]:
        """What he says when asked how to pay or where the money goes."""
        sure = label(user, method_id)
        return (
            self.wordings.say("answer_payment", method=self.method(user, method_id)),
            self.wordings.say("answer_payment", method=f"the {sure}"),
        )

    def refund_to(self, order: Json, *, original_only: bool = False) -> str:
        """A method that a refund may go to."""
        user = self.world.user(order)
        allowed = list(dict.fromkeys([original(order), *of_kind(user, "gift_card")]))
        return original(order) if original_only else self.random.choice(allowed)

    # Addresses.

    def address(self) -> Json:
        """An address nobody in the store has."""
        city, state, zip_code = self.random.choice(_PLACES)
        street = f"{self.random.choice(_STREETS)} {self.random.choice(_KINDS)}"
        return {
            "address1": f"{self.random.randint(11, 989)} {street}",
            "address2": self.random.choice(["", f"Suite {self.random.randint(100, 999)}", "Apt 4B"]),
            "city": city,
            "country": "USA",
            "state": state,
            "zip": f"{zip_code}{self.random.randint(1, 99):02d}",
        }


def shown(address: Json) -> tuple[str, ...]:
    """What a summary must show of an address."""
    return tuple(part for key, part in address.items() if key != "country" and part)


def specs(options: Json) -> str:
    """All options in a row: "switch type clicky, backlight none, size 80%"."""
    return ", ".join(f"{option} {value}" for option, value in options.items())


def values(variant: Json) -> str:
    """A variant as the assistant writes it."""
    return ", ".join(variant["options"].values())


def money(value: float) -> str:
    """An amount as the assistant writes it."""
    return amount(abs(value))
