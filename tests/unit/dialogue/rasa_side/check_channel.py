# Rasa's environment has no pytest: unittest's own assertions are the ones to use here.
# ruff: noqa: PT009
"""The channel: its name, and that replies are still checked as Rasa checks them."""

from __future__ import annotations

import unittest
from typing import Any

from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain

from dialogue.channel import AisleInput

OWN = RemoteAction._validate_action_result

GOOD: list[Any] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "x", "value": 1}], "responses": [{"text": "hi", "custom": {}}]},
    {"events": [], "responses": [{"response": "utter_greet", "name": "x"}]},
    {},
]
BAD: list[Any] = [
    [],
    None,
    "text",
    7,
    {"events": {}},
    {"events": [{"name": "no event"}]},
    {"events": [], "responses": "text"},
    {"responses": ["text"]},
    {"events": [7]},
]


class Channel(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(setattr, RemoteAction, "_validate_action_result", OWN)

    def action(self) -> RemoteAction:
        return RemoteAction("action_errand", None)

    def test_name(self) -> None:
        self.assertEqual(AisleInput.name(), "aisle")

    def test_it_serves_the_rest_webhook(self) -> None:
        async def nothing(_message: object) -> None: ...

        blueprint = AisleInput().blueprint(nothing)
        self.assertEqual(
            {"health", "receive", "forget"}, {route.handler.__name__ for route in blueprint._future_routes}
        )

    def test_replies_are_judged_as_rasa_judges_them(self) -> None:
        judged = [self.verdict(reply) for reply in [*GOOD, *BAD]]
        AisleInput()
        self.assertIsNot(RemoteAction._validate_action_result, OWN)
        self.assertEqual([self.verdict(reply) for reply in [*GOOD, *BAD]], judged)
        schema = RemoteAction.action_response_format_spec()
        for reply, verdict in zip([*GOOD, *BAD], judged, strict=True):
            if verdict:
                validate(reply, schema)
        self.assertEqual(judged.count(False) >= 5, True)

    def verdict(self, reply: Any) -> bool:
        try:
            return bool(self.action()._validate_action_result(reply))
        except ValidationError:
            return False

    def test_twice_is_once(self) -> None:
        AisleInput()
        AisleInput()
        self.assertTrue(self.verdict({"events": [], "responses": []}))
        self.assertFalse(self.verdict({"events": 7}))

    def test_the_domain_is_whole(self) -> None:
        Domain.load("domain.yml").check_missing_responses()


if __name__ == "__main__":
    unittest.main()
