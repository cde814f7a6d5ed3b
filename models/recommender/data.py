"""Baskets, from a file or from the shop's orders. A basket is a tuple of different product ids, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from models.errors import DataError
from models.recommender.config import load_config

Basket = tuple[str, ...]
_CANCELLED = "cancelled"


def read_baskets(path: Path) -> list[Basket]:
    """Read one basket a line, ids separated by commas; empty lines are passed over.

    Raises ``DataError`` naming the line that is malformed, or that there is none.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            baskets = [_basket(path, at, line) for at, line in enumerate(file, 1) if line.strip()]
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not text in UTF-8: {error}") from error
    if not baskets:
        raise DataError(f"{path} has no baskets")
    return baskets


def _basket(path: Path, at: int, line: str) -> Basket:
    limit = load_config().max_id_chars
    ids = [cell.strip() for cell in line.split(",")]
    for name in ids:
        if not name or len(name) > limit or not name.isprintable():
            raise DataError(
                f"{path}, line {at}: {name[:limit]!r} is not a product id of 1 to {limit} characters"
            )
    return distinct(ids)


def distinct(ids: Iterable[str]) -> Basket:
    """The ids without repetitions, in order of first appearance."""
    return tuple(dict.fromkeys(ids))


def shop_baskets(url: str) -> list[Basket]:
    """The products of every order that was not cancelled, in the order of the store.

    Raises ``DataError`` if the store is not ready or has no orders.
    """
    from shop.database import open_engine, reading
    from shop.errors import StoreError
    from shop.exporting import export
    from shop.migrate import check_ready

    try:
        engine = open_engine(url)
        try:
            check_ready(engine)
            with reading(engine) as session:
                orders = export(session)["orders"].values()
        finally:
            engine.dispose()
    except StoreError as error:
        raise DataError(str(error)) from error
    kept = (order for order in orders if order["status"] != _CANCELLED)
    baskets = [distinct(item["product_id"] for item in order["items"]) for order in kept]
    if not baskets:
        raise DataError("the shop has no orders to learn from")
    return [basket for basket in baskets if basket]


def require_enough(baskets: Sequence[Basket]) -> None:
    """Raise ``DataError`` unless there are enough baskets, and enough with several products."""
    config = load_config()
    pairs = sum(len(basket) > 1 for basket in baskets)
    if len(baskets) < config.min_baskets:
        raise DataError(f"{len(baskets)} baskets are too few: at least {config.min_baskets} are needed")
    if pairs < config.min_pairs:
        raise DataError(
            f"{pairs} baskets have two or more products: at least {config.min_pairs} are needed"
            " to learn what goes together"
        )
    items = len({name for basket in baskets for name in basket})
    if items > config.max_items:
        raise DataError(f"{items} products are more than this model holds ({config.max_items})")
