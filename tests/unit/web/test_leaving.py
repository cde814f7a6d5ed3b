"""Contact, rating, end, transcript, and everything that is stored: shown and deleted."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSMsgType

from tests.unit.web.conftest import Chat, Web, frames_until
from tests.unit.web.test_desk import hand_over
from tests.unit.web.test_photos import photo, stored, upload
from web.keys import PRIVACY

CLOSED = "timezone: UTC\nweek: {}\n"


async def post(chat: Chat, path: str, **body: Any) -> tuple[int, Any]:
    response = await chat.web.client.post(f"{chat.path}/{path}", json=body, headers=chat.headers)
    return response.status, await response.json()


async def get(chat: Chat, path: str) -> Any:
    response = await chat.web.client.get(f"{chat.path}/{path}", headers=chat.headers)
    assert response.status == 200, await response.text()
    return response


async def test_outside_hours_the_shopper_is_told_and_leaves_an_address(start: Any, tmp_path: Path) -> None:
    (tmp_path / "hours.yml").write_text(CLOSED)
    site: Web = await start(hours=tmp_path / "hours.yml")
    chat = await hand_over_closed(site)
    support = (await chat.history())["support"]
    assert (support["open"], support["leave_message"]) == (False, True)
    status, body = await post(chat, "contact", email=" ada@example.com ", name="Ada", message="My tent leaks")
    assert status == 200
    assert (body["contact"], body["state"]) == ({"email": "ada@example.com", "name": "Ada"}, "waiting")
    assert [m["from"] for m in body["messages"]] == ["shopper", "system"]
    assert "ada@example.com" in body["messages"][-1]["text"]
    assert (await chat.history())["contact"]["email"] == "ada@example.com"


async def hand_over_closed(site: Web) -> Chat:
    chat = await site.open()
    site.rasa.say({"text": "I'll bring someone."}, {"custom": {"handoff": {"reason": "asked"}}})
    reply = await chat.say("a person please")
    assert [m.get("code") for m in reply] == [None, "outside_hours"]
    return chat


async def test_a_message_left_with_the_assistant_joins_the_queue_once(site: Web) -> None:
    chat = await site.open()
    for email in ("a@example.com", "b@example.com"):
        assert (await post(chat, "contact", email=email, message="hello"))[0] == 200
    assert site.rows("SELECT count(*), min(reason) FROM handoffs") == [(1, "message_left")]
    assert site.rows("SELECT contact_email FROM conversations") == [("b@example.com",)]


@pytest.mark.parametrize(
    "email", [None, "", 5, "no", "a@b", "a b@example.com", "a@example.com\nBcc: x@y.zz", "a" * 300 + "@x.org"]
)
async def test_addresses_nobody_can_write_to_are_refused(site: Web, email: Any) -> None:
    chat = await site.open()
    status, body = await post(chat, "contact", email=email, message="hi")
    assert (status, body["error"]["code"]) == (400, "invalid_field")
    assert (await chat.history())["state"] == "assistant"


async def test_an_address_without_a_word_is_too_little(site: Web) -> None:
    chat = await site.open()
    assert (await post(chat, "contact", email="a@example.com"))[0] == 400
    await chat.say("hello")
    assert (await post(chat, "contact", email="a@example.com"))[0] == 200


async def test_a_rating_is_kept_once_and_may_change(agents: Web) -> None:
    chat = await agents.open()
    assert (await post(chat, "rating", score=5))[1]["error"]["code"] == "nothing_said"
    await hand_over_in(chat)
    await agents.desk()
    await agents.desk_post(f"conversations/{chat.id}/take")
    scores = await asyncio.gather(*(post(chat, "rating", score=n, comment=" fine\x00 ") for n in (1, 2, 3)))
    assert [status for status, _ in scores] == [200] * 3
    assert (await chat.history())["rating"] == {"score": 3, "comment": "fine"}
    assert agents.rows("SELECT count(*), max(agent_id) FROM ratings") == [(1, 1)]


async def hand_over_in(chat: Chat) -> None:
    chat.web.rasa.say({"text": "Sure."}, {"custom": {"handoff": {"reason": "asked"}}})
    await chat.say("a person please")


@pytest.mark.parametrize(
    "body", [{}, {"score": 0}, {"score": 6}, {"score": "5"}, {"score": True}, {"score": 4.5}]
)
async def test_ratings_that_are_none_are_refused(site: Web, body: dict[str, Any]) -> None:
    chat = await site.open()
    await chat.say("hi")
    assert (await post(chat, "rating", **body))[0] == 400
    assert (await post(chat, "rating", score=3, comment="x" * 1001))[0] == 400


async def test_ending_closes_the_handoff_and_writing_reopens(agents: Web) -> None:
    chat = await hand_over(agents)
    socket = await chat.socket()
    await frames_until(socket, "handoff")
    assert await post(chat, "end") == (200, {"state": "assistant", "resolved": True})
    assert (await frames_until(socket, "resolved"))[-1]["by"] == "shopper"
    assert await post(chat, "end") == (200, {"state": "assistant", "resolved": True})
    assert agents.rows("SELECT count(*) FROM handoffs WHERE returned_ms IS NULL") == [(0,)]
    history = await chat.history()
    assert (history["resolved"], history["messages"][-1]["code"]) == (True, "ended")
    agents.rasa.say({"text": "Hello again"})
    await chat.say("one more thing")
    assert (await chat.history())["resolved"] is False


async def test_a_transcript_holds_everything_in_its_language(site: Web) -> None:
    chat = await site.open(language="de-AT")
    site.rasa.say(
        {"text": "See returns."},
        {"custom": {"citations": [{"title": "Returns", "source": "returns.md", "quote": "q"}]}},
    )
    await chat.say("<b>How</b> long?")
    await upload(chat, photo(), "box.jpg")
    response = await get(chat, "transcript")
    text = await response.text()
    assert response.content_type == "text/plain"
    assert "attachment" in response.headers["Content-Disposition"]
    for part in ("Gespräch vom", "Sie:", "<b>How</b> long?", "See returns.", "Returns", "[Foto: box.jpg]"):
        assert part in text
    body = await (await get(chat, "transcript?format=json")).json(content_type=None)
    assert len(body["messages"]) == 4
    assert (await site.client.get(f"{chat.path}/transcript?format=exe", headers=chat.headers)).status == 400


async def test_a_transcript_is_not_cut(site: Web) -> None:
    chat = await site.open()
    await asyncio.gather(*(chat.say(f"word {n}") for n in range(3)))
    rows = [(chat.id, seq, "shopper", f"line {seq}", False, 0) for seq in range(7, 1307)]
    insert_messages(site, rows)
    assert "line 1306" in await (await get(chat, "transcript")).text()


def insert_messages(site: Web, rows: list[tuple[Any, ...]]) -> None:
    with sqlite3.connect(site.settings.var / "chat.db") as connection:
        columns = "conversation_id, seq, sender, text, awaits_reply, at_ms"
        connection.executemany(f"INSERT INTO messages ({columns}) VALUES (?,?,?,?,?,?)", rows)


async def test_what_is_stored_is_shown_and_deleted(agents: Web) -> None:
    chat = await hand_over(agents)
    other = await agents.open()
    await other.say("stay")
    await chat.event(type="consent", personalisation=True)
    await chat.event(type="page_view", kind="product", seconds=3)
    await upload(chat, photo())
    await post(chat, "rating", score=2)
    shown = await (await get(chat, "privacy")).json()
    assert shown["conversation"]["page_views"]["product"] == 1
    assert shown["conversation"]["identified_id"] == "ada_1"
    assert (shown["rating"]["score"], len(shown["files"]), len(shown["handoffs"])) == (2, 1, 1)
    assert shown["retention_days"] == 90
    socket = await chat.socket()
    await frames_until(socket, "handoff")
    assert (await agents.client.delete(chat.path, headers=other.headers)).status == 403
    assert (await agents.client.delete(chat.path, headers=chat.headers)).status == 204
    await frames_until(socket, "deleted")
    closed = await socket.receive(timeout=5)
    assert (closed.type, closed.data) == (WSMsgType.CLOSE, 4410)
    assert (await agents.client.delete(chat.path, headers=chat.headers)).status == 404
    assert stored(agents) == []
    for table in ("messages", "handoffs", "files", "ratings"):
        assert agents.rows(f"SELECT count(*) FROM {table} WHERE conversation_id = '{chat.id}'") == [(0,)]
    assert agents.rasa.forgotten == [chat.id]
    assert len((await other.history())["messages"]) == 2


async def test_what_rasa_cannot_forget_now_it_forgets_later(site: Web) -> None:
    chat = await site.open()
    await chat.say("hi")
    site.rasa.status = 500
    assert (await site.client.delete(chat.path, headers=chat.headers)).status == 204
    assert site.rasa.forgotten == []
    site.rasa.status = 200
    await site.client.app[PRIVACY].clean()
    assert site.rasa.forgotten == [chat.id]
    assert site.rows("SELECT count(*) FROM to_forget") == [(0,)]


async def test_a_message_that_waits_while_all_is_deleted_is_not_kept(site: Web) -> None:
    chat = await site.open()
    site.rasa.hang()
    first = asyncio.create_task(chat.post(text="one"))
    await asyncio.sleep(0.1)
    late = [asyncio.create_task(chat.post(text="two"))]
    removed = asyncio.create_task(site.client.delete(chat.path, headers=chat.headers))
    late.append(asyncio.create_task(chat.post(text="three")))
    await first
    assert (await removed).status == 204
    assert {status for status, _ in await asyncio.gather(*late)} <= {200, 404}
    assert site.rows("SELECT count(*) FROM messages") == [(0,)]


async def test_old_conversations_go_and_young_ones_stay(start: Any) -> None:
    site: Web = await start(retention_days=30)
    old, young, empty = await site.open(), await site.open(), await site.open()
    await old.say("long ago")
    await upload(old, photo())
    await young.say("today")
    with sqlite3.connect(site.settings.var / "chat.db") as connection:
        connection.execute("UPDATE conversations SET created_ms = 1000")
        connection.execute("UPDATE messages SET at_ms = 1000 WHERE conversation_id = ?", (old.id,))
    assert await site.client.app[PRIVACY].clean() == 2
    assert site.rows("SELECT id FROM conversations") == [(young.id,)]
    assert stored(site) == []
    assert sorted(site.rasa.forgotten) == sorted([old.id, empty.id])
    assert await site.client.app[PRIVACY].clean() == 0


async def test_nothing_goes_where_everything_is_kept(start: Any) -> None:
    site: Web = await start(retention_days=0)
    chat = await site.open()
    site.rows(f"UPDATE conversations SET created_ms = 1 WHERE id = '{chat.id}'")
    assert await site.client.app[PRIVACY].clean() == 0
