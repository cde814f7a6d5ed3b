"""Texts of ``web`` itself, one YAML file a language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

LANGUAGES = ("en", "zh", "es", "fr", "de")
"""The languages with a file; the first is for everybody else."""


class Texts:
    """The phrases of one language, by key; raises ``KeyError`` for a key the file does not have."""

    def __init__(
        self,
        phrases: Mapping[str, str],
        errors: Mapping[str, str],
        others: Mapping[str, Texts] | None = None,
    ) -> None:
        self._phrases = phrases
        self._errors = errors
        self._others = others or {}

    @classmethod
    def load_all(cls) -> Texts:
        """English, from which ``to`` leads to every other language."""
        english = cls.load()
        english._others = {name: cls.load(name) for name in LANGUAGES[1:]}
        return english

    def to(self, language: str | None) -> Texts:
        """The texts of a language (BCP 47: "de-AT" is read as "de"), or these where there is no file."""
        return self._others.get((language or "").split("-")[0].lower(), self)

    @classmethod
    def load(cls, language: str = "en") -> Texts:
        """Read ``web/texts/<language>.yml``; raises ``FileNotFoundError`` when there is none."""
        path = Path(__file__).with_name(f"{language}.yml")
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        errors = content.pop("errors", {})
        return cls(content, errors)

    def say(self, key: str, **values: object) -> str:
        """The phrase of ``key`` with its places filled."""
        return self._phrases[key].format(**values)

    def error(self, code: str, **values: object) -> str:
        """The sentence that explains the error ``code``."""
        return self._errors[code].format(**values)
