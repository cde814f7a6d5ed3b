"""Returning: one, several, all but one, all, and where the money goes."""

from __future__ import annotations

from collections.abc import Sequence

from bench.errands.maker import Maker, values
from bench.errands.model import Customer, Effect, Errand, Json, Twist
from bench.errands.world import DELIVERED, is_plain, label, no_twins, of_kind, original, paid_once


def errand(m: Maker, order: Json, items: Sequence[Json], method: str) -> Errand:
    """Returning those items, the money to that method."""
    user = m.world.user(order)
    things = m.wordings.listed([m.world.thing(i, m.all_items(order), full=True) for i in items])
    others = [i for i in order["items"] if i not in items]
    return Errand(
        does="return",
        order=order["order_id"],
        answers={
            "order": m.order_answer(order),
            "items": (m.wordings.say("answer_return", things=things),),
            "payment": m.payment_answers(user, method),
        },
        summary=(order["order_id"], *(f"{i['name']} ({values(i)})" for i in items), label(user, method)),
        unwanted=tuple(f"{i['name']} ({values(i)})" for i in others),
        correction=m.wordings.say("right_return", things=things, method=f"the {label(user, method)}"),
    )


def effect(order: Json, items: Sequence[Json], method: str) -> Effect:
    """What comes of it."""
    return "return", {
        "order": order["order_id"],
        "items": sorted(i["item_id"] for i in items),
        "method": method,
    }


def draw(m: Maker, least: int = 1) -> Json:
    """A delivered order with so many things, all different."""
    return m.world.draw_order(
        lambda o: o["status"] == DELIVERED and no_twins(o) and len(o["items"]) >= least and paid_once(o)
    )


def _customer(
    m: Maker, skill: str, act: str, order: Json, items: Sequence[Json], named: Sequence[Json], method: str
) -> Customer:
    """``named`` are the items that the wording speaks of."""
    user = m.world.user(order)
    things = [m.thing(i, order) for i in named]
    say = m.wordings.say(
        act,
        which=m.which(order, besides=named),
        thing=things[0] if things else "",
        things=m.wordings.listed(things) if things else "",
        method=m.method(user, method),
    )
    return m.customer(skill, user, say, [errand(m, order, items, method)], [effect(order, items, method)])


def one(m: Maker) -> Customer:
    """One item."""
    order = draw(m)
    item = m.random.choice(order["items"])
    act = m.random.choice(["return_one", "return_one", "return_one", "return_vague"])
    return _customer(m, "return_one", act, order, [item], [item], m.refund_to(order))


def several(m: Maker) -> Customer:
    """Two or three items of more."""
    order = draw(m, least=3)
    items = m.random.sample(order["items"], m.random.choice([2, 2, 3]))
    return _customer(m, "return_several", "return_several", order, items, items, m.refund_to(order))


def all_but(m: Maker) -> Customer:
    """All but one."""
    order = draw(m, least=3)
    kept = m.random.choice(order["items"])
    items = [i for i in order["items"] if i is not kept]
    return _customer(m, "return_all_but_one", "return_all_but", order, items, [kept], m.refund_to(order))


def whole(m: Maker) -> Customer:
    """Everything in the order."""
    order = draw(m, least=2)
    return _customer(m, "return_whole_order", "return_whole", order, order["items"], [], m.refund_to(order))


def described(m: Maker) -> Customer:
    """One of two of the same product, told by an option."""

    def pair(order: Json) -> tuple[Json, str] | None:
        names = [i["name"] for i in order["items"]]
        for item in order["items"]:
            twins = [i for i in order["items"] if i["name"] == item["name"] and i is not item]
            if len(twins) == 1 and names.count(item["name"]) == 2:
                own = [
                    v
                    for k, v in item["options"].items()
                    if k in {"color", "size", "material", "capacity"} and twins[0]["options"].get(k) != v
                ]
                if own:
                    return item, own[0]
        return None

    order = m.world.draw_order(
        lambda o: (
            o["status"] == DELIVERED
            and paid_once(o)
            and pair(o) is not None
            and len(m.world.orders(m.world.user(o), DELIVERED)) == 1
        )
    )
    found = pair(order)
    assert found is not None
    item, said = found
    method = m.refund_to(order)
    name = m.world.thing(item, [], full=True).removeprefix("the ")
    say = m.wordings.say("return_described", name=name, options=said)
    told = errand(m, order, [item], method)
    answer = f"The {name} that is {said}."
    told = told.but(answers={**told.answers, "items": (answer,)}, correction=f"No, only the {said} {name}.")
    told = told.but(
        correction=f"{told.correction} The refund should go to the {label(m.world.user(order), method)}."
    )
    return m.customer("return_described", m.world.user(order), say, [told], [effect(order, [item], method)])


def gift_card(m: Maker) -> Customer:
    """The money to the gift card though paid otherwise, asked for at the summary."""
    order = m.world.draw_order(
        lambda o: (
            is_plain(o, DELIVERED)
            and bool(of_kind(m.world.user(o), "gift_card"))
            and not original(o).startswith("gift_card")
        )
    )
    user, item = m.world.user(order), m.random.choice(order["items"])
    card = of_kind(user, "gift_card")[0]
    first = label(user, original(order))
    say = m.wordings.say(
        "return_one",
        which=m.which(order, besides=[item]),
        thing=m.thing(item, order),
        method=m.method(user, original(order)),
    )
    told = errand(m, order, [item], card)
    told = told.but(
        answers={**told.answers, "payment": m.payment_answers(user, original(order))},
        twist=Twist(
            (order["order_id"], item["name"], first),
            m.wordings.say("other_refund", method=m.wordings.phrase("by_gift_card")),
        ),
    )
    return m.customer("change_of_mind", user, say, [told], [effect(order, [item], card)])


def adds_one(m: Maker) -> Customer:
    """Adds another item at the summary."""
    order = draw(m, least=3)
    user = m.world.user(order)
    first, second = m.random.sample(order["items"], 2)
    method = m.refund_to(order)
    say = m.wordings.say(
        "return_one",
        which=m.which(order, besides=[first]),
        thing=m.thing(first, order),
        method=m.method(user, method),
    )
    told = errand(m, order, [first, second], method)
    twist = Twist(
        (order["order_id"], first["name"]), m.wordings.say("add_return", thing=m.thing(second, order))
    )
    told = told.but(
        twist=twist, answers={**told.answers, "items": (f"{m.thing(first, order).capitalize()}, please.",)}
    )
    return m.customer("change_of_mind", user, say, [told], [effect(order, [first, second], method)])


def drops_one(m: Maker) -> Customer:
    """Keeps one of them after all, at the summary."""
    order = draw(m, least=3)
    user = m.world.user(order)
    first, second = m.random.sample(order["items"], 2)
    method = m.refund_to(order)
    things = m.wordings.listed([m.thing(first, order), m.thing(second, order)])
    say = m.wordings.say("return_several", which=m.which(order), things=things, method=m.method(user, method))
    told = errand(m, order, [first], method)
    drop = m.wordings.say("drop_return", thing=m.thing(second, order))
    told = told.but(
        twist=Twist((order["order_id"], first["name"], second["name"]), drop),
        answers={**told.answers, "items": (f"{things.capitalize()}.",)},
    )
    return m.customer("change_of_mind", user, say, [told], [effect(order, [first], method)])


def forgets_it(m: Maker) -> Customer:
    """Never mind, at the summary."""
    order = draw(m)
    user, item, method = m.world.user(order), m.random.choice(order["items"]), original(order)
    say = m.wordings.say(
        "return_one",
        which=m.which(order, besides=[item]),
        thing=m.thing(item, order),
        method=m.method(user, method),
    )
    told = errand(m, order, [item], method).but(declines=m.wordings.say("never_mind"))
    return m.customer("change_of_mind", user, say, [told])


def asks_in_between(m: Maker) -> Customer:
    """Asks how long refunds take when he should say yes."""
    order = draw(m, least=2)
    user, item, method = m.world.user(order), m.random.choice(order["items"]), m.refund_to(order)
    say = m.wordings.say(
        "return_one",
        which=m.which(order, besides=[item]),
        thing=m.thing(item, order),
        method=m.method(user, method),
    )
    aside = {m.random.choice(["confirm", "confirm", "payment"]): m.wordings.say("ask_refund_time")}
    told = errand(m, order, [item], method).but(aside=aside)
    return m.customer("digression", user, say, [told], [effect(order, [item], method)])


SKILLS = {
    "return_one": (one,) * 7,
    "return_several": (several,) * 5,
    "return_all_but_one": (all_but,) * 4,
    "return_whole_order": (whole,) * 4,
    "return_described": (described,) * 3,
    "change_of_mind_return": (gift_card, gift_card, adds_one, adds_one, drops_one, drops_one, forgets_it),
    "digression": (asks_in_between,) * 4,
}
