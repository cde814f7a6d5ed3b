"""The REST channel under Aisle's own name: messages that ask for several things are served one by one.

It also takes out two costs that every turn paid in Rasa's own channel.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request as HttpRequest
from sanic.response import HTTPResponse

from dialogue.forgetting import forget_conversation
from dialogue.requests import Request, load_settings, requests
from dialogue.speech import GREETS
from dialogue.splitting import Reading, SplitModel

log = logging.getLogger(__name__)

# The slot that tells that the shopper has been asked something.
AWAITING = "awaiting"
FALLBACK = "nlu_fallback"
Handler = Callable[[UserMessage], Awaitable[None]]


class AisleInput(RestInput):
    """Rasa's REST channel; ``metadata`` of a message is set by `web` alone, never by the shopper."""

    def __init__(self) -> None:
        super().__init__()
        compile_action_schema_once()
        self._settings = load_settings()
        self._model = SplitModel.load()

    @classmethod
    def name(cls) -> str:
        """The part of the webhook's address that names this channel."""
        return "aisle"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The webhook: one message in, all messages that answer it out."""
        webhook = Blueprint("aisle_webhook", __name__)

        async def health(request: HttpRequest) -> HTTPResponse:
            # Rasa goes on without an agent, or with one that has no model, and keeps silent to every message.
            agent: Agent | None = getattr(request.app.ctx, "agent", None)
            ready = agent is not None and agent.is_ready()
            return response.json({"ready": ready}, 200 if ready else 503)

        async def receive(request: HttpRequest) -> HTTPResponse:
            collector = CollectingOutputChannel()
            sender, text = await self._extract_sender(request), self._extract_message(request)
            metadata = self.get_metadata(request) or {}
            try:
                for part in await self._parts(request.app.ctx.agent, sender, text or "", metadata):
                    part.output_channel = collector
                    await on_new_message(part)
            except Exception:
                # As in Rasa's own channel: what was said so far is sent, `web` apologises for silence.
                log.exception("a message of conversation %s failed", sender)
            return response.json(collector.messages)

        async def forget(request: HttpRequest, sender: str) -> HTTPResponse:
            removed = await forget_conversation(request.app.ctx.agent.tracker_store, sender)
            return response.json({"events": removed})

        webhook.add_route(health, "/", methods=["GET"])
        webhook.add_route(forget, "/conversations/<sender:str>", methods=["DELETE"])
        webhook.add_route(receive, "/webhook", methods=["POST"])
        return webhook

    async def _parts(
        self, agent: Agent, sender: str | None, text: str, metadata: Mapping[str, Any]
    ) -> list[UserMessage]:
        """The message, or one message for each of its requests, already parsed."""
        one = len(self._settings.clauses(text)) < 2 and not GREETS.match(text)
        if text.startswith("/") or one or agent.processor is None:
            return [self._message(text, sender, metadata)]
        parses = Parses(agent)
        asked = await _is_asked(agent, sender)
        found = await requests(text, parses.read, self._settings, self._model, asked=asked)
        return [
            self._message(
                request.text,
                sender,
                {**metadata, "part": number, "parts": len(found)} if len(found) > 1 else metadata,
                await parses.under(request),
            )
            for number, request in enumerate(found, 1)
        ]

    def _message(
        self,
        text: str,
        sender: str | None,
        metadata: Mapping[str, Any],
        parse_data: dict[str, Any] | None = None,
    ) -> UserMessage:
        return UserMessage(
            text, None, sender, parse_data=parse_data, input_channel=self.name(), metadata=dict(metadata)
        )


class Parses:
    """What Rasa's pipeline makes of texts, each parsed once."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._known: dict[str, dict[str, Any]] = {}

    async def add(self, text: str) -> dict[str, Any]:
        """Parse a text unless that was done before."""
        if text not in self._known:
            self._known[text] = await self._agent.parse_message(text)
        return self._known[text]

    async def read(self, text: str) -> Reading:
        """Intents of a text with their probabilities."""
        ranking = (await self.add(text)).get("intent_ranking") or []
        return {str(e["name"]): float(e["confidence"]) for e in ranking if e["name"] != FALLBACK}

    async def under(self, request: Request) -> dict[str, Any]:
        """The parse of a request's words, filed under the request's intent."""
        parsed = dict(await self.add(request.text))
        reading = await self.read(request.text)
        if reading and reading.get(request.intent) == request.confidence == max(reading.values()):
            return parsed
        chosen = {"name": request.intent, "confidence": request.confidence}
        others = [e for e in parsed.get("intent_ranking") or [] if e["name"] != request.intent]
        return {**parsed, "intent": chosen, "intent_ranking": [chosen, *others]}


async def _is_asked(agent: Agent, sender: str | None) -> bool:
    if sender is None:
        return False
    tracker = await agent.tracker_store.retrieve(sender)
    return (
        tracker is not None and tracker.slots.get(AWAITING) is not None and bool(tracker.get_slot(AWAITING))
    )


def compile_action_schema_once() -> None:
    """Check replies of the action server with one compiled validator.

    Rasa 3.6.21 compiles the same JSON schema anew for every reply, about a third of the time of a turn
    with an action. The check itself stays the same.
    """
    schema = RemoteAction.action_response_format_spec()
    kind = jsonschema.validators.validator_for(schema)
    validator = kind(schema)

    def validate(_self: RemoteAction, result: dict[str, Any]) -> bool:
        error = jsonschema.exceptions.best_match(validator.iter_errors(result))
        if error is not None:
            raise error
        return True

    RemoteAction._validate_action_result = validate
