"""Order numbers as people write them, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.details import found

ORDERS = [
    # As the shop prints them, whatever the case and the signs around them.
    ("A10428", ["A10428"]),
    ("#A10428", ["#A10428"]),
    ("# A10428", ["# A10428"]),
    ("a10428", ["a10428"]),
    ("A-10428", ["A-10428"]),
    ("A#10428", ["A#10428"]),
    ("#W2378156", ["#W2378156"]),
    ("w2378156", ["w2378156"]),
    ("W-2378156", ["W-2378156"]),
    ("(A10428),", ["A10428"]),
    ('"A10428"', ["A10428"]),
    ("A10428's status", ["A10428"]),
    ("_A10428_", ["A10428"]),
    ("**A10428**", ["A10428"]),
    ("A10428/A10429", ["A10428", "A10429"]),
    ("https://shop.example/orders/A10428?x=1", ["A10428"]),
    ("where is it...A10428", ["A10428"]),
    ("Order Confirmation A10428 – Larkfield", ["A10428"]),
    ("Subject: Your order #A10428 has shipped\nHi Maya,", ["#A10428"]),
    ("Re: [Larkfield] Order A10428 confirmed", ["A10428"]),
    ("orderA10428", ["A10428"]),
    # With a space: a capital, or nothing behind it.
    ("A 10428", ["A 10428"]),
    ("it's A 10094", ["A 10094"]),
    ("A #10428", ["A #10428"]),
    ("a 10001", ["a 10001"]),
    ("a 10001, please", ["a 10001"]),
    ("a 20000 mAh power bank", []),
    ("I need a 10000 lumen lamp", []),
    ("I WANT A 20000 MAH POWER BANK", []),
    ("W 2378156", ["W 2378156"]),
    ("w 2378156 hasn't come", ["w 2378156"]),
    # Digit by digit.
    ("a 1 0 4 2 8", ["a 1 0 4 2 8"]),
    ("A-1-0-4-2-8", ["A-1-0-4-2-8"]),
    ("A 104 28", ["A 104 28"]),
    ("W237 8156", ["W237 8156"]),
    ("order 1 0 4 2 8", ["1 0 4 2 8"]),
    ("a one zero four two eight", ["A10428"]),
    ("order number one oh four two eight", ["10428"]),
    ("one two three four five", []),
    # Letters where digits are meant.
    ("A1O428", ["A10428"]),
    ("AI0428", ["A10428"]),
    ("Aloha", []),
    # Full width, Arabic-Indic digits, no-break spaces, long dashes, invisible characters.
    ("Ａ１０４２８", ["A10428"]),
    ("order ١٠٤٢٨", ["10428"]),
    ("A\u00a010428", ["A 10428"]),
    ("A–10428", ["A-10428"]),
    ("#\u200bA10428", ["# A10428"]),
    # With a hash and without a letter.
    ("#10428", ["#10428"]),
    ("# 10428", ["# 10428"]),
    ("order #10428", ["#10428"]),
    ("order#10428", ["10428"]),
    ("#1", []),
    ("#123", []),
    # Bare digits behind words that announce an order.
    ("order 10428", ["10428"]),
    ("order10428", ["10428"]),
    ("orders 10007 and 10008", ["10007", "10008"]),
    ("order: 10428", ["10428"]),
    ("order:10428", ["10428"]),
    ("order is 10428", ["10428"]),
    ("my order a 10428", ["a 10428"]),
    ("order no. 10428", ["10428"]),
    ("order no.10428", ["10428"]),
    ("order no 10428", ["10428"]),
    ("no: 10428", ["10428"]),
    ("ordernr: 10428", ["10428"]),
    ("order nr. 10428", ["10428"]),
    ("order num 10428", ["10428"]),
    ("order id 10428", ["10428"]),
    ("order ID: 10428", ["10428"]),
    ("order id is 10428", ["10428"]),
    ("number 10428", ["10428"]),
    ("number: 10428", ["10428"]),
    ("the number is 10428", ["10428"]),
    ("order a1042", ["a1042"]),
    ("order no. 10233 has the wrong street on it", ["10233"]),
    # ... or a thing done to orders.
    ("cancel 10428", ["10428"]),
    ("where's 10428", ["10428"]),
    ("no sorry i meant 10008", ["10008"]),
    ("recipt for 10926", ["10926"]),
    ("order 10007 not 10008", ["10007", "10008"]),
    ("cancel 2 tents", []),
    # The numbers of other things.
    ("phone number 5551234", []),
    ("card number 4111", []),
    ("card no 4111", []),
    ("phone no 5551234", []),
    ("tracking number 94001118", []),
    ("house number 10428", []),
    ("model number 20000", []),
    ("zip number 98101", []),
    # Measures and money.
    ("order a 20000 mah battery", []),
    ("order 1000 lumens", []),
    ("no 5000ml bottle", []),
    ("order 1200 dollars", []),
    ("order 1200.50", []),
    ("order 1,200", []),
    ("order 1200,500", []),
    ("the nightjar 1000", []),
    ("compare nightjar 400 and nightjar 1000", []),
    # Parts of other things.
    ("xA10428", []),
    ("A104289", []),
    ("A10428@example.com", []),
    ("me.A10428@example.com", []),
    ("file.A10428", []),
    ("A1042", []),
    ("10428", []),
]


@pytest.mark.parametrize(("text", "orders"), ORDERS)
def test_order_ids(text: str, orders: list[str]) -> None:
    assert found(text, "order_id") == orders
