"""From the tracker store to the messages an engineer sees."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions.reply import payload
from actions.turn import MEANT
from tests.unit.tools.talk import Events, missed, reply, shopper, store
from tools.errors import ToolError
from tools.review.conversations import Conversation, conversation_of, read_conversations
from tools.review.doubts import Doubt, Reason, doubts_of
from tools.review.memory import Memory
from tools.review.messages import Collected, collect
from tools.review.people import Nobody


def doubts(events: Events) -> dict[str, Doubt]:
    found = doubts_of(conversation_of(events), since=0, sure=0.6)
    return {doubt.turn.text: doubt for doubt in found}


def test_what_was_not_understood_is_doubtful() -> None:
    found = doubts(
        [*missed("any movement"), *shopper("where is it", "order_status"), *reply("action_errand")]
    )
    assert list(found) == ["any movement"]
    assert found["any movement"].reasons == (Reason.NOT_UNDERSTOOD,)


def test_the_button_pressed_next_is_the_right_intent() -> None:
    events = [
        *missed("any movement", "/order_status", '/reorder{"a": 1}', "/ask_human"),
        *shopper("/order_status", "order_status", 1.0),
    ]
    doubt = doubts(events)["any movement"]
    assert doubt.label == "order_status"
    assert doubt.reasons[0] is Reason.CORRECTED


@pytest.mark.parametrize("pressed", ["/ask_human", "/affirm", "/not_offered", "/order_statusx"])
def test_other_buttons_are_no_label(pressed: str) -> None:
    events = [
        *missed("any movement", "/order_status", "/ask_human", "/affirm"),
        *shopper(pressed, pressed[1:], 1.0),
    ]
    doubt = doubts(events)["any movement"]
    assert doubt.label is None
    assert Reason.CORRECTED not in doubt.reasons


def test_buttons_of_ordinary_replies_are_no_corrections() -> None:
    events = [
        *shopper("what about returns", "ask_return_policy"),
        *reply("action_answer", "utter_no_answer", buttons=["/order_status"]),
        *shopper("/order_status", "order_status", 1.0),
    ]
    assert not doubts(events)


@pytest.mark.parametrize("intent", ["order_status", "ask_human"])
def test_a_button_below_a_guess_is_a_correction(intent: str) -> None:
    pressed = payload(intent, **{MEANT: "1"})
    events = [
        *shopper("any movement", "product_question", 0.7),
        *reply("action_answer", "utter_no_answer", buttons=["/ask_human", pressed]),
        *shopper(pressed, intent, 1.0),
    ]
    assert doubts(events)["any movement"].label == intent


def test_signs_after_the_message() -> None:
    events = [
        *shopper("swap sizes", "return_item"),
        *reply("action_guide", "utter_guide_offer"),
        *shopper("i meant exchange", "correct"),
        *reply("action_errand"),
        *missed("blorp"),
        *shopper("zrrk", "nlu_fallback", 0.2),
        *reply(
            "action_fallback", "utter_handoff_not_understood", handoff="not_understood", who="Maya Torres"
        ),
    ]
    found = doubts(events)
    assert found["swap sizes"].reasons == (Reason.TAKEN_BACK,)
    assert found["blorp"].reasons == (Reason.NOT_UNDERSTOOD, Reason.HANDED_OVER)
    assert found["zrrk"].reasons == (Reason.NOT_UNDERSTOOD, Reason.HANDED_OVER)


def test_doubt_and_scope() -> None:
    events = [
        *shopper("boots?", "ask_stock", 0.4),
        *reply("action_product"),
        *shopper("who won", "out_of_scope", 0.5),
        *reply("action_out_of_scope", "utter_out_of_scope"),
    ]
    found = doubts(events)
    assert found["boots?"].reasons == (Reason.UNSURE,)
    assert found["who won"].reasons == (Reason.OUT_OF_SCOPE,)


def test_an_answer_to_a_question_is_not_doubtful() -> None:
    events = [
        *shopper("where is it", "order_status"),
        *reply("action_errand", "utter_ask_name", awaiting="name"),
        *shopper("grace oconnor", "nlu_fallback", 0.1),
        *reply("action_errand", "utter_ask_postcode", awaiting="postcode"),
        *shopper("dunno", "inform", 0.3),
        *reply("action_errand", "utter_ask_postcode"),
    ]
    assert list(doubts(events)) == ["dunno"]


def collected(conversations: Mapping[str, Events], memory: Memory | None = None) -> Collected:
    read: list[Conversation] = [conversation_of(events) for events in conversations.values()]
    return collect(read, Nobody(), memory or Memory(None), frozenset(), since=0, sure=0.6)


def test_what_is_known_of_a_person_is_taken_out_of_all_their_messages() -> None:
    found = collected(
        {
            "one": [
                *missed("maya wants her stuff"),
                *shopper("I am Maya Torres", "inform", entities={"name": "Maya Torres"}),
                *reply("action_errand"),
            ]
        }
    )
    assert "maya" not in found.messages[0].clean.plain.casefold()
    assert found.messages[0].clean.line.endswith("(name) wants her stuff")


def test_the_same_wording_is_one_message(tmp_path: Path) -> None:
    talks = {
        "one": missed("Track it A10428!"),
        "two": missed("track it #A10999"),
        "three": [*missed("track it a10777", "/order_status"), *shopper("/order_status", "order_status", 1)],
        "four": missed("?!"),
    }
    memory = Memory(tmp_path / "decisions.jsonl")
    found = collected(talks, memory)
    assert (found.read, found.doubtful, found.wordless) == (4, 4, 1)
    assert [(m.times, m.labels) for m in found.messages] == [(3, ("order_status",))]
    memory.add([found.messages[0].digest], "skipped")
    again = collected(talks, Memory(tmp_path / "decisions.jsonl"))
    assert (again.messages, again.seen) == ([], 3)
    assert "track" not in (tmp_path / "decisions.jsonl").read_text().casefold()


def test_a_memory_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    (tmp_path / "decisions.jsonl").write_text('{"digest": "1"}\nnonsense\n')
    with pytest.raises(ToolError, match="line 2"):
        Memory(tmp_path / "decisions.jsonl")


def test_the_store_of_a_running_rasa_is_read_and_not_touched(tmp_path: Path) -> None:
    long_ago = time.time() - 90 * 86400
    database = tmp_path / "tracker.db"
    store(
        database,
        {
            "old": missed("long ago", at=long_ago),
            "new": [*missed("any movement", "/order_status"), *shopper("/order_status", "order_status", 1.0)],
        },
    )
    before = database.read_bytes()
    read = list(read_conversations(sa.URL.create("sqlite", database=str(database)), time.time() - 86400))
    found = collect(read, Nobody(), Memory(None), frozenset(), since=time.time() - 86400, sure=0.6)
    assert [message.clean.plain for message in found.messages] == ["any movement"]
    assert found.messages[0].labels == ("order_status",)
    assert database.read_bytes() == before


def test_a_store_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "tracker.db").write_text("this is no database at all, but it is long enough to be read")
    with pytest.raises(ToolError, match="cannot be read"):
        list(read_conversations(sa.URL.create("sqlite", database=str(tmp_path / "tracker.db")), 0))
