"""Which payment methods may be charged or refunded: rules on records, like `shop.rules`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from shop.policy import Policy
from shop.refusals import BalanceTooLow, MethodNotAccepted, MethodNotFound, Refusal, SameMethod
from shop.types import Order, PaymentMethod

GIFT_CARD = "gift_card"
Methods = tuple[PaymentMethod, ...]
Check = Callable[[PaymentMethod], Refusal | None]


def originals(order: Order) -> tuple[str, ...]:
    """The methods that hold what the order cost: paid with, and not wholly refunded; else all paid with."""
    net: dict[str, Decimal] = {}
    for line in order.payments:
        sign = 1 if line.kind == "payment" else -1
        net[line.method_id] = net.get(line.method_id, Decimal(0)) + sign * line.amount
    paid = [line.method_id for line in order.payments if line.kind == "payment"]
    return tuple(dict.fromkeys(method for method in paid if net[method] > 0)) or tuple(dict.fromkeys(paid))


def charge(policy: Policy, amount: Decimal) -> Check:
    """The check of a method that is to pay that amount."""

    def check(method: PaymentMethod) -> Refusal | None:
        balance = method.balance or Decimal(0)
        if not policy.takes(method):
            return MethodNotAccepted(method.method_id, ())
        if method.kind == GIFT_CARD and balance < amount:
            return BalanceTooLow(method.method_id, balance, amount)
        return None

    return check


def other_charge(policy: Policy, order: Order) -> Check:
    """The check of a method that is to pay the order in place of the one that did."""
    paid = order.payments[0] if order.payments else None
    plain = charge(policy, paid.amount if paid else Decimal(0))

    def check(method: PaymentMethod) -> Refusal | None:
        same = paid is not None and method.method_id == paid.method_id
        return SameMethod(method.method_id) if same else plain(method)

    return check


def refund(order: Order, destinations: Sequence[str] | None) -> Check:
    """The check of a method that is to get money back for the order; without destinations, any will do."""
    paid = originals(order)

    def check(method: PaymentMethod) -> Refusal | None:
        if destinations is None:
            return None
        original = "original" in destinations and method.method_id in paid
        card = "gift_card" in destinations and method.kind == GIFT_CARD
        return None if original or card else MethodNotAccepted(method.method_id, ())

    return check


def difference(policy: Policy, order: Order, amount: Decimal, destinations: Sequence[str] | None) -> Check:
    """The check of a method that is to pay the amount, or to get it where it is negative."""
    if amount > 0:
        return charge(policy, amount)
    return refund(order, destinations if amount else None)


def fitting(methods: Iterable[PaymentMethod], check: Check, first: Sequence[str] = ()) -> Methods:
    """The methods that pass, those named in `first` before the others."""
    found = [method for method in methods if check(method) is None]
    return tuple(sorted(found, key=lambda method: method.method_id not in first))


def chosen(methods: Methods, method_id: str, check: Check) -> PaymentMethod:
    """The customer's method of that id. Raises `MethodNotFound`, or what stands against it."""
    found = next((method for method in methods if method.method_id == method_id), None)
    if found is None:
        raise MethodNotFound(method_id)
    refusal = check(found)
    if isinstance(refusal, MethodNotAccepted):
        raise MethodNotAccepted(method_id, [method.method_id for method in fitting(methods, check)])
    if refusal:
        raise refusal
    return found
