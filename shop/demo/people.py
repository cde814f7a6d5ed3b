"""The demo's customers: drawn from a list of names and places, with ways to pay."""

from __future__ import annotations

from random import Random
from typing import Any

from shop.demo.catalogue import load_yaml

Json = dict[str, Any]

_BRANDS = {"visa": 5, "mastercard": 4, "amex": 1}
_HAS_PAYPAL, _HAS_GIFT_CARD, _HAS_SECOND_CARD = 0.35, 0.3, 0.15
_FLAT_CHANCE = 0.35
_CANADIAN_LETTERS = "ABCEGHJKLMNPRSTVWXYZ"


def draw_customers(rng: Random, count: int, taken: set[str]) -> dict[str, Json]:
    """`count` customers of the export's shape by user_id, none of whom has an e-mail address of `taken`."""
    lists = load_yaml("people.yml")
    emails, customers = set(taken), dict[str, Json]()
    while len(customers) < count:
        first, last = rng.choice(lists["first_names"]), rng.choice(lists["last_names"])
        email = f"{first}.{last}{rng.choice(['', rng.randint(10, 99)])}@example.com".lower()
        user_id = f"{first}_{last}_{rng.randint(1000, 9999)}".lower()
        if email in emails or user_id in customers:
            continue
        emails.add(email)
        customers[user_id] = {
            "user_id": user_id,
            "name": {"first_name": first, "last_name": last},
            "address": _address(rng, lists),
            "email": email,
            "payment_methods": _methods(rng),
            "orders": [],
        }
    return customers


def _address(rng: Random, lists: Json) -> Json:
    city, state, country, prefix = rng.choice(lists["places"])
    flat = rng.choice(
        [f"Apt {rng.randint(1, 48)}", f"Unit {rng.randint(1, 20)}", f"Suite {rng.randint(100, 900)}"]
    )
    return {
        "address1": f"{rng.randint(11, 4999)} {rng.choice(lists['streets'])}",
        "address2": flat if rng.random() < _FLAT_CHANCE else "",
        "city": city,
        "country": country,
        "state": state,
        "zip": _postcode(rng, country, prefix),
    }


def _postcode(rng: Random, country: str, prefix: str) -> str:
    if country == "USA":
        return f"{prefix}{rng.randint(1, 60):02d}"
    letters = [rng.choice(_CANADIAN_LETTERS) for _ in range(2)]
    return f"{prefix}{letters[0]} {rng.randint(1, 9)}{letters[1]}{rng.randint(1, 9)}"


def _methods(rng: Random) -> dict[str, Json]:
    methods = [_card(rng)]
    if rng.random() < _HAS_SECOND_CARD:
        methods.append(_card(rng))
    if rng.random() < _HAS_PAYPAL:
        methods.append({"source": "paypal", "id": f"paypal_{rng.randint(1000000, 9999999)}"})
    if rng.random() < _HAS_GIFT_CARD:
        balance = rng.choice([0.0, 8.5, 15.0, 25.0, 40.0, 62.35, 75.0, 100.0, 150.0])
        number = rng.randint(1000000, 9999999)
        methods.append({"source": "gift_card", "id": f"gift_card_{number}", "balance": balance})
    rng.shuffle(methods)
    return {str(method["id"]): method for method in methods}


def _card(rng: Random) -> Json:
    return {
        "source": "credit_card",
        "id": f"credit_card_{rng.randint(1000000, 9999999)}",
        "brand": rng.choices(list(_BRANDS), list(_BRANDS.values()))[0],
        "last_four": f"{rng.randint(0, 9999):04d}",
    }
