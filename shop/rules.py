"""What stands against changing an order: the policy's rules on records, asked before and in every change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from shop.policy import KeptGoods, Policy
from shop.refusals import (
    AlreadyCancelled,
    AlreadyModified,
    AlreadyRequested,
    DeliveryUnknown,
    NotOffered,
    NotReturnable,
    Refusal,
    SeveralPayments,
    WindowOver,
    WrongState,
)
from shop.types import Order, OrderItem, Product

Action = Literal[
    "cancel",
    "change_address",
    "change_payment",
    "change_items",
    "return_items",
    "exchange_items",
    "reorder",
    "change_default_address",
]
FindProduct = Callable[[str], Product | None]

CANCELLED = "cancelled"
# Where an order keeps how often its items were changed, in shops that allow it more than once.
ITEM_CHANGES = "item_changes"


def why_not_cancel(policy: Policy, order: Order) -> Refusal | None:
    """What stands against cancelling the order, or None."""
    return _pending(policy, order, policy.cancel.states, "cancel")


def why_not_change_address(policy: Policy, order: Order) -> Refusal | None:
    """What stands against sending the order elsewhere, or None."""
    if policy.modify is None or "address" not in policy.modify.fields:
        return NotOffered("change_address")
    return _pending(policy, order, policy.modify.states, "change_address")


def why_not_change_payment(policy: Policy, order: Order) -> Refusal | None:
    """What stands against paying the order with another method, or None."""
    if policy.modify is None or "payment" not in policy.modify.fields:
        return NotOffered("change_payment")
    refusal = _pending(policy, order, policy.modify.states, "change_payment")
    if refusal is None and [line.kind for line in order.payments] != ["payment"]:
        return SeveralPayments(order.order_id)
    return refusal


def why_not_change_items(policy: Policy, order: Order) -> Refusal | None:
    """What stands against changing items of the order, or None."""
    rule = policy.modify
    if rule is None or "items" not in rule.fields or not rule.item_changes_per_order:
        return NotOffered("change_items")
    used = item_changes(order)
    if order.status == rule.status_after_items or used >= rule.item_changes_per_order:
        return AlreadyModified(order.order_id, order.status)
    return _pending(policy, order, rule.states, "change_items")


def item_changes(order: Order) -> int:
    """How often items of the order were changed, as far as its status does not say it."""
    used = order.extra.get(ITEM_CHANGES, 0)
    return used if isinstance(used, int) else 0


def why_not_return(policy: Policy, order: Order, now: datetime, find: FindProduct) -> Refusal | None:
    """What stands against returning anything of the order, or None."""
    if policy.returns is None:
        return NotOffered("return_items")
    refusal = _delivered(policy, order, policy.returns.states, "return_items")
    return refusal or _every_item(policy, order, "return_items", now, find)


def why_not_exchange(policy: Policy, order: Order, now: datetime, find: FindProduct) -> Refusal | None:
    """What stands against exchanging anything of the order, or None."""
    if policy.exchange is None:
        return NotOffered("exchange_items")
    refusal = _delivered(policy, order, policy.exchange.states, "exchange_items")
    return refusal or _every_item(policy, order, "exchange_items", now, find)


def why_not_reorder(policy: Policy) -> Refusal | None:
    """What stands against ordering an order again, or None."""
    return None if policy.reorder else NotOffered("reorder")


def why_not_item(
    policy: Policy, order: Order, position: int, action: Action, now: datetime, find: FindProduct
) -> Refusal | None:
    """What stands against returning or exchanging this unit, or None: its days, and what kind it is."""
    rule = policy.returns if action == "return_items" else policy.exchange
    if rule is None:
        return NotOffered(action)
    item = order.items[position]
    exception = exception_for(policy, item, find)
    if exception and not exception.told_only:
        return NotReturnable(order.order_id, item.name, exception.what)
    if rule.window_days is None:
        return None
    delivered = _delivered_at(order, item.item_id)
    if delivered is None:
        return DeliveryUnknown(order.order_id, action)
    day = policy.day(delivered)
    if policy.day(now) > day + timedelta(days=rule.window_days):
        return WindowOver(order.order_id, action, rule.window_days, day)
    return None


def exception_for(policy: Policy, item: OrderItem, find: FindProduct) -> KeptGoods | None:
    """The entry of the policy that keeps such goods from coming back, or None."""
    if policy.returns is None:
        return None
    product = find(item.product_id)
    texts = [item.name, *((product.name, product.category, *product.keywords) if product else ())]
    return policy.returns.exception(texts)


def _every_item(
    policy: Policy, order: Order, action: Action, now: datetime, find: FindProduct
) -> Refusal | None:
    """The first item's refusal, where all items have one."""
    refusals = [why_not_item(policy, order, at, action, now, find) for at in range(len(order.items))]
    return None if None in refusals else next(iter(refusals), None)


def _delivered_at(order: Order, item_id: str) -> datetime | None:
    """When the item arrived; the last parcel's time where it is unknown in which one it was."""
    parcels = [parcel for parcel in order.fulfillments if parcel.delivered_at]
    own = [parcel for parcel in parcels if item_id in parcel.item_ids]
    times = [parcel.delivered_at for parcel in own or parcels if parcel.delivered_at]
    return max(times, default=None)


def _pending(policy: Policy, order: Order, states: Sequence[str], action: Action) -> Refusal | None:
    """The refusal of an order that should not have left, and has not been changed for good."""
    if order.status in states:
        return None
    if order.status == CANCELLED:
        return AlreadyCancelled(order.order_id)
    if policy.modify and order.status == policy.modify.status_after_items:
        return AlreadyModified(order.order_id, order.status)
    return WrongState(order.order_id, order.status, states, action)


def _delivered(policy: Policy, order: Order, states: Sequence[str], action: Action) -> Refusal | None:
    """The refusal of an order that should have arrived, and nothing of it is on its way back."""
    if order.status in states:
        return None
    if order.status == CANCELLED:
        return AlreadyCancelled(order.order_id)
    requested = {rule.status_after for rule in (policy.returns, policy.exchange) if rule}
    if order.status in requested:
        return AlreadyRequested(order.order_id, order.status)
    return WrongState(order.order_id, order.status, states, action)
