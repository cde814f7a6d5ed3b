"""The team at the desk: roles, presence, transfer, notes, canned replies, search, the end, the audit log."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import ClientWebSocketResponse

from tests.unit.web.conftest import DESK, PASSWORD, Web, frames_until
from tests.unit.web.test_desk import hand_over
from tests.unit.web.test_photos import photo, upload
from web.db import open_engine
from web.desk.auth import add_agent
from web.desk.notes import mentioned
from web.keys import PRESENCE


@pytest.fixture
async def team(agents: Web) -> Web:
    """`web` with Sam and Kim (agents), Lee (a lead) and Ada (an administrator)."""
    engine = open_engine(agents.settings.chat_url)
    await add_agent(engine, "lee@example.com", "Lee", PASSWORD, "lead")
    await add_agent(engine, "ada@example.com", "Ada", PASSWORD, "admin")
    await engine.dispose()
    return agents


async def refused(site: Web, path: str, body: Any = None) -> tuple[int, str]:
    status, answer = await site.desk_post(path, body)
    return status, answer["error"]["code"]


async def ids(site: Web) -> dict[str, int]:
    return {one["name"]: one["id"] for one in (await site.desk_get("agents"))["agents"]}


async def delete(site: Web, path: str) -> int:
    return (await site.client.delete(f"/desk/api/{path}", headers=DESK)).status


async def test_what_each_role_may_do(team: Web) -> None:
    await team.desk("sam@example.com")
    account = {"email": "new@example.com", "name": "New", "password": PASSWORD}
    assert await refused(team, "agents", account) == (403, "role_missing")
    assert await refused(team, "canned", {"shortcut": "hi", "text": "Hi"}) == (403, "role_missing")
    assert (await team.client.get("/desk/api/audit")).status == 403
    await team.desk("lee@example.com")
    assert (await team.desk_post("canned", {"shortcut": "Hi", "text": "Hi {name}"}))[0] == 201
    assert await refused(team, "agents", account) == (403, "role_missing")
    await team.desk("ada@example.com")
    assert (await team.desk_post("agents", account))[0] == 201
    assert await refused(team, "agents", account) == (400, "account_refused")
    for wrong in ({**account, "password": "short"}, {**account, "role": "god"}, {**account, "email": 5}, {}):
        assert (await team.desk_post("agents", wrong))[0] == 400
    actions = [line["action"] for line in (await team.desk_get("audit"))["lines"]]
    assert "agent_add" in actions
    assert "canned_keep" in actions


async def test_accounts_change_and_end_at_once(team: Web) -> None:
    await team.desk("sam@example.com")
    cookies = {
        "aisle_desk": team.client.session.cookie_jar.filter_cookies(team.client.make_url("/desk"))[
            "aisle_desk"
        ].value
    }
    await team.desk("ada@example.com")
    who = await ids(team)
    assert (await team.desk_post(f"agents/{who['Sam']}", {"role": "lead"}))[0] == 200
    assert (await team.desk_post(f"agents/{who['Sam']}", {"active": False}))[0] == 200
    assert await refused(team, f"agents/{who['Ada']}", {"role": "agent"}) == (403, "role_missing")
    assert await refused(team, "agents/999", {"active": False}) == (404, "agent_not_found")
    assert await refused(team, f"agents/{who['Kim']}", {}) == (400, "invalid_field")
    team.client.session.cookie_jar.clear()
    assert (await team.client.get("/desk/api/me", cookies=cookies)).status == 401
    body = {"email": "sam@example.com", "password": PASSWORD}
    assert (await team.client.post("/desk/api/login", json=body, headers=DESK)).status == 401


async def test_a_conversation_moves_between_agents_and_the_queue(team: Web) -> None:
    chat = await hand_over(team)
    await team.desk("sam@example.com")
    who = await ids(team)
    path = f"conversations/{chat.id}"
    assert await refused(team, f"{path}/transfer", {"agent": who["Kim"]}) == (409, "not_yours")
    await team.desk_post(f"{path}/take")
    for wrong, code in ((999, "agent_not_found"), ("Kim", "invalid_field"), (True, "invalid_field")):
        assert (await refused(team, f"{path}/transfer", {"agent": wrong}))[1] == code
    status, body = await team.desk_post(f"{path}/transfer", {"agent": who["Kim"]})
    assert (status, body["agent"]) == (200, {"name": "Kim"})
    assert "Kim" in (await chat.history())["messages"][-1]["text"]
    assert await refused(team, f"{path}/messages", {"text": "still me?"}) == (409, "not_yours")
    assert await refused(team, f"{path}/take", {"over": True}) == (403, "role_missing")
    await team.desk("lee@example.com")
    assert (await team.desk_post(f"{path}/take", {"over": True}))[1]["agent"] == {"name": "Lee"}
    assert (await team.desk_post(f"{path}/transfer", {"agent": None}))[1]["state"] == "waiting"
    assert (await team.desk_post(f"{path}/transfer", {"agent": who["Sam"]}))[1]["agent"] == {"name": "Sam"}
    assert (await chat.history())["messages"][-1]["code"] == "agent_joined"


async def test_an_agent_steps_into_a_conversation_of_the_assistant(team: Web) -> None:
    chat = await team.open()
    await chat.say("hello")
    await team.desk("sam@example.com")
    path = f"conversations/{chat.id}"
    assert await refused(team, f"{path}/take") == (409, "not_waiting")
    takes = [team.desk_post(f"{path}/take", {"over": True}) for _ in range(3)]
    assert [status for status, _ in await asyncio.gather(*takes)] == [200] * 3
    assert team.rows("SELECT reason, count(*) FROM handoffs") == [("stepped_in", 1)]
    empty = await team.open()
    assert await refused(team, f"conversations/{empty.id}/take", {"over": True}) == (409, "not_waiting")


async def test_a_beat_that_is_cut_off_neither_locks_nor_comes_after_the_leaving(team: Web) -> None:
    await team.desk("sam@example.com")
    presence, sam = team.client.app[PRESENCE], (await ids(team))["Sam"]
    for steps in range(12):
        beat = asyncio.create_task(presence.seen(sam))
        for _ in range(steps):
            await asyncio.sleep(0)
        beat.cancel()
        async with asyncio.timeout(2):
            await presence.left(sam)
        await asyncio.sleep(0.02)
        [sam_now] = [one for one in await presence.agents() if one["id"] == sam]
        assert not sam_now["present"], steps


async def test_who_vanishes_gives_the_shopper_back_to_the_queue(agents: Web, start: Any) -> None:
    site: Web = await start(vanished_after_s=1.0)
    chat = await hand_over(site)
    await site.desk("sam@example.com")
    desk = await site.client.ws_connect("/desk/api/socket")
    await desk.receive_json(timeout=5)
    await site.desk_post(f"conversations/{chat.id}/take")
    shopper = await chat.socket()
    await frames_until(shopper, "handoff")
    assert await site.client.app[PRESENCE].requeue_vanished() == 0
    await desk.close()
    back = (await frames_until(shopper, "handoff"))[-1]
    assert (back["state"], back["agent"], back["position"]) == ("waiting", None, 1)
    history = await chat.history()
    assert history["messages"][-1]["code"] == "agent_lost"
    assert "Sam" in history["messages"][-1]["text"]
    assert await site.client.app[PRESENCE].requeue_vanished() == 0


async def test_presence_is_shown_to_shoppers_and_colleagues(team: Web) -> None:
    chat = await hand_over(team)
    shopper = await chat.socket()
    assert (await frames_until(shopper, "handoff"))[-1]["support"]["agents"] == 0
    await team.desk("sam@example.com")
    desk = await team.client.ws_connect("/desk/api/socket")
    await desk.receive_json(timeout=5)
    await present(shopper, 1)
    await team.desk_post("presence", {"away": True})
    await present(shopper, 0)
    (sam,) = (one for one in (await team.desk_get("agents"))["agents"] if one["name"] == "Sam")
    assert (sam["present"], sam["away"]) == (True, True)
    assert (await team.desk_post("presence", {"away": "yes"}))[0] == 400
    await desk.close()


async def present(shopper: ClientWebSocketResponse, agents: int) -> None:
    """The shopper hears that so many are there; what was on its way may come before."""
    while (await frames_until(shopper, "handoff"))[-1]["support"]["agents"] != agents:
        pass


async def test_notes_are_for_colleagues_and_name_them(team: Web) -> None:
    chat = await hand_over(team)
    await team.desk("kim@example.com")
    kims = await team.client.ws_connect("/desk/api/socket")
    await kims.receive_json(timeout=5)
    await team.desk("sam@example.com")
    status, body = await team.desk_post(
        f"conversations/{chat.id}/notes", {"text": "@Kim <b>look</b>\x00 @nobody"}
    )
    assert (status, len(body["mentioned"])) == (201, 1)
    assert (await frames_until(kims, "mention"))[-1]["note"]["text"] == "@Kim <b>look</b> @nobody"
    for wrong in ({}, {"text": ""}, {"text": " "}, {"text": "x" * 1001}, {"text": 5}):
        assert (await team.desk_post(f"conversations/{chat.id}/notes", wrong))[0] == 400
    assert "look" not in str((await chat.history())["messages"])
    assert (await team.desk_get("mentions"))["mentions"] == []
    await team.desk("kim@example.com")
    (mention,) = (await team.desk_get("mentions"))["mentions"]
    assert mention["conversation"] == chat.id
    shown = await team.desk_get(f"conversations/{chat.id}")
    assert shown["notes"][0]["agent"]["name"] == "Sam"
    assert (await team.desk_get("mentions"))["mentions"] == []
    await kims.close()


class _Person:
    def __init__(self, id_: int, name: str, email: str) -> None:
        self.id, self.name, self.email = id_, name, email


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@kim", [1]),
        ("ask @Kim.Lee, or @kimlee.", [1]),
        ("@sam and @kim", [1, 2]),
        ("mail kim@example.com", []),
        ("@@kim", []),
        ("@" * 5000, []),
        ("@k.lee", [1]),
        ("", []),
    ],
)
def test_mentions_are_names_after_an_at(text: str, found: list[int]) -> None:
    everybody = [_Person(1, "Kim Lee", "k.lee@example.com"), _Person(2, "Sam", "sam@example.com")]
    assert mentioned(text, everybody) == found


async def test_canned_replies_are_kept_once_by_name(team: Web) -> None:
    await team.desk("lee@example.com")
    body = {"shortcut": "hello", "text": "Hello {name}"}
    (one,) = (await team.desk_post("canned", body))[1]["canned"]
    assert await refused(team, "canned", {**body, "shortcut": "HELLO"}) == (409, "shortcut_taken")
    for wrong in (
        {},
        {"shortcut": "a b", "text": "x"},
        {"shortcut": "ok", "text": " "},
        {"shortcut": "ok", "text": "x" * 2001},
    ):
        assert (await team.desk_post("canned", wrong))[0] == 400
    assert (await team.desk_post(f"canned/{one['id']}", {**body, "text": "Hi"}))[1]["canned"][0][
        "text"
    ] == "Hi"
    assert (await team.desk_post("canned/999", body))[0] == 404
    assert await delete(team, f"canned/{one['id']}") == 200
    assert (await team.desk_get("canned"))["canned"] == []
    without = await team.client.delete("/desk/api/canned/1")
    assert without.status == 403


async def test_search_finds_words_and_people(team: Web) -> None:
    chat = await hand_over(team)
    other = await team.open()
    team.rasa.say({"text": "100% sure"})
    await other.say("a%b_c")
    await team.desk("sam@example.com")

    async def found(query: str) -> list[str]:
        listed = await team.desk_get(f"conversations?state=all&q={quote(query)}")
        return [one["id"] for one in listed["conversations"]]

    assert await found("DISGRACE") == [chat.id]
    assert await found("ada_1") == [chat.id]
    assert await found("%") == [other.id]
    assert await found("' OR 1=1 --") == []
    assert len(await found("")) == 2
    assert await found("x" * 3000) == []


async def test_the_agent_ends_the_conversation(team: Web) -> None:
    chat = await hand_over(team)
    await team.desk("sam@example.com")
    path = f"conversations/{chat.id}/resolve"
    assert await refused(team, path) == (409, "not_yours")
    await team.desk_post(f"conversations/{chat.id}/take")
    shopper = await chat.socket()
    assert (await team.desk_post(path)) == (200, {"state": "assistant", "resolved": True})
    assert (await frames_until(shopper, "resolved"))[-1]["by"] == "agent"
    assert "Sam" in (await chat.history())["messages"][-1]["text"]
    assert await refused(team, path) == (409, "not_yours")


async def test_the_brief_has_orders_photos_history_and_what_was_tried(team: Web) -> None:
    before = await hand_over(team)
    chat = await hand_over(team)
    _, sent = await upload(chat, photo())
    await team.desk("sam@example.com")
    brief = await team.desk_get(f"conversations/{chat.id}/brief")
    assert brief["shopper"]["name"] == "Ada Byron"
    assert (brief["verified"], brief["orders"], brief["rating"]) == (False, [], None)
    assert [one["id"] for one in brief["history"]] == [before.id]
    assert brief["tried"][0]["answer"] == "I'll bring someone."
    (file,) = brief["photos"]
    assert file == sent["message"]["files"][0]
    response = await team.client.get(f"/desk/api/conversations/{chat.id}/files/{file['id']}")
    assert (response.status, response.content_type) == (200, "image/jpeg")
    other = await team.client.get(f"/desk/api/conversations/{before.id}/files/{file['id']}")
    assert other.status == 404


async def test_suggestions_are_what_the_documents_say(team: Web) -> None:
    team.actions.answers = [
        {"question": "q", "answer": "30 days.", "abstained": False,
         "citations": [{"title": "Returns", "source": "returns.md#refunds", "quote": "30 days"}]},
        {"question": "r", "answer": "", "abstained": True, "citations": []},
    ]  # fmt: skip
    chat = await hand_over(team)
    await team.desk("sam@example.com")
    (one,) = (await team.desk_get(f"conversations/{chat.id}/suggestions"))["suggestions"]
    assert one["text"] == "30 days."
    assert one["citations"][0]["url"].endswith("#refunds")
    assert team.actions.assisted[-1]["questions"] == ["this is a disgrace"]
    await team.desk_get(f"conversations/{chat.id}/suggestions?q=other")
    assert team.actions.assisted[-1]["questions"] == ["other"]
    team.actions.answers = None
    assert (await team.client.get(f"/desk/api/conversations/{chat.id}/suggestions")).status == 503


async def test_unanswered_questions_become_drafts(team: Web) -> None:
    for text in ("Do you ship to Mars?", "do you ship to mars?", "Do you rent tents?"):
        chat = await team.open()
        team.rasa.say({"text": "I don't know."}, {"custom": {"unanswered": text}})
        await chat.say(text)
    await team.desk("sam@example.com")
    asked = (await team.desk_get("unanswered"))["questions"]
    assert [one["times"] for one in asked] == [2, 1]
    path = f"unanswered/{asked[0]['id']}"
    assert (await team.desk_post(path, {"state": "draft"}))[0] == 400
    assert (await team.desk_post(path, {"state": "eaten"}))[0] == 400
    assert (await team.desk_post("unanswered/999", {"state": "done"}))[0] == 404
    status, left = await team.desk_post(path, {"state": "draft", "draft": "Not yet; to the **Moon** only."})
    assert (status, len(left["questions"])) == (200, 1)
    text = await (await team.client.get("/desk/api/drafts.md")).text()
    assert "## do you ship to mars?" in text.lower()
    assert "**Moon**" in text
    assert (await team.client.get("/desk/api/unanswered?state=x")).status == 400


async def test_numbers_say_what_happened(team: Web) -> None:
    await (await team.open()).say("hello")
    chat = await hand_over(team)
    await team.desk("sam@example.com")
    numbers = await team.desk_get("numbers?days=3")
    assert numbers["now"]["waiting"] == 1
    assert numbers["totals"]["handoff_rate"] == 0.5
    await team.desk_post(f"conversations/{chat.id}/take")
    await team.desk_post(f"conversations/{chat.id}/messages", {"text": "hi"})
    await team.desk_post(f"conversations/{chat.id}/resolve")
    await team.client.post(f"{chat.path}/rating", json={"score": 4}, headers=chat.headers)
    numbers = await team.desk_get("numbers?days=3")
    totals = numbers["totals"]
    assert (totals["conversations"], totals["handoffs"], totals["rating"], totals["rated"]) == (2, 1, 4, 1)
    assert totals["first_response_s"]["median"] >= 0
    assert totals["resolution_s"]["p90"] >= totals["first_response_s"]["median"]
    assert (len(numbers["daily"]), len(numbers["hourly"]), sum(numbers["hourly"])) == (3, 24, 2)
    for wrong in ("days=x", "days=91", "days=-1"):
        assert (await team.client.get(f"/desk/api/numbers?{wrong}")).status == 400


async def test_nobody_reads_the_desk_without_signing_in(team: Web) -> None:
    paths = "agents audit mentions canned numbers unanswered drafts.md conversations/x/brief".split()
    paths += ["conversations/x/suggestions", "conversations/x/files/x"]
    assert {(await team.client.get(f"/desk/api/{path}")).status for path in paths} == {401}
    posts = "agents presence canned unanswered/1 conversations/x/notes conversations/x/transfer".split()
    posts += [f"conversations/x/errands/{name}" for name in "cancel return address quote swap".split()]
    posts += ["conversations/x/resolve"]
    assert {(await team.desk_post(path))[0] for path in posts} == {401}
    assert {(await team.client.post(f"/desk/api/{path}", json={})).status for path in posts} == {403}
