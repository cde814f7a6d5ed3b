"""Files of questions and answers, CSV or JSON: a section for each, headed by its question."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.outline import Outline, Reading
from knowledge.text import squeeze

_QUESTIONS = ("question", "q", "title", "frage", "pregunta")
_ANSWERS = ("answer", "a", "text", "antwort", "respuesta", "reponse")


def read_csv(text: str, source: str, fallback_title: str, longest: int) -> Reading:
    """Parse a CSV with the columns ``question`` and ``answer``; raises ``ValueError`` without them."""
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    return _reading(csv.DictReader(io.StringIO(text), dialect=dialect), source, fallback_title, longest)


def read_json(text: str, source: str, fallback_title: str, longest: int) -> Reading:
    """Parse JSON: a list of ``{question, answer}``, one under any key, or an object of question to answer.

    JSON lines do as well. Raises ``ValueError`` for anything else.
    """
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except ValueError:
        value = [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(value, dict):
        lists = [entry for entry in value.values() if isinstance(entry, list)]
        value = lists[0] if lists else [{"question": q, "answer": a} for q, a in value.items()]
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ValueError("not a list of questions and answers")
    return _reading(value, source, fallback_title, longest)


def _reading(entries: Iterable[Mapping[str, Any]], source: str, fallback_title: str, longest: int) -> Reading:
    outline = Outline(longest)
    left_out = 0
    for entry in entries:
        named = {str(key).strip().lower(): value for key, value in entry.items() if key is not None}
        question, answer = _first(named, _QUESTIONS), _first(named, _ANSWERS)
        if not question or not answer:
            left_out += 1
            continue
        outline.open(question, 2)
        for paragraph in answer.split("\n"):
            outline.add(paragraph)
    reading = outline.reading(source, fallback_title)
    if not reading.document.sections:
        raise ValueError('no entry with a "question" and an "answer"')
    reading.left_out.extend([f"{left_out} entries without question or answer"] if left_out else [])
    return reading


def _first(entry: Mapping[str, Any], names: Iterable[str]) -> str:
    found = next((entry[name] for name in names if isinstance(entry.get(name), str)), "")
    return "\n".join(squeeze(line) for line in found.splitlines() if line.strip())
