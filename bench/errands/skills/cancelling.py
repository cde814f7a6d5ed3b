"""Cancelling: with the reason or without, one or several, by number or by content."""

from __future__ import annotations

from bench.errands.maker import Maker
from bench.errands.model import Customer, Errand, Json, Twist
from bench.errands.world import PENDING

REASONS = {"no": "no longer needed", "mistake": "ordered by mistake"}


def errand(m: Maker, order: Json, reason: str) -> Errand:
    """Cancelling that order for that reason ("no" or "mistake")."""
    return Errand(
        does="cancel",
        order=order["order_id"],
        answers={
            "order": m.order_answer(order),
            "reason": (m.wordings.say(f"reason_{reason}"), REASONS[reason]),
        },
        summary=(order["order_id"], REASONS[reason]),
        correction=REASONS[reason],
        again=f"Please cancel {order['order_id']}, {REASONS[reason]}.",
    )


def one(m: Maker) -> Customer:
    """One pending order."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    reason = m.random.choice(["no", "mistake"])
    say = m.wordings.say("cancel", which=m.which(order), because=m.wordings.phrase(f"because_{reason}"))
    effect = ("cancel", {"order": order["order_id"], "reason": REASONS[reason]})
    return m.customer("cancel", m.world.user(order), say, [errand(m, order, reason)], [effect])


def _user_with_pending(m: Maker, least: int = 2, most: int = 3) -> tuple[Json, list[Json]]:
    user = m.world.draw_user(lambda u: least <= len(m.world.orders(u, PENDING)) <= most)
    return user, m.world.orders(user, PENDING)


def every(m: Maker) -> Customer:
    """All that are pending, for one reason."""
    user, orders = _user_with_pending(m)
    reason = m.random.choice(["no", "mistake"])
    say = m.wordings.say("cancel_all", because=m.wordings.phrase(f"because_{reason}"))
    effects = [("cancel", {"order": o["order_id"], "reason": REASONS[reason]}) for o in orders]
    return m.customer("cancel_several", user, say, [errand(m, o, reason) for o in orders], effects)


def two(m: Maker) -> Customer:
    """Two orders, for one reason."""
    user, orders = _user_with_pending(m)
    first, second = orders[:2]
    reason = m.random.choice(["no", "mistake"])
    say = m.wordings.say(
        "cancel_two",
        one=m.which(first),
        two=m.which(second),
        because=m.wordings.phrase(f"because_{reason}"),
    )
    effects = [("cancel", {"order": o["order_id"], "reason": REASONS[reason]}) for o in (first, second)]
    errands = [errand(m, o, reason) for o in (first, second)]
    return m.customer("cancel_several", user, say, errands, effects)


def two_reasons(m: Maker) -> Customer:
    """Two orders, each for its own reason."""
    user, orders = _user_with_pending(m)
    first, second = orders[:2]
    say = m.wordings.say(
        "cancel_two_reasons",
        one=m.which(first),
        because_one=m.wordings.phrase("because_no"),
        two=m.which(second),
        because_two=m.wordings.phrase("because_mistake"),
    )
    effects = [
        ("cancel", {"order": first["order_id"], "reason": REASONS["no"]}),
        ("cancel", {"order": second["order_id"], "reason": REASONS["mistake"]}),
    ]
    errands = [errand(m, first, "no"), errand(m, second, "mistake")]
    return m.customer("cancel_two_reasons", user, say, errands, effects)


def one_then_another(m: Maker) -> Customer:
    """A second one after the first is done."""
    user, orders = _user_with_pending(m)
    first, second = orders[:2]
    because = m.wordings.phrase("because_mistake")
    say = m.wordings.say("cancel", which=m.which(first), because=m.wordings.phrase("because_no"))
    more = m.wordings.say("cancel_then", two=m.which(second), because=because)
    effects = [
        ("cancel", {"order": first["order_id"], "reason": REASONS["no"]}),
        ("cancel", {"order": second["order_id"], "reason": REASONS["mistake"]}),
    ]
    then = [(more, [errand(m, second, "mistake")])]
    return m.customer("cancel_several", user, say, [errand(m, first, "no")], effects, then)


def only_item(m: Maker) -> Customer:
    """Wants one item out; takes the whole order, or leaves it."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING and len(o["items"]) > 1)
    item = m.random.choice(order["items"])
    say = m.wordings.say("cancel_only_item", thing=m.thing(item, order), which=m.which(order, number=True))
    if m.random.random() < 0.5:
        whole = errand(m, order, "no").but(accepts=m.wordings.say("accept_whole"), again="")
        effect = ("cancel", {"order": order["order_id"], "reason": REASONS["no"]})
        return m.customer("cancel_one_item", m.world.user(order), say, [whole], [effect])
    leave = m.wordings.say("decline_whole")
    told = Errand(does="cancel", order=order["order_id"], declines=leave, accepts=leave)
    told = told.but(answers={"order": m.order_answer(order), "reason": (m.wordings.say("reason_no"),)})
    return m.customer("cancel_one_item", m.world.user(order), say, [told])


def keeps_it(m: Maker) -> Customer:
    """Keeps it after all, at the summary."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    say = m.wordings.say("cancel", which=m.which(order), because=m.wordings.phrase("because_no"))
    told = errand(m, order, "no").but(declines=m.wordings.say("keep_order"))
    return m.customer("change_of_mind", m.world.user(order), say, [told])


def another_reason(m: Maker) -> Customer:
    """Corrects the reason at the summary."""
    order = m.world.draw_order(lambda o: o["status"] == PENDING)
    say = m.wordings.say("cancel", which=m.which(order), because=m.wordings.phrase("because_no"))
    told = errand(m, order, "no").but(
        summary=(order["order_id"], REASONS["mistake"]),
        twist=Twist((REASONS["no"],), f"Actually, {m.wordings.phrase('reason_mistake')}"),
        correction=REASONS["mistake"],
    )
    effect = ("cancel", {"order": order["order_id"], "reason": REASONS["mistake"]})
    return m.customer("change_of_mind", m.world.user(order), say, [told], [effect])


SKILLS = {
    "cancel": (one,) * 6,
    "cancel_several": (every, every, every, two, two, one_then_another, one_then_another),
    "cancel_two_reasons": (two_reasons,) * 3,
    "cancel_one_item": (only_item,) * 4,
    "change_of_mind_cancel": (keeps_it, keeps_it, another_reason, another_reason),
}
