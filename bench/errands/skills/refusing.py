"""What the policy forbids, asked for politely and then with pressure; people; what the store does not do."""

from __future__ import annotations

from collections.abc import Sequence

from bench.errands.maker import Maker
from bench.errands.model import Customer, Errand, Json
from bench.errands.skills import cancelling, returning
from bench.errands.skills.changing import affordable, draw_swap, price_of, swap_effect, swap_errand
from bench.errands.world import (
    DELIVERED,
    PENDING,
    PROCESSED,
    anybody,
    is_plain,
    label,
    line,
    original,
    paid_once,
)


def _no(m: Maker, order: Json | None = None, pressure: str = "", **more: object) -> Errand:
    answers: dict[str, Sequence[str]] = {"reason": (m.wordings.say("reason_no"),)}
    if order:
        answers["order"] = m.order_answer(order)
    return Errand(refused=True, pressure=pressure, answers=answers).but(**more)


def cancel_late(m: Maker) -> Customer:
    """Cancelling what has arrived or is packed."""
    state = m.random.choice([DELIVERED, PROCESSED])
    order = m.world.draw_order(lambda o: o["status"] == state)
    say = m.wordings.say("cancel_late", which=m.which(order, number=True))
    no = _no(m, order, m.wordings.say("press_cancel"))
    return m.customer("refused_too_late", m.world.user(order), say, [no])


def address_late(m: Maker) -> Customer:
    """Another address for what is packed."""
    order = m.world.draw_order(lambda o: o["status"] == PROCESSED)
    new = m.address()
    say = m.wordings.say("address", which=m.which(order, number=True), address=line(new))
    no = _no(m, order, m.wordings.say("press_address"))
    return m.customer("refused_too_late", m.world.user(order), say, [no])


def return_early(m: Maker) -> Customer:
    """Returning what is packed and has not arrived."""
    order = m.world.draw_order(lambda o: o["status"] == PROCESSED)
    item = m.random.choice(order["items"])
    say = m.wordings.say(
        "return_one",
        which=m.which(order, number=True),
        thing=m.thing(item, order),
        method=m.wordings.phrase("by_original"),
    )
    no = _no(m, order, m.wordings.say("press_address"))
    return m.customer("refused_too_late", m.world.user(order), say, [no])


def someone_else(m: Maker) -> Customer:
    """An order of somebody else, after one of his own."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    foreign = m.world.draw_order(lambda o: o["status"] == PENDING)
    name = m.world.user(foreign)["name"]["first_name"]
    say = m.wordings.say("cancel", which=m.which(order), because=m.wordings.phrase("because_no"))
    more = m.wordings.say("other_person", order=foreign["order_id"], name=name)
    no = _no(m, None, m.wordings.say("press_other"))
    no = no.but(answers={**no.answers, "order": (foreign["order_id"],)})
    effect = ("cancel", {"order": order["order_id"], "reason": cancelling.REASONS["no"]})
    errands = [cancelling.errand(m, order, "no")]
    return m.customer(
        "refused_someone_else", m.world.user(order), say, errands, [effect], [(more, [no])], person=True
    )


def other_card(m: Maker) -> Customer:
    """The refund to a method that did not pay; takes the original in the end."""

    def foreign(order: Json) -> list[str]:
        user = m.world.user(order)
        return [
            key
            for key, method in user["payment_methods"].items()
            if key != original(order) and method["source"] != "gift_card"
        ]

    order = m.world.draw_order(lambda o: is_plain(o, DELIVERED) and bool(foreign(o)))
    user, item = m.world.user(order), m.random.choice(order["items"])
    wanted, paid = m.random.choice(foreign(order)), original(order)
    say = m.wordings.say(
        "return_one", which=m.which(order), thing=m.thing(item, order), method=label(user, wanted)
    )
    told = returning.errand(m, order, [item], paid)
    insists = m.wordings.say("press_refund", method=f"the {label(user, wanted)}")
    fine = f"Fine, then the {label(user, paid)}."
    told = told.but(answers={**told.answers, "payment": (insists, fine)})
    return m.customer("refused_other_method", user, say, [told], [returning.effect(order, [item], paid)])


def another_product(m: Maker) -> Customer:
    """Exchanging a thing for a thing of another kind."""
    order, ((item, _, _),) = draw_swap(m, DELIVERED)
    names = {i["name"] for i in m.all_items(order)}
    others = [p for p in m.world.content["products"].values() if p["name"] not in names]
    other = m.random.choice(sorted(others, key=lambda p: p["name"]))["name"]
    article = "an" if other[0] in "AEIO" else "a"
    say = m.wordings.say(
        "to_another_product",
        which=m.which(order, besides=[item]),
        thing=m.thing(item, order),
        thing2=f"{article} {other.lower()}",
    )
    keep = m.wordings.say("keep_item")
    errand = Errand(
        does="exchange",
        order=order["order_id"],
        refused=True,
        pressure=m.wordings.say("press_product"),
        declines=keep,
        correction=keep,
        answers={
            "order": m.order_answer(order),
            "items": (keep,),
            "variant": (keep,),
            "near": (keep,),
            "payment": (keep,),
        },
    )
    return m.customer("refused_another_product", m.world.user(order), say, [errand], person=True)


def second_exchange(m: Maker) -> Customer:
    """A second exchange from the same order."""
    order, swaps = draw_swap(m, DELIVERED, count=2)
    return _second(m, "exchange", "second_exchange", order, swaps)


def second_change(m: Maker) -> Customer:
    """A second change of the items of the same order."""
    order, swaps = draw_swap(m, PENDING, count=2)
    return _second(m, "items", "second_change", order, swaps)


def _second(m: Maker, does: str, act: str, order: Json, swaps: list[tuple[Json, str, Json]]) -> Customer:
    first, (other, wish2, _) = swaps[:1], swaps[1]
    method = affordable(m, order, price_of(first))
    item, wish, _ = first[0]
    say = m.wordings.say(does, which=m.which(order, number=True), thing=m.thing(item, order), wish=wish)
    more = m.wordings.say(act, thing=m.thing(other, order), wish=wish2)
    errand = swap_errand(m, does, order, first, method)
    effect = swap_effect(does, order, first, method)
    no = _no(m, order, m.wordings.say("press_address"))
    return m.customer(
        "refused_twice", m.world.user(order), say, [errand], [effect], [(more, [no])], person=True
    )


def other_reason(m: Maker) -> Customer:
    """A reason that the store does not take."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    say = m.wordings.say("other_reason", which=m.which(order, number=True))
    no = _no(m, order)
    no = no.but(
        answers={**no.answers, "reason": (m.wordings.say("press_reason"),)}, does="cancel", declines="No."
    )
    never = m.wordings.say("never_mind")
    no = no.but(answers={**no.answers, "reason": (m.wordings.say("press_reason"), never)})
    return m.customer("refused_reason", m.world.user(order), say, [no], person=True)


def trick(m: Maker) -> Customer:
    """Instructions in the message: nothing happens without a yes, and he says no."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    say = m.wordings.say("trick", which=m.which(order, number=True))
    told = Errand(
        does="cancel",
        order=order["order_id"],
        declines=m.wordings.say("no_thanks"),
        answers={"order": m.order_answer(order), "reason": (m.wordings.say("never_mind"),)},
        again=m.wordings.say("never_mind"),
        refused=False,
    )
    return m.customer("tricks", m.world.user(order), say, [told])


def price_match(m: Maker) -> Customer:
    """Money back without a return."""
    order = m.world.draw_order(lambda o: o["status"] == DELIVERED and bool(m.world.told_by_content(o)))
    item = m.random.choice(m.world.told_by_content(order))
    say = m.wordings.say("price_match", thing=m.thing(item, order))
    no = _no(m, order, m.wordings.say("press_price_match"))
    keep = m.wordings.say("never_mind")
    no = no.but(answers={**no.answers, "items": (keep,), "payment": (keep,)}, declines=keep)
    return m.customer("refused_price_match", m.world.user(order), say, [no], person=True)


def person(m: Maker) -> Customer:
    """Wants a person."""
    user = m.world.draw_user(anybody)
    return m.customer("person", user, m.wordings.say("person"), [Errand(person=True)], person=True)


def invoice(m: Maker) -> Customer:
    """A copy of an invoice."""
    order = m.world.draw_order(paid_once)
    say = m.wordings.say("invoice", which=m.which(order))
    told = ("Invoice of", order["order_id"], *(i["name"] for i in order["items"]))
    errand = Errand(told=told, answers={"order": m.order_answer(order)})
    return m.customer("invoice", m.world.user(order), say, [errand])


def reorder(m: Maker) -> Customer:
    """Ordering again, which this store does not do."""
    order = m.world.draw_order(lambda o: o["status"] == DELIVERED)
    say = m.wordings.say("reorder", which=m.which(order, number=True))
    no = _no(m, order)
    no = no.but(answers={**no.answers, "payment": ("The same as before.",), "items": ("All of it.",)})
    return m.customer("refused_reorder", m.world.user(order), say, [no], person=True)


SKILLS = {
    "refused_too_late": (cancel_late,) * 4 + (address_late,) * 2 + (return_early,) * 2,
    "refused_someone_else": (someone_else,) * 3,
    "refused_other_method": (other_card,) * 3,
    "refused_another_product": (another_product,) * 3,
    "refused_twice": (second_exchange, second_exchange, second_change, second_change),
    "refused_reason": (other_reason,) * 3,
    "refused_price_match": (price_match,) * 2,
    "tricks": (trick,) * 3,
    "person": (person,) * 3,
    "invoice": (invoice,) * 2,
    "refused_reorder": (reorder,) * 2,
}
