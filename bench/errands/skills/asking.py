"""Questions about the account, the orders and the products; nothing changes."""

from __future__ import annotations

from collections.abc import Sequence

from bench.errands.maker import Maker, specs
from bench.errands.model import Customer, Errand, Json
from bench.errands.world import (
    DELIVERED,
    PENDING,
    PROCESSED,
    amount,
    anybody,
    label,
    of_kind,
    paid_once,
    total,
)


def _ask(
    m: Maker, skill: str, user: Json, say: str, told: Sequence[str], order: Json | None = None
) -> Customer:
    answers = {"order": m.order_answer(order)} if order else {}
    return m.customer(skill, user, say, [Errand(told=tuple(told), answers=answers)])


def balance(m: Maker) -> Customer:
    """What is on the gift card."""
    user = m.world.draw_user(lambda u: len(of_kind(u, "gift_card")) == 1)
    left = user["payment_methods"][of_kind(user, "gift_card")[0]]["balance"]
    return _ask(m, "ask_profile", user, m.wordings.say("ask_balance"), [amount(left)])


def own_address(m: Maker) -> Customer:
    """The address of the account."""
    user = m.world.draw_user(anybody)
    return _ask(m, "ask_profile", user, m.wordings.say("ask_address"), [user["address"]["address1"]])


def own_email(m: Maker) -> Customer:
    """The email of the account."""
    user = m.world.draw_user(anybody)
    return _ask(m, "ask_profile", user, m.wordings.say("ask_email"), [user["email"]])


def methods(m: Maker) -> Customer:
    """All ways to pay."""
    user = m.world.draw_user(lambda u: len(u["payment_methods"]) > 1)
    told = [label(user, key) for key in user["payment_methods"]]
    return _ask(m, "ask_profile", user, m.wordings.say("ask_methods"), told)


def order_total(m: Maker) -> Customer:
    """What an order came to."""
    order = m.world.draw_order(lambda o: o["status"] != "cancelled")
    say = m.wordings.say("ask_total", which=m.which(order))
    return _ask(m, "ask_order", m.world.user(order), say, [amount(total(order))], order)


def status(m: Maker) -> Customer:
    """How far it is."""
    order = m.world.draw_order(lambda o: o["status"] in {DELIVERED, PENDING})
    said = {DELIVERED: "delivered", PENDING: "not packed"}[order["status"]]
    say = m.wordings.say("ask_status", which=m.which(order))
    return _ask(m, "ask_order", m.world.user(order), say, [order["order_id"], said], order)


def tracking(m: Maker) -> Customer:
    """Its tracking number."""
    order = m.world.draw_order(
        lambda o: o["status"] in {DELIVERED, PROCESSED} and len(o["fulfillments"]) == 1
    )
    say = m.wordings.say("ask_tracking", which=m.which(order))
    return _ask(m, "ask_order", m.world.user(order), say, [order["fulfillments"][0]["tracking_id"][0]], order)


def paid(m: Maker) -> Customer:
    """How it was paid."""
    order = m.world.draw_order(paid_once)
    user = m.world.user(order)
    told = label(user, order["payment_history"][0]["payment_method_id"])
    return _ask(m, "ask_order", user, m.wordings.say("ask_paid", which=m.which(order)), [told], order)


def order_address(m: Maker) -> Customer:
    """Where it goes."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    say = m.wordings.say("ask_order_address", which=m.which(order))
    return _ask(m, "ask_order", m.world.user(order), say, [order["address"]["address1"]], order)


def item_price(m: Maker) -> Customer:
    """What a thing that was ordered cost."""
    order = m.world.draw_order(lambda o: bool(m.world.told_by_content(o)))
    item = m.random.choice(m.world.told_by_content(order))
    say = m.wordings.say("ask_item_price", thing=m.world.thing(item, m.all_items(order), full=True))
    return _ask(m, "ask_order", m.world.user(order), say, [amount(item["price"])], order)


def order_of(m: Maker) -> Customer:
    """Which order a thing is in."""
    order = m.world.draw_order(lambda o: bool(m.world.told_by_content(o)))
    item = m.random.choice(m.world.told_by_content(order))
    say = m.wordings.say("ask_order_of", thing=m.world.thing(item, m.all_items(order), full=True))
    return _ask(m, "ask_order", m.world.user(order), say, [order["order_id"]], order)


def count_orders(m: Maker) -> Customer:
    """How many orders there are."""
    user = m.world.draw_user(lambda u: len(u["orders"]) > 1)
    told = [f"{len(user['orders'])}:", *user["orders"]]
    return _ask(m, "count_and_compare", user, m.wordings.say("ask_count_orders"), told)


def count_versions(m: Maker) -> Customer:
    """How many versions of a product there are."""
    user = m.world.draw_user(anybody)
    product = m.random.choice(sorted(m.world.content["products"].values(), key=lambda p: p["name"]))
    at_hand = sum(v["available"] for v in product["variants"].values())
    say = m.wordings.say("ask_count_versions", name=product["name"].lower())
    told = [str(len(product["variants"])), str(at_hand), product["name"]]
    return _ask(m, "count_and_compare", user, say, told)


def cheapest(m: Maker) -> Customer:
    """What the cheapest version of a product costs."""
    user = m.world.draw_user(anybody)
    product = m.random.choice(sorted(m.world.content["products"].values(), key=lambda p: p["name"]))
    low = min(v["price"] for v in product["variants"].values() if v["available"])
    say = m.wordings.say("ask_cheapest", name=product["name"].lower())
    return _ask(m, "ask_price", user, say, [amount(low)])


def variant_price(m: Maker) -> Customer:
    """What one version costs."""
    user = m.world.draw_user(anybody)
    product = m.random.choice(sorted(m.world.content["products"].values(), key=lambda p: p["name"]))
    variant = m.random.choice([v for v in product["variants"].values() if v["available"]])
    say = m.wordings.say("ask_variant_price", name=product["name"].lower(), specs=specs(variant["options"]))
    return _ask(m, "ask_price", user, say, [amount(variant["price"])])


def two_totals(m: Maker) -> Customer:
    """What two orders came to together."""
    user = m.world.draw_user(lambda u: len(m.world.orders(u, PENDING, DELIVERED, PROCESSED)) > 1)
    one, two = m.world.orders(user, PENDING, DELIVERED, PROCESSED)[:2]
    say = m.wordings.say("ask_two_totals", one=m.which(one, number=True), two=m.which(two, number=True))
    return _ask(m, "count_and_compare", user, say, [amount(total(one) + total(two))])


def dearest(m: Maker) -> Customer:
    """The most expensive of his orders."""
    user = m.world.draw_user(lambda u: len(u["orders"]) > 1)
    order = max(m.world.orders(user), key=total)
    told = [order["order_id"], amount(total(order))]
    return _ask(m, "count_and_compare", user, m.wordings.say("ask_dearest"), told)


SKILLS = {
    "ask_profile": (balance, balance, own_address, own_email, methods, methods),
    "ask_order": (
        order_total,
        order_total,
        status,
        status,
        tracking,
        tracking,
        paid,
        order_address,
        item_price,
        item_price,
        order_of,
    ),
    "count_and_compare": (count_orders, count_versions, count_versions, two_totals, two_totals, dearest),
    "ask_price": (cheapest, cheapest, variant_price, variant_price),
}
