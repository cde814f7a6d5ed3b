"""Words, sentences and anchors of plain text."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# A sentence ends with . ! ? (and closing quotes or brackets) before a space and something that can open
# a sentence, or with a full-width stop anywhere.
_END = re.compile(r"(?:[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9À-ÖØ-Þ$€£#¿¡])|[。！？]+[」』”’）]*)\s*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'“])(?:e\.g|i\.e|etc|vs|approx|incl|excl|max|min|no|nr|mr|mrs|ms|dr|st|jr|sr|inc|ltd|co|corp|dept"
    r"|est|fig|ca|cf|a\.m|p\.m|u\.s|u\.k|[A-Z])\.$",
    re.IGNORECASE,
)
_OF_THE_DAY = re.compile(r"[ap]\.m\.$", re.IGNORECASE)
_ZONE = re.compile(r"(?:Eastern|Central|Mountain|Pacific|Atlantic|Greenwich|[A-Z]{2,4})\b")
# Abbreviations that may well close a sentence: the next word decides by its capital.
_MAY_CLOSE = re.compile(r"(?:a\.m|p\.m|u\.s|u\.k|etc|inc|ltd|co|corp)\.$", re.IGNORECASE)


def squeeze(text: str) -> str:
    """Collapse white space, drop control and zero-width characters, normalise to NFC."""
    visible = "".join(c if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} else _gap(c) for c in text)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def _gap(character: str) -> str:
    return " " if unicodedata.category(character) == "Cc" else ""


def words(text: str) -> list[str]:
    """Lower-case words and numbers of a text, in order."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def sentences(text: str, longest: int) -> list[str]:
    """Split squeezed text into sentences; what exceeds ``longest`` characters is cut between words."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _is_abbreviation(text[start : match.end()].rstrip(), text[match.end() :]):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [piece for sentence in found if sentence for piece in _cut(sentence, longest)]


def _is_abbreviation(sentence: str, following: str) -> bool:
    if not _ABBREVIATION.search(sentence):
        return False
    if _OF_THE_DAY.search(sentence) and _ZONE.match(following):
        return True  # "by 1 p.m. Central" goes on
    return not (_MAY_CLOSE.search(sentence) and following[:1].isupper())


def _cut(sentence: str, longest: int) -> list[str]:
    pieces: list[str] = []
    while len(sentence) > longest:
        at = sentence.rfind(" ", 1, longest)
        at = at if at > 0 else longest
        pieces.append(sentence[:at].strip())
        sentence = sentence[at:].strip()
    return [*pieces, sentence] if sentence else pieces


class Anchors:
    """Heading anchors of one document as GitHub makes them; a repeated heading gets -1, -2, ..."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, heading: str) -> str:
        """The anchor of the next heading of the document."""
        kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        slug = kept.replace(" ", "-") or "section"
        count = self._seen.get(slug, 0)
        self._seen[slug] = count + 1
        return f"{slug}-{count}" if count else slug
