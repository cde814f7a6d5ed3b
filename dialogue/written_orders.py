"""Numbers of orders as people write them: with signs, spaces, words, slips."""

from __future__ import annotations

import re

from dialogue import english
from dialogue.english import any_of
from dialogue.written_places import is_house
from dialogue.written_text import ANY_DIGIT, FLAGS, UNIT, Candidates, before

# Not inside a word, an email address or a file's name; a full stop after "no." and an ellipsis are nothing.
_FREE = r"(?<![^\W_]) (?<!@) (?<![^\W_]\.(?<!\bno\.)(?<!\bnr\.))"
_END = r"(?! [^\W_] | @ )"
_LETTERED_ORDER = re.compile(
    rf"""
    {_FREE} (?:\#\s?)? (?:
        (?: A[-#.]?\d{{5}} | W[-#.]?\d{{7}} ) {_END}             # A10428, #A10428, a-10428, A#10428, W1234567
      | (?-i: A\s\#?\d{{5}} | W\s\#?\d{{7}} ) {_END}             # A 10428, with a capital
      | a\s\#?\d{{5}} (?= \s* (?: [.,;:!?)] | \Z ) )             # a 10428, where nothing follows it
      | w\s\#?\d{{7}} {_END}
    ) | (?<!\w) \#\s? \d{{4,8}} {_END}                           # #10428
    """,
    FLAGS,
)
# A 1 0 4 2 8, a-1-0-4-2-8, A 104 28, W237 8156.
_SPACED_ORDER = re.compile(
    rf"""
    {_FREE} (?:\#\s?)? (?:
        A (?: [ .-]{{1,2}}\d ){{5}}
      | W (?: [ .-]{{1,2}}\d ){{7}}
      | (?-i: A) (?: \s?\d\d[ -]\d{{3}} | \s?\d{{3}}[ -]\d\d )
      | (?-i: W) (?: \s?\d{{3}}[ -]\d{{4}} | \s?\d{{3}}[ -]\d\d[ -]\d\d )
    ) {_END}
    """,
    FLAGS,
)
_DIGIT = any_of(english.DIGIT_WORDS)
_WORDED_ORDER = re.compile(
    rf"\b (?:[aw][\s-]+)? (?P<digits> {_DIGIT} (?: [\s,-]{{1,2}} {_DIGIT} ){{4,6}} ) \b", FLAGS
)
# A1O428: the letters O, I and l for digits.
_MISREAD_ORDER = re.compile(rf"{_FREE} \#? (?: A[-#]?[\dOIl]{{5}} | W[-#]?[\dOIl]{{7}} ) {_END}", FLAGS)
_MISREAD = str.maketrans("OoIl", "0011")
_NUMBER = re.compile(
    r"(?<![\w@.,$#+]) (?<!\d[-/]) (?: \d{4,8} | \d(?:[ -]\d){4,7} ) (?! [\w@] | [-/]\d )", FLAGS
)
# Glued to its word: "order10428", "order#10428", "no.10428", "orderA10428", "order a1042".
_GLUED_NUMBER = re.compile(
    r"(?: order [\s:\#-]{0,3} (?P<order> [aw]?\d{4,8} ) | n[or]\. (?P<number> \d{4,8} ) ) (?![\w@])", FLAGS
)
_ANNOUNCED = re.compile(
    r"""
    (?: \b orders? (?:[\s-]*(?P<plain>number|numbers|num|no|nr|nbr|id|code|\#))? \.?
      | \b (?P<of> [a-z]+ )? [\s-]* \b (?: number | numbers | num | no | nr | nbr | id ) \.?
    ) \s* (?: \b(?:is|was|are)\b | 's )? \s* [:=\#]? \s* (?: \b a \s )? \Z
    """,
    FLAGS,
)
_ORDER_VERB = re.compile(
    rf"""
    \b (?: {any_of(english.ORDER_VERBS)} | {any_of(english.ORDER_PAPERS)} \s (?:for|of|on) )
    \s (?:\#|order\s)? \Z
    """,
    FLAGS,
)
# "A10428 and 10429", "10428 not 10429": the next number is of the same kind.
_GOES_ON = re.compile(
    r"^\s?(?:,|/|&)?\s?(?:not|but|and not|but not|and|or|instead of|rather than)?\s?\Z", re.IGNORECASE
)


def order_ids(text: str) -> Candidates:
    """A10428, #10428, "A 1 0 4 2 8" anywhere; bare digits only behind words that announce an order."""
    if ANY_DIGIT.search(text):
        for pattern in (_LETTERED_ORDER, _GLUED_NUMBER, _SPACED_ORDER):
            for match in pattern.finditer(text):
                if not UNIT.match(text, match.end()):
                    group = match.lastgroup or 0
                    yield match.start(group), match.end(), match[group]
        for match in _MISREAD_ORDER.finditer(text):
            if sum(char.isdigit() for char in match[0]) >= 3:
                yield match.start(), match.end(), match[0][:1] + match[0][1:].translate(_MISREAD)
        yield from _bare_order_ids(text)
    for match in _WORDED_ORDER.finditer(text):
        spoken = re.split(r"[\s,-]+", match["digits"].lower())
        letter = match[0][0].upper() if match.start() != match.start("digits") else ""
        if len(spoken) == 5 + 2 * (letter == "W") and (
            letter or _ANNOUNCED.search(before(text, match.start()))
        ):
            yield match.start(), match.end(), letter + "".join(english.DIGIT_WORDS[word] for word in spoken)


def _bare_order_ids(text: str) -> Candidates:
    last = -1
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if UNIT.match(text, end) or is_house(text, start):
            continue
        behind = before(text, start)
        announced = _announces_order(behind) or (len(match[0]) >= 5 and _ORDER_VERB.search(behind))
        if announced or (last >= 0 and _GOES_ON.search(text[last:start])):
            last = end
            yield start, end, match[0]


def _announces_order(behind: str) -> bool:
    """Whether an order's number follows: "order 10428", "nr. 10428", but not "phone number 5550142"."""
    found = _ANNOUNCED.search(behind)
    return found is not None and (found["of"] or "").lower() not in english.OTHER_NUMBERS
