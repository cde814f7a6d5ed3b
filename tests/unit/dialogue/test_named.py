"""Names of people, and ordinary words that are none."""

from __future__ import annotations

import pytest

from dialogue.english import ALSO_NAMES, FIRST_NAMES, NOT_NAMES
from tests.unit.dialogue.details import found

NAMES = [
    ("my name is grace oconnor", ["grace oconnor"]),
    ("my name is grace o'connor, zip 37206, where's my stuff", ["grace o'connor"]),
    ("my name is xiu zhang and i want my money", ["xiu zhang"]),
    ("name: tom baker", ["tom baker"]),
    ("name:tom baker", ["tom baker"]),
    ("Name - Tom Baker", ["Tom Baker"]),
    ("name Ines Roca, 33101", ["Ines Roca"]),
    ("last name O'Brien", ["O'Brien"]),
    ("my last name is lindqvist", ["lindqvist"]),
    ("name on the order is J. Kowalski", ["J. Kowalski"]),
    ("it's under the name of anneke de vries", ["anneke de vries"]),
    ("I'm Tom Baker", ["Tom Baker"]),
    ("i'm tom baker", ["tom baker"]),
    ("im grace hopper where is my order", ["grace hopper"]),
    ("I am Elif Yıldırım", ["Elif Yıldırım"]),
    ("I'm Dr. Ruth Abel", ["Ruth Abel"]),
    ("i'm mark olsen", ["mark olsen"]),
    ("this is Ana-María Ruiz speaking", ["Ana-María Ruiz"]),
    ("This is Tom", ["Tom"]),
    ("it's grace oconnor", ["grace oconnor"]),
    ("Zofia Wrona here", ["Zofia Wrona"]),
    ("hi, Grace Adeyemi here", ["Grace Adeyemi"]),
    ("maya torres", ["maya torres"]),
    ("Maya Torres, 98101", ["Maya Torres"]),
    ("maya torres 98101", ["maya torres"]),
    ("where is A10428? - Tom Baker", ["Tom Baker"]),
    ("where is A10428?\n\nBest regards,\nZofia Wrona", ["Zofia Wrona"]),
    ("Thanks, Tom Baker", ["Tom Baker"]),
    ("where's my stuff\n- tom", ["tom"]),
    ("return A10904, maya torres, 60657", ["maya torres"]),
    ("invoice for Amelie Roux please", ["Amelie Roux"]),
    ("MY NAME IS TOM BAKER", ["TOM BAKER"]),
    ("name is Mei Tanaka thanks", ["Mei Tanaka"]),
    ("my name is not Jon, it's John", ["John"]),
]  # fmt: skip
NOBODY = """I'm looking for a tent
I'm really upset
i'm still waiting
I'm Not Happy
I AM VERY ANGRY
i'm sorry
I'm good thanks
im in seattle
I'm a student
I'm Canadian
this is ridiculous
This is Unacceptable
this is wrong
This is the Ridgeline Tent
it's broken
it's Fernhollow Tent
It's Black Friday
it is late
my name is wrong on the order
my name is misspelled
my name is not on the list
change the name on my account
what is your name
the brand name is Fernhollow
what's the name of the tent
forest green
Lake Blue
Rose Gold
hello there
thanks a lot
Thanks, Bye
thank you - great service
in blue - large
call me back
call me tomorrow
call me asap
under 40 dollars
order placed under my account
for my brother
gift for mom
roger
mark it as delivered
will it come
may i ask
hunter boots
amber lantern
grant me a refund
hope it comes soon
jack
Hey Jack, where is my order
speaking of returns
Tent Here
nobody here
I'm here
the one here
Where Is My Order
Wayfarer 55 Trekking Pack
Halo Commuter Helmet
12 Grace Street
i'm trying to reach someone
i am locked out
im done
name one thing
first name only
last name first
surname please
it's for my wife
this is for Christmas
this is order A10428
thanks
cheers
cheers mate
- large
- the blue one""".splitlines()


@pytest.mark.parametrize(("text", "people"), NAMES)
def test_names(text: str, people: list[str]) -> None:
    assert found(text, "name") == people


@pytest.mark.parametrize("text", [text for text in NOBODY if text != "jack"])
def test_ordinary_words_are_nobodys_name(text: str) -> None:
    assert found(text, "name") == []


def test_name_lists_do_not_contradict_each_other() -> None:
    assert not FIRST_NAMES & NOT_NAMES
    assert not FIRST_NAMES & ALSO_NAMES
    assert not ALSO_NAMES & NOT_NAMES
