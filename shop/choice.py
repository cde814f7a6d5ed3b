"""Which units of an order are meant, and what may take their place: rules on records, like `shop.rules`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from shop.quotes import ChangeQuote, Swap
from shop.refusals import (
    ItemNotInOrder,
    NothingChosen,
    OtherProduct,
    OutOfStock,
    SameItem,
    VariantNotFound,
)
from shop.rules import Action
from shop.types import Change, ItemRef, Order, OrderItem, Product, Variant

FindVariant = Callable[[str], tuple[Product, Variant] | None]


def positions(order: Order, refs: Sequence[ItemRef], action: Action) -> tuple[int, ...]:
    """Where the named units stand in the order, each once.

    Raises `NothingChosen`, and `ItemNotInOrder` also for more units of an item than there are.
    """
    if not refs:
        raise NothingChosen(order.order_id, action)
    free = [item.item_id for item in order.items]
    claimed: dict[int, int] = {}
    # Positions first: an item_id named beside them means another unit.
    for index, ref in sorted(enumerate(refs), key=lambda named: isinstance(named[1], str)):
        at = _position(free, ref)
        if at is None or at in claimed.values():
            raise ItemNotInOrder(order.order_id, str(ref))
        claimed[index] = at
        free[at] = ""
    return tuple(claimed[index] for index in range(len(refs)))


def _position(free: list[str], ref: ItemRef) -> int | None:
    if isinstance(ref, int):
        return ref if 0 <= ref < len(free) else None
    return free.index(ref) if ref and ref in free else None


def swaps(
    order: Order, changes: Sequence[Change], action: Action, find: FindVariant, *, same_product_only: bool
) -> ChangeQuote:
    """The units with what is to take their place, in the order of `changes`.

    Raises what `positions` does, `VariantNotFound`, `OtherProduct`, `SameItem` or `OutOfStock`.
    """
    chosen = positions(order, [ref for ref, _ in changes], action)
    lines = []
    for at, (_, item_id) in zip(chosen, changes, strict=True):
        old, found = order.items[at], find(item_id)
        if found is None:
            raise VariantNotFound(item_id)
        product, new = found
        if same_product_only and product.product_id != old.product_id:
            raise OtherProduct(old.name, product.name)
        if new.item_id == old.item_id:
            raise SameItem(old.name, item_id)
        lines.append(Swap(at, old, product, new))
    for line in lines:
        if not _to_be_had(lines, line.new):
            raise OutOfStock(line.product.name, line.new.item_id, line.new.options)
    return ChangeQuote(tuple(lines))


def again(
    order: Order, refs: Sequence[ItemRef] | None, find: FindVariant
) -> tuple[tuple[Swap, ...], tuple[OrderItem, ...]]:
    """The named units (None: all) at today's price, and those that cannot be had now.

    Raises what `positions` does.
    """
    every = range(len(order.items)) if refs is None else refs
    lines: list[Swap] = []
    missing = []
    for at in sorted(positions(order, list(every), "reorder")):
        old = order.items[at]
        found = find(old.item_id)
        line = Swap(at, old, *found) if found else None
        if line and _to_be_had([*lines, line], line.new):
            lines.append(line)
        else:
            missing.append(old)
    return tuple(lines), tuple(missing)


def _to_be_had(lines: Sequence[Swap], variant: Variant) -> bool:
    """Whether there is one for each line that asks for it."""
    wanted = Counter(line.new.item_id for line in lines)[variant.item_id]
    return variant.available and (variant.stock is None or variant.stock >= wanted)
