"""The assistant at the agent's side: what was asked and answered, and replies to send, with sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout

from web.errors import ApiError
from web.live import Conversation
from web.messages import Message, iso
from web.rasa import citation_url

_TIMEOUT_S = 8.0
_MOST_QUESTIONS = 3
_MOST_STEPS = 12
_SHORT = 240


class Assist:
    """Asks the action server, which has the documents and the models."""

    def __init__(self, session: ClientSession, actions_url: str, base_url: str) -> None:
        self._session = session
        self._url = f"{actions_url}/assist"
        self._likelihood = f"{actions_url}/likelihood"
        self._base_url = base_url

    async def suggestions(
        self,
        conversation: Conversation,
        messages: Sequence[Message],
        question: str | None,
        asked_at: str | None = None,
    ) -> list[dict[str, Any]]:
        """Replies for the shopper's open questions, or for ``question``: ``{question, text, citations}``.

        ``asked_at``: since when they wait for a person they asked for (ISO). Only what the documents answer;
        nothing is made up. Raises ``ApiError`` 503 ``unavailable``.
        """
        questions = [question] if question else open_questions(messages, asked_at)
        if not questions:
            return []
        body = {"questions": questions, "product_id": conversation.product_id}
        answers = (await self._ask(self._url, body)).get("answers")
        if not isinstance(answers, list):
            raise ApiError(503, "unavailable")
        return [self._suggestion(one) for one in answers if not one["abstained"]]

    async def likelihood(self, visit: dict[str, Any]) -> dict[str, Any]:
        """``{probability, variant, why: [[feature, log odds]]}`` of a purchase; ``visit``: session, signals.

        Raises ``ApiError`` 503 ``unavailable``.
        """
        body = {"session": visit["session"], "signals": visit["signals"]}
        found = await self._ask(self._likelihood, body)
        return {name: found.get(name) for name in ("probability", "variant", "why")}

    async def _ask(self, url: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            timeout = ClientTimeout(total=_TIMEOUT_S)
            async with self._session.post(url, json=body, timeout=timeout) as response:
                if response.status != 200:
                    raise ApiError(503, "unavailable")
                found = orjson.loads(await response.read())
        except (ClientError, OSError, TimeoutError, orjson.JSONDecodeError) as problem:
            raise ApiError(503, "unavailable") from problem
        if not isinstance(found, dict):
            raise ApiError(503, "unavailable")
        return found

    def _suggestion(self, answer: dict[str, Any]) -> dict[str, Any]:
        citations = [
            {**one, "url": citation_url(one["source"], one["quote"], self._base_url)}
            for one in answer["citations"]
        ]
        return {"question": answer["question"], "text": answer["answer"], "citations": citations}


def open_questions(messages: Sequence[Message], asked_at: str | None = None) -> list[str]:
    """What the shopper has written since a person last answered, the newest first; buttons do not count.

    Nor does the wish for a person that made them wait since ``asked_at`` (ISO): the person is there.
    """
    since: list[Message] = []
    for message in messages:
        if message.sender == "agent":
            since = []
        elif message.sender == "shopper" and message.raw is None and message.text:
            since.append(message)
    wish = [one for one in since if asked_at and iso(one.at_ms) <= asked_at][-1:]
    return [one.text for one in since if one not in wish][: -_MOST_QUESTIONS - 1 : -1]


def tried(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """What was asked and what came of it: ``{asked, answer, outcome}``.

    ``outcome``: ``cited`` (from the documents), ``shown`` (orders or products), ``person``, ``said``.
    """
    steps: list[dict[str, Any]] = []
    for message in messages:
        if message.sender == "shopper" and message.text:
            steps.append(
                {"asked": _shortened(message.text), "answer": None, "outcome": None, "seq": message.seq}
            )
        elif message.sender in ("assistant", "agent") and steps and steps[-1]["answer"] is None:
            steps[-1] |= {"answer": _shortened(message.text), "outcome": _outcome(message)}
    return steps[-_MOST_STEPS:]


def _outcome(message: Message) -> str:
    if message.sender == "agent":
        return "person"
    if message.extra.get("citations"):
        return "cited"
    return "shown" if message.extra.get("order") or message.extra.get("products") else "said"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"
