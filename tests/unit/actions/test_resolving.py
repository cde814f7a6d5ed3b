"""From words to products, options, amounts and identity: none, one, or several."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.details import details_of
from actions.resolve.identity import split_name
from actions.resolve.options import variants_with, wished_options
from actions.resolve.products import ProductFinder


def ids(finder: ProductFinder, text: str) -> set[str]:
    return {match.product.product_id for match in finder.find(text)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ridgeline Tent", {"p-ridge"}),
        ("how much is the ridgeline", {"p-ridge"}),
        ("are the ridgline tents in stock", {"p-ridge"}),
        ("I want a tent", {"p-ridge", "p-meadow"}),
        ("the boot", {"p-boot"}),
        ("Basin Stoves please", {"p-stove"}),
        ("something for my kitchen", {"p-stove"}),
        ("a kayak", set()),
        ("", set()),
        ("   ?!", set()),
        ("{name} %s", set()),
    ],
)
def test_products_by_words(finder: ProductFinder, text: str, found: set[str]) -> None:
    assert ids(finder, text) == found


def test_a_book_of_words_is_still_searched(finder: ProductFinder) -> None:
    assert ids(finder, "blabla " * 3000) == set()


def test_likeness_of_everything(finder: ProductFinder) -> None:
    likeness = finder.alike("something to cook on")
    assert max(likeness, key=lambda product_id: likeness[product_id]) == "p-stove"


@pytest.mark.parametrize(
    ("text", "wishes", "variants"),
    [
        ("in green", {"colour": "green"}, ["T-GRN-2", "T-GRN-3"]),
        ("green 3-person", {"colour": "green", "size": "3-person"}, ["T-GRN-3"]),
        ("the evergreen one", {}, ["T-GRN-2", "T-BLU-2", "T-GRN-3"]),
        ("blue for 3-person", {"colour": "blue", "size": "3-person"}, []),
    ],
)
def test_options(finder: ProductFinder, text: str, wishes: dict[str, str], variants: list[str]) -> None:
    tent = finder.product("p-ridge")
    assert tent is not None
    assert wished_options(text, tent) == wishes
    assert [v.item_id for v in variants_with(tent, wishes)] == variants


def test_what_a_product_is_called_is_no_wish_in_the_plural_either(finder: ProductFinder) -> None:
    tent = finder.product("p-ridge")
    assert tent is not None
    sold_alone = replace(tent.variants[0], options={"content": "tent only"})
    assert wished_options("do you have tents", replace(tent, variants=(sold_alone,))) == {}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ana Maria Lopez", ("Ana Maria", "Lopez")),
        ("Ana", (None, None)),
        ("Anneke de Vries", ("Anneke", "de Vries")),
        ("ana maría de la cruz", ("ana maría", "de la cruz")),
        ("Le Tran", ("Le", "Tran")),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_names(name: str | None, parts: tuple[str | None, str | None]) -> None:
    assert split_name(name) == parts


def kinds(text: str, awaited: str | None, *found: tuple[str, str]) -> list[tuple[str, str]]:
    raw = [{"entity": kind, "value": value} for kind, value in found]
    return sorted((e.kind, e.value) for e in details_of(raw, text, awaited))


@pytest.mark.parametrize("awaited", ["order", "order_id"])
def test_a_bare_number_where_an_order_is_awaited(awaited: str) -> None:
    both = [("postcode", "10012"), ("order_id", "10012")]
    assert kinds("10012", awaited, *both) == [("order_id", "10012")]
    assert kinds("1234567", awaited) == [("order_id", "1234567")]
    assert kinds("zip 98101", awaited, ("postcode", "98101")) == [("postcode", "98101")]
    assert kinds("$1200", awaited, ("money", "$1200")) == [("money", "$1200")]
    assert kinds("1200 dollars", awaited, ("money", "1200 dollars")) == [("money", "1200 dollars")]
    assert kinds("12", awaited) == kinds("123456789", awaited) == []


def test_a_bare_number_elsewhere() -> None:
    assert kinds("98101", "postcode", ("order_id", "98101")) == [("postcode", "98101")]
    assert kinds("A10012", "postcode", ("order_id", "A10012")) == [("order_id", "A10012")]
    assert kinds("98101", None, ("postcode", "98101")) == [("postcode", "98101")]
    assert kinds('/inform{"order_id": "#A10012"}', "order", ("order_id", "#A10012")) == [
        ("order_id", "#A10012")
    ]


def test_details_without_kind_or_value_do_not_count() -> None:
    assert kinds("x", None, ("", "a"), ("order_id", " "), ("name", "Ann"), ("name", "ann")) == [
        ("name", "Ann")
    ]
