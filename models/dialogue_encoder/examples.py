"""Training examples read from the dialogue's own files (Rasa's NLU format), without Rasa."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from dialogue.held_out import key_of
from models.errors import ModelError

# "[blue](option)" and "[blue]{"entity": "option"}" both read "blue".
_ANNOTATED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")
# Examples of intents that only programs send.
_EXTERNAL = "EXTERNAL: "


@dataclass(frozen=True)
class Example:
    """One message and the intent it was filed under."""

    text: str
    intent: str

    @property
    def key(self) -> str:
        """A hash of the text: what a held-out example is known by in the encoder's folder."""
        return key_of(self.text)


def read_nlu(folder: Path) -> list[Example]:
    """All examples of the ``*.yml`` files in a folder, in order. Raises ``ModelError`` naming the file."""
    files = sorted(folder.rglob("*.yml"))
    if not files:
        raise ModelError(f"no training examples in {folder}")
    return [example for path in files for example in _read(path)]


def _read(path: Path) -> list[Example]:
    try:
        blocks = (yaml.safe_load(path.read_text("utf-8")) or {}).get("nlu") or []
        return [
            Example(text, block["intent"])
            for block in blocks
            if "intent" in block
            for text in _texts(block["examples"])
        ]
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise ModelError(f"{path.name} is not in Rasa's NLU format: {error}") from error


def _texts(examples: str) -> list[str]:
    lines = (line.strip() for line in examples.splitlines())
    texts = [_ANNOTATED.sub(r"\1", line[2:].strip()) for line in lines if line.startswith("- ")]
    return [text for text in texts if text and not text.startswith(_EXTERNAL)]


def fingerprint(examples: Sequence[Example]) -> str:
    """SHA-256 over texts and intents, so that nothing is trained twice."""
    digest = sha256()
    for example in examples:
        digest.update(f"{example.intent}\t{example.text}\n".encode())
    return digest.hexdigest()
