"""A generator behind an OpenAI-compatible endpoint (vLLM, llama.cpp server, Ollama), streamed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
import yaml

from knowledge.errors import KnowledgeError
from knowledge.types import Evidence

PROMPT_PATH = Path(__file__).resolve().parent / "prompt.yml"
_MAX_LINE = 64 * 1024


class GeneratorFailed(KnowledgeError):
    """The endpoint refused, answered nonsense or took too long."""


class OpenAIGenerator:
    """Streams chat completions from ``{url}/chat/completions``; ``key`` is sent as a bearer token."""

    def __init__(self, url: str, model: str, timeout_s: float, key: str = "") -> None:
        base = url.rstrip("/")
        self._url = base if base.endswith("/chat/completions") else f"{base}/chat/completions"
        self._model = model
        self._timeout_s = timeout_s
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(timeout=httpx.Timeout(timeout_s), headers=headers)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def generate(self, question: str, evidence: Sequence[Evidence]) -> Iterator[str]:
        """Yield text as it arrives; raises ``GeneratorFailed``, also when the whole takes too long."""
        deadline = time.monotonic() + self._timeout_s
        try:
            with self._client.stream("POST", self._url, json=self._body(question, evidence)) as response:
                response.raise_for_status()
                for line in response.iter_lines():
                    if time.monotonic() > deadline:
                        raise GeneratorFailed(f"{self._url}: not done within {self._timeout_s:g} s")
                    if line.strip() == "data: [DONE]":
                        return
                    yield from _text(line)
        except httpx.HTTPError as error:
            raise GeneratorFailed(f"{self._url}: {error}") from error

    def _body(self, question: str, evidence: Sequence[Evidence]) -> dict[str, Any]:
        prompt = _prompt()
        quoted = json.dumps(
            {"question": question, "evidence": [piece.text for piece in evidence]}, ensure_ascii=False
        )
        return {
            "model": self._model,
            "messages": [
                {"role": "system", "content": prompt["system"]},
                {"role": "user", "content": quoted},
            ],
            "stream": True,
            "temperature": 0,
            "max_tokens": prompt["max_tokens"],
        }


@lru_cache(maxsize=1)
def _prompt() -> dict[str, Any]:
    prompt: dict[str, Any] = yaml.safe_load(PROMPT_PATH.read_text(encoding="utf-8"))
    return prompt


def _text(line: str) -> Iterator[str]:
    """The text of one server-sent event line; comments and empty lines give nothing."""
    if not line.startswith("data:"):
        return
    if len(line) > _MAX_LINE:
        raise GeneratorFailed("an event is too long")
    try:
        event = json.loads(line.removeprefix("data:"))
        text = event["choices"][0]["delta"].get("content") if event.get("choices") else None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise GeneratorFailed(f"not an event of a chat completion: {line[:200]}") from error
    if isinstance(text, str) and text:
        yield text
