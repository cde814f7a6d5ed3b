"""A message cut into clauses: wherever another request might begin; others decide what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from dialogue.speech import GIVES_UP


class Joint(Enum):
    """What stands between a clause and the one before it."""

    START = "start"
    QUESTION = "question"
    SENTENCE = "sentence"
    LINE = "line"
    MARK = "mark"
    MORE = "more"
    COMMA = "comma"
    AND = "and"
    BUT = "but"
    BARE = "bare"


@dataclass(frozen=True)
class Clause:
    """A part of a message, what joins it to the part before, and its text without joining words."""

    text: str
    bare: str
    joint: Joint


# Words that announce another matter, and words that merely join; they stay with the clause they begin.
_MORE = (
    r"and also|and then|also|plus|btw|by the way|oh and|and btw|one more thing|another thing|as well as|"
    r"additionally|besides|secondly|after that|while (?:you're|youre|you are) at it|or at least"
)
_JOINING = rf"{_MORE}|and|n|but|so|then|or|otherwise|ok|oh|actually|first"
_LEADING = re.compile(
    rf"^(?:[\s,;:&+/.–—-]*(?:(?:\(?(?:\d|[a-e])[).:/]\s)|(?:{_JOINING})\b)[\s,:]*)+", re.IGNORECASE
)
_WH = r"who|whos|who's|what|whats|what's|when|whens|where|wheres|where's|why|which|how|hows|how's"
_AUXILIARY = (
    r"(?:is|are) (?:there|it|the|my|your|this|that|these|those|they|you)|"
    r"(?:do|does|did) (?:you|u|i|we|they|it|the|your)|"
    r"(?:can|could|will|would|should|may) (?:i|you|u|we|it|somebody|someone)|have you|has my"
)
_COMMAND = (
    r"tell|show|give|send|cancel|return|exchange|swap|change|refund|reorder|track|stop|recommend|compare|find|check|"
    r"get me|put|unsubscribe|connect|explain|remove|delete|switch|update"
)
_WISH = (
    r"i want|i need|i'd like|id like|i would|i wanna|just wanted|"
    r"my [a-z]+ (?:is|was|has|hasn't|hasnt|came|got)"
)
# After these words a question word or a verb begins nothing: "tell me how", "to cancel", "and my parcel is".
_GOVERNS = (
    r"and|or|but|so|then|also|plus|to|me|you|u|know|tell|ask|see|understand|wonder|wondering|sure|idea|check|"
    r"the|a|an|my|your|our|his|her|their|this|that|these|those|of|for|in|on|at|by|with|from|about|if|whether|as|than|"
    r"what|how|where|when|which|who|why|whats|i|we|they|he|she|is|are|was|were|do|does|did|can|could|will|would|should|"
    r"may|might|must|not|don't|dont|please|pls|just|no|n|matter|out|how's|exactly|let|have|want|need|wanna|like|never|"
    r"i'd|id|let's|cant|can't|couldn't|won't|didn't|didnt|order|because|cuz|bc|since|oh|ok|okay|hi|hey|hello"
)
_OPENS = rf"(?:{_WH}|{_AUXILIARY}|{_COMMAND}|{_WISH})"
_BOUNDARIES: tuple[tuple[Joint, str], ...] = (
    (Joint.LINE, r"\s*\n+\s*"),
    (Joint.QUESTION, r"(?<=\?)[?!.\s]*\s+(?=\S)|(?<=\?)(?=[A-Za-z])"),
    (Joint.SENTENCE, r"(?<=[.!;:])\s+(?=\S)|\s*\.{2,}\s*(?=\w)"),
    (Joint.MARK, r"\s*[/+–—]\s+|\s+[/+–—-]{1,2}\s*(?=[^\W\d])|\s+(?=\(?(?:[2-9]|[b-e])[).:/]\s)"),
    (Joint.MORE, rf"\s*,?\s+(?=(?:{_MORE})\b)"),
    (Joint.COMMA, r"\s*,\s+|(?<=[a-z]{2}),(?=[a-z]{2})"),
    (Joint.AND, r"\s+(?=(?:and|n)\s)|\s*&\s+"),
    (
        Joint.BUT,
        rf"\s+(?=(?:but|so|then|actually|otherwise|or)\s+(?:\w+\s+)?(?:{_OPENS})\b)|"
        r"\s+(?=(?:then|but first|actually)\s)",
    ),
    (Joint.BARE, rf"(?<=\w)\s+(?={_OPENS}\b)"),
)
_BOUNDARY = re.compile("|".join(f"(?P<{joint.value}>{form})" for joint, form in _BOUNDARIES), re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# "mr. smith", "no. 12", "e.g. blue": full stops inside.
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|no|nr|e\.g|i\.e|approx|apt|vs)\.$", re.IGNORECASE)
_GOVERNOR = re.compile(rf"\b(?:{_GOVERNS})$", re.IGNORECASE)
_STARTS_WITH_AUXILIARY = re.compile(_AUXILIARY, re.IGNORECASE)
# "how much | are the goggles": the question word stands a few words before.
_ASKED_BEFORE = re.compile(rf"\b(?:{_WH})\b(?:\W+\w+){{0,5}}\W*$", re.IGNORECASE)
# A comma may stand before any of these; the stronger joint counts.
_AFTER_COMMA = ((Joint.MORE, rf"(?:{_MORE})\b"), (Joint.AND, r"(?:and|n)\s"))


def word_count(text: str) -> int:
    """Runs of letters and digits."""
    return len(_WORD.findall(text))


def cut(text: str, shortest: int, bare_from: int) -> list[Clause]:
    """The message cut into clauses of at least ``shortest`` words (or "nvm"), in order; nothing is lost.

    Where nothing but the next word tells of a boundary, both sides have at least ``bare_from`` words.
    """
    found: list[Clause] = []
    start, joint = 0, Joint.START
    for at, end, kind in _boundaries(text):
        piece, rest = text[start:at], text[end:]
        if _ABBREVIATION.search(piece) or (kind is Joint.BARE and not _is_bare(piece, rest, bare_from)):
            continue
        if word_count(_bare(rest)) < shortest:
            break
        if word_count(_bare(piece)) >= shortest or GIVES_UP.fullmatch(piece):
            found.append(_clause(piece, joint))
        elif found and joint is Joint.COMMA is not kind:
            # "..., please. And then ...": what trails behind a comma belongs to what stands before.
            found[-1] = replace(found[-1], text=f"{found[-1].text} {piece.strip()}")
        else:
            continue
        start, joint = end, kind
    found.append(_clause(text[start:], joint))
    return found


def _is_bare(piece: str, rest: str, least: int) -> bool:
    """Whether another clause may begin although no mark and no joining word says so."""
    if min(word_count(piece), word_count(rest)) < least or _GOVERNOR.search(piece):
        return False
    return not (_STARTS_WITH_AUXILIARY.match(rest) and _ASKED_BEFORE.search(piece))


def _boundaries(text: str) -> Iterator[tuple[int, int, Joint]]:
    for match in _BOUNDARY.finditer(text):
        kind = Joint(match.lastgroup)
        if kind is Joint.COMMA:
            for stronger, form in _AFTER_COMMA:
                if re.match(form, text[match.end() :], re.IGNORECASE):
                    kind = stronger
                    break
        yield match.start(), match.end(), kind


def _clause(piece: str, joint: Joint) -> Clause:
    text = piece.strip(" ,")
    return Clause(text, _bare(text) or text, joint)


def _bare(text: str) -> str:
    """The text without the words that join it to what stands before."""
    return _LEADING.sub("", text).strip()
