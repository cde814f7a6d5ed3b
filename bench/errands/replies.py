"""Which of the assistant's responses a reply is made of, told by the texts of domain.yml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from bench.paths import ROOT

_FIELD = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Part:
    """One message of a reply: its text, and the name of its response where domain.yml has it."""

    name: str
    text: str


@cache
def _responses() -> tuple[tuple[str, re.Pattern[str], int], ...]:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    found = [
        (name, _pattern(variant["text"]), len(_FIELD.sub("", variant["text"])))
        for name, variants in domain["responses"].items()
        for variant in variants
        if variant.get("text")
    ]
    return tuple(sorted(found, key=lambda response: -response[2]))


def _pattern(template: str) -> re.Pattern[str]:
    parts = [re.escape(" ".join(part.split())) for part in _FIELD.split(template)]
    return re.compile(r"\s*(?:.*?)\s*".join(parts).replace(r"\ ", r"\s+"), re.DOTALL)


def parts_of(messages: Sequence[dict[str, Any]]) -> list[Part]:
    """The parts of a reply in their order."""
    return [Part(_name(message["text"]), message["text"]) for message in messages if message.get("text")]


def _name(text: str) -> str:
    return next((name for name, pattern, _ in _responses() if pattern.fullmatch(text.strip())), "")
