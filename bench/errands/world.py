"""The imported store as scripts need it: whose order has what, and what one calls it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from bench.errands.model import Json

PENDING, PROCESSED, DELIVERED, CANCELLED = "pending", "processed", "delivered", "cancelled"
# Last words of product names that say too little alone.
_VAGUE = frozenset({"set", "kit", "bed", "mat", "bulb", "light", "machine", "watch", "camera", "shoes"})
_ABSENT = frozenset({"none", "no", "not resistant"})


class NoneLeft(LookupError):
    """The store has no customer of the kind that a script needs."""


@dataclass(frozen=True)
class World:
    """Read-only view of the exported store, with draws that come out the same for the same seed."""

    content: Json
    random: Random
    used: set[str] = field(default_factory=set)

    # Who.

    def draw_user(self, fits: Callable[[Json], bool]) -> Json:
        """A customer that fits and was not drawn before. Raises ``NoneLeft``."""
        left = [u for u in self.content["users"].values() if u["user_id"] not in self.used and fits(u)]
        if not left:
            raise NoneLeft
        user: Json = self.random.choice(sorted(left, key=lambda u: u["user_id"]))
        self.used.add(user["user_id"])
        return user

    def draw_order(self, fits: Callable[[Json], bool]) -> Json:
        """An order that fits, of a customer not drawn before."""
        user = self.draw_user(lambda u: any(fits(order) for order in self.orders(u)))
        return self.random.choice([order for order in self.orders(user) if fits(order)])

    def user(self, order: Json) -> Json:
        """Whose order it is."""
        found: Json = self.content["users"][order["user_id"]]
        return found

    def orders(self, user: Json, *states: str) -> list[Json]:
        """The customer's orders, in those states where some are named."""
        all_of_them = [self.content["orders"][number] for number in user["orders"]]
        return [order for order in all_of_them if not states or order["status"] in states]

    # What.

    def product(self, item: Json) -> Json:
        """The product it is a variant of."""
        found: Json = self.content["products"][item["product_id"]]
        return found

    def others(self, item: Json) -> list[Json]:
        """The variants that can be had instead of it."""
        variants = self.product(item)["variants"].values()
        return [v for v in variants if v["available"] and v["item_id"] != item["item_id"]]

    def like(self, item: Json, changes: Mapping[str, str]) -> Json | None:
        """The variant that has these values and else what the item has; None where it cannot be had."""
        wanted = {**item["options"], **changes}
        return next((v for v in self.others(item) if v["options"] == wanted), None)

    def near(self, item: Json, most: int = 1) -> Iterator[tuple[dict[str, str], Json]]:
        """Variants that differ in up to so many options, with what differs."""
        for variant in self.others(item):
            differs = {k: v for k, v in variant["options"].items() if item["options"].get(k) != v}
            if 0 < len(differs) <= most and all(sayable(k, v) for k, v in differs.items()):
                yield differs, variant

    def in_all_orders(self, user: Json) -> Counter[str]:
        """How often each product was ordered."""
        return Counter(item["name"] for order in self.orders(user) for item in order["items"])

    def told_by_content(self, order: Json) -> list[Json]:
        """The items that no other order of the customer has, and this one once."""
        counts = self.in_all_orders(self.user(order))
        return [item for item in order["items"] if counts[item["name"]] == 1]

    def thing(self, item: Json, among: Sequence[Json], *, full: bool = False) -> str:
        """What a customer calls it: "the keyboard" where nothing else there is one."""
        name = item["name"].replace("LED ", "").replace("Electric ", "electric ")
        words = name.split()
        last = words[-1].casefold()
        alike = [i for i in among if i["name"].split()[-1].casefold() == last and i["name"] != item["name"]]
        if full or last in _VAGUE or alike or self.random.random() < 0.4:
            return f"the {name[0].lower() + name[1:] if name[1:2].islower() else name.lower()}".lower()
        return f"the {last}"


def anybody(user: Json) -> bool:
    """Every customer will do."""
    return bool(user)


def no_twins(order: Json) -> bool:
    """Whether nothing is in it twice."""
    names = [item["name"] for item in order["items"]]
    return len(names) == len(set(names))


def paid_once(order: Json) -> bool:
    """Whether a single payment stands on it."""
    return len(order["payment_history"]) == 1


def is_plain(order: Json, state: str) -> bool:
    """Whether it is in that state, has nothing twice and was paid in one payment."""
    return bool(order["status"] == state) and no_twins(order) and paid_once(order)


def original(order: Json) -> str:
    """The method it was paid with."""
    return str(order["payment_history"][0]["payment_method_id"])


def total(order: Json) -> float:
    """What its items come to."""
    return round(sum(float(item["price"]) for item in order["items"]), 2)


def amount(value: float) -> str:
    """As the assistant writes it."""
    return f"${value:,.2f}"


def label(user: Json, method_id: str) -> str:
    """A payment method as the assistant writes it."""
    found = user["payment_methods"][method_id]
    if found["source"] == "credit_card":
        return f"{found['brand'].capitalize()} ending in {found['last_four']}"
    return {"paypal": "PayPal", "gift_card": "gift card"}[found["source"]]


def of_kind(user: Json, kind: str) -> list[str]:
    """The customer's methods of that kind."""
    return [key for key, method in user["payment_methods"].items() if method["source"] == kind]


def unequivocal(user: Json, method_id: str) -> bool:
    """Whether the method is the only one of its kind."""
    return len(of_kind(user, user["payment_methods"][method_id]["source"])) == 1


def balance(user: Json, method_id: str) -> float:
    """What is on a gift card; of other methods enough for all."""
    return float(user["payment_methods"][method_id].get("balance", 1e9))


def sayable(option: str, value: str) -> bool:
    """Whether one can wish for it in a natural sentence."""
    return not (option == "features" and value == "none")


def is_absent(value: str) -> bool:
    """Whether the value means that something is not there."""
    return value in _ABSENT


def line(address: Json) -> str:
    """An address as customers write it."""
    parts = (
        address["address1"],
        address["address2"],
        address["city"],
        f"{address['state']} {address['zip']}",
    )
    return ", ".join(part for part in parts if part)
