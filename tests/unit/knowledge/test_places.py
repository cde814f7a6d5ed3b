"""What is said of one place does not answer a question about another."""

from __future__ import annotations

import pytest

from knowledge.places import elsewhere, of_others, places_in


@pytest.mark.parametrize(
    ("question", "sentence", "heading"),
    [
        ("do you deliver to Hawaii?", "Delivery to Canada costs $14.95.", ""),
        ("shipping price to spain", "Germany, France and Luxembourg: €6.90, or free from €69.", ""),
        ("parcel to Belfast", "Ireland and Germany take three days.", ""),
        ("how long to Toronto", "It takes 3 to 5 days.", "Delivery in the USA"),
    ],
)
def test_another_place(question: str, sentence: str, heading: str) -> None:
    assert elsewhere(question, sentence, heading)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("do you deliver to Hawaii?", "Standard delivery in the USA costs $4.95."),
        ("shipping to Spain", "Other countries of the European Union: €12.50."),
        ("do you ship to europe", "We deliver to France and Italy."),
        ("to Mexico?", "We deliver in the USA only, not to Canada."),
        ("to Norway?", "Orders from outside the EU pay customs."),
        ("to Canada?", "An express order leaves the same day."),
        ("where is my parcel?", "Delivery to Canada costs $14.95."),
        ("can you send it to us", "Delivery to Canada costs $14.95."),
        ("do these boots run small? i wear EU 42", "The boots come in US sizes 5 to 12."),
    ],
)
def test_not_another_place(question: str, sentence: str) -> None:
    assert not elsewhere(question, sentence)


def test_the_longer_name_counts() -> None:
    assert places_in("Northern Ireland") == {"northern ireland"}


def test_what_means_something_else_in_a_shop_is_no_place() -> None:
    assert places_in("a football jersey, turkey for my german shepherd, and a cork") == frozenset()


DOCUMENT = ["Delivery to Canada costs $14.95.", "We do not deliver to any other country, such as Mexico."]


def test_any_other_country_is_none_that_the_document_names() -> None:
    assert of_others("and do you ship to canada?", DOCUMENT[1], DOCUMENT)


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("do you ship to Norway?", DOCUMENT),
        ("do you ship to Mexico?", DOCUMENT),
        ("do you ship to Canada?", DOCUMENT[1:]),
        ("do you ship?", DOCUMENT),
    ],
)
def test_any_other_country_may_be_the_one_asked_about(question: str, document: list[str]) -> None:
    assert not of_others(question, DOCUMENT[1], document)
