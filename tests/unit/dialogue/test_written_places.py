"""Postcodes and addresses as people write them."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.details import found

POSTCODES = [
    ("98101", ["98101"]),
    ("98101-1234", ["98101-1234"]),
    ("zip 98101", ["98101"]),
    ("zip is 98101", ["98101"]),
    ("ZIP:98101", ["98101"]),
    ("zip code is 98101.", ["98101"]),
    ("my postcode: 98101", ["98101"]),
    ("the zip number 98101", ["98101"]),
    ("zip 98101 1234", ["98101 1234"]),
    ("zip 9 8 1 0 1", ["9 8 1 0 1"]),
    ("Seattle WA 98101", ["98101"]),
    ("M5V 2T6", ["M5V 2T6"]),
    ("m5v2t6", ["m5v2t6"]),
    ("M5V-2T6", ["M5V-2T6"]),
    ("12 Oak Street, apt 4, Portland ME 04101", ["04101"]),
    ("i typed 10017 but it is 10018", ["10017", "10018"]),
    ("Maya Torres, 98101, maya@example.com", ["98101"]),
    # Not an order's number, money or a measure, nor a house's.
    ("A10428", []),
    ("order 10428", []),
    ("orders 10428", []),
    ("#10428", []),
    ("# 10428", []),
    ("number 10428", []),
    ("no. 10428", []),
    ("nr 10428", []),
    ("id: 10428", []),
    ("a 10428", []),
    ("phone number 98101", []),
    ("$20000", []),
    ("$ 20000", []),
    ("20000 dollars", []),
    ("20000$", []),
    ("20000 mAh", []),
    ("20000mah", []),
    ("10000 lm", []),
    ("50000 ml", []),
    ("10000.5", []),
    ("10000,500", []),
    ("1,10000", []),
    ("10425 Old Mill Road", []),
    ("10425 Elm Street, Dayton", []),
    ("10425 W. Main st", []),
    ("981011", []),
    ("x98101", []),
    ("98101x", []),
    ("98101@example.com", []),
    ("W1234567", []),
    ("D1D 1D1", []),
]


@pytest.mark.parametrize(("text", "postcodes"), POSTCODES)
def test_postcodes(text: str, postcodes: list[str]) -> None:
    assert found(text, "postcode") == postcodes


ADDRESSES = [
    ("12 Oak Street, Apt 4, Portland ME 04101", ["12 Oak Street, Apt 4, Portland ME 04101"]),
    ("ship it to 12 oak street portland me 04101 pls", ["12 oak street portland me 04101"]),
    ("send it to 8 River Road instead", ["8 River Road"]),
    ("14 Birch Lane, Portland, OR 97205, USA", ["14 Birch Lane, Portland, OR 97205, USA"]),
    ("Unit 6, 210 King Street West, Toronto M5H 1J9", ["Unit 6, 210 King Street West, Toronto M5H 1J9"]),
    ("900 Pine Street, 3rd floor", ["900 Pine Street, 3rd floor"]),
    ("350 5th Ave, New York, NY 10118", ["350 5th Ave, New York, NY 10118"]),
    ("10425 N. Martin Luther King Blvd #12, Austin, Texas 78701",
     ["10425 N. Martin Luther King Blvd #12, Austin, Texas 78701"]),
    ("9 Cedar Court, Boulder 80304", ["9 Cedar Court, Boulder 80304"]),
    ("71 Juniper Way, 80302", ["71 Juniper Way, 80302"]),
    ("PO Box 123, Denver CO 80014", ["PO Box 123, Denver CO 80014"]),
    ("100 Broadway", ["100 Broadway"]),
    ("my address is 5 Harbour Road, Halifax", ["5 Harbour Road, Halifax"]),
    ("12 Oak Street. Thanks", ["12 Oak Street"]),
    ("12 Oak Street, please", ["12 Oak Street"]),
    ("wrong street, it's Maple Avenue", ["Maple Avenue"]),
    ("i wrote Oak Street but it is Oak Lane", ["Oak Street", "Oak Lane"]),
    ("2 red trail shoes", []),
    ("2 days on the way", []),
    ("3 tents on this street", []),
    ("the wrong street", []),
    ("My Street was renamed", []),
    ("400 lumens", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "addresses"), ADDRESSES)
def test_addresses(text: str, addresses: list[str]) -> None:
    assert found(text, "address") == addresses
