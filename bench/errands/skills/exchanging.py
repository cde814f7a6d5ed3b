"""Exchanging: the same but, the cheapest, one size up, one's favourites, two at once, and on conditions."""

from __future__ import annotations

from bench.errands.maker import Maker, specs
from bench.errands.model import Customer, Json, Twist
from bench.errands.skills import returning
from bench.errands.skills.changing import (
    affordable,
    draw_swap,
    price_of,
    swap_effect,
    swap_errand,
)
from bench.errands.world import DELIVERED, is_plain, sayable

Swap = tuple[Json, str, Json]
_SIZES = ("XS", "S", "M", "L", "XL", "XXL")


def _customer(m: Maker, skill: str, act: str, order: Json, swap: Swap, **said: object) -> Customer:
    item, wish, _ = swap
    method = affordable(m, order, price_of([swap]))
    values = {"which": m.which(order, besides=[item]), "thing": m.thing(item, order), "wish": wish, **said}
    errand = swap_errand(m, "exchange", order, [swap], method)
    effect = swap_effect("exchange", order, [swap], method)
    return m.customer(skill, m.world.user(order), m.wordings.say(act, **values), [errand], [effect])


def same_but(m: Maker) -> Customer:
    """The same but for one or two options."""
    order, swaps = draw_swap(m, DELIVERED, most=m.random.choice([1, 1, 2]))
    act = m.random.choice(["exchange", "exchange", "exchange", "exchange_vague"])
    return _customer(m, "exchange_same_but", act, order, swaps[0])


def full(m: Maker) -> Customer:
    """By naming every option."""
    order, ((item, _, variant),) = draw_swap(m, DELIVERED, most=4)
    said = specs(variant["options"])
    return _customer(m, "exchange_full", "exchange_full", order, (item, f"with {said}", variant), specs=said)


def _utmost(m: Maker, *, dearest: bool) -> tuple[Json, Swap]:
    def best(item: Json) -> Json | None:
        ranked = sorted(m.world.others(item), key=lambda v: v["price"], reverse=dearest)
        if len(ranked) < 2 or ranked[0]["price"] == ranked[1]["price"]:
            return None
        better = ranked[0]["price"] > item["price"] if dearest else ranked[0]["price"] < item["price"]
        found: Json | None = ranked[0] if better else None
        return found

    order = m.world.draw_order(lambda o: is_plain(o, DELIVERED) and any(best(i) for i in o["items"]))
    item = m.random.choice([i for i in order["items"] if best(i)])
    variant = best(item)
    assert variant is not None
    wish = "that is the most expensive" if dearest else "that is the cheapest"
    return order, (item, wish, variant)


def cheapest(m: Maker) -> Customer:
    """The cheapest there is."""
    return _customer(m, "exchange_cheapest_or_dearest", "exchange_cheapest", *_utmost(m, dearest=False))


def dearest(m: Maker) -> Customer:
    """The most expensive there is."""
    return _customer(m, "exchange_cheapest_or_dearest", "exchange_dearest", *_utmost(m, dearest=True))


def size_up(m: Maker) -> Customer:
    """One size up."""

    def bigger(item: Json) -> Json | None:
        size = item["options"].get("size", "")
        every = {v["options"].get("size", "") for v in m.world.product(item)["variants"].values()}
        ladder = (
            [s for s in _SIZES if s in every]
            if size in _SIZES
            else sorted((s for s in every if s.isdigit()), key=int)
        )
        if size not in ladder or size == ladder[-1]:
            return None
        return m.world.like(item, {"size": ladder[ladder.index(size) + 1]})

    order = m.world.draw_order(lambda o: is_plain(o, DELIVERED) and any(bigger(i) for i in o["items"]))
    item = m.random.choice([i for i in order["items"] if bigger(i)])
    variant = bigger(item)
    assert variant is not None
    return _customer(m, "exchange_size_up", "exchange_up", order, (item, "one size bigger", variant))


def preferred(m: Maker) -> Customer:
    """One of three favourites, the first that can be had."""

    def lists(item: Json) -> list[tuple[str, list[str]]]:
        found = []
        for option, now in item["options"].items():
            values = {v["options"][option] for v in m.world.product(item)["variants"].values()} - {now}
            had = [v for v in sorted(values) if m.world.like(item, {option: v})]
            missing = [v for v in sorted(values) if v not in had]
            plain = all(sayable(option, v) and v not in {"none", "no", "yes"} for v in values)
            if plain and had and len(values) >= 3:
                found.append((option, [*missing[:2], *had][:3]))
                found.append((option, [*missing[:1], *had, *missing[1:]][:3]))
        return [(o, v) for o, v in found if any(m.world.like(item, {o: value}) for value in v)]

    order = m.world.draw_order(lambda o: is_plain(o, DELIVERED) and any(lists(i) for i in o["items"]))
    item = m.random.choice([i for i in order["items"] if lists(i)])
    option, (first, second, third) = m.random.choice(lists(item))
    variant = next(v for v in (m.world.like(item, {option: x}) for x in (first, second, third)) if v)
    wish = f"in {first}, else {second}, else {third}"
    return _customer(
        m,
        "exchange_preferences",
        "exchange_preferred",
        order,
        (item, wish, variant),
        option=option,
        first=first,
        second=second,
        third=third,
    )


def two(m: Maker) -> Customer:
    """Two items at once."""
    order, swaps = draw_swap(m, DELIVERED, count=2)
    method = affordable(m, order, price_of(swaps))
    (one, wish, _), (other, wish2, _) = swaps
    say = m.wordings.say(
        "exchange_two",
        which=m.which(order, number=True),
        thing=m.thing(one, order),
        wish=wish,
        thing2=m.thing(other, order),
        wish2=wish2,
    )
    errand = swap_errand(m, "exchange", order, swaps, method)
    effect = swap_effect("exchange", order, swaps, method)
    return m.customer("exchange_two", m.world.user(order), say, [errand], [effect])


def _two_options(m: Maker, item: Json, *, whole: bool) -> list[tuple[Json, Json, Json]]:
    """Two changes, one of them alone, and the variant of that one; with both to be had or not."""
    found = []
    for one, variant in m.world.near(item, 1):
        ((option, value),) = one.items()
        for other, now in item["options"].items():
            for v in m.world.product(item)["variants"].values():
                more = v["options"][other]
                both = {option: value, other: more}
                if other == option or more == now or not sayable(other, more):
                    continue
                at_hand = m.world.like(item, both)
                if (at_hand is not None) == whole:
                    found.append((both, one, at_hand or variant))
    return found


def second_best(m: Maker) -> Customer:
    """With a second best, whether the best can be had or not."""
    whole = m.random.random() < 0.4
    order = m.world.draw_order(
        lambda o: is_plain(o, DELIVERED) and any(_two_options(m, i, whole=whole) for i in o["items"])
    )
    item = m.random.choice([i for i in order["items"] if _two_options(m, i, whole=whole)])
    both, one, variant = m.random.choice(_two_options(m, item, whole=whole))
    wish, wish2 = m.wordings.wish(item, both), m.wordings.wish(item, one)
    swap = (item, wish if whole else wish2, variant)
    return _customer(m, "conditional_variant", "exchange_if", order, swap, wish=wish, wish2=wish2)


def or_leave_it(m: Maker) -> Customer:
    """Only if it can be had just like that; it cannot."""

    def missing(item: Json) -> list[tuple[str, str]]:
        product = m.world.product(item)["variants"].values()
        return [
            (option, v["options"][option])
            for v in product
            for option, now in item["options"].items()
            if v["options"][option] != now
            and sayable(option, v["options"][option])
            and m.world.like(item, {option: v["options"][option]}) is None
        ]

    order = m.world.draw_order(lambda o: is_plain(o, DELIVERED) and any(missing(i) for i in o["items"]))
    item = m.random.choice([i for i in order["items"] if missing(i)])
    option, value = m.random.choice(missing(item))
    wish = m.wordings.wish(item, {option: value})
    say = m.wordings.say(
        "exchange_if_leave", which=m.which(order, besides=[item]), thing=m.thing(item, order), wish=wish
    )
    keep = m.wordings.say("keep_item")
    method = affordable(m, order, 0)
    errand = swap_errand(m, "exchange", order, [(item, wish, item)], method)
    errand = errand.but(
        declines=keep,
        answers={k: (keep,) if k.startswith(("near", "variant")) else v for k, v in errand.answers.items()},
        summary=("nothing",),
        correction=keep,
    )
    return m.customer("conditional_variant", m.world.user(order), say, [errand])


def limited(m: Maker) -> Customer:
    """Only if it does not cost more than so much."""
    order, (swap,) = draw_swap(m, DELIVERED)
    difference = price_of([swap])
    item, wish, _ = swap
    if difference > 2:
        within = m.random.random() < 0.5
        limit = round(difference * (1.6 if within else 0.5))
        within = difference <= limit
    else:
        limit, within = m.random.choice([10, 20]), True
    said = {"limit": f"${limit}"}
    if within:
        return _customer(m, "conditional_price", "exchange_if_price", order, swap, **said)
    method = affordable(m, order, difference)
    no = m.wordings.say("too_dear")
    errand = swap_errand(m, "exchange", order, [swap], method).but(declines=no)
    say = m.wordings.say(
        "exchange_if_price",
        which=m.which(order, besides=[item]),
        thing=m.thing(item, order),
        wish=wish,
        **said,
    )
    return m.customer("conditional_price", m.world.user(order), say, [errand])


def another_wish(m: Maker) -> Customer:
    """Another option at the summary."""

    def choices(item: Json) -> list[tuple[Json, Json, Json, Json]]:
        near = [(d, v) for d, v in m.world.near(item, 1)]
        return [
            (d1, v1, d2, v2) for d1, v1 in near for d2, v2 in near if v1 is not v2 and d1.keys() == d2.keys()
        ]

    order = m.world.draw_order(lambda o: is_plain(o, DELIVERED) and any(choices(i) for i in o["items"]))
    item = m.random.choice([i for i in order["items"] if choices(i)])
    first, before, second, variant = m.random.choice(choices(item))
    user = m.world.user(order)
    wish, wish2 = m.wordings.wish(item, first), m.wordings.wish(item, second)
    method = affordable(m, order, max(float(before["price"]), float(variant["price"])) - float(item["price"]))
    errand = swap_errand(m, "exchange", order, [(item, wish2, variant)], method)
    swap_first = swap_errand(m, "exchange", order, [(item, wish, before)], method)
    errand = errand.but(
        twist=Twist(
            (order["order_id"], f"→ {', '.join(before['options'].values())}"),
            m.wordings.say("other_wish", wish=wish2),
        ),
        answers=swap_first.answers,
    )
    say = m.wordings.say(
        "exchange", which=m.which(order, besides=[item]), thing=m.thing(item, order), wish=wish
    )
    effect = swap_effect("exchange", order, [(item, wish2, variant)], method)
    return m.customer("change_of_mind", user, say, [errand], [effect])


def rather_return(m: Maker) -> Customer:
    """A return instead, at the summary of the exchange."""
    order, (swap,) = draw_swap(m, DELIVERED)
    item, wish, _ = swap
    user, method = m.world.user(order), m.refund_to(order)
    exchange = swap_errand(m, "exchange", order, [swap], affordable(m, order, price_of([swap])))
    say = m.wordings.say(
        "exchange", which=m.which(order, besides=[item]), thing=m.thing(item, order), wish=wish
    )
    change = m.wordings.say("change_to_return", method=m.method(user, method))
    told = returning.errand(m, order, [item], method).but(
        does="exchange or return",
        answers=exchange.answers,
        twist=Twist((order["order_id"], "exchange"), change),
    )
    return m.customer("change_of_mind", user, say, [told], [returning.effect(order, [item], method)])


SKILLS = {
    "exchange_same_but": (same_but,) * 7,
    "exchange_full": (full,) * 3,
    "exchange_cheapest_or_dearest": (cheapest, cheapest, cheapest, dearest, dearest),
    "exchange_size_up": (size_up,) * 3,
    "exchange_preferences": (preferred,) * 5,
    "exchange_two": (two,) * 5,
    "conditional_variant": (second_best,) * 4 + (or_leave_it,) * 3,
    "conditional_price": (limited,) * 5,
    "change_of_mind_exchange": (another_wish, another_wish, another_wish, rather_return, rather_return),
}
