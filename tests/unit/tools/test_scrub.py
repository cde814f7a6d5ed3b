"""Nothing that identifies anybody stays in a message."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings import ROOT
from tools.nlu.examples import Detail, read_line
from tools.nlu.files import nlu_files, read_examples
from tools.review.scrub import clean
from tools.review.vocabulary import vocabulary

PERSONAL = {"name", "email", "order_id", "postcode"}


@pytest.mark.parametrize(
    ("text", "gone", "kinds"),
    [
        ("mail me: john.doe+99@mail.gmail.com", ["john", "gmail"], ["email"]),
        ("john dot smith at gmail dot com please", ["smith", "gmail"], []),
        ("my name is grace oconnor, zip 37207", ["grace oconnor", "37207"], ["name", "postcode"]),
        ("I'm Peter O'Neil and I wait", ["Neil"], ["name"]),
        ("hi this is Maria", ["Maria"], ["name"]),
        ("my wife Susan ordered it", ["Susan"], ["name"]),
        ("it never came. Thanks, John Smithers", ["John", "Smithers"], ["name"]),
        ("name: zoë müller-lüdenscheidt", ["zoë", "dt"], ["name"]),
        ("where is a10429", ["10429"], ["order_id"]),
        ("Order #W7302119 and order number 204417", ["7302119", "204417"], ["order_id", "order_id"]),
        (
            "send it to 12 Maple Street, Apt 4, Springfield, IL 62704",
            ["Maple", "Springfield", "62704"],
            ["postcode"],
        ),
        ("i live at 55 oak ridge road", ["55", "oak ridge"], []),
        ("p.o. box 551", ["551"], []),
        ("SW1A 1AA or K1A 0B1", ["SW1A", "0B1"], ["postcode", "postcode"]),
        ("call (415) 555-2671 or +49 171 2345678", ["2671", "2345678"], []),
        ("ring me on 7651234", ["7651234"], []),
        ("card 4111 1111 1111 1111 exp", ["4111"], []),
        ("the visa ending in 9931", ["9931"], []),
        ("IBAN DE89 3704 0044 0532 0130 00", ["3704", "0130"], []),
        ("tracking 1Z999AA10123456784", ["1Z999"], []),
        ("gift card GC-8F2K-9921-A1", ["8F2K"], []),
        ("born 12/05/1987", ["1987"], []),
        ("see https://shop.example.net/o?token=abc", ["token"], []),
        ("insta @zoe_m, ip 10.11.12.13", ["zoe", "10.11"], []),
    ],
)
def test_personal_data_is_replaced(text: str, gone: list[str], kinds: list[str]) -> None:
    made = clean(text)
    for piece in gone:
        assert piece.casefold() not in made.line.casefold(), made.line
    assert [detail.entity for detail in made.details] == kinds
    plain, details = read_line(made.line)
    assert (plain, details) == (made.plain, made.details)


@pytest.mark.parametrize(
    "text",
    [
        "it's been 2 days on the way",
        "a 20000 mah power bank for $1200",
        "2 person tent, 3 season, under 40 dollars",
        "will it come on Black Friday",
        "whose name is on the account?",
        "IT IS URGENT",
        "what is 15 percent of 340",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert clean(text, (), ("Will Smith", "Will", "Smith")).line == text


def test_what_is_known_of_the_people_is_replaced() -> None:
    known = {"Maya Torres", "Maya", "Torres", "maya.t@example.org", "98101", "71 Elm Court"}
    made = clean("maya here, or torres? Maya Torres of 71 elm court", (), known)
    assert not re.search("maya|torres|elm court", made.plain, re.IGNORECASE)


def test_details_found_by_the_assistant_are_annotated_or_replaced() -> None:
    text = "ask ruth about the  red tent"
    made = clean(text, [Detail("name", "ruth", 4, 8), Detail("product", "tent", 24, 28)])
    assert re.fullmatch(r"ask \[\w+\]\(name\) about the red \[tent\]\(product\)", made.line)
    assert "ruth" not in made.plain


def test_numbers_and_addresses_found_by_the_assistant_are_replaced() -> None:
    text = "am alten markt sieben or five five five"
    found = [Detail("address", text[:21], 0, 21), Detail("phone", text[25:], 25, 39)]
    made = clean(text, found)
    assert "markt" not in made.plain
    assert "five" not in made.plain
    assert made.details == ()


def test_brackets_and_line_breaks_cannot_become_annotations() -> None:
    assert clean("track [it](order_id)\n- {now}\t\x07ok").line == "track (it)(order_id) - (now) ok"


def test_a_message_always_looks_the_same() -> None:
    assert clean("I'm Peter Lang, A10428") == clean("I'm Peter Lang, A10428")
    assert clean("track A10428").wording == clean("track A10555").wording


@given(
    st.from_regex(r"[a-z]{2,8}[._]?[a-z0-9]{2,8}@[a-z]{3,8}\.(com|org|co\.uk)", fullmatch=True),
    st.sampled_from(["write to {} please", "{}", "it is {}, thanks", "({})", "mail:{}."]),
)
def test_no_email_survives(email: str, sentence: str) -> None:
    assert email not in clean(sentence.format(email)).plain


@given(st.integers(10**5, 10**18), st.sampled_from(["no {}", "{} is it", "number:{}", "#{}"]))
def test_no_long_number_survives(number: int, sentence: str) -> None:
    assert str(number) not in clean(sentence.format(number)).plain


def test_the_personal_details_of_our_own_examples_are_found() -> None:
    """Without the help of a tagger: by patterns and vocabulary alone."""
    examples = read_examples([*nlu_files(ROOT / "data" / "nlu"), ROOT / "tests" / "data" / "nlu_dev.yml"])
    words = vocabulary(examples)
    kept, changed, personal, other = 0, 0, 0, 0
    for example in examples:
        made = clean(example.plain, (), (), words)
        details = [detail for detail in example.details if detail.entity in PERSONAL]
        personal += len(details)
        kept += sum(detail.text in made.plain for detail in details)
        other += not details
        changed += not details and bool(made.replaced)
    assert personal > 300
    assert kept <= 0.03 * personal
    assert changed <= 0.01 * other
