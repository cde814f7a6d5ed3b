"""Several requests in one message, with a reader that knows intents by a word in them."""

from __future__ import annotations

import pytest

from dialogue.requests import Request, load_settings, requests
from dialogue.splitting import SplitModel

SETTINGS = load_settings()
MODEL = SplitModel.load()
INTENTS = {
    "cancel": "cancel_order",
    "return": "return_item",
    "refunds": "ask_return_policy",
    "canada": "ask_delivery_options",
    "hi": "greet",
    "thanks": "thank",
    "yes": "affirm",
    "nope": "deny",
    "A10023": "inform",
    "paypal": "ask_payment_methods",
    "forget": "never_mind",
    "nvm": "never_mind",
}


async def read(text: str) -> dict[str, float]:
    found = [intent for word, intent in INTENTS.items() if word.lower() in text.lower()]
    return {found[0]: 0.9 if len(set(found)) == 1 else 0.7} if found else {"inform": 0.4}


async def served(text: str, *, asked: bool = False) -> list[Request]:
    return await requests(text, read, SETTINGS, MODEL, asked=asked)


async def asked_for(text: str, *, asked: bool = False) -> list[str]:
    return [request.intent for request in await served(text, asked=asked)]


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("cancel order 1234 and also how long do refunds take?", ["ask_return_policy", "cancel_order"]),
        ("Do you ship to Canada? I want to return my boots.", ["ask_delivery_options", "return_item"]),
        ("do you ship to canada, btw do you take paypal", ["ask_delivery_options", "ask_payment_methods"]),
        ("cancel my order and return the boots please", ["cancel_order", "return_item"]),
        ("cancel my order", ["cancel_order"]),
        ("hi there, I want to cancel my order, thanks a lot", ["cancel_order"]),
        ("cancel the first one and cancel the second one", ["cancel_order"]),
        ("", ["inform"]),
        # "How much" is nothing without what stands before it; after an errand it may be another question.
        ("do u ship to canada n how much", ["ask_delivery_options"]),
        ("do you ship to canada? and how long does it take?", ["ask_delivery_options"]),
        # That two things follow is not one of them.
        (
            "cancel two things please: return the boots. do you take paypal",
            ["ask_payment_methods", "return_item"],
        ),
    ],
)
async def test_what_is_asked_for(text: str, intents: list[str]) -> None:
    assert await asked_for(text) == intents


async def test_nothing_of_the_message_is_lost() -> None:
    text = "hi there. I am Maya, zip 97205. cancel the tent order. It was a mistake. do refunds take long?"
    found = await served(text)
    assert [request.intent for request in found] == ["ask_return_policy", "cancel_order"]
    said = " ".join(request.text for request in found)
    assert all(word in said for word in ("Maya", "97205", "tent", "mistake"))
    assert "Maya" in found[1].text


async def test_an_answer_and_a_question() -> None:
    text = "it is A10023. do you ship to canada?"
    assert await asked_for(text) == ["ask_delivery_options"]
    assert await asked_for(text, asked=True) == ["ask_delivery_options", "inform"]


async def test_a_yes_comes_first() -> None:
    assert await asked_for("how long do refunds take? and yes please do it", asked=True) == [
        "affirm",
        "ask_return_policy",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "yes please, but do refunds take long?",
        "yes do it, and return the boots too",
        "yes do it. and do refunds for the boots too",
    ],
)
async def test_a_hedged_yes_is_never_split_off(text: str) -> None:
    assert len(await asked_for(text, asked=True)) == 1


async def test_a_no_with_what_is_wanted_instead_stays_whole() -> None:
    text = "Nope, I want it in beige. I'd like to use paypal for the difference."
    assert [request.text for request in await served(text, asked=True)] == [text]


async def test_a_no_and_a_question_are_two() -> None:
    text = "Nope, leave it. Do you ship to Canada?"
    assert await asked_for(text, asked=True) == ["deny", "ask_delivery_options"]


async def test_a_long_story_is_one_request() -> None:
    story = (
        "My dog is ill. It rained all week. The roof leaks too. I feel so tired. So please cancel it for me."
    )
    (request,) = await served(story)
    assert request == Request(story, "cancel_order", 0.9)


@pytest.mark.parametrize("text", ["a. " * 400, "and " * 500, "?!?! " * 300, "x\n" * 1000, ", , , and, also"])
async def test_hostile_texts_stay_whole(text: str) -> None:
    assert len(await served(text)) == 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("mr. Smith wants a tent", 1),
        ("my number is no. 12 ok then", 1),
        ("first thing here. second thing there", 2),
        ("this thing here and that thing there", 2),
        ("blue and red", 1),
    ],
)
def test_clauses(text: str, parts: int) -> None:
    assert len(SETTINGS.clauses(text)) == parts


@pytest.mark.parametrize("text", ["actually forget it, do you take paypal", "oh nvm. do you take paypal"])
async def test_giving_up_and_another_wish_are_two(text: str) -> None:
    assert await asked_for(text, asked=True) == ["never_mind", "ask_payment_methods"]


async def test_giving_up_on_a_condition_is_no_giving_up() -> None:
    text = "forget it unless I can cancel it"
    assert len(await asked_for(text, asked=True)) == 1


async def test_what_stands_behind_a_greeting_is_not_lost() -> None:
    async def greeted(text: str) -> dict[str, float]:
        return {"greet": 0.6} if text.startswith("hel") else {"order_status": 0.9}

    found = await requests("helo, wheres my stuf", greeted, SETTINGS, MODEL)
    assert [(one.text, one.intent) for one in found] == [("helo, wheres my stuf", "order_status")]
    assert [one.intent for one in await requests("hello there", greeted, SETTINGS, MODEL)] == ["greet"]


@pytest.mark.parametrize(
    ("text", "read_as", "wanted"),
    [
        ("hi do u hav headlamps", "recommend", "recommend"),
        ("hi you lovely people", "recommend", "greet"),
        ("hi is anybody there", "ask_human", "greet"),
    ],
)
async def test_an_unclear_question_behind_a_greeting_is_answered(
    text: str, read_as: str, wanted: str
) -> None:
    async def greeted(text: str) -> dict[str, float]:
        return {"greet": 0.8} if text.startswith("hi ") else {read_as: 0.5}

    assert [one.intent for one in await requests(text, greeted, SETTINGS, MODEL)] == [wanted]
