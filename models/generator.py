"""A causal language model from transformers that words evidence, streamed token by token."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

import yaml

from models.embedder import go_offline, local_or_hub
from models.errors import ModelError

PROMPTS_PATH = Path(__file__).with_name("prompts.yml")
_UNFINISHED = "\ufffd"


class Worded(Protocol):
    """The part of a piece of evidence that the model reads."""

    @property
    def text(self) -> str:
        """A sentence of a document."""


class GeneratorSettings(Protocol):
    """The part of ``settings.Settings`` that the generator reads."""

    @property
    def generator(self) -> str:
        """A folder or Hugging Face id."""

    @property
    def generator_timeout_s(self) -> float:
        """Seconds an answer may take as a whole."""

    @property
    def allow_hub(self) -> bool:
        """Whether a model hub may be contacted."""


@dataclass(frozen=True)
class Prompts:
    """What ``prompts.yml`` says."""

    system: str
    user: str
    evidence_line: str
    max_evidence: int
    max_evidence_chars: int
    max_question_chars: int
    max_new_tokens: int
    dtype: str


def load_prompts(path: Path = PROMPTS_PATH) -> Prompts:
    """Read the prompts; raises ``ModelError`` if they do not fit."""
    try:
        raw: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        prompts = Prompts(**raw)
        prompts.user.format(evidence="", question="")
        prompts.evidence_line.format(text="")
    except (OSError, yaml.YAMLError, TypeError, KeyError, ValueError, IndexError) as error:
        raise ModelError(f"{path} does not hold valid prompts: {error}") from error
    return prompts


def open_generator(settings: GeneratorSettings) -> TransformersGenerator:
    """Load the model that ``AISLE_GENERATOR`` names.

    Raises ``ModelError`` if it is off, missing or broken.
    """
    if settings.generator in {"", "off"}:
        raise ModelError("AISLE_GENERATOR is off: there is no model to open")
    return TransformersGenerator.open(
        settings.generator, allow_hub=settings.allow_hub, timeout_s=settings.generator_timeout_s
    )


class TransformersGenerator:
    """Greedy decoding on the CPU; calls from several threads share nothing but the weights."""

    def __init__(self, model: Any, tokenizer: Any, prompts: Prompts, timeout_s: float) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._prompts = prompts
        self._timeout_s = timeout_s
        self._ends = _end_tokens(model, tokenizer)

    @classmethod
    def open(cls, name: str, *, allow_hub: bool, timeout_s: float, prompts: Prompts | None = None) -> Self:
        """Load a folder or hub id; the hub is contacted only if ``allow_hub``. Raises ``ModelError``."""
        go_offline(allow_hub)
        prompts = prompts or load_prompts()
        source = local_or_hub(name, allow_hub, "AISLE_GENERATOR")
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        torch.set_num_threads(1)
        offline = {"local_files_only": not allow_hub}
        try:
            tokenizer = AutoTokenizer.from_pretrained(source, **offline)
            model = AutoModelForCausalLM.from_pretrained(
                source, dtype=getattr(torch, prompts.dtype), use_safetensors=True, **offline
            )
        except Exception as error:  # the libraries raise whatever the broken file made them raise
            raise ModelError(f"cannot load the generator {source}: {error}") from error
        return cls(model.eval(), tokenizer, prompts, timeout_s)

    def generate(self, question: str, evidence: Sequence[Worded]) -> Iterator[str]:
        """Yield the answer in pieces of text; nothing at all without evidence.

        Raises ``TimeoutError`` when the answer is not whole within the configured seconds. Closing the
        iterator stops the work.
        """
        if not evidence:
            return
        yield from self._decoded(self._tokens(self._prompt(question, evidence)))

    def _prompt(self, question: str, evidence: Sequence[Worded]) -> Any:
        prompts = self._prompts
        lines = (
            prompts.evidence_line.format(text=self._plain(piece.text, prompts.max_evidence_chars))
            for piece in evidence[: prompts.max_evidence]
        )
        user = prompts.user.format(
            evidence="\n".join(lines), question=self._plain(question, prompts.max_question_chars)
        )
        if self._tokenizer.chat_template is None:
            return self._tokenizer(f"{prompts.system}\n\n{user}\n", return_tensors="pt")["input_ids"]
        turns = [{"role": "system", "content": prompts.system}, {"role": "user", "content": user}]
        return self._tokenizer.apply_chat_template(
            turns, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )["input_ids"]

    def _plain(self, text: str, limit: int) -> str:
        """One line of at most ``limit`` characters in which no control token of the model is left."""
        plain = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())[:limit]
        before = ""
        while plain != before:  # taking one out may put another together
            before = plain
            for token in self._tokenizer.all_special_tokens:
                plain = plain.replace(token, " ")
        return plain

    def _tokens(self, input_ids: Any) -> Iterator[int]:
        import torch

        deadline = time.monotonic() + self._timeout_s
        cache = None
        for _ in range(self._prompts.max_new_tokens):
            with torch.inference_mode():
                step = self._model(
                    input_ids=input_ids, past_key_values=cache, use_cache=True, logits_to_keep=1
                )
            cache = step.past_key_values
            token = int(step.logits[0, -1].argmax())
            if token in self._ends:
                return
            yield token
            if time.monotonic() > deadline:
                raise TimeoutError(f"the generator took more than {self._timeout_s:g} s")
            input_ids = torch.tensor([[token]])

    def _decoded(self, tokens: Iterator[int]) -> Iterator[str]:
        """Text that is complete so far: a character may take several tokens."""
        seen: list[int] = []
        told = ""
        for token in tokens:
            seen.append(token)
            text = str(self._tokenizer.decode(seen, skip_special_tokens=True))
            if text.endswith(_UNFINISHED) or len(text) <= len(told):
                continue
            yield text[len(told) :]
            told = text


def _end_tokens(model: Any, tokenizer: Any) -> frozenset[int]:
    """Every token that ends an answer, as the model's generation settings and tokenizer name them."""
    named = getattr(model.generation_config, "eos_token_id", None)
    ends = named if isinstance(named, list) else [named]
    return frozenset(int(token) for token in (*ends, tokenizer.eos_token_id) if token is not None)
