"""Every errand of the assistant, in one list."""

from __future__ import annotations

from actions.errands import changes, orders, returns
from actions.errands.errand import Errand

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
)
BY_INTENT = {errand.intent: errand for errand in ERRANDS}
