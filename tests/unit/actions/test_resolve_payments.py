"""Which way to pay a text means, and which address it gives."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from actions.resolve.addresses import AddressFound, address_in, address_meant, missing
from actions.resolve.found import Kind
from actions.resolve.payments import payment_meant
from shop.types import Address, Customer, PaymentMethod
from tests.unit.actions.resolving import BOTTLE, LAMP, bought, order

PAYPAL = PaymentMethod("paypal_1", "paypal")
GIFT = PaymentMethod("gift_card_2", "gift_card", balance=Decimal(5))
VISA = PaymentMethod("credit_card_3", "credit_card", "visa", "4242")
MASTER = PaymentMethod("credit_card_4", "credit_card", "mastercard", "9212")
METHODS = (PAYPAL, GIFT, VISA, MASTER)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("my PayPal", PAYPAL),
        ("pay pal account", PAYPAL),
        ("gift card", GIFT),
        ("use my giftcard please", GIFT),
        ("the visa", VISA),
        ("the Visa card ending in 4242", VISA),
        ("card ending in 4242", VISA),
        ("****9212", MASTER),
        ("the card with last four digits 9212", MASTER),
        ("my master card", MASTER),
        ("credit_card_4", MASTER),
        ("original payment method", VISA),
        ("the same card", VISA),
        ("refund it to how I paid", VISA),
        ("to the card I used for the order", VISA),
        ("back to the original one please", VISA),
        ("the other card", MASTER),
        ("a different card", MASTER),
        ("mastercard if it works, otherwise paypal", MASTER),
        ("paypal first, and if that's not possible the gift card", PAYPAL),
        ("visa instead of mastercard", VISA),
        ("from my visa to my paypal", PAYPAL),
        ("I don't want a gift card, use paypal", PAYPAL),
        ("not the original, paypal", PAYPAL),
        ("any card but not the visa", MASTER),
        ("whatever works", VISA),
    ],
)
def test_the_method_meant(text: str, meant: PaymentMethod) -> None:
    assert payment_meant(text, METHODS, original=["credit_card_3"]).one == meant


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("my credit card", (VISA, MASTER)),
        ("a card", (VISA, MASTER)),
        ("paypal or gift card", (PAYPAL, GIFT)),
        ("not paypal", (GIFT, VISA, MASTER)),
    ],
)
def test_several_methods(text: str, choices: tuple[PaymentMethod, ...]) -> None:
    found = payment_meant(text, METHODS, original=["credit_card_3"])
    assert found.kind is Kind.ASK
    assert found.choices == choices


@pytest.mark.parametrize("text", ["", "hello", "amex", "4243", "bitcoin", "tarjeta", "$4242", "%s{}"])
def test_no_method(text: str) -> None:
    assert payment_meant(text, METHODS).kind is Kind.NONE
    assert payment_meant(text, ()).kind is Kind.NONE


def test_other_than_what_was_discussed() -> None:
    assert payment_meant("the other card", METHODS, discussed="credit_card_4").one == VISA
    assert payment_meant("the other one", (PAYPAL, GIFT), discussed="paypal_1").one == GIFT
    assert payment_meant("same card", METHODS).kind is Kind.NONE


DENVER = Address("123 Main Street", "Apt 4B", "Denver", "CO", "USA", "80203")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("123 Main Street, Apt 4B, Denver, CO 80203, USA", DENVER),
        ("123 Main Street Apt 4B Denver CO 80203", DENVER),
        ("My new address is 123 Main Street, Apt 4B, Denver, Colorado, 80203. Please update it.", DENVER),
        ("please send it to 123 Main Street, Apt 4B in Denver, Colorado 80203, thanks", DENVER),
        ("123 main street, apt 4b\ndenver, co 80203", replace(DENVER, address2="Apt 4b")),
        ("Address: 123 Main Street, Apt 4B\nCity: Denver\nState: Colorado\nZip: 80203", DENVER),
        ("Street: 123 Main Street\nApartment: Apt 4B\nCity: Denver\nState: CO\nZip code: 80203", DENVER),
        ("77 W 5th Ave, New York, NY 10001", Address("77 W 5th Ave", "", "New York", "NY", "USA", "10001")),
        (
            "477 Park Avenue, Suite 558, Dallas TX 75277",
            Address("477 Park Avenue", "Suite 558", "Dallas", "TX", "USA", "75277"),
        ),
        (
            "854 Broadway, Unit 7, Austin, Texas 78701-1234",
            Address("854 Broadway", "Unit 7", "Austin", "TX", "USA", "78701-1234"),
        ),
        (
            "55 King Street West, Toronto, Ontario M5H 1J9",
            Address("55 King Street West", "", "Toronto", "ON", "Canada", "M5H 1J9"),
        ),
        ("PO Box 55, Miami, FL 33101", Address("PO Box 55", "", "Miami", "FL", "USA", "33101")),
        (
            "620 Cedar Avenue Washington DC 20001",
            Address("620 Cedar Avenue", "", "Washington", "DC", "USA", "20001"),
        ),
        ("New York 10001", Address("", "", "New York", "NY", "USA", "10001")),
        ("Suite 500", Address("", "Suite 500", "", "", "USA", "")),
        ("the zip is 80014", Address("", "", "", "", "USA", "80014")),
        ("change the city to Boston", Address("", "", "Boston", "", "USA", "")),
        ("it should be in Denver, Colorado", Address("", "", "Denver", "CO", "USA", "")),
        ("5 oak ln, reno nv 89501", Address("5 Oak Ln", "", "Reno", "NV", "USA", "89501")),
    ],
)
def test_an_address(text: str, address: Address) -> None:
    assert address_in(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "ok", "order #W1234567", "I want 12345 lamps", "I have 2 in the order or more", "{x} %s", "hi me"],
)
def test_no_address(text: str) -> None:
    assert address_in(text) is None


def test_what_an_address_lacks() -> None:
    assert missing(DENVER) == ()
    found = address_meant("ship it to 12 Elm Street, Austin", None)
    assert found.address is not None
    assert found.missing == ("state", "postcode")


HOME = Address("5 Home Road", "", "Miami", "FL", "USA", "33101")
CUSTOMER = Customer("maya", "Maya", "Torres", "m@example.com", HOME, METHODS)
ORDERS = (
    order("#W7000001", "pending", "2026-03-16", bought(LAMP, "white/low/USB"), city="Denver"),
    order("#W7000002", "pending", "2026-03-10", bought(BOTTLE, "500ml/glass/black"), city="Boulder"),
    order("#W7000003", "delivered", "2026-03-02", bought(BOTTLE, "500ml/glass/red"), city="Aspen"),
)


@pytest.mark.parametrize(
    ("text", "source", "city"),
    [
        ("my default address", "account", "Miami"),
        ("the same as on my account", "account", "Miami"),
        ("use the address in my profile", "account", "Miami"),
        ("change it to my home address", "account", "Miami"),
        ("the address of order #W7000003", "order", "Aspen"),
        ("same address as W7000002's order", "order", "Boulder"),
        ("the address of my delivered order", "order", "Aspen"),
        ("my Miami address", "account", "Miami"),
        ("the Boulder address", "order", "Boulder"),
        ("to 12 Elm St, Austin, TX 78701, not my default address", "typed", "Austin"),
        ("the address is in Reno, NV", "typed", "Reno"),
    ],
)
def test_an_address_pointed_to(text: str, source: str, city: str) -> None:
    found = address_meant(text, CUSTOMER, ORDERS, current=ORDERS[0])
    assert found.kind is Kind.ONE
    assert found.address is not None
    assert (found.source, found.address.city) == (source, city)


def test_the_address_of_the_other_order() -> None:
    found = address_meant("the address of my other order", CUSTOMER, ORDERS[:2], current=ORDERS[0])
    assert (found.source, found.order_id) == ("order", "#W7000002")
    several = address_meant("the address of my other order", CUSTOMER, ORDERS, current=ORDERS[0])
    assert several.kind is Kind.ASK
    assert len(several.choices) == 2
    assert address_meant("hello", CUSTOMER, ORDERS) == AddressFound()
    assert address_meant("my default address", None).kind is Kind.NONE


@pytest.mark.parametrize(
    "text", ["123 Main " * 555, "1" * 5000, "5 a " * 1250, "Apt 4, " * 700, "CO " * 1600, "\n" * 5000]
)
def test_a_book_is_read_quickly(text: str) -> None:
    begun = time.process_time()
    address_meant(text, CUSTOMER, ORDERS)
    payment_meant(text, METHODS)
    assert time.process_time() - begun < 2.0
