"""Words as people shorten them in a hurry ("do u ship 2 canada"), written out before a question is read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).with_name("short_forms.yml")


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    read: dict[str, str] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return tuple((re.compile(form, re.IGNORECASE), words) for form, words in read.items())


def written_out(question: str) -> str:
    """The question with its short forms as whole words; amounts stay figures."""
    for form, words in _forms():
        question = form.sub(words, question)
    return question
