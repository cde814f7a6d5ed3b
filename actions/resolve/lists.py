"""The English word lists beside the code, one YAML file per topic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml


class _Words(yaml.SafeLoader):
    """YAML in which "no" and "on" are words; only true and false are truth values."""


_BOOL = "tag:yaml.org,2002:bool"
_Words.yaml_implicit_resolvers = {
    letter: [(tag, wanted) for tag, wanted in resolvers if tag != _BOOL or letter in "tTfF"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def read(topic: str) -> Mapping[str, Any]:
    """The lists of ``<topic>.yml``."""
    text = Path(__file__).with_name(f"{topic}.yml").read_text("utf-8")
    # A loader made from the safe one.
    content: Mapping[str, Any] = yaml.load(text, Loader=_Words)  # noqa: S506
    return content


@cache
def listed(topic: str, name: str) -> frozenset[str]:
    """One list of plain words."""
    return frozenset(str(word) for word in read(topic)[name])


@cache
def pattern(topic: str, name: str) -> re.Pattern[str]:
    """One list of regular expressions as one, each standing between word borders."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(read(topic)[name])})(?!\w)", re.IGNORECASE)
