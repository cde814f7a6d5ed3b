"""Patterns of personal data in what shoppers write. Rather one too many replaced than one too few."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.nlu.examples import Detail

_UNIT = r"(?:mah|wh|lm|lumens?|dollars?|bucks|usd|cad|eur|ml|km|miles|%)\b"
_STREET = r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|parkway|pkwy|highway|hwy)"
# Words of everyday language, so that they need capitals around them to be a street: "2 days on the way".
_STREET_IN_CAPITALS = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Way|Terrace|Square|Circle"
    r"|Close|Crescent|View|Row)"
)
_FLAT = r"(?:,?\s*(?:\b(?:apartment|apt|unit|suite|ste|flat)\b\.?|#)\s*#?\w{1,5})?"
_NO_STREET = r"(?!(?:days?|weeks?|items?|orders?|on|in|the|at|from|of|to|for|is|and|or|it|by|my)\b)"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*"
_FULL_NAME = rf"{_CAPITAL}(?:[ ]{_CAPITAL}\.?){{1,3}}"
_ONE_OR_MORE = rf"{_CAPITAL}(?:[ ]{_CAPITAL}\.?){{0,3}}"

_I = re.IGNORECASE
# Kind -> patterns; the group "it", where there is one, is what is replaced. Earlier kinds win.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("url", re.compile(r"(?:https?://|www\.)[^\s<>\"]+", _I)),
    (
        "email",
        re.compile(r"[\w.+%'-]+\s?(?:@|\(at\))\s?[\w-]+(?:(?:\.|\s?\(dot\)\s?|\s\.\s?)[a-z][\w-]*)+", _I),
    ),
    (
        "email",
        re.compile(
            r"(?:[\w-]+\s+dot\s+)*[\w.+-]+\s+at\s+[\w-]+\s+dot\s+(?:com|net|org|edu|co|ca|io|de)\b", _I
        ),
    ),
    (
        "email",
        re.compile(
            r"[\w.+-]+\s?(?:@|\bat\b)\s?(?:gmail|yahoo|hotmail|outlook|icloud|aol|gmx|proton)\w*"
            r"(?:[. ]\s?com\b)?",
            _I,
        ),
    ),
    ("ip", re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")),
    ("code", re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b", _I)),
    ("card", re.compile(r"(?<![\w#])\d(?:[ .-]?\d){12,18}(?!\w)")),
    ("code", re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")),
    (
        "order_id",
        re.compile(r"(?<![\w@.])(?:#\s?)?(?:A[-#]?\s?\d{5}|W\d{7})(?![\w@])(?!\s?" + _UNIT + ")", _I),
    ),
    ("order_id", re.compile(r"(?<!\w)#\s?\d{4,8}(?![\w@])")),
    (
        "order_id",
        re.compile(
            r"\border(?:s|ed)?\s*(?:number|num|no|nr|id|code)?\s*[.:#]*\s*(?:is|was)?\s*[.:#]*\s*"
            r"(?P<it>\d{4,10})(?![\w@]|[.,]\d)",
            _I,
        ),
    ),
    ("phone", re.compile(r"(?<![\w.])\+\s?\d[\d ().-]{6,17}\d(?!\w)")),
    ("phone", re.compile(r"(?<![\w.$#-])\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{4}(?![\w-])")),
    ("phone", re.compile(r"(?<![\w.$#-])0\d{2,4}[ -/]?\d{3,4}[ -]?\d{3,4}(?![\w-])")),
    (
        "phone",
        re.compile(
            r"\b(?:phone|call|tel|telephone|mobile|cell|text|reach|whatsapp|ring)\b[^\d\n]{0,20}"
            r"(?P<it>\d{3}[ .-]?\d{4})(?!\w)",
            _I,
        ),
    ),
    (
        "date",
        re.compile(
            r"\b(?:born|dob|birth(?:day|date)?|date of birth)\b[^\d\n]{0,15}(?P<it>\d[\d./-]{5,9})", _I
        ),
    ),
    (
        "code",
        re.compile(
            r"\b(?:ending|ends|end|last (?:four|4)(?: digits)?)\b(?: in| with| are| of| is|:|,)*\s*"
            r"(?P<it>\d{4})(?!\w)",
            _I,
        ),
    ),
    ("street", re.compile(r"\bp\.?\s?o\.?\s?box\s*#?\s*\d+", _I)),
    (
        "street",
        re.compile(
            rf"(?<![\w$.#])\d{{1,5}}[a-z]?\s+(?:[nsew]\.?\s+)?(?:{_NO_STREET}[\w.'’-]+\s+){{1,3}}"
            rf"{_STREET}\b\.?{_FLAT}",
            _I,
        ),
    ),
    (
        "street",
        re.compile(
            rf"(?<![\w$.#])\d{{1,5}}[A-Za-z]?\s+(?:[NSEW]\.?\s+)?(?:{_CAPITAL}\s+){{1,3}}"
            rf"{_STREET_IN_CAPITALS}\b\.?{_FLAT}"
        ),
    ),
    (
        "street",
        re.compile(rf"(?:{_CAPITAL}\s+){{1,2}}(?:Street|Avenue|Road|Lane|Drive|Boulevard|Court)\b{_FLAT}"),
    ),
    ("street", re.compile(r"\b\w{3,}(?:straße|strasse|str\.)\s*\d{0,4}\s?[a-z]?\b", _I)),
    (
        "place",
        re.compile(rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,2}},?\s+[A-Z]{{2}}(?=,?\s+\d{{5}}\b)"),
    ),
    (
        "postcode",
        re.compile(
            r"\b(?:zip|postal|post)[ -]?(?:code)?\b\s*(?:is|:|=)?\s*(?P<it>\d{4,6}(?:-\d{4})?)(?!\w)", _I
        ),
    ),
    ("postcode", re.compile(r"(?<![\w#$@.+,-])\d{5}(?:-\d{4})?(?![\w@$%]|\.\d|,\d{3}|\s?" + _UNIT + ")", _I)),
    ("postcode", re.compile(r"\b[abceghj-nprstvxy]\d[abceghj-nprstv-z][ -]?\d[abceghj-nprstv-z]\d\b", _I)),
    ("postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b", _I)),
    ("handle", re.compile(r"(?<![\w.])@[A-Za-z_]\w{2,}")),
    # Long runs of digits, and codes of letters and digits (tracking numbers, gift cards).
    ("code", re.compile(r"(?<![\w$])\d{6,}(?!\w|\s?" + _UNIT + ")", _I)),
    (
        "code",
        re.compile(r"\b(?=(?:[A-Z-]*\d){4})(?=[\d-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*(?<=\w{5}|-\w{4})\b", _I),
    ),
)

_RELATION = (
    r"(?:wife|husband|spouse|partner|girlfriend|boyfriend|son|daughter|mother|father|mom|mum|dad|brother|sister|"
    r"friend|boss|neighbou?r|colleague|assistant|aunt|uncle|cousin|niece|nephew|grandma|grandpa)"
)
NAME_PATTERNS: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"\bname(?: is|['’]s|s|:| was)\s+(?P<it>[^\W\d_]{2,}(?:[ '’-][^\W\d_]+\.?){0,3}?)"
        r"(?=\s*(?:[,.;:!?\n]|\b(?:and|but|zip|with|from|my|i|at|post\w*|email|order|the|is)\b|\d|$))",
        _I,
    ),
    re.compile(rf"\b(?:called|named)\s+(?P<it>{_FULL_NAME})"),
    re.compile(rf"\b[Nn]ame:?\s+(?P<it>{_ONE_OR_MORE})"),
    re.compile(rf"\b(?P<it>[A-Z]\.\s?{_CAPITAL})"),
    re.compile(
        r"\b(?:[Ii] am|[Ii]['’]?m|[Tt]his is|[Ii]t['’]?s|[Ii]t is|[Hh]ere is|[Ss]igned)\s+"
        rf"(?P<it>{_ONE_OR_MORE})"
    ),
    re.compile(rf"(?P<it>{_ONE_OR_MORE})\s+(?:here|speaking)\b"),
    re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|mr|mrs|ms|dr)\b\.?\s+(?P<it>[^\W\d_]{{2,}}(?:[ '’-]{_CAPITAL})?)"),
    re.compile(rf"(?i:\b(?:my|our|his|her)\s+{_RELATION}(?:['’]s name is)?,?\s+)(?P<it>{_ONE_OR_MORE})"),
    re.compile(
        r"(?i:\b(?:regards|best|cheers|sincerely|yours|thanks|thank you)[,!.]?\s+[-–—]?\s*)"
        rf"(?P<it>{_FULL_NAME})\s*$"
    ),
    re.compile(rf"\s[-–—]\s?(?P<it>{_ONE_OR_MORE})\s*$"),
    re.compile(r"(?i:\b(?:regards|sincerely|cheers|thanks|thx),\s+)(?P<it>[^\W\d_]+)\s*[.!]?\s*$"),
)
_CAPITALS = re.compile(_FULL_NAME)
# What is said instead of a name after "my name is" and the like.
NO_NAME = frozenset(
    """not wrong misspelled misspelt spelled incorrect on in the a an my your still missing different
    correct changed this that it what which asking really very so also just here sorry i it's its
    that's what's who's where's i'm im we you no yes ok okay urgent happy angry american canadian
    british german french mexican spanish italian monday tuesday wednesday thursday friday saturday
    sunday black cyber january february march april june july august september october november
    december christmas easter thanksgiving halloween is are was anyone anybody someone nobody over
    from new looking all out ridiculous""".split()
)


def found_in(text: str, vocabulary: frozenset[str] = frozenset()) -> Iterator[Detail]:
    """Everything in a text that looks personal, the surest kinds first; pieces may overlap.

    With a ``vocabulary`` (words in lower case that are nobody's name) two words in capitals of which it lacks
    one are a name too.
    """
    for kind, pattern in PATTERNS:
        yield from _pieces(kind, pattern, text)
    for pattern in NAME_PATTERNS:
        for detail in _pieces("name", pattern, text):
            if detail.text.split()[0].casefold() not in NO_NAME and not _shouted(detail.text, text):
                yield detail

    if vocabulary:
        yield from (d for d in _pieces("name", _CAPITALS, text) if _unknown(d.text, vocabulary))


def _unknown(found: str, vocabulary: frozenset[str]) -> bool:
    words = found.casefold().split()
    return words[0] not in NO_NAME and not vocabulary.issuperset(words) and found != found.upper()


def _shouted(found: str, text: str) -> bool:
    """Whether capitals mean nothing in this text: all of it is in capitals, and no name was announced."""
    return text == text.upper() and "NAME" not in text and " " not in found


def _pieces(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Detail]:
    group = "it" if "it" in pattern.groupindex else 0
    for match in pattern.finditer(text):
        yield Detail(kind, match[group], *match.span(group))
