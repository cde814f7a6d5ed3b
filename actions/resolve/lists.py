"""The English word lists beside the code, one YAML file per topic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def read(topic: str) -> Mapping[str, Any]:
    """The lists of ``<topic>.yml``."""
    content: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name(f"{topic}.yml").read_text("utf-8"))
    return content


@cache
def listed(topic: str, name: str) -> frozenset[str]:
    """One list of plain words."""
    return frozenset(str(word) for word in read(topic)[name])


@cache
def pattern(topic: str, name: str) -> re.Pattern[str]:
    """One list of regular expressions as one, each standing between word borders."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(read(topic)[name])})(?!\w)", re.IGNORECASE)
