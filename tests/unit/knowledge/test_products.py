from __future__ import annotations

from decimal import Decimal

from knowledge.products import product_documents
from shop.types import Product, Variant


def product(name: str = "Fernhollow 2 Tent", **changes: object) -> Product:
    variants = (
        Variant("SKU-1", {"color": "green", "size": "2 person"}, Decimal("229.00"), True, 7),
        Variant("SKU-2", {"color": "sand", "size": "2 person"}, Decimal("239.00"), False, 0),
    )
    values: dict[str, object] = {
        "product_id": "p-fern",
        "name": name,
        "category": "tents",
        "description": "A <b>light</b> tent. It has two doors.",
        "specs": {"Weight": "1.86 kg", "packed_size": "48 x 15 cm."},
        "variants": variants,
    }
    return Product(**{**values, **changes})  # type: ignore[arg-type]


def test_what_stays_true_is_told_in_sentences() -> None:
    (document,) = product_documents([product()])
    assert (document.source, document.title, document.product_id) == (
        "product:p-fern",
        "Fernhollow 2 Tent",
        "p-fern",
    )
    assert [s.statements for s in document.sections] == [
        ("A light tent.", "It has two doors."),
        ("The Fernhollow 2 Tent weighs 1.86 kg.", "Packed size of the Fernhollow 2 Tent: 48 x 15 cm."),
        (
            "The Fernhollow 2 Tent comes in these choices of color: green, sand.",
            "The Fernhollow 2 Tent comes in these choices of size: 2 person.",
        ),
    ]


def test_price_and_stock_are_never_told() -> None:
    (document,) = product_documents([product()])
    text = " ".join(statement for section in document.sections for statement in section.statements)
    assert "229" not in text
    assert "239" not in text
    assert "SKU" not in text


def test_plural_names() -> None:
    (document,) = product_documents([product("Trail Boots")])
    assert document.sections[1].statements[0] == "The Trail Boots weigh 1.86 kg."


def test_odd_products() -> None:
    empty = product(description=" ", specs={}, variants=())
    braces = product("{name} {0}", specs={"{key}": "{value}"})
    assert list(product_documents([])) == []
    assert list(product_documents([empty, product("  ")])) == []
    (document,) = product_documents([braces])
    assert document.sections[1].statements == ("{key} of the {name} {0}: {value}.",)
