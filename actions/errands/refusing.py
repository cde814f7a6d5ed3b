"""A refusal of the shop in words: with what is possible instead, and short when it is pressed for again."""

from __future__ import annotations

from datetime import date

from actions.errands.context import Context
from actions.phrases import method, money_text
from shop import Refusal

# Refusals that are worded for each action.
BY_ACTION = {
    "wrong_state": (
        "cancel",
        "change_address",
        "change_payment",
        "change_items",
        "return_items",
        "exchange_items",
    ),
}
# Details that are amounts, and those that are ids of payment methods.
AMOUNTS = frozenset({"balance", "needed", "expected", "now"})
# How many refusals are remembered.
REMEMBERED = 20


def say_refusal(ctx: Context, refusal: Refusal) -> None:
    """Say why the shop will not do it, in the words domain.yml has for that refusal."""
    details = {"order_id": str(ctx.filled.get("order", "")), **refusal.details}
    key = ":".join([ctx.errand.name, refusal.code, details["order_id"], details.get("item", "")])
    refused = list(ctx.recent.get("refused") or [])
    if key in refused:
        ctx.reply.say("utter_refused_again")
        return
    ctx.keep("refused", [*refused, key][-REMEMBERED:])
    ctx.reply.fill(response_of(refusal), _in_words(ctx, details))


def response_of(refusal: Refusal) -> str:
    """The name of the response for a refusal."""
    action = refusal.details.get("action", "")
    if action in BY_ACTION.get(refusal.code, ()):
        return f"utter_refused_{refusal.code}_{action}"
    return f"utter_refused_{refusal.code}"


def _in_words(ctx: Context, details: dict[str, str]) -> dict[str, str]:
    """Ids as names and numbers as money."""
    words = dict(details)
    customer = ctx.customer if ctx.user_id else None
    if "method_id" in details:
        words["method"] = method(customer, details["method_id"])
        allowed = [name for name in details.get("allowed", "").split(", ") if name]
        words["allowed"] = ", ".join(method(customer, name) for name in allowed) or "-"
    if "delivered_on" in details:
        day = date.fromisoformat(details["delivered_on"])
        words["delivered_on"] = f"{day:%B} {day.day}, {day.year}"
    for name in AMOUNTS & details.keys():
        words[name] = money_text(details[name], ctx.currency)
    return words
