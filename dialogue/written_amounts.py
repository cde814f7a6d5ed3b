"""Sums of money, places in a list and quantities, in figures and in words."""

from __future__ import annotations

import re

from dialogue import english
from dialogue.english import any_of
from dialogue.written_text import FLAGS, Candidates, before

_CURRENCY = r"(?: dollars? | bucks | usd | cad | euros? | eur | gbp | cents )"
_MONEY = re.compile(
    rf"""
    (?<![\w$]) (?: (?:us|ca|c)?\$ | [€£] | (?:usd|cad|eur|gbp)\b ) \s?
        \d+(?:,\d{{3}})*(?:\.\d{{1,2}})? (?!\d) k?\b
      | (?<![\w$.,]) \d+(?:,\d{{3}})*(?:\.\d{{1,2}})? \s? (?: [$€£] | {_CURRENCY}\b )
    """,
    FLAGS,
)
_NUMBER_WORD = any_of((*english.NUMBERS, *english.MULTIPLIERS, "a"))
_WORDED_MONEY = re.compile(
    rf"""
    (?<!\w) (?P<amount> {_NUMBER_WORD} (?: (?:\s|-|\sand\s) {_NUMBER_WORD} ){{0,4}} )
    \s (?P<unit> {_CURRENCY} ) \b
    """,
    FLAGS,
)


def sums_of_money(text: str) -> Candidates:
    """$12, US$1,200.50, 12 dollars, 60 bucks, 50$, "fifty dollars" (then the value has digits)."""
    for match in _MONEY.finditer(text):
        yield match.start(), match.end(), match[0]
    for match in _WORDED_MONEY.finditer(text):
        amount = number_of(match["amount"])
        if amount is not None:
            yield match.start(), match.end(), f"{amount} {match['unit']}"


def number_of(words: str) -> int | None:
    """The number that the words spell, up to thousands; None where they spell none: "two twenty a"."""
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in english.MULTIPLIERS:
            current = max(current, 1) * english.MULTIPLIERS[word]
            if word == "thousand":
                total, current = total + current, 0
        elif word in english.NUMBERS:
            current += english.NUMBERS[word]
        elif word not in {"a", "and"}:
            return None
    return total + current or None


_ORDINAL_WORD = any_of(english.ORDINALS)
_PLACE = any_of({*english.NUMBERS, *map(str, range(1, 21))} - {"twenty"})
_CHOICE_ENDS = rf"""
    (?= \s* (?: [.,;:!?)&] (?!\d) | \Z )
      | \s (?: of \s (?: them | those | these | the \s (?:two|three|list) )
             | (?:on|in|from) \s the \s list | {any_of(english.AFTER_CHOICE)} ) \b )
"""
# "The second 1", but no 1.5 litres.
_CHOSEN = rf"(?: {any_of(english.CHOSEN)} | 1 (?! [.,/-]?\d ) )"
_ORDINAL = re.compile(
    rf"""
    (?<![\w-]) (?= [\w\#] ) (?:
        (?<! \ba\s ) (?<! \bone\s ) (?P<word> {_ORDINAL_WORD} ) \s {_CHOSEN} \b
        (?! \s (?: discount | code | offer | promo | date ) \b )                     # second one, last order
      | the \s (?P<alone> {_ORDINAL_WORD} ) {_CHOICE_ENDS}                           # the second
      | (?P<bare> {_ORDINAL_WORD} ) {_CHOICE_ENDS}                                   # second
      | \# (?P<sharp> \d{{1,2}} ) (?! [\w.,/-]?\d ) (?!\w)                          # #2
      | (?: option | choice | item | line | answer ) \s? \#? (?P<option> {_PLACE} ) \b (?! [.,/-]\d )
      | (?<! \bhouse\s ) (?<! \bat\s ) (?<! \byour\s )
        (?: number | nr\.? | no\. ) \s? \#? (?P<number> {_PLACE} ) \b {_CHOICE_ENDS}  # number two
    )
    """,
    FLAGS,
)
# Nothing but places: "1 and 3".
_ONLY_PLACES = re.compile(r"\W*[1-9](?:\s?(?:,|and|&|\+)\s?[1-9])+\W*", re.IGNORECASE)


def ordinals(text: str) -> Candidates:
    """ "the second one", "#2", "number two", "last": the value is "2" or "last"."""
    if _ONLY_PLACES.fullmatch(text):
        for digit in re.finditer(r"\d", text):
            yield digit.start(), digit.end(), digit[0]
    for match in _ORDINAL.finditer(text):
        group = match.lastgroup or ""
        said = match[group].lower()
        if group == "bare" and text[: match.start()].strip():
            continue
        if group == "alone" and said in english.EDGES and text.strip(" .!").lower() != f"the {said}":
            continue
        value = english.ORDINALS.get(said) or str(english.NUMBERS.get(said, said))
        start = match.start() if group in {"sharp", "option", "number"} else match.start(group)
        yield start, match.end(), value


_QUANTITY = re.compile(
    rf"""
    (?<![\w$\#.,:/'(*-]) (?:
        (?P<times> \d{{1,3}} ) \s? x (?! \w | \s?[\d+=-] )                                # 3x
      | x \s? (?P<xs> \d{{1,3}} ) (?! \w )                                              # x3
      | (?P<pieces> \d{{1,3}} | {any_of(english.NUMBERS)} ) (?= \s? (?: pcs? | pieces? | pairs? | units ) \b )
      | (?: qty | quantity ) \s? [:=]? \s? (?P<qty> \d{{1,3}} ) (?! \w )
      | (?P<dozen> {any_of(english.DOZENS)} ) \b
      | (?P<digits> \d{{1,2}} ) (?! [\w%$/:'-] | [.,]\d )
      | (?P<word> {any_of({*english.NUMBERS} - {"one"})} ) (?! [\w-] )
      | (?P<one> one ) (?! [\w'-] )
    )
    """,
    FLAGS,
)
_NEXT_WORD = re.compile(r"\s+([^\W\d_][\w'-]*)")
_LAST_WORD = re.compile(r"([^\W\d_][\w'-]*)\s+\Z")
_OF_THEM = re.compile(r"\s+(?:more\s+)?of\b", re.IGNORECASE)
_NOTHING_MORE = re.compile(
    r"\s*(?:[.,;!?)&+]|\Z|-\s)|\s(?:but|not|instead|please|pls|only|more\Z)\b", re.IGNORECASE
)
# "3 to 5 days".
_RANGE = re.compile(
    rf"\s?(?:to|or|and|-)\s?\d+\s?(?:business\s)?{any_of(english.UNITS | english.PERIODS)}\b", re.IGNORECASE
)
_SIZED = re.compile(rf"\b{any_of(english.SIZED)}\b", re.IGNORECASE)
# More of one thing than anybody orders without naming it.
MANY = 30


def quantities(text: str) -> Candidates:
    """ "two", "a couple of", "3x", "2 of them", with the number in digits as its value."""
    sized: bool | None = None
    for match in _QUANTITY.finditer(text):
        group = match.lastgroup or ""
        said = " ".join(match[group].lower().split())
        if group == "dozen":
            fits = not _counts_nothing(text, match.end())
        elif group in {"digits", "word", "one"}:
            if sized is None:
                sized = _SIZED.search(text) is not None
            fits = _counts(text, match, sized)
        else:
            fits = True
        if fits:
            value = english.DOZENS.get(said) or str(english.NUMBERS.get(said, said)).lstrip("0")
            start = match.start() if group in {"times", "xs"} else match.start(group)
            yield start, match.end(), value


def _next_word(text: str, end: int) -> str:
    follows = _NEXT_WORD.match(text, end)
    return follows[1].lower() if follows else ""


def _counts_nothing(text: str, end: int) -> bool:
    return _next_word(text, end) in english.NO_QUANTITY_AFTER or _RANGE.match(text, end) is not None


def _counts(text: str, match: re.Match[str], sized: bool) -> bool:
    """Whether the number counts things: not an age, a size, a time, a model, or a thing called "one"."""
    start, end = match.span()
    behind = before(text, start)
    lead = _LAST_WORD.search(behind)
    led_by = lead[1].lower() if lead else ""
    opens = not behind.strip() or behind.rstrip()[-1] in ".,;:!?(-&+"
    if led_by in english.NO_QUANTITY_BEFORE or _counts_nothing(text, end) or match[0].strip("0") == "":
        return False
    alone, of_them, noun = _NOTHING_MORE.match(text, end), _OF_THEM.match(text, end), _next_word(text, end)
    if match["one"]:
        if led_by in english.ONE_THING_LEADS:
            return bool(alone or of_them or (noun and noun not in english.NOT_COUNTED))
        return bool((opens or led_by in english.ONE_LEADS) and (alone or of_them))
    if alone and led_by == "for":
        return False
    if match["digits"]:
        if (sized or int(match["digits"]) > MANY) and not (of_them or noun.endswith("s")):
            return False
        return opens or led_by in english.QUANTITY_LEADS or of_them is not None
    return True
