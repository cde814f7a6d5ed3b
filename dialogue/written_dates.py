"""Dates and times relative to today."""

from __future__ import annotations

import re

from dialogue import english
from dialogue.english import any_of
from dialogue.written_text import FLAGS, Candidates

_MONTH = rf"{any_of(english.MONTHS)}\.?"
_DAY = r"(?: 0?[1-9] | [12]\d | 3[01] )(?: st | nd | rd | th )?"
_YEAR = r"(?: ,?\s? (?:19|20)\d\d )"
_DAY_OF_MONTH = rf"(?: the \s )? {_DAY} \s (?: of \s )? {_MONTH} \b {_YEAR}?"
_SOME_DAY = any_of({*english.WEEKDAYS, *english.SHORT_WEEKDAYS, *english.MISSPELT_DAYS})
_COUNT = rf"""
    (?: \d{{1,3}} | an? | {any_of(english.NUMBERS)} | a\s(?:couple|few)(?:\sof)? | couple\sof | few
      | several | some )
"""
_PERIOD = any_of(english.PERIODS)
_DAY_PART = r"(?: morning | afternoon | evening | night | noon )"
_DATE = re.compile(
    rf"""
    (?<![\w$\#/.@-]) (?=\w) (?:
        (?:19|20)\d\d-\d\d?-\d\d?                                            # 2026-03-12
      | \d\d?\.\d\d?\.(?:19|20)?\d\d                                         # 12.03.2026
      | (?P<slashed> \d\d?[/-]\d\d?[/-](?:(?:19|20)\d\d|\d\d) | \d\d?/\d\d? )  # 3/12/2026, 3-12-26, 3/12
      | {_MONTH} \s? {_DAY} (?!\d|:) {_YEAR}?                                # March 3rd, 2026
      | {_DAY_OF_MONTH}                                                      # the 3rd of March
      | (?: in | since | from | until | till | by | during | of | around | early | mid | late | last | this
          | next ) [\s-] (?P<month> {_MONTH} ) \b (?! \s? \d{{1,2}} (?!\d) ) {_YEAR}?
      | (?: the \s )? day \s (?: before \s yesterday | after \s tomorrow )
      | (?: yesterday | today | tomorrow | tonight | {any_of(english.MISSPELT_DAYS)} ) (?: \s {_DAY_PART} )?
      | (?: last | this | next | past | previous ) \s
        (?: {_SOME_DAY} | {any_of(english.SPANS)} | {_DAY_PART} | spring | summer | fall | autumn | winter )
        (?! \s (?: s | name | left ) \b ) (?: \s {_DAY_PART} )?
      | (?: (?: about | around | over | almost | nearly | like ) \s )?
        {_COUNT} \s? (?: business \s | working \s )? {_PERIOD} \s
        (?: ago | earlier | later | back \b (?!\s(?:to|from)) | from \s now )
      | {any_of(english.WEEKDAYS)} (?: \s {_DAY_PART} )? (?! 's )
      | (?: on | since | by | until | till | before | after | from | as \s of | starting ) \s
        (?P<dayth> {_DAY_OF_MONTH} | the \s {_DAY} | {any_of(english.SHORT_WEEKDAYS)}
                 | (?:the|this) \s weekend | {any_of(english.HOLIDAYS)} )
        (?! \s (?: one | order | item | of \s (?: them | these | those ) | floor | try | attempt | time ) \b )
      | (?: in | within \s the \s next ) \s (?P<ahead> {_COUNT} \s {any_of(english.DAYS_AHEAD)} )
        (?= \s* (?: [.,;:!?)] | \Z ) )
      | {any_of(english.HOLIDAYS)}
    ) (?! \w )
    """,
    FLAGS,
)
_NO_SLASHED_DATE = re.compile(
    r"\s?(?:[-\s]?inch|inches|in\b(?=\s(?:long|wide))|\"|cups?|stars?|off\b|price|miles?|l\b|lit|of\b|length|zip|sleeve|x\b|mm|cm|page)",
    re.IGNORECASE,
)
_BEFORE_THE_MONTH = re.compile(r"\A(?:in|since|from|until|till|by|during|of|around)[\s-]", re.IGNORECASE)


def dates(text: str) -> Candidates:
    """Days and relative times as they are written: "march 3", "3/12", "last tuesday", "two weeks ago"."""
    for match in _DATE.finditer(text):
        start, end = match.span()
        if match["slashed"] and not _is_slashed_date(match["slashed"], text, end):
            continue
        if match["month"]:
            start = match.start("month") if _BEFORE_THE_MONTH.match(match[0]) else start
        elif match["dayth"]:
            start = match.start("dayth")
            if match["dayth"].lower() in {"sun", "sat"} and not text[start].isupper():
                continue
        elif match["ahead"]:
            end = match.end("ahead")
        yield start, end, text[start:end]


def _is_slashed_date(slashed: str, text: str, end: int) -> bool:
    """Whether it can be a day and a month: "24/7" and "50/50" are none, nor is "3/4 length"."""
    first, second = (int(part) for part in re.split("[/-]", slashed)[:2])
    possible = (1 <= first <= 12 and 1 <= second <= 31) or (1 <= second <= 12 and 1 <= first <= 31)
    return possible and slashed != "24/7" and not _NO_SLASHED_DATE.match(text, end)
