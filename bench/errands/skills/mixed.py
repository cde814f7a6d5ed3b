"""Several errands in one message or one after another, and errands on condition of another."""

from __future__ import annotations

from bench.errands.maker import Maker
from bench.errands.model import Customer, Json
from bench.errands.skills import cancelling, changing, returning
from bench.errands.skills.changing import affordable, price_of, swap_effect, swap_errand
from bench.errands.world import DELIVERED, PENDING, line, no_twins, paid_once


def cancel_or_return(m: Maker) -> Customer:
    """Cancel, or else return all: it has arrived."""
    order = returning.draw(m)
    user, method = m.world.user(order), m.refund_to(order)
    say = m.wordings.say("cancel_if_return", which=m.which(order, number=True), method=m.method(user, method))
    errand = returning.errand(m, order, order["items"], method)
    yes = m.wordings.say("yes")
    errand = errand.but(
        does="cancel or return",
        accepts=yes,
        answers={**errand.answers, "reason": (m.wordings.say("reason_no"),)},
    )
    effect = returning.effect(order, order["items"], method)
    return m.customer("conditional_errand", user, say, [errand], [effect])


def items_or_cancel(m: Maker) -> Customer:
    """Change an item, or else cancel: the version cannot be had."""

    def missing(item: Json) -> list[tuple[str, str]]:
        return [
            (option, value)
            for option, now in item["options"].items()
            for value in sorted({v["options"][option] for v in m.world.product(item)["variants"].values()})
            if value != now
            and not {value, now} & {"yes", "no", "none", "not resistant"}
            and m.world.like(item, {option: value}) is None
        ]

    order = m.world.draw_order(
        lambda o: o["status"] == PENDING and no_twins(o) and any(missing(i) for i in o["items"])
    )
    item = m.random.choice([i for i in order["items"] if missing(i)])
    option, value = m.random.choice(missing(item))
    wish = m.wordings.wish(item, {option: value})
    say = m.wordings.say(
        "items_if_cancel", which=m.which(order, number=True), thing=m.thing(item, order), wish=wish
    )
    errand = cancelling.errand(m, order, "no")
    rather = f"No. Then please cancel the order, {cancelling.REASONS['no']}."
    errand = errand.but(
        does="items or cancel",
        answers={**errand.answers, "near": (rather,), "variant": (rather,), "items": (rather,)},
        correction=rather,
        again=f"Then please cancel order {order['order_id']}, I no longer need it.",
    )
    effect = ("cancel", {"order": order["order_id"], "reason": cancelling.REASONS["no"]})
    return m.customer("conditional_errand", m.world.user(order), say, [errand], [effect])


def _delivered_pair(m: Maker) -> tuple[Json, Json, Json]:
    def fits(user: Json) -> bool:
        good = [
            o
            for o in m.world.orders(user, DELIVERED)
            if no_twins(o) and paid_once(o) and m.world.told_by_content(o)
        ]
        return len(good) > 1 and any(
            any(True for _ in m.world.near(i)) for i in m.world.told_by_content(good[1])
        )

    user = m.world.draw_user(fits)
    one, other = [
        o
        for o in m.world.orders(user, DELIVERED)
        if no_twins(o) and paid_once(o) and m.world.told_by_content(o)
    ][:2]
    return user, one, other


def return_and_exchange(m: Maker) -> Customer:
    """Returns a thing of one order and exchanges a thing of another, told by what they are."""
    user, one, other = _delivered_pair(m)
    back = m.random.choice(m.world.told_by_content(one))
    method = m.refund_to(one)
    options = [i for i in m.world.told_by_content(other) if any(True for _ in m.world.near(i))]
    item = m.random.choice(options)
    differs, variant = m.random.choice(list(m.world.near(item)))
    swap = (item, m.wordings.wish(item, differs), variant)
    pays = affordable(m, other, price_of([swap]))
    say = m.wordings.say(
        "return_and_exchange",
        thing=m.world.thing(back, m.all_items(one), full=True),
        method=m.method(user, method),
        thing2=m.world.thing(item, m.all_items(one), full=True),
        wish=swap[1],
    )
    errands = [returning.errand(m, one, [back], method), swap_errand(m, "exchange", other, [swap], pays)]
    effects = [returning.effect(one, [back], method), swap_effect("exchange", other, [swap], pays)]
    return m.customer("return_and_exchange", user, say, errands, effects)


def _delivered_and_pending(m: Maker) -> tuple[Json, Json, Json]:
    def fits(user: Json) -> bool:
        good = [o for o in m.world.orders(user, DELIVERED) if no_twins(o) and paid_once(o)]
        return bool(good) and bool(m.world.orders(user, PENDING))

    user = m.world.draw_user(fits)
    first = next(o for o in m.world.orders(user, DELIVERED) if no_twins(o) and paid_once(o))
    return user, first, m.world.orders(user, PENDING)[0]


def return_and_cancel(m: Maker) -> Customer:
    """Returns from one order and cancels another, in one message."""
    user, back, away = _delivered_and_pending(m)
    item, method = m.random.choice(back["items"]), m.refund_to(back)
    say = m.wordings.say(
        "return_and_cancel",
        thing=m.thing(item, back),
        which=m.which(back, besides=[item]),
        method=m.method(user, method),
        other=m.which(away),
        because=m.wordings.phrase("because_no"),
    )
    errands = [returning.errand(m, back, [item], method), cancelling.errand(m, away, "no")]
    effects = [
        returning.effect(back, [item], method),
        ("cancel", {"order": away["order_id"], "reason": cancelling.REASONS["no"]}),
    ]
    return m.customer("return_and_cancel", user, say, errands, effects)


def one_after_another(m: Maker) -> Customer:
    """A return, then another address for a pending order, then his own address."""
    user, back, away = _delivered_and_pending(m)
    item, method, new = m.random.choice(back["items"]), m.refund_to(back), m.address()
    say = m.wordings.say(
        "return_one",
        thing=m.thing(item, back),
        which=m.which(back, besides=[item]),
        method=m.method(user, method),
    )
    begin = m.wordings.phrase("next_errand")
    more = m.wordings.say("address", which=m.which(away, number=True), address=line(new))
    last = m.wordings.say("default_address", address=line(new))
    then = [
        (f"{begin}{more}", [changing.address_errand(m, away, new)]),
        (last, [changing.default_errand(m, new)]),
    ]
    effects = [
        returning.effect(back, [item], method),
        ("address", {"order": away["order_id"], "address": new}),
        ("default_address", {"user": user["user_id"], "address": new}),
    ]
    return m.customer(
        "one_after_another", user, say, [returning.errand(m, back, [item], method)], effects, then
    )


def payment_and_address(m: Maker) -> Customer:
    """Both for the same order, in one message."""
    order, method = changing.draw_payable(m)
    user, new = m.world.user(order), m.address()
    say = m.wordings.say(
        "payment_and_address",
        which=m.which(order, number=True),
        address=line(new),
        method=m.method(user, method),
    )
    errands = [changing.address_errand(m, order, new), changing.payment_errand(m, order, method)]
    effects = [
        ("address", {"order": order["order_id"], "address": new}),
        ("payment", {"order": order["order_id"], "method": method}),
    ]
    return m.customer("payment_and_address", user, say, errands, effects)


SKILLS = {
    "conditional_errand": (cancel_or_return,) * 3 + (items_or_cancel,) * 3,
    "return_and_exchange": (return_and_exchange,) * 4,
    "return_and_cancel": (return_and_cancel,) * 4,
    "one_after_another": (one_after_another,) * 3,
    "payment_and_address": (payment_and_address,) * 3,
}
