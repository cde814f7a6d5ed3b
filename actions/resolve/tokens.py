"""A text as words that can be compared: one spelling, no plural, numbers and units apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from actions.resolve.lists import read
from actions.resolve.words import stem

# More of a message than this is not read: nobody orders a chapter.
LONGEST_TEXT = 8000

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*|[%°]|(?<=\d)\"", re.UNICODE
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number. ``norm`` is what is compared; ``before`` the marks between it and the last one."""

    raw: str
    word: str
    norm: str
    start: int
    end: int
    before: str

    @property
    def is_number(self) -> bool:
        """Whether it was or stands for a number."""
        return self.norm[0].isdigit()


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, in order."""
    plain = text[:LONGEST_TEXT]
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(plain):
        raw = match.group(0)
        word = raw.casefold().replace("’", "'")
        mark = plain[end : match.start()].strip()
        found.append(Token(raw, word, _norm(word), match.start(), match.end(), mark))
        end = match.end()
    return tuple(_with_numbers(found))


def _norm(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    spelt = str(read("quantities")["spelling"].get(word, word))
    return stem(spelt.removesuffix("'s"))


def _with_numbers(found: list[Token]) -> list[Token]:
    """Number words as digits and units in one spelling; "one" is a number only before a unit."""
    numbers, units, times = (read("quantities")[key] for key in ("numbers", "units", "multipliers"))
    result: list[Token] = []
    for index, token in enumerate(found):
        following = found[index + 1].norm if index + 1 < len(found) else ""
        norm = token.norm
        if norm in times and result and result[-1].is_number and "." not in result[-1].norm:
            last = result.pop()
            raised = str(int(last.norm) * times[norm])
            result.append(replace(last, norm=raised, end=token.end))
            continue
        if norm in times and result and result[-1].word in {"one", "a"}:
            result[-1] = replace(result[-1], norm=str(times[norm]), end=token.end)
            continue
        if norm in numbers and (norm != "one" or following in units):
            norm = str(numbers[norm])
        elif norm in units and result and result[-1].is_number:
            norm = units[norm][0]
        result.append(token if norm == token.norm else replace(token, norm=norm))
    return result


def compact(text: str) -> str:
    """A phrase without spaces, hyphens and plural: "T-shirts" and "tshirt" are the same."""
    return "".join(token.norm for token in tokens(text))
