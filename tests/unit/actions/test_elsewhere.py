"""Who moves house: when a wish about one address is about another as well."""

from __future__ import annotations

import pytest

from actions.errands.needs.elsewhere import account_too, orders_too

ORDERS_TOO = [
    "need to change my address everywhere, moved",
    "I moved house. Please update my account address and also my pending order to 12 Elm Rd, Austin TX 78701",
    "we've relocated, new address is 12 Elm Rd, Austin TX 78701 for my profile and any open orders",
    "change my default address to 12 Elm Rd, Austin TX 78701, and use it for order A10018 as well",
    "update both my profile and my latest order with the address 12 Elm Rd, Austin TX 78701",
    "put 12 Elm Rd, Austin TX 78701 on my account, and have A10018 sent there too",
    "my new address for the account and for order #W1234567 is 12 Elm Rd, Austin",
    "set my default address to 12 Elm Rd, Austin TX 78701; same for the order I placed yesterday",
]
ORDERS_AS_SOURCE = [
    "change my default address to the one on order A10018",
    "use the address of my last order as my default",
    "make the address from my latest order my default address",
    "update my profile address to 12 Elm Rd, Austin TX 78701, leave my orders alone",
    "my default address should be the same as on order #W1234567",
    "set the address of A10018 as my default",
]
ACCOUNT_TOO = [
    "change the address of A10018 to 12 Elm Rd, and make it my default as well",
    "ship A10018 to 12 Elm Rd, Austin TX 78701 and save that address to my profile too",
    "I moved: A10018 should go to 12 Elm Rd, and my account needs the new address also",
    "send order A10018 to 12 Elm Rd, Austin. also update my profile",
    "A10018 goes to 12 Elm Rd please, that's my new default too",
    "can you put my new address on my account and send the order that hasn't shipped there too",
    "I'd like the address of #W1234567 changed to 12 Elm Rd and set as default",
]
ACCOUNT_AS_SOURCE = [
    "send A10018 to my default address",
    "ship it to the address on my account",
    "change A10018 to my home address and also use paypal",
    "use my profile address for A10018 and A10019",
    "send both orders to the address in my profile",
    "please send A10018 to my account address too",
]


@pytest.mark.parametrize("text", ORDERS_TOO)
def test_orders_are_to_have_the_new_address_too(text: str) -> None:
    assert orders_too(text)


@pytest.mark.parametrize("text", ORDERS_AS_SOURCE)
def test_an_order_that_the_address_comes_from_stays_as_it_is(text: str) -> None:
    assert not orders_too(text)


@pytest.mark.parametrize("text", ACCOUNT_TOO)
def test_the_account_is_to_have_the_new_address_too(text: str) -> None:
    assert account_too(text)


@pytest.mark.parametrize("text", ACCOUNT_AS_SOURCE)
def test_the_accounts_address_is_only_where_it_goes(text: str) -> None:
    assert not account_too(text)
