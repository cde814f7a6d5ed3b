"""One example of an intent, and how two are compared."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# As Rasa reads it: [text](entity), [text](entity:value), [text]{"entity": ...}.
ANNOTATION = re.compile(r"\[(?P<text>[^\]]+?)\](?:\((?P<entity>[^:)]+?)(?::[^)]+)?\)|(?P<json>\{[^}]+?\}))")
_NO_WORD = re.compile(r"[^\w]+")
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nothing|without|nor|cannot|instead"
    r"|(?:do|does|did|is|are|was|were|have|has|had|wo|ca|could|would|should|must|need|ai)nt)\b"
)
# What every detail of that kind is read as when wordings are compared: two order numbers are no difference.
STAND_INS = {"order_id": "A10000", "email": "name@example.com", "postcode": "98101", "name": "Alex Doe"}


@dataclass(frozen=True, slots=True)
class Detail:
    """A piece of an example that stands for an entity; ``begin`` and ``end`` count in the plain text."""

    entity: str
    text: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """``line`` as written in the file, ``plain`` without annotations; ``number`` counts lines from 1."""

    intent: str
    line: str
    plain: str
    details: tuple[Detail, ...]
    file: Path
    number: int

    @property
    def key(self) -> str:
        """Equal for examples that differ only in annotations, case and punctuation."""
        return key(self.plain)

    @property
    def wording(self) -> str:
        """Its words, with stand-ins for whom and which order it is about."""
        return wording(self.plain, self.details)


def example(intent: str, line: str, file: Path, number: int) -> Example:
    """An example from its line in a file."""
    plain, details = read_line(line)
    return Example(intent, line, plain, details, file, number)


def read_line(line: str) -> tuple[str, tuple[Detail, ...]]:
    """The plain text of an annotated line, and its details."""
    parts: list[str] = []
    details: list[Detail] = []
    at = length = 0
    for match in ANNOTATION.finditer(line):
        before, text = line[at : match.start()], match["text"]
        begin = length + len(before)
        parts += [before, text]
        length = begin + len(text)
        details.append(Detail(_entity(match), text, begin, length))
        at = match.end()
    return "".join([*parts, line[at:]]), tuple(details)


def negated(plain: str) -> bool:
    """Whether it says no to something, which sentence vectors hardly show."""
    return bool(_NEGATION.search(key(plain)))


def wording(plain: str, details: Iterable[Detail]) -> str:
    """The words of a text, with stand-ins for the details that differ from shopper to shopper.

    Without punctuation, to which sentence vectors are sensitive: "boots" and "boots??" are .92 alike.
    """
    parts, at = [], 0
    for detail in details:
        if detail.entity in STAND_INS:
            parts += [plain[at : detail.begin], STAND_INS[detail.entity]]
            at = detail.end
    return key("".join([*parts, plain[at:]]))


def _entity(match: re.Match[str]) -> str:
    if match["entity"]:
        return match["entity"].strip()
    try:
        return str(json.loads(match["json"])["entity"])
    except (ValueError, KeyError, TypeError):
        return match["json"]


def key(plain: str) -> str:
    """The words of a text, folded, without punctuation; the text itself where it has no words ("???")."""
    folded = unicodedata.normalize("NFKC", plain).casefold().replace("’", "'").replace("'", "")
    return _NO_WORD.sub(" ", folded).strip() or folded.strip()
