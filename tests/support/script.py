"""Conversation tests as YAML: what is said, what must come back, and what may have changed in the shop.

title: A pending order is cancelled once
store: tau2                   # optional: the imported retail store instead of the demo shop
signed_in: <user id>          # optional: the shop's token says who it is
consent: true                 # optional: personalisation
page: p-harbor-4              # optional: the product whose page is open
views: [product, information] # optional: pages looked at before, by kind
steps:
  - shopper: "cancel order A10012"       # or press: "Yes, cancel it", or agent: take | give back | text
    says: ["email"]                      # all must be in the reply; /.../ is a regular expression
    not_says: ["Maya"]
    buttons: ["No, keep it"]             # titles that must be offered
    cites: "returns.md"                  # part of a citation's source or title
    order: "#A10012"                     # an order card
    products: true                       # product cards, or their least number; false: none
    state: assistant                     # assistant, waiting or agent, after the step
database:                                # all that may differ afterwards: see tests/support/changes.py
  "#A10012": cancelled
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from tests.support.changes import check_database
from tests.support.shopper import DeskAgent, Shopper
from tests.support.stack import Stack


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_as_list)]


class Step(BaseModel):
    """One message and what must follow it."""

    model_config = ConfigDict(extra="forbid")

    shopper: str | None = None
    press: str | None = None
    agent: str | None = None
    says: Texts = []
    not_says: Texts = []
    buttons: Texts = []
    cites: str | None = None
    order: str | None = None
    products: bool | int | None = None
    state: Literal["assistant", "waiting", "agent"] | None = None

    @model_validator(mode="after")
    def _one_actor(self) -> Step:
        if sum(part is not None for part in (self.shopper, self.press, self.agent)) != 1:
            raise ValueError("a step is one of shopper, press, agent")
        return self

    @property
    def did(self) -> str:
        """The step in a failure's message."""
        return (
            f"shopper: {self.shopper!r}" if self.shopper else f"press: {self.press!r} agent: {self.agent!r}"
        )


class Script(BaseModel):
    """One conversation test."""

    model_config = ConfigDict(extra="forbid")

    title: str
    store: Literal["demo", "tau2"] = "demo"
    signed_in: str | None = None
    consent: bool | None = None
    page: str | None = None
    views: Texts = []
    steps: list[Step]
    database: dict[str, Any] = {}

    @classmethod
    def load(cls, path: Path) -> Script:
        """Read a file; raises pydantic's error naming what does not fit."""
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def play(script: Script, stack: Stack) -> None:
    """Hold the conversation and check every step, then the database."""
    before = stack.export()
    with Shopper(stack.url, user_id=script.signed_in, consent=script.consent, page=script.page) as shopper:
        for kind in script.views:
            shopper.view(kind)
        seen = 0
        for number, step in enumerate(script.steps, 1):
            reply = _do(step, shopper, stack)
            if step.agent is not None:
                everything = shopper.state()["messages"]
                reply = [m for m in everything if m["seq"] > seen and m["from"] != "shopper"]
            seen = max([seen, *(message["seq"] for message in shopper.state()["messages"])])
            _check(f"step {number}, {step.did}", step, reply, shopper)
    check_database(before, stack.export(), script.database)


def _do(step: Step, shopper: Shopper, stack: Stack) -> list[dict[str, Any]]:
    if step.shopper is not None:
        return shopper.say(step.shopper)
    if step.press is not None:
        return shopper.press(step.press)
    agent = DeskAgent(stack.url)
    try:
        if step.agent == "take":
            agent.take(shopper.id)
        elif step.agent == "give back":
            agent.give_back(shopper.id)
        else:
            agent.say(shopper.id, str(step.agent))
    finally:
        agent.close()
    return []


def _matches(wanted: str, text: str) -> bool:
    if len(wanted) > 2 and wanted.startswith("/") and wanted.endswith("/"):
        return re.search(wanted[1:-1], text, re.IGNORECASE) is not None
    return wanted.casefold() in text.casefold()


def _check(place: str, step: Step, reply: list[dict[str, Any]], shopper: Shopper) -> None:
    text = "\n".join(message["text"] for message in reply)
    shown = f"{place}\nreply: {reply}"
    for wanted in step.says:
        assert _matches(wanted, text), f"does not say {wanted!r}; {shown}"
    for unwanted in step.not_says:
        assert not _matches(unwanted, text), f"says {unwanted!r}; {shown}"
    titles = [button["title"] for message in reply for button in message.get("buttons", [])]
    for wanted in step.buttons:
        assert any(_matches(wanted, title) for title in titles), f"no button {wanted!r}; {shown}"
    if step.cites is not None:
        cited = [f"{c['source']} {c['title']}" for m in reply for c in m.get("citations", [])]
        assert any(_matches(step.cites, source) for source in cited), f"does not cite {step.cites!r}; {shown}"
    if step.order is not None:
        cards = [message["order"]["order_id"] for message in reply if message.get("order")]
        assert step.order in cards, f"no card of order {step.order}; {shown}"
    if step.products is not None:
        count = sum(len(message.get("products", [])) for message in reply)
        fits = count == 0 if step.products is False else count >= int(step.products)
        assert fits, f"{count} product cards; {shown}"
    if step.state is not None:
        state = shopper.state()["state"]
        assert state == step.state, f"state is {state}; {shown}"
