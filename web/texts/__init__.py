"""Texts of ``web`` itself, one YAML file a language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml


class Texts:
    """The phrases of one language, by key; raises ``KeyError`` for a key the file does not have."""

    def __init__(self, phrases: Mapping[str, str], errors: Mapping[str, str]) -> None:
        self._phrases = phrases
        self._errors = errors

    @classmethod
    def load(cls, language: str = "en") -> Texts:
        """Read ``web/texts/<language>.yml``; raises ``FileNotFoundError`` when there is none."""
        path = Path(__file__).with_name(f"{language}.yml")
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        errors = content.pop("errors")
        return cls(content, errors)

    def say(self, key: str, **values: object) -> str:
        """The phrase of ``key`` with its places filled."""
        return self._phrases[key].format(**values)

    def error(self, code: str, **values: object) -> str:
        """The sentence that explains the error ``code``."""
        return self._errors[code].format(**values)
