"""Words that are nobody's name: those of the training data and of the shop's goods."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.nlu.examples import Example

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_NAME = "name"


def vocabulary(examples: Iterable[Example], goods: Iterable[str] = ()) -> frozenset[str]:
    """Lower-case words of the examples outside their names, and of what the shop sells."""
    words: set[str] = set()
    for example in examples:
        names = {word for d in example.details if d.entity == _NAME for word in _words(d.text)}
        words |= {word for word in _words(example.plain) if word not in names}
    return frozenset(words.union(*(_words(name) for name in goods)))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
