"""Every errand of the assistant, in one list."""

from __future__ import annotations

from actions.errands import changes, orders, returns
from actions.errands.errand import Errand
from actions.errands.records import account
from actions.errands.records import orders as records

ERRANDS: tuple[Errand, ...] = (
    orders.STATUS,
    orders.REFUND,
    orders.INVOICE,
    orders.CANCEL,
    changes.ADDRESS,
    changes.DEFAULT_ADDRESS,
    changes.PAYMENT,
    changes.ITEMS,
    returns.RETURN,
    returns.EXCHANGE,
    returns.REORDER,
    records.ORDERS,
    account.ACCOUNT,
)
BY_INTENT = {errand.intent: errand for errand in ERRANDS}
