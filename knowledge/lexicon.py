"""Content words of a text, cut to stems coarse enough that "returned" meets "returns"."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.text import words

LEXICON_PATH = Path(__file__).resolve().parent / "lexicon.yml"
_SUFFIXES = tuple("ations ation ings ing ments ment ies ied ed es s ly al y e".split())
_SHORTEST_STEM = 3


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Words that carry no topic, from ``lexicon.yml``."""
    return frozenset(yaml.safe_load(LEXICON_PATH.read_text(encoding="utf-8"))["function_words"])


def stem(word: str) -> str:
    """A word without its ending; a light stemmer for English, harmless elsewhere."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word[: -len(suffix)]
            break
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry the topic of a text."""
    ignored = function_words()
    return frozenset(stem(word) for word in words(text) if word not in ignored)
