"""Changing pending orders: address, payment, items; and the address of the account."""

from __future__ import annotations

from bench.errands.maker import Maker, shown, values
from bench.errands.model import Customer, Errand, Json, Twist
from bench.errands.world import (
    PENDING,
    NoneLeft,
    anybody,
    balance,
    label,
    line,
    no_twins,
    original,
    paid_once,
    total,
)


def address_errand(m: Maker, order: Json, address: Json) -> Errand:
    """Sending that order there."""
    said = line(address)
    return Errand(
        does="address",
        order=order["order_id"],
        answers={
            "order": m.order_answer(order),
            "address": (m.wordings.say("answer_address", address=said), said),
        },
        summary=(
            order["order_id"],
            *(f"to: {part}" if n == 0 else part for n, part in enumerate(shown(address))),
        ),
        correction=f"No, the new address is {said}.",
    )


def default_errand(m: Maker, address: Json) -> Errand:
    """Changing the account's address."""
    said = line(address)
    return Errand(
        does="default_address",
        answers={"address": (m.wordings.say("answer_address", address=said), said)},
        summary=shown(address),
        correction=f"No, the new address is {said}.",
    )


def address(m: Maker) -> Customer:
    """Another address, said at once or when asked."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    new = m.address()
    act = m.random.choice(["address", "address", "address_vague"])
    say = m.wordings.say(act, which=m.which(order), address=line(new))
    effect = ("address", {"order": order["order_id"], "address": new})
    return m.customer("change_address", m.world.user(order), say, [address_errand(m, order, new)], [effect])


def address_of_other(m: Maker) -> Customer:
    """The address of another order."""

    def pairs(user: Json) -> list[tuple[Json, Json]]:
        orders = m.world.orders(user)
        return [
            (o, other)
            for o in m.world.orders(user, PENDING)
            for other in orders
            if other["address"] != o["address"] and m.world.told_by_content(other)
        ]

    user = m.world.draw_user(lambda u: bool(pairs(u)))
    order, other = m.random.choice(pairs(user))
    new = dict(other["address"])
    act = {"which": m.which(order, number=True), "other": m.which(other, number=m.random.random() < 0.3)}
    say = m.wordings.say("address_other", **act)
    effect = ("address", {"order": order["order_id"], "address": new})
    return m.customer("address_of_another", user, say, [address_errand(m, order, new)], [effect])


def address_of_profile(m: Maker) -> Customer:
    """The address of the account."""
    order = m.world.draw_order(
        lambda o: o["status"] == PENDING and o["address"] != m.world.user(o)["address"]
    )
    user = m.world.user(order)
    new = dict(user["address"])
    say = m.wordings.say("address_profile", which=m.which(order))
    effect = ("address", {"order": order["order_id"], "address": new})
    return m.customer("address_of_another", user, say, [address_errand(m, order, new)], [effect])


def address_corrected(m: Maker) -> Customer:
    """Corrects the street at the summary."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    wrong, new = (address := m.address()), {**address}
    number, _, street = wrong["address1"].partition(" ")
    new["address1"] = f"{int(number) + 4} {street}"
    say = m.wordings.say("address", which=m.which(order), address=line(wrong))
    twist = Twist(
        (wrong["address1"],),
        m.wordings.say("address_fix", address1=new["address1"], wrong=wrong["address1"]),
    )
    errand = address_errand(m, order, new).but(twist=twist)
    effect = ("address", {"order": order["order_id"], "address": new})
    return m.customer("change_of_mind", m.world.user(order), say, [errand], [effect])


def default_address(m: Maker) -> Customer:
    """The account's address."""
    user = m.world.draw_user(anybody)
    new = m.address()
    say = m.wordings.say("default_address", address=line(new))
    effect = ("default_address", {"user": user["user_id"], "address": new})
    return m.customer("default_address", user, say, [default_errand(m, new)], [effect])


def default_and_order(m: Maker) -> Customer:
    """The account's address and that of an order, in one message."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    user, new = m.world.user(order), m.address()
    say = m.wordings.say("default_and_order", address=line(new), which=m.which(order, number=True))
    effects = [
        ("default_address", {"user": user["user_id"], "address": new}),
        ("address", {"order": order["order_id"], "address": new}),
    ]
    errands = [address_errand(m, order, new), default_errand(m, new)]
    return m.customer("default_and_order_address", user, say, errands, effects)


def payable(m: Maker, order: Json) -> list[str]:
    """The methods it may be moved to."""
    user = m.world.user(order)
    paid = original(order)
    return [
        key
        for key in user["payment_methods"]
        if key != paid and balance(user, key) >= float(order["payment_history"][0]["amount"])
    ]


def payment_errand(m: Maker, order: Json, method: str) -> Errand:
    """Moving that order to another method."""
    user = m.world.user(order)
    return Errand(
        does="payment",
        order=order["order_id"],
        answers={"order": m.order_answer(order), "payment": m.payment_answers(user, method)},
        summary=(order["order_id"], f"to your {label(user, method)} and"),
        correction=m.wordings.say("right_payment", method=f"the {label(user, method)}"),
    )


def draw_payable(m: Maker) -> tuple[Json, str]:
    """A pending order and another method that covers it."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING and paid_once(o) and bool(payable(m, o)))
    return order, m.random.choice(payable(m, order))


def payment(m: Maker) -> Customer:
    """Another payment method."""
    order, method = draw_payable(m)
    user = m.world.user(order)
    act = m.random.choice(["payment", "payment", "payment_vague"])
    say = m.wordings.say(act, which=m.which(order), method=m.method(user, method))
    effect = ("payment", {"order": order["order_id"], "method": method})
    return m.customer("change_payment", user, say, [payment_errand(m, order, method)], [effect])


def affordable(m: Maker, order: Json, difference: float) -> str:
    """A method that pays or gets that difference. Raises ``NoneLeft`` when the customer has none."""
    user = m.world.user(order)
    fitting: list[str] = [key for key in user["payment_methods"] if balance(user, key) >= difference]
    if not fitting:
        raise NoneLeft
    return m.random.choice(fitting)


def swap_errand(m: Maker, does: str, order: Json, swaps: list[tuple[Json, str, Json]], method: str) -> Errand:
    """Changing or exchanging: each item, the wish for it, and the variant that it means."""
    user = m.world.user(order)
    wanted = " ".join(
        m.wordings.say("answer_items", thing=m.world.thing(item, m.all_items(order), full=True), wish=wish)
        for item, wish, _ in swaps
    )
    first = swaps[0]
    return Errand(
        does=does,
        order=order["order_id"],
        answers={
            "order": m.order_answer(order),
            "items": (wanted,),
            "variant": (m.wordings.say("answer_variant", wish=first[1]), values(first[2])),
            "near": (values(first[2]),),
            "payment": m.payment_answers(user, method),
            **{f"near {i['name']} isn't": (values(variant),) for i, _, variant in swaps},
            **{
                f"variant {i['name']} (": (m.wordings.say("answer_variant", wish=wish), values(variant))
                for i, wish, variant in swaps
            },
        },
        summary=(
            order["order_id"],
            *(f"{item['name']}: {values(item)} → {values(variant)}" for item, _, variant in swaps),
            label(user, method),
        ),
        correction=" ".join(
            m.wordings.say("right_items", thing=m.world.thing(item, m.all_items(order), full=True), wish=wish)
            for item, wish, _ in swaps
        )
        + f" I'd like to use {label(user, method)} for the difference.",
    )


def draw_swap(
    m: Maker, status: str, most: int = 1, count: int = 1
) -> tuple[Json, list[tuple[Json, str, Json]]]:
    """An order in that state and things of it with another variant each, told by up to so many options."""

    def fits(order: Json) -> bool:
        changeable = [i for i in order["items"] if any(True for _ in m.world.near(i, most))]
        return order["status"] == status and no_twins(order) and len(changeable) >= count and paid_once(order)

    order = m.world.draw_order(fits)
    changeable = [i for i in order["items"] if any(True for _ in m.world.near(i, most))]
    swaps = []
    for item in m.random.sample(changeable, count):
        differs, variant = m.random.choice(list(m.world.near(item, most)))
        swaps.append((item, m.wordings.wish(item, differs), variant))
    return order, swaps


def price_of(swaps: list[tuple[Json, str, Json]]) -> float:
    """What the swaps cost or save together."""
    return round(sum(float(variant["price"]) - float(item["price"]) for item, _, variant in swaps), 2)


def swap_effect(does: str, order: Json, swaps: list[tuple[Json, str, Json]], method: str) -> tuple[str, Json]:
    """The effect of such an errand."""
    return does, {
        "order": order["order_id"],
        "swaps": {item["item_id"]: variant["item_id"] for item, _, variant in swaps},
        "method": method,
    }


def items(m: Maker) -> Customer:
    """One item of a pending order, by one or two options."""
    order, swaps = draw_swap(m, PENDING, most=m.random.choice([1, 2]))
    (item, wish, _), method = swaps[0], affordable(m, order, price_of(swaps))
    act = m.random.choice(["items", "items", "items_vague"])
    values = {"which": m.which(order, besides=[item]), "thing": m.thing(item, order), "wish": wish}
    say = m.wordings.say(act, **values)
    errand = swap_errand(m, "items", order, swaps, method)
    effect = swap_effect("items", order, swaps, method)
    return m.customer("change_items", m.world.user(order), say, [errand], [effect])


def items_two(m: Maker) -> Customer:
    """Two items of a pending order at once."""
    order, swaps = draw_swap(m, PENDING, count=2)
    method = affordable(m, order, price_of(swaps))
    (one, wish, _), (two, wish2, _) = swaps
    say = m.wordings.say(
        "items_two",
        which=m.which(order, number=True),
        thing=m.thing(one, order),
        wish=wish,
        thing2=m.thing(two, order),
        wish2=wish2,
    )
    errand = swap_errand(m, "items", order, swaps, method)
    effect = swap_effect("items", order, swaps, method)
    return m.customer("change_two_items", m.world.user(order), say, [errand], [effect])


def covered(order: Json, user: Json, method: str) -> bool:
    """Whether the method covers all of it."""
    return balance(user, method) >= total(order)


SKILLS = {
    "change_address": (address,) * 6,
    "address_of_another": (address_of_other,) * 4 + (address_of_profile,) * 2,
    "change_of_mind_address": (address_corrected,) * 2,
    "default_address": (default_address,) * 4,
    "default_and_order_address": (default_and_order,) * 3,
    "change_payment": (payment,) * 6,
    "change_items": (items,) * 7,
    "change_two_items": (items_two,) * 4,
}
