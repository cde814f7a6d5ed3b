"""Which details a message stands by, which it takes back, and what its bare numbers are."""

from __future__ import annotations

import time

import pytest

from actions.details import details_of, taken_back
from dialogue.written import find

Raw = list[dict[str, object]]


def raw(text: str, *tagged: tuple[str, str]) -> Raw:
    """What Rasa would bring: the patterns' details, and those of the tagger that are given."""
    entities: Raw = [
        {"entity": d.kind, "value": d.value, "start": d.start, "end": d.end}
        for d in find(text)
        if d.kind != "quantity"
    ]
    place = 0
    for kind, value in tagged:
        place = text.index(value, place)
        entities.append({"entity": kind, "value": value, "start": place, "end": place + len(value)})
        place += len(value)
    return sorted(entities, key=lambda entity: int(str(entity["start"])))


def stands(text: str, *tagged: tuple[str, str], awaited: str | None = None) -> list[str]:
    return [entity.value for entity in details_of(raw(text, *tagged), text, awaited)]


def refuted(text: str, *tagged: tuple[str, str]) -> list[str]:
    return [entity.value for entity in taken_back(raw(text, *tagged), text, None)]


CORRECTED = [
    # "not X but Y" in both orders.
    ("not A10004 but A10005", ["A10005"], ["A10004"]),
    ("not A10004, A10005", ["A10005"], ["A10004"]),
    ("not A10004. A10005!", ["A10005"], ["A10004"]),
    ("A10005, not A10004", ["A10005"], ["A10004"]),
    ("A10005 and not A10004", ["A10005"], ["A10004"]),
    ("no, not A10004! I meant A10005", ["A10005"], ["A10004"]),
    ("it's not order A10004, it's A10005", ["A10005"], ["A10004"]),
    ("it isn't A10004, it's A10005", ["A10005"], ["A10004"]),
    ("cancel A10005 instead of A10004", ["A10005"], ["A10004"]),
    ("rather A10005 than A10004, please", ["A10005", "A10004"], []),
    ("A10005 rather than A10004", ["A10005"], ["A10004"]),
    ("order 10005 not 10004", ["10005"], ["10004"]),
    ("not order number 10004 but 10005", ["10005"], ["10004"]),
    ("neither A10004 nor A10005", ["A10004", "A10005"], []),
    ("not A10004 or A10005, A10006", ["A10006"], ["A10004", "A10005"]),
    # Alone it is not meant either.
    ("not A10004", [], ["A10004"]),
    ("everything except A10004", [], ["A10004"]),
    ("all but A10004", [], ["A10004"]),
    # Taken back only because another is named.
    ("don't cancel A10004, cancel A10005", ["A10005"], ["A10004"]),
    ("cancel A10005, don't cancel A10004", ["A10005"], ["A10004"]),
    ("I didn't say A10004, I said A10005", ["A10005"], ["A10004"]),
    ("don't cancel A10004", ["A10004"], []),
    ("A10004 was wrong, it's A10005", ["A10005"], ["A10004"]),
    ("A10004 is a typo: A10005", ["A10005"], ["A10004"]),
    ("A10004, sorry, A10005", ["A10005"], ["A10004"]),
    ("A10004 no wait A10005", ["A10005"], ["A10004"]),
    ("A10004... I mean A10005", ["A10005"], ["A10004"]),
    ("A10004, actually make that A10005", ["A10005"], ["A10004"]),
    ("i typed A10004 but it is A10005", ["A10005"], ["A10004"]),
    ("i meant A10005", ["A10005"], []),
    # Both are meant.
    ("A10004 and A10005", ["A10004", "A10005"], []),
    ("A10004, A10005", ["A10004", "A10005"], []),
    ("A10004 has not come, neither has A10005", ["A10004", "A10005"], []),
    ("not only A10004 but also A10005", ["A10004", "A10005"], []),
    # A "not" that is about something else.
    ("I did not get A10004", ["A10004"], []),
    ("I have not received A10004", ["A10004"], []),
    ("A10004 has not arrived", ["A10004"], []),
    ("why not A10004?", ["A10004"], []),
    ("I can not find A10004", ["A10004"], []),
    ("you sent A10004 instead of A10005", ["A10004", "A10005"], []),
    ("not sure, A10004 I think", ["A10004"], []),
    # Other kinds.
    ("wrong email, it's x@example.com", ["x@example.com"], []),
    ("not anna@example.com but anne@example.com", ["anne@example.com"], ["anna@example.com"]),
    ("my email is anne@example.com, not anna@example.com", ["anne@example.com"], ["anna@example.com"]),
    ("anna@example.com - oops, anne@example.com", ["anne@example.com"], ["anna@example.com"]),
    ("98101 not 98102", ["98101"], ["98102"]),
    ("i typed 10017 but it is 10018", ["10018"], ["10017"]),
    ("my zip isn't 98101, it's 98102", ["98102"], ["98101"]),
    ("not $20, i meant $200", ["$200"], ["$20"]),
    ("I'm Marta Silva, not Maria Silva", ["Marta Silva"], ["Maria Silva"]),
    ("no, tuesday not thursday", ["tuesday"], ["thursday"]),
    ("not the first one, the second one", ["2"], ["1"]),
    ("the second one, not the last", ["2"], ["last"]),
    ("not 8 River Road, Salem OR 97301 but 9 Mill Lane, Salem OR 97301",
     ["9 Mill Lane, Salem OR 97301", "97301"], ["8 River Road, Salem OR 97301"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "left", "back"), CORRECTED)
def test_corrections(text: str, left: list[str], back: list[str]) -> None:
    assert stands(text) == left
    assert refuted(text) == back


TAGGED = [
    ("no, the blue one", [("option", "blue")], ["blue"]),
    ("not the tent, the stove", [("product", "tent"), ("product", "stove")], ["stove"]),
    ("the stove, not the tent", [("product", "stove"), ("product", "tent")], ["stove"]),
    ("no, not black, i asked for brown", [("option", "black"), ("option", "brown")], ["brown"]),
    ("the blue one instead of the green", [("option", "blue"), ("option", "green")], ["blue"]),
    ("hold on, not XL, XXL", [("option", "XL"), ("option", "XXL")], ["XXL"]),
    ("I said green but want grey", [("option", "green"), ("option", "grey")], ["grey"]),
    ("not the blue tent, the red tarp",
     [("option", "blue"), ("product", "tent"), ("option", "red"), ("product", "tarp")], ["red", "tarp"]),
    ("not one but two", [("quantity", "one"), ("quantity", "two")], ["two"]),
    ("i wrote 10, it should say 1", [("quantity", "10"), ("quantity", "1")], ["1"]),
    ("got the tent instead of the stove", [("product", "tent"), ("product", "stove")], ["tent", "stove"]),
    ("my name is not Jon, it's John", [("name", "Jon")], ["John"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tagged", "left"), TAGGED)
def test_corrections_of_what_the_tagger_finds(
    text: str, tagged: list[tuple[str, str]], left: list[str]
) -> None:
    assert stands(text, *tagged) == left


NUMBERS = [
    ("10013", "order", ["10013"], "order_id"),
    ("not 10012, 10013", "order", ["10013"], "order_id"),
    ("10013 not 10012", "order_id", ["10013"], "order_id"),
    ("no 10012 sorry 10013", "order", ["10013"], "order_id"),
    ("not 98101 but 98102", "postcode", ["98102"], "postcode"),
]


@pytest.mark.parametrize(("text", "awaited", "values", "kind"), NUMBERS)
def test_corrected_numbers(text: str, awaited: str, values: list[str], kind: str) -> None:
    found = details_of(raw(text), text, awaited)
    assert [entity.value for entity in found] == values
    assert {entity.kind for entity in found} == {kind}


def test_numbers_that_are_part_of_something_else() -> None:
    for text in (
        "march 3 2026",
        "2026-03-12",
        "call 555-0142",
        "12500 Oak Street",
        "$1200",
        "x1234@example.com",
    ):
        found = details_of(raw(text), text, "order_id")
        assert "order_id" not in {entity.kind for entity in found}


def test_an_order_number_and_a_postcode_together() -> None:
    text = "10013, zip 98101"
    found = details_of(raw(text), text, "order_id")
    assert [(e.kind, e.value) for e in found] == [("order_id", "10013"), ("postcode", "98101")]
    text = "98101 is my zip and the order is 10013"
    found = details_of(raw(text), text, "order_id")
    assert {(e.kind, e.value) for e in found} == {("order_id", "10013"), ("postcode", "98101")}


def test_a_buttons_payload_takes_nothing_back() -> None:
    text = '/inform{"order_id": "not A10004"}'
    found = [{"entity": "order_id", "value": "not A10004", "start": 7, "end": 31}]
    assert [e.value for e in details_of(found, text, None)] == ["not A10004"]
    assert taken_back(found, text, None) == ()


def test_places_need_not_be_known() -> None:
    found = [{"entity": "order_id", "value": "A10004"}, {"entity": "order_id", "value": "A10005"}]
    assert [e.value for e in details_of(found, "not A10004 but A10005", None)] == ["A10005"]
    assert [e.value for e in details_of(found, "something else", None)] == ["A10004", "A10005"]


@pytest.mark.parametrize(
    "piece", ["not A10004 ", "A10004, sorry, ", "not ", "not the ", "instead of A10004 ", "no "]
)
def test_a_book_of_corrections_takes_no_time(piece: str) -> None:
    text = (piece * 4000)[:4000]
    entities = raw(text)
    began = time.thread_time()
    details_of(entities, text, "order")
    assert time.thread_time() - began < 1.0
