"""Invents shops: each states a sample of the frames in one of their forms, with values of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from models.answer_encoder.frames import Frame, foreign, frames, slots

_SLOT = re.compile(r"\{(\w+)\}")
_AMOUNTS = (
    3.95,
    4.9,
    5,
    6.5,
    7.99,
    9,
    10,
    12.5,
    15,
    19,
    20,
    25,
    29,
    35,
    39,
    40,
    50,
    60,
    75,
    80,
    99,
    100,
    120,
    150,
    200,
    250,
    300,
    500,
)
_RANGES = ("1 to 2", "2-3", "2 to 4", "3 to 5", "3–6", "5 to 7", "4 to 8", "7-10", "10 to 14", "two to three")
_DAYS = (3, 5, 7, 10, 14, 15, 20, 21, 28, 30, 45, 60, 90, 100)
_LISTS = {
    "place": "places", "country": "countries", "region": "regions", "city": "cities", "carrier": "carriers",
    "card": "cards", "wallet": "wallets", "processor": "processors", "currency": "currencies",
    "currency1": "currency1", "language": "languages", "material": "materials", "color": "colors",
    "part": "parts", "cert": "certs", "cause": "causes", "month": "months", "date": "dates",
    "weekday": "weekdays", "clock": "clocks", "caps": "caps", "email": "emails", "phone": "phones",
    "name": "names_of_people", "expert": "experts", "collection": "collections",
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A sentence of an invented shop; ``frames`` are those it states, ``product`` names what it is of."""

    text: str
    title: str
    heading: str
    frames: frozenset[str]
    product: str = ""


@dataclass(frozen=True)
class Asked:
    """A question with the facts that answer it (none: unanswerable) and those that may (to be left out)."""

    text: str
    answers: tuple[Fact, ...]
    unclear: frozenset[Fact]
    product: str = ""


@dataclass
class Shop:
    """An invented shop: its slots, its facts, and the questions put to it."""

    name: str
    values: dict[str, Sequence[str]]
    facts: list[Fact] = field(default_factory=list)
    questions: list[Asked] = field(default_factory=list)


def shown(title: str, heading: str, text: str) -> str:
    """A sentence as it is embedded: with the title and heading that tell what it is about."""
    return ". ".join(part for part in (title, heading, text) if part)


class Inventor:
    """Draws shops from one random stream.

    ``beside``: the share of the questions that sound near to a fact of the shop and are not answered by it.
    ``wide``: whether all facts and wordings are drawn from, or the first ones alone.
    """

    def __init__(self, seed: int, misspell: Any, beside: float = 0.14, *, wide: bool = True) -> None:
        self._rng = Random(seed)
        self._misspell = misspell
        self._lists = slots()
        self._beside_share = beside
        self._frames = frames(wide=wide)

    def shop(self, facts: int, questions: int) -> Shop:
        """A shop with about ``facts`` stated frames and ``questions`` questions, two of five unanswerable."""
        rng = self._rng
        kind = rng.choice(self._lists["shops"])
        shop = Shop(rng.choice(self._lists["names"]), {"thing": kind["things"], "goods": kind["goods"]})
        known = rng.sample([f for f in self._frames if not f.of_product], k=facts)
        for frame in known:
            shop.facts.append(self._fact(shop, frame))
        products = rng.sample(self._lists["products"], k=4)
        kinds = {name: f"{name} {rng.choice(kind['things'])}" for name in products}
        stated: dict[str, list[Frame]] = {}
        of_products = [f for f in self._frames if f.of_product]
        for name in products:
            stated[name] = rng.sample(of_products, k=rng.randint(4, 8))
            shop.facts.extend(self._fact(shop, frame, kinds[name]) for frame in stated[name])
        self._join_some(shop)
        for _ in range(questions):
            shop.questions.append(self._question(shop, kinds))
        return shop

    def _fact(self, shop: Shop, frame: Frame, product: str = "") -> Fact:
        rng = self._rng
        text = self._fill(rng.choice(frame.says), shop, product)
        if rng.random() < 0.15:
            lead = self._fill(rng.choice(self._lists["leads"]), shop, product)
            text = lead + (
                text if text.split(" ")[0] in {"I", shop.name.split(" ")[0]} else text[0].lower() + text[1:]
            )
        if rng.random() < 0.1 and text.endswith("."):
            text = text[:-1] + rng.choice(self._lists["tails"]) + "."
        title = product or rng.choice(frame.titles)
        heading = rng.choice(frame.headings) if frame.headings else ""
        drawn = rng.random()
        if drawn < 0.08:
            heading = self._fill(rng.choice(frame.asks), shop, product).capitalize()
        elif drawn < 0.14:
            heading = ""
        elif drawn < 0.18:
            title, heading = (title, "") if product else ("", "")
        return Fact(text, title, heading, frozenset({frame.id}), product)

    def _join_some(self, shop: Shop) -> None:
        """Some sentences state two facts of one document."""
        rng = self._rng
        for _ in range(max(1, len(shop.facts) // 10)):
            one = rng.choice(shop.facts)
            others = [
                f for f in shop.facts if f is not one and f.title == one.title and f.product == one.product
            ]
            if not others or len(one.frames) > 1:
                continue
            other = rng.choice(others)
            if len(other.frames) > 1 or not one.text.endswith(".") or len(one.text + other.text) > 220:
                continue
            joint = rng.choice((", and ", "; ", ", but "))
            text = one.text[:-1] + joint + other.text[0].lower() + other.text[1:]
            shop.facts.remove(one)
            shop.facts.remove(other)
            shop.facts.append(Fact(text, one.title, one.heading, one.frames | other.frames, one.product))

    def _question(self, shop: Shop, kinds: dict[str, str]) -> Asked:
        rng = self._rng
        if rng.random() < 0.07:
            product = rng.choice(list(kinds.values()))
            return Asked(self._dress(rng.choice(foreign()), shop, product), (), frozenset())
        if rng.random() < self._beside_share:
            return self._beside(shop, kinds)
        stated = {i for fact in shop.facts for i in fact.frames}
        if rng.random() < 0.25:
            return self._of_product(shop, rng.choice(list(kinds.values())))
        wanted = rng.random() < 0.62
        general = [f for f in self._frames if not f.of_product and f.asks and (f.id in stated) is wanted]
        frame = rng.choice(general)
        return self._asked(shop, frame, self._dress(rng.choice(frame.asks), shop, ""), "")

    def _beside(self, shop: Shop, kinds: dict[str, str]) -> Asked:
        """A question near to a fact of the shop, and about something that it does not tell."""
        rng = self._rng
        by_id = {frame.id: frame for frame in self._frames}
        near = [
            (by_id[i], fact.product) for fact in shop.facts for i in sorted(fact.frames) if by_id[i].beside
        ]
        if not near:
            return Asked(
                self._dress(rng.choice(foreign()), shop, rng.choice(list(kinds.values()))), (), frozenset()
            )
        frame, product = rng.choice(near)
        unclear = frozenset(f for f in shop.facts if f.frames & frame.near)
        return Asked(self._dress(rng.choice(frame.beside), shop, product), (), unclear, product)

    def _of_product(self, shop: Shop, product: str) -> Asked:
        rng = self._rng
        own = {i for fact in shop.facts if fact.product == product for i in fact.frames}
        wanted = rng.random() < 0.6
        frame = rng.choice([f for f in self._frames if f.of_product and (f.id in own) is wanted])
        return self._asked(shop, frame, self._dress(rng.choice(frame.asks), shop, product), product)

    def _asked(self, shop: Shop, frame: Frame, text: str, product: str) -> Asked:
        answers = tuple(f for f in shop.facts if frame.id in f.frames and f.product == product)
        near = frozenset(
            f
            for f in shop.facts
            if f.frames & frame.near or (frame.id in f.frames and f.product != product and not product)
        )
        return Asked(text, answers, near - set(answers), product)

    def _dress(self, ask: str, shop: Shop, product: str) -> str:
        rng = self._rng
        text = self._fill(ask, shop, product)
        drawn = rng.random()
        if drawn < 0.1:
            text = self._fill(rng.choice(self._lists["stories"]), shop, product) + text
        elif drawn < 0.2:
            earlier = rng.choice([f for f in self._frames if bool(product) is f.of_product and f.asks])
            before = self._fill(rng.choice(earlier.asks), shop, product)
            text = f"{before} {rng.choice(self._lists['turns'])}{text}"
        if rng.random() < 0.15:
            text = rng.choice(self._lists["greetings"]) + text
        if rng.random() < 0.15:
            text = text.rstrip("?") + self._fill(rng.choice(self._lists["closings"]), shop, product)
        elif rng.random() < 0.4 and not text.endswith("?"):
            text += "?"
        if rng.random() < 0.4:
            text = text[0].upper() + text[1:]
        return self._misspell(text, rng) if rng.random() < 0.2 else text

    def _fill(self, form: str, shop: Shop, product: str) -> str:
        rng = self._rng

        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name == "product":
                return product
            if name == "shop":
                return shop.name
            if name in shop.values:
                return rng.choice(shop.values[name])
            if name in _LISTS:
                return str(rng.choice(self._lists[_LISTS[name]]))
            return _number(name, rng)

        return _SLOT.sub(value, form)


def _number(name: str, rng: Random) -> str:
    if name == "money":
        amount = rng.choice(_AMOUNTS)
        shown = f"{amount:.2f}" if amount != int(amount) else str(amount)
        return rng.choice(
            (f"${shown}", f"${shown}", f"£{shown}", f"€{shown}", f"{shown} dollars", f"${shown}")
        )
    simple = {
        "range": _RANGES,
        "days": _DAYS,
        "hours": (2, 12, 24, 36, 48, 72),
        "years": (1, 2, 3, 5, 10, "two", "three"),
        "n": (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30),
        "d1": (4, 5, 6, 7, 8),
        "age": (3, 6, 8, 12, 14, 16, 18, 21),
        "kg": (0.4, 1.2, 2.5, 5, 9, 14, 20, 30),
        "cm": (12, 24, 30, 45, 60, 75, 90, 120),
        "temp": (20, 30, 40, 60, 86),
        "percent": ("5%", "10%", "15%", "20 percent", "25%", "3%"),
        "year": range(1920, 2022),
    }
    return str(rng.choice(list(simple[name])))
