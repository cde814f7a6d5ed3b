"""What the shop's records say: about people, so that it is taken out, and about goods, so that it is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from settings import Settings
from shop import Store, StoreError
from shop.types import Customer


class People(Protocol):
    """Looks people up."""

    def personal(self, user_id: str) -> frozenset[str]:
        """Names, email and address of that customer; empty when unknown."""

    def goods(self) -> frozenset[str]:
        """Names of what the shop sells, which are nobody's."""


class Nobody:
    """Where there are no records to be had."""

    def personal(self, user_id: str) -> frozenset[str]:
        """Nothing."""
        del user_id
        return frozenset()

    def goods(self) -> frozenset[str]:
        """Nothing."""
        return frozenset()


class Customers:
    """The shop's customers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def personal(self, user_id: str) -> frozenset[str]:
        """From the shop's database; empty when it has no such customer."""
        customer = self._store.customer(user_id)
        return _words_of(customer) if customer else frozenset()

    def goods(self) -> frozenset[str]:
        """The names of all products."""
        return frozenset(product.name for product in self._store.products())


@contextmanager
def people_of(settings: Settings) -> Iterator[People]:
    """The shop's customers, or ``Nobody`` when its database or policy cannot be opened."""
    try:
        store = Store.open(settings.shop_url, settings.policy)
    except StoreError:
        yield Nobody()
        return
    with store:
        yield Customers(store)


def _words_of(customer: Customer) -> frozenset[str]:
    address = customer.address
    said = {
        f"{customer.first_name} {customer.last_name}".strip(),
        customer.first_name,
        customer.last_name,
        customer.email,
        address.address1,
        address.address2,
        address.postcode,
    }
    return frozenset(word.strip() for word in said if word and word.strip())
