"""What changes the store: each change is one transaction, all of it happens, once, or nothing.

Every function here runs inside the caller's transaction and locks in one order, so that two sessions cannot
wait for each other: the order, the customer, their payment methods, the stock by item, the store's state. A
`Refusal` may come after the first write; the caller's transaction is then to be undone.
"""
