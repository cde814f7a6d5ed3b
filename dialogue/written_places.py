"""Addresses and postcodes."""

from __future__ import annotations

import re

from dialogue import english
from dialogue.english import any_of
from dialogue.written_text import ANY_DIGIT, FLAGS, UNIT, Candidates, before

_NAME_OF_STREET = r"(?: [^\W\d_][\w'.-]{0,20} | \d{1,3}(?:st|nd|rd|th) )"
_STREET = re.compile(
    rf"""
    (?<![\w.,$\#/@-]) (?<!\d\s) \d{{1,6}}[a-h]?(?:-\d{{1,4}})? \s
    (?P<name> (?: {_NAME_OF_STREET} \s ){{1,4}}? )
    (?: (?P<street> {any_of(english.STREETS)} ) | (?P<maybe> {any_of(english.MAYBE_STREETS)} ) )
    \b \.? (?! [\w'] )
    (?: \s (?: north | south | east | west | [ns]?[ew]\b | [ns]\b ) \b )?
      | (?<![\w.,$\#/@-]) \d{{1,6}} \s (?P<way> broadway ) \b
      | \b p\.?\s?o\.?\s? box \s \d{{1,6}} \b
    """,
    FLAGS,
)
_STREET_ALONE = re.compile(
    rf"""
    (?<![\w-]) (?: [A-Z][\w'.-]{{1,20}} \s ){{1,3}} {any_of(street.title() for street in english.STREETS)}
    \b \.? (?! \s [A-Z] )
    """,
    re.VERBOSE,
)
_HOUSE_UNIT = rf"""
    (?: {any_of(english.UNITS_OF_HOUSES)} \b\.? \s? \#?\s? \d{{0,5}}[a-z]?\b
      | \# \s? \w{{1,5}} | \d{{1,2}}(?:st|nd|rd|th) \s floor )
"""
_UNIT_BEFORE = re.compile(rf"(?<!\w) {_HOUSE_UNIT} (?: \s?[,-]\s? | \s ) \Z", FLAGS)
_ADDRESS_CODE = r"(?: \d{5}(?:-\d{4})? | [a-z]\d[a-z][ -]?\d[a-z]\d ) \b"
_STATE = rf"(?: {any_of({*english.STATES, *english.STATE_CODES})} ) \b \.?"
_TOWN = r"(?: [^\W\d_][\w'.-]{1,20} (?: \s [^\W\d_][\w'.-]{1,20} ){0,2}? )"
_REST_OF_ADDRESS = re.compile(
    rf"""
    (?: [,\s]\s? {_HOUSE_UNIT} ){{0,2}}
    (?:
        # Portland ME 04101, portland, maine 04101, Toronto ON
        ,?\s (?P<town> {_TOWN} ) ,?\s {_STATE} (?: ,?\s {_ADDRESS_CODE} )?
      | ,?\s (?P<place> {_TOWN} ) ,?\s {_ADDRESS_CODE}
      | ,?\s {_STATE} ,?\s {_ADDRESS_CODE}
      | ,?\s {_ADDRESS_CODE}
      | , \s? (?P<city> (?-i: [A-Z][\w'.-]{{1,20}} (?: \s [A-Z][\w'.-]{{1,20}} ){{0,2}} ) )
    )?
    (?: ,?\s {any_of(english.COUNTRIES)} \b )?
    """,
    FLAGS,
)
_WORD = re.compile(r"[^\W\d_]+")


def addresses(text: str) -> Candidates:
    """A house number and a street with what belongs to it, a post-office box, or a street by its name."""
    if ANY_DIGIT.search(text):
        for match in _STREET.finditer(text):
            if not _is_street(text, match):
                continue
            unit = _UNIT_BEFORE.search(before(text, match.start()))
            start = match.start() - (len(unit[0]) if unit else 0)
            end = _end_of_address(text, match.end())
            end -= text[end - 1] == "."
            yield start, end, text[start:end]
    for match in _STREET_ALONE.finditer(text):
        first = _WORD.match(match[0])
        if first and first[0].lower() not in english.NO_PLACE:
            street = match[0].rstrip(".")
            yield match.start(), match.start() + len(street), street


def is_house(text: str, start: int) -> bool:
    """Whether an address begins there."""
    match = _STREET.match(text, start)
    return match is not None and _is_street(text, match)


def _is_street(text: str, match: re.Match[str]) -> bool:
    if not match["name"]:
        return True
    name = {word.lower() for word in _WORD.findall(match["name"])}
    return not name & english.NO_PLACE and bool(match["street"] or _ends_like_a_street(text, match.end()))


def _ends_like_a_street(text: str, end: int) -> bool:
    """Whether nothing, a comma or the rest of an address follows: "2 red trail shoes" is none."""
    return not text[end : end + 2].strip(" ,.;:!?)\n") or _end_of_address(text, end) > end


def _end_of_address(text: str, end: int) -> int:
    rest = _REST_OF_ADDRESS.match(text, end)
    if rest is None:
        return end
    town = rest["town"] or rest["place"] or rest["city"] or ""
    if english.NO_PLACE & {word.lower() for word in _WORD.findall(town)}:
        unit = re.compile(rf"(?: [,\s]\s? {_HOUSE_UNIT} ){{1,2}}", FLAGS).match(text, end)
        return unit.end() if unit else end
    return rest.end()


_POSTCODE = re.compile(
    r"""
    (?<![\w\#$@.+-]) (?<!\d,) (?<!\d\s) (?: \d{5}(?:-\d{4})? ) (?![\w@] | -\d)      # 98101, 98101-1234
      | \b [abceghj-nprstvxy]\d[abceghj-nprstv-z] [ -]? \d[abceghj-nprstv-z]\d \b     # M5V 2T6
    """,
    FLAGS,
)
_SAID_ZIP = re.compile(
    rf"""
    \b {any_of(english.ZIP_WORDS)} (?: \s?(?:code|number|nr|no) )? \W{{0,3}}
    (?: (?:is|was|to|now)\b\s? ){{0,2}} [\s:=\#]{{0,3}}
    (?P<code> \d{{5}}(?:[-\s]\d{{4}})? | \d(?:\s\d){{4}} ) (?! \w | [-,.]\d )
    """,
    FLAGS,
)
_ANY_NUMBER = re.compile(
    r"(?: \b(?:orders?|number|no|nr|num|id)\b\.? \s* (?:\bis\b)? \s* :? \s* | [$#]\s | \ba\s\#? ) \Z", FLAGS
)
_STREET_AHEAD = re.compile(
    rf"\s+ (?: [\w.]+\s+ ){{1,3}} {any_of(english.STREETS | {'court', 'ct'})} \b", FLAGS
)


def postcodes(text: str) -> Candidates:
    """US and Canadian ones; a number is none where it is money, a measure, a house's or another number."""
    if not ANY_DIGIT.search(text):
        return
    for match in _SAID_ZIP.finditer(text):
        yield match.start("code"), match.end(), match["code"]
    for match in _POSTCODE.finditer(text):
        start, end = match.span()
        if match[0][0].isdigit() and (
            UNIT.match(text, end) or _STREET_AHEAD.match(text, end) or _ANY_NUMBER.search(before(text, start))
        ):
            continue
        yield start, end, match[0]
