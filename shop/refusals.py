"""Typed refusals: what the shop will not do, as a code that has a sentence, and the facts that go in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal


class Refusal(Exception):
    """The shop's policy says no. `code` is snake_case and stable; `details` fill its sentence."""

    code = "refused"

    def __init__(self, **details: str) -> None:
        self.details: dict[str, str] = details
        super().__init__(self.code, details)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code} ({facts})" if facts else self.code


class OrderNotFound(Refusal):
    """There is no such order, or it is somebody else's: the two are never told apart."""

    code = "order_not_found"

    def __init__(self) -> None:
        super().__init__()


class CustomerNotFound(Refusal):
    """There is no customer of that id."""

    code = "customer_not_found"

    def __init__(self) -> None:
        super().__init__()


# What stands against an order as it is. `action` is a name of `shop.rules.Action`.


class NotOffered(Refusal):
    """The shop does not do this at all."""

    code = "not_offered"

    def __init__(self, action: str) -> None:
        super().__init__(action=action)


class WrongState(Refusal):
    """The order's status does not allow the action."""

    code = "wrong_state"

    def __init__(self, order_id: str, status: str, allowed: Sequence[str], action: str) -> None:
        super().__init__(order_id=order_id, status=status, allowed=", ".join(allowed), action=action)


class AlreadyCancelled(Refusal):
    """The order was cancelled before; nothing was done a second time."""

    code = "already_cancelled"

    def __init__(self, order_id: str) -> None:
        super().__init__(order_id=order_id)


class AlreadyModified(Refusal):
    """The order's items were changed as often as the policy allows."""

    code = "already_modified"

    def __init__(self, order_id: str, status: str) -> None:
        super().__init__(order_id=order_id, status=status)


class AlreadyRequested(Refusal):
    """A return or an exchange was asked for before: `status` tells which."""

    code = "already_requested"

    def __init__(self, order_id: str, status: str) -> None:
        super().__init__(order_id=order_id, status=status)


class WindowOver(Refusal):
    """It was delivered more than `days` days ago, on the day `delivered_on` (ISO 8601)."""

    code = "window_over"

    def __init__(self, order_id: str, action: str, days: int, delivered_on: date) -> None:
        super().__init__(
            order_id=order_id, action=action, days=str(days), delivered_on=delivered_on.isoformat()
        )


class DeliveryUnknown(Refusal):
    """The policy counts days from delivery, and the store does not know that day: a person has to look."""

    code = "delivery_unknown"

    def __init__(self, order_id: str, action: str) -> None:
        super().__init__(order_id=order_id, action=action)


class SeveralPayments(Refusal):
    """Only an order with exactly one payment can be moved to another method."""

    code = "several_payments"

    def __init__(self, order_id: str) -> None:
        super().__init__(order_id=order_id)


# What stands against the items that were named.


class NothingChosen(Refusal):
    """No item was named."""

    code = "nothing_chosen"

    def __init__(self, order_id: str, action: str) -> None:
        super().__init__(order_id=order_id, action=action)


class ItemNotInOrder(Refusal):
    """The order has no such item, or fewer of it than were named."""

    code = "item_not_in_order"

    def __init__(self, order_id: str, item_id: str) -> None:
        super().__init__(order_id=order_id, item_id=item_id)


class NotReturnable(Refusal):
    """The policy takes such goods neither back nor in exchange: `what` are its words for them."""

    code = "not_returnable"

    def __init__(self, order_id: str, item: str, what: str) -> None:
        super().__init__(order_id=order_id, item=item, what=what)


class VariantNotFound(Refusal):
    """The catalogue has no variant of that id."""

    code = "variant_not_found"

    def __init__(self, item_id: str) -> None:
        super().__init__(item_id=item_id)


class OtherProduct(Refusal):
    """Items may be swapped within one product only."""

    code = "other_product"

    def __init__(self, item: str, new_item: str) -> None:
        super().__init__(item=item, new_item=new_item)


class SameItem(Refusal):
    """The new variant is the old one."""

    code = "same_item"

    def __init__(self, item: str, item_id: str) -> None:
        super().__init__(item=item, item_id=item_id)


class OutOfStock(Refusal):
    """The variant cannot be had now, or not as often as it was asked for."""

    code = "out_of_stock"

    def __init__(self, item: str, item_id: str, options: Mapping[str, str]) -> None:
        super().__init__(item=item, item_id=item_id, options=", ".join(options.values()))


# What stands against an address.


class SameAddress(Refusal):
    """It is there already."""

    code = "same_address"

    def __init__(self) -> None:
        super().__init__()


class AddressIncomplete(Refusal):
    """Parts of the address are missing: names of `Address`'s fields."""

    code = "address_incomplete"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(missing=", ".join(missing))


class AddressNotUsable(Refusal):
    """A part of the address is too long or holds characters that are no text."""

    code = "address_not_usable"

    def __init__(self, field: str) -> None:
        super().__init__(field=field)


class OtherCountry(Refusal):
    """The parcel may not be sent to another country than the one ordered for."""

    code = "other_country"

    def __init__(self, country: str, allowed: str) -> None:
        super().__init__(country=country, allowed=allowed)


class NoDelivery(Refusal):
    """The shop delivers nothing to that country."""

    code = "no_delivery"

    def __init__(self, country: str) -> None:
        super().__init__(country=country)


# What stands against a payment method.


class MethodNotFound(Refusal):
    """The customer has no such payment method."""

    code = "method_not_found"

    def __init__(self, method_id: str) -> None:
        super().__init__(method_id=method_id)


class MethodNotAccepted(Refusal):
    """The policy takes other methods for this: `allowed` are the ids of the customer's that fit."""

    code = "method_not_accepted"

    def __init__(self, method_id: str, allowed: Sequence[str]) -> None:
        super().__init__(method_id=method_id, allowed=", ".join(allowed))


class SameMethod(Refusal):
    """The order is paid with that method already."""

    code = "same_method"

    def __init__(self, method_id: str) -> None:
        super().__init__(method_id=method_id)


class BalanceTooLow(Refusal):
    """The gift card does not cover it."""

    code = "balance_too_low"

    def __init__(self, method_id: str, balance: Decimal, needed: Decimal) -> None:
        super().__init__(method_id=method_id, balance=f"{balance:.2f}", needed=f"{needed:.2f}")


class PriceChanged(Refusal):
    """What was said yes to costs something else by now."""

    code = "price_changed"

    def __init__(self, expected: Decimal, now: Decimal) -> None:
        super().__init__(expected=f"{expected:.2f}", now=f"{now:.2f}")


class ReasonNotAccepted(Refusal):
    """The policy takes other reasons only."""

    code = "reason_not_accepted"

    def __init__(self, reason: str, accepted: Sequence[str]) -> None:
        super().__init__(reason=reason, accepted=", ".join(accepted))
