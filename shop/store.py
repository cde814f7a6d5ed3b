"""The Store: the one door to catalogue, customers and orders. Safe to use from many threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

from shop.changes import address as addressing
from shop.changes import cancel, payment, reorder, returns
from shop.changes import items as swapping
from shop.changes.job import Job
from shop.database import open_engine, writing
from shop.migrate import check_ready
from shop.policy import load_policy
from shop.reader import Clock, Reader
from shop.types import Address, Change, Customer, ItemRef, Order


class Store(Reader):
    """The shop's data under its policy. Open with `Store.open`; close it, or use it in a `with` block.

    Every method raises `StoreNotReady` when the database stops answering; nothing is changed then.

    A change is one transaction with its line in the audit, for the customer `user_id` only; `conversation`
    goes to the audit, and `order_id` is taken however it is spelled. A change that is not allowed raises a
    `Refusal` and changes nothing; the `why_not_...` methods tell most of them before anything is asked.
    """

    @classmethod
    def open(cls, url: str, policy_path: Path | str, *, clock: Clock | None = None) -> Self:
        """Open the store at an SQLAlchemy URL under the policy in that file.

        `clock` tells the shop's time (aware), which windows are counted from and new lines are dated with.
        Raises `StoreNotReady` when the database is missing, unreachable or not migrated, and `PolicyError`.
        """
        policy = load_policy(policy_path)
        engine = open_engine(url)
        try:
            check_ready(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, policy, clock)

    def close(self) -> None:
        """Give back the database connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _job(self, user_id: str, conversation: str) -> Iterator[Job]:
        """A change in its own transaction."""
        with writing(self._engine) as session:
            yield Job(session, self.policy, self.now(), user_id, conversation)

    def cancel(self, user_id: str, order_id: str, reason: str, *, conversation: str) -> Order:
        """Cancel the order: refunds, gift card credit and stock. `reason` is one of the policy's.

        Raises `OrderNotFound`, `AlreadyCancelled`, `AlreadyModified`, `WrongState` or `ReasonNotAccepted`.
        """
        with self._job(user_id, conversation) as job:
            return cancel.cancel(job, order_id, reason)

    def change_address(self, user_id: str, order_id: str, address: Address, *, conversation: str) -> Order:
        """Send the order to another address; what the address lacks is not taken from the old one.

        Raises `OrderNotFound`, what `why_not_change_address` tells, `AddressIncomplete`, `AddressNotUsable`,
        `SameAddress` or `OtherCountry`.
        """
        with self._job(user_id, conversation) as job:
            return addressing.change_address(job, order_id, address)

    def change_payment(self, user_id: str, order_id: str, method_id: str, *, conversation: str) -> Order:
        """Charge the whole order to another of the customer's methods and refund the first one.

        Raises `OrderNotFound`, what `why_not_change_payment` tells, `MethodNotFound`, `SameMethod`,
        `MethodNotAccepted` or `BalanceTooLow`.
        """
        with self._job(user_id, conversation) as job:
            return payment.change_payment(job, order_id, method_id)

    def change_items(
        self, user_id: str, order_id: str, changes: Sequence[Change], method_id: str, *,
        conversation: str, expected: Decimal | None = None,
    ) -> Order:  # fmt: skip
        """Put other variants in the place of units, all at once; `method_id` pays or gets the difference.

        `expected` is the difference that the shopper said yes to. Raises `OrderNotFound`, what
        `why_not_change_items` tells, what `quote_change` raises, `PriceChanged`, `MethodNotFound`,
        `MethodNotAccepted` or `BalanceTooLow`.
        """
        with self._job(user_id, conversation) as job:
            return swapping.change_items(job, order_id, changes, method_id, expected)

    def return_items(
        self, user_id: str, order_id: str, items: Sequence[ItemRef], method_id: str, *, conversation: str
    ) -> Order:
        """Ask to return units of the order, all at once; `method_id` gets the money when they have come back.

        Raises `OrderNotFound`, what `why_not_return` and `why_not_return_item` tell, `NothingChosen`,
        `ItemNotInOrder`, `MethodNotFound` or `MethodNotAccepted`.
        """
        with self._job(user_id, conversation) as job:
            return returns.return_items(job, order_id, items, method_id)

    def exchange_items(
        self, user_id: str, order_id: str, changes: Sequence[Change], method_id: str, *,
        conversation: str, expected: Decimal | None = None,
    ) -> Order:  # fmt: skip
        """Ask for other variants in exchange for units of the order, all at once.

        The new units are put aside now; `method_id` pays or gets the difference when the old ones have come
        back. `expected` is the difference that the shopper said yes to. Raises `OrderNotFound`, what
        `why_not_exchange` and `why_not_exchange_item` tell, what `quote_exchange` raises, `PriceChanged`,
        `MethodNotFound`, `MethodNotAccepted` or `BalanceTooLow`.
        """
        with self._job(user_id, conversation) as job:
            return swapping.exchange_items(job, order_id, changes, method_id, expected)

    def reorder(
        self, user_id: str, order_id: str, method_id: str, *,
        conversation: str, items: Sequence[ItemRef] | None = None, expected: Decimal | None = None,
    ) -> Order:  # fmt: skip
        """Order units (None: all) of an earlier order again, at today's prices; returns the new order.

        Called twice it orders twice. It goes to the customer's address of today. `expected` is the total that
        the shopper said yes to. Raises `OrderNotFound`, `NotOffered`, what `quote_reorder` raises,
        `OutOfStock` where that tells of it, `PriceChanged`, `MethodNotFound`, `MethodNotAccepted` or
        `BalanceTooLow`.
        """
        with self._job(user_id, conversation) as job:
            return reorder.reorder(job, order_id, method_id, items, expected)

    def change_default_address(self, user_id: str, address: Address, *, conversation: str) -> Customer:
        """Change the address of the account; orders that were placed keep theirs.

        Raises `CustomerNotFound`, `AddressIncomplete`, `AddressNotUsable` or `SameAddress`.
        """
        with self._job(user_id, conversation) as job:
            return addressing.change_default_address(job, address)
