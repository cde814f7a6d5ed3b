"""How customers say things: several wordings for each act, kept apart for development and test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

import yaml

from bench.errands.model import Json
from bench.errands.world import is_absent

HERE = Path(__file__).parent
_COLORS = frozenset({"color", "frame color", "dial color", "lens color"})


@cache
def _read(split: str) -> Mapping[str, Sequence[str]]:
    content = yaml.safe_load((HERE / f"{split}.yml").read_text(encoding="utf-8"))
    return {act: tuple(texts) for act, texts in content.items()}


class Wordings:
    """Hands out the wordings of a set in turn, so that each is used about as often as any other."""

    def __init__(self, split: str, random: Random) -> None:
        self._texts = _read(split)
        self._random = random
        self._given = {act: random.randrange(len(texts)) for act, texts in self._texts.items()}

    def say(self, act: str, **values: object) -> str:
        """The next wording of that act, filled in. Raises ``KeyError`` for an act that is not written."""
        self._given[act] += 1
        texts = self._texts[act]
        text = texts[self._given[act] % len(texts)].format_map(values)
        return text[:1].upper() + text[1:]

    def phrase(self, act: str, **values: object) -> str:
        """The same, to be put inside a sentence."""
        self._given[act] += 1
        texts = self._texts[act]
        return texts[self._given[act] % len(texts)].format_map(values)

    def wish(self, item: Json, changes: Mapping[str, str]) -> str:
        """A wish for other options: "in red and with a leather band material"."""
        return self.phrase("and").join(self._wish(item, key, value) for key, value in changes.items())

    def _wish(self, item: Json, option: str, value: str) -> str:
        now = item["options"].get(option, "")
        if {value, now} <= {"yes", "no", "not resistant"}:
            act = "wish_without" if is_absent(value) else "wish_with"
            name = {"waterproof": "waterproofing"}.get(option, option)
            return self.phrase(act, option=name)
        if is_absent(value):
            return self.phrase("wish_without", option=option)
        if option in _COLORS:
            name = option.removesuffix("color").strip()
            return self.phrase("wish_color", value=value, what=f" for the {name}" if name else "")
        if option in {"size", "frame size"}:
            return self.phrase("wish_size", value=value)
        if is_absent(now):
            return self.phrase("wish_value", value=value, option=option)
        return self.phrase("wish_other", value=value, option=option, now=now)

    def listed(self, things: Sequence[str]) -> str:
        """ "the lamp, the keyboard and the mouse"."""
        *first, last = things
        return f"{', '.join(first)} and {last}" if first else last
