"""Finds the details that have a form of their own in what a shopper writes: one small finder for each kind.

A finder yields candidates by a regular expression and judges each by the words around it. Nothing looks
further back or ahead than a few dozen characters: a hostile text costs no more than any other of its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from dialogue import english
from dialogue.english import any_of
from dialogue.named import names

# What is longer than this is not read to its end.
LONGEST_TEXT = 4000
# How far around a candidate its company counts.
NEAR = 48
_FLAGS = re.IGNORECASE | re.VERBOSE

_ANY_DIGIT = re.compile(r"\d")

Candidates = Iterator[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A detail at characters ``start`` to ``end`` of the text.

    ``value`` is what is written there, put straight where nobody could compare it as it stands: "maya at
    example dot com" is "maya@example.com", "a couple of" is "2", "the second one" is "2".
    """

    kind: str
    start: int
    end: int
    value: str


def find(text: str) -> list[Found]:
    """Every detail in the text, in its order. No two overlap, but a postcode may stand in an address."""
    said = fold(text[:LONGEST_TEXT])
    taken, lived = bytearray(len(said)), bytearray(len(said))
    found: list[Found] = []
    for kind, finder in FINDERS:
        barred = (taken,) if kind == "postcode" else (taken, lived)
        for start, end, value in finder(said):
            if all(mask.find(1, start, end) < 0 for mask in barred):
                found.append(Found(kind, start, end, value))
                (lived if kind == "address" else taken)[start:end] = b"\x01" * (end - start)
    return sorted(found, key=lambda detail: (detail.start, -detail.end))


# --- characters


def fold(text: str) -> str:
    """The text with wide letters, foreign digits, dashes, quotes and spaces as an English keyboard has them.

    Every character stays at its place.
    """
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii() or char in _PLAIN:
        return _PLAIN.get(char, char)
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.digit(char))
    compatible = unicodedata.normalize("NFKC", char)
    return compatible if len(compatible) == 1 else char


_PLAIN = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u02bc\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e", '"'),
    **dict.fromkeys("\u00a0\u200b\u200c\u200d\u2060\ufeff\u2028\u2029", " "),
}


def _before(text: str, start: int) -> str:
    return text[max(0, start - NEAR) : start]


def _after(text: str, end: int) -> str:
    return text[end : end + NEAR]


# --- emails

_EMAIL = re.compile(
    r"""
    (?<![\w.+%'-]) [\w.+%'-]++              # maya.o'hara+shop
    @ [^\W_](?:[\w-]*[^\W_])?               # @example
    (?: \. [^\W_](?:[\w-]*[^\W_])? )+       # .co.uk
    """,
    _FLAGS,
)
_AT = r"(?: \s?@\s? | \s? [(\[{<] \s? at \s? [)\]}>] \s? | \s at \s )"
_DOT = r"(?: \s?\.\s? | \s? [(\[{<] \s? dot \s? [)\]}>] \s? | \s dot \s )"
_SIGN = rf"\s {any_of(english.SPOKEN_SIGNS)} \s"
_SPOKEN_EMAIL = re.compile(
    rf"""
    (?<![\w.+%'@-]) (?P<local> [\w.+-]{{1,40}} (?: {_SIGN} [\w.+-]{{1,40}} ){{0,4}} )
    (?P<at> {_AT} )
    (?P<domain> [a-z0-9-]{{1,40}} (?: {_DOT} [a-z0-9-]{{1,40}} ){{0,2}} )
    (?P<dot> {_DOT} | \s (?=com\b) ) (?P<top> {any_of(english.TOP_DOMAINS)} ) (?![\w@-])
    """,
    _FLAGS,
)
_AT_WORD = re.compile(r"@|\bat\b", re.IGNORECASE)
_SAYS_EMAIL = re.compile(rf"\b{any_of(english.MAIL_WORDS)}\b", re.IGNORECASE)
_SPOKEN_SIGN = re.compile(_SIGN, _FLAGS)
_SPOKEN_DOT = re.compile(_DOT, _FLAGS)


def emails(text: str) -> Candidates:
    """ "maya@example.com", and the ways people hide one: "maya at example dot com", "maya[at]example.com"."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            local = match[0].lstrip(".'-%+")
            yield match.end() - len(local), match.end(), local
    if _AT_WORD.search(text):
        for match in _SPOKEN_EMAIL.finditer(text):
            if _means_email(text, match):
                local = _SPOKEN_SIGN.sub(
                    lambda sign: english.SPOKEN_SIGNS[sign[0].strip().lower()], match["local"]
                )
                domain = _SPOKEN_DOT.sub(".", match["domain"])
                yield match.start(), match.end(), f"{local.strip('.')}@{domain}.{match['top']}"


def _means_email(text: str, match: re.Match[str]) -> bool:
    """Whether "X at Y.com" is an address: "I saw it at amazon.com" is none."""
    spelled_out = match["dot"].strip().lower() != "." or match["at"].strip().lower() != "at"
    if spelled_out or english.MAIL_HOSTS & set(match["domain"].lower().split(".")):
        return True
    return bool(_SAYS_EMAIL.search(_before(text, match.start()))) or match.span() == (0, len(text))


# --- order numbers

_UNIT = re.compile(rf"\s?{any_of(english.UNITS | english.PERIODS)}\b|\.\d|,\d{{3}}|\s?[$%]", re.IGNORECASE)
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
    _FLAGS,
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
    _FLAGS,
)
_DIGIT = any_of(english.DIGIT_WORDS)
_WORDED_ORDER = re.compile(
    rf"\b (?:[aw][\s-]+)? (?P<digits> {_DIGIT} (?: [\s,-]{{1,2}} {_DIGIT} ){{4,6}} ) \b", _FLAGS
)
# A1O428: the letters O, I and l for digits.
_MISREAD_ORDER = re.compile(rf"{_FREE} \#? (?: A[-#]?[\dOIl]{{5}} | W[-#]?[\dOIl]{{7}} ) {_END}", _FLAGS)
_MISREAD = str.maketrans("OoIl", "0011")
_NUMBER = re.compile(
    r"(?<![\w@.,$#+]) (?<!\d[-/]) (?: \d{4,8} | \d(?:[ -]\d){4,7} ) (?! [\w@] | [-/]\d )", _FLAGS
)
# Glued to its word: "order10428", "order#10428", "no.10428", "orderA10428", "order a1042".
_GLUED_NUMBER = re.compile(
    r"(?: order [\s:\#-]{0,3} (?P<order> [aw]?\d{4,8} ) | n[or]\. (?P<number> \d{4,8} ) ) (?![\w@])", _FLAGS
)
_ANNOUNCED = re.compile(
    r"""
    (?: \b orders? (?:[\s-]*(?P<plain>number|numbers|num|no|nr|nbr|id|code|\#))? \.?
      | \b (?P<of> [a-z]+ )? [\s-]* \b (?: number | numbers | num | no | nr | nbr | id ) \.?
    ) \s* (?: \b(?:is|was|are)\b | 's )? \s* [:=\#]? \s* (?: \b a \s )? \Z
    """,
    _FLAGS,
)
_ORDER_VERB = re.compile(
    rf"""
    \b (?: {any_of(english.ORDER_VERBS)} | {any_of(english.ORDER_PAPERS)} \s (?:for|of|on) )
    \s (?:\#|order\s)? \Z
    """,
    _FLAGS,
)
# "A10428 and 10429", "10428 not 10429": the next number is of the same kind.
_GOES_ON = re.compile(
    r"^\s?(?:,|/|&)?\s?(?:not|but|and not|but not|and|or|instead of|rather than)?\s?\Z", re.IGNORECASE
)


def order_ids(text: str) -> Candidates:
    """A10428, #10428, "A 1 0 4 2 8" anywhere; bare digits only behind words that announce an order."""
    if _ANY_DIGIT.search(text):
        for pattern in (_LETTERED_ORDER, _GLUED_NUMBER, _SPACED_ORDER):
            for match in pattern.finditer(text):
                if not _UNIT.match(text, match.end()):
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
            letter or _ANNOUNCED.search(_before(text, match.start()))
        ):
            yield match.start(), match.end(), letter + "".join(english.DIGIT_WORDS[word] for word in spoken)


def _bare_order_ids(text: str) -> Candidates:
    last = -1
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if _UNIT.match(text, end) or _is_house(text, start):
            continue
        behind = _before(text, start)
        announced = _announces_order(behind) or (len(match[0]) >= 5 and _ORDER_VERB.search(behind))
        if announced or (last >= 0 and _GOES_ON.search(text[last:start])):
            last = end
            yield start, end, match[0]


def _announces_order(behind: str) -> bool:
    """Whether an order's number follows: "order 10428", "nr. 10428", but not "phone number 5550142"."""
    found = _ANNOUNCED.search(behind)
    return found is not None and (found["of"] or "").lower() not in english.OTHER_NUMBERS


# --- phone numbers

_PHONE = re.compile(
    r"""
    (?<![\w.,$\#+@-]) (?<!\d\s) (?:
        (?: \+?1[ .-]? )? (?: \(\d{3}\)\s? | \d{3}[ .-] ) \d{3}[ .-]\d{4}     # (555) 010-4477, 1-555-010-4477
      | \+\d{1,3} (?: [ .-]? \(?\d{2,4}\)? ){2,5}                            # +44 20 7946 0958
      | \d{3}-\d{4}                                                        # 555-0142
    ) (?! [\w@] | [-/.]\d | \s\d )
    """,
    _FLAGS,
)
_LONG_NUMBER = re.compile(r"(?<![\w.,$\#+@-]) \+?\d{10,11} (?![\w@-])", _FLAGS)
_SAYS_PHONE = re.compile(
    r"\b (?: phone | cell | mobile | tel | telephone | call | ring | text | reach | sms ) \b [^\d]{0,24} \Z",
    _FLAGS,
)


def phones(text: str) -> Candidates:
    """A number grouped as telephone numbers are, or ten digits that are called one."""
    for match in _PHONE.finditer(text):
        yield match.start(), match.end(), match[0]
    for match in _LONG_NUMBER.finditer(text):
        if _SAYS_PHONE.search(_before(text, match.start())):
            yield match.start(), match.end(), match[0]


# --- money

_CURRENCY = r"(?: dollars? | bucks | usd | cad | euros? | eur | gbp | cents )"
_MONEY = re.compile(
    rf"""
    (?<![\w$]) (?: (?:us|ca|c)?\$ | [€£] | (?:usd|cad|eur|gbp)\b ) \s?
        \d+(?:,\d{{3}})*(?:\.\d{{1,2}})? (?!\d) k?\b
      | (?<![\w$.,]) \d+(?:,\d{{3}})*(?:\.\d{{1,2}})? \s? (?: [$€£] | {_CURRENCY}\b )
    """,
    _FLAGS,
)
_NUMBER_WORD = any_of((*english.NUMBERS, *english.MULTIPLIERS, "a"))
_WORDED_MONEY = re.compile(
    rf"""
    (?<!\w) (?P<amount> {_NUMBER_WORD} (?: (?:\s|-|\sand\s) {_NUMBER_WORD} ){{0,4}} )
    \s (?P<unit> {_CURRENCY} ) \b
    """,
    _FLAGS,
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


# --- dates

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
    _FLAGS,
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


# --- addresses

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
    _FLAGS,
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
_UNIT_BEFORE = re.compile(rf"(?<!\w) {_HOUSE_UNIT} (?: \s?[,-]\s? | \s ) \Z", _FLAGS)
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
    _FLAGS,
)
_WORD = re.compile(r"[^\W\d_]+")


def addresses(text: str) -> Candidates:
    """A house number and a street with what belongs to it, a post-office box, or a street by its name."""
    if _ANY_DIGIT.search(text):
        for match in _STREET.finditer(text):
            if not _is_street(text, match):
                continue
            unit = _UNIT_BEFORE.search(_before(text, match.start()))
            start = match.start() - (len(unit[0]) if unit else 0)
            end = _end_of_address(text, match.end())
            end -= text[end - 1] == "."
            yield start, end, text[start:end]
    for match in _STREET_ALONE.finditer(text):
        first = _WORD.match(match[0])
        if first and first[0].lower() not in english.NO_PLACE:
            street = match[0].rstrip(".")
            yield match.start(), match.start() + len(street), street


def _is_house(text: str, start: int) -> bool:
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
        unit = re.compile(rf"(?: [,\s]\s? {_HOUSE_UNIT} ){{1,2}}", _FLAGS).match(text, end)
        return unit.end() if unit else end
    return rest.end()


# --- postcodes

_POSTCODE = re.compile(
    r"""
    (?<![\w\#$@.+-]) (?<!\d,) (?<!\d\s) (?: \d{5}(?:-\d{4})? ) (?![\w@] | -\d)      # 98101, 98101-1234
      | \b [abceghj-nprstvxy]\d[abceghj-nprstv-z] [ -]? \d[abceghj-nprstv-z]\d \b     # M5V 2T6
    """,
    _FLAGS,
)
_SAID_ZIP = re.compile(
    rf"""
    \b {any_of(english.ZIP_WORDS)} (?: \s?(?:code|number|nr|no) )? \W{{0,3}}
    (?: (?:is|was|to|now)\b\s? ){{0,2}} [\s:=\#]{{0,3}}
    (?P<code> \d{{5}}(?:[-\s]\d{{4}})? | \d(?:\s\d){{4}} ) (?! \w | [-,.]\d )
    """,
    _FLAGS,
)
_ANY_NUMBER = re.compile(
    r"(?: \b(?:orders?|number|no|nr|num|id)\b\.? \s* (?:\bis\b)? \s* :? \s* | [$#]\s | \ba\s\#? ) \Z", _FLAGS
)
_STREET_AHEAD = re.compile(
    rf"\s+ (?: [\w.]+\s+ ){{1,3}} {any_of(english.STREETS | {'court', 'ct'})} \b", _FLAGS
)


def postcodes(text: str) -> Candidates:
    """US and Canadian ones; a number is none where it is money, a measure, a house's or another number."""
    if not _ANY_DIGIT.search(text):
        return
    for match in _SAID_ZIP.finditer(text):
        yield match.start("code"), match.end(), match["code"]
    for match in _POSTCODE.finditer(text):
        start, end = match.span()
        if match[0][0].isdigit() and (
            _UNIT.match(text, end)
            or _STREET_AHEAD.match(text, end)
            or _ANY_NUMBER.search(_before(text, start))
        ):
            continue
        yield start, end, match[0]


# --- places in a list

_ORDINAL_WORD = any_of(english.ORDINALS)
_PLACE = any_of({*english.NUMBERS, *map(str, range(1, 21))} - {"twenty"})
_CHOICE_ENDS = rf"""
    (?= \s* (?: [.,;:!?)&] (?!\d) | \Z )
      | \s (?: of \s (?: them | those | these | the \s (?:two|three|list) )
             | (?:on|in|from) \s the \s list | {any_of(english.AFTER_CHOICE)} ) \b )
"""
_ORDINAL = re.compile(
    rf"""
    (?<![\w-]) (?= [\w\#] ) (?:
        (?<! \ba\s ) (?<! \bone\s ) (?P<word> {_ORDINAL_WORD} ) \s {any_of(english.CHOSEN)} \b
        (?! \s (?: discount | code | offer | promo | date ) \b )                     # second one, last order
      | the \s (?P<alone> {_ORDINAL_WORD} ) {_CHOICE_ENDS}                           # the second
      | (?P<bare> {_ORDINAL_WORD} ) {_CHOICE_ENDS}                                   # second
      | \# (?P<sharp> \d{{1,2}} ) (?! [\w.,/-]?\d ) (?!\w)                          # #2
      | (?: option | choice | item | line | answer ) \s? \#? (?P<option> {_PLACE} ) \b (?! [.,/-]\d )
      | (?<! \bhouse\s ) (?<! \bat\s ) (?<! \byour\s )
        (?: number | nr\.? | no\. ) \s? \#? (?P<number> {_PLACE} ) \b {_CHOICE_ENDS}  # number two
    )
    """,
    _FLAGS,
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


# --- quantities

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
    _FLAGS,
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
    behind = _before(text, start)
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


FINDERS = (
    ("email", emails),
    ("order_id", order_ids),
    ("phone", phones),
    ("money", sums_of_money),
    ("date", dates),
    ("address", addresses),
    ("postcode", postcodes),
    ("ordinal", ordinals),
    ("quantity", quantities),
    ("name", names),
)
