"""Finds people's names where somebody says it is one; the learned tagger finds those written like names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from dialogue import english
from dialogue.english import any_of

_FLAGS = re.IGNORECASE | re.VERBOSE
_PART = r"[^\W\d_]++(?:['-][^\W\d_]++)*+\.?"
_WORD = re.compile(_PART)
LONGEST_NAME_WORDS = 4
# How much of the end of a message can be a signature.
SIGNATURE = 80

# What follows is a name whatever it looks like, unless its words cannot be one.
_CALLED = re.compile(
    r"""
    \b (?= [nfslmgui] ) (?<! \bbrand\s ) (?<! \bproduct\s ) (?<! \bstreet\s ) (?<! \bmodel\s )
    (?<! \bcompany\s ) (?<! \buser\s )
    (?: (?:(?:full|first|last|family|middle|given) \s )? name | surname )
       (?: \s on \s (?:the|my|this) \s (?:order|account|card|parcel|package|invoice) )?
       (?: \s (?:is|was|should \s be|now) | 's | \s?[:=-] ) \s (?: now \s | actually \s | spelled \s )?
    | \b (?: under | in ) \s the \s name (?: \s of )? [,:]? \s
    | \b name: (?= \S )
    """,
    _FLAGS,
)
# What follows is a name if it looks like one.
_I_AM = re.compile(r"\b (?: i'?m | i \s am ) \s", _FLAGS)
_IT_IS = re.compile(
    r"""
    \b (?: this \s is | it'?s (?: \s (?:under|spelled) )? | it \s (?:is|was) | mine \s is | name'?s? | under
         | call \s me | addressed \s to | ordered \s by | placed \s by | spelled | i \s meant ) \s
    """,
    _FLAGS,
)
_FAMILY = re.compile(r"\b (?: last \s? name | first \s? name | surname ) [:,]? \s", _FLAGS)
_CAPITAL = re.compile(rf"(?<![\w'-])(?=[^\W\d_])(?![a-z]){_PART}")
_COMMA = re.compile(r"[,;/|] ?(?=[^\W\d_])")
_IS_HERE = re.compile(r"\s? \b (?: here | speaking | on \s the \s (?:line|phone) ) \b", _FLAGS)
_GREETING = re.compile(
    r"\W* (?: (?: hi | hello | hey | good \s (?:morning|afternoon|evening) | yes | sure | okay? ) \b \W* )?",
    _FLAGS,
)
_SIGN_OFF = re.compile(
    rf"""
    \b (?: (?P<formal> {any_of(english.SIGN_OFFS - english.THANKS)} ) | {any_of(english.THANKS)} ) \s?
       (?: [,!.]?\s*[\r\n]\s* | [,!.]\s? | \s?-\s? )
    | (?P<line> [\r\n] \s* [-~]* ) \s?
    | \s -+ \s?
    """,
    _FLAGS,
)
_STOPS = re.compile(r"[ ]? (?: [.,;!/|\r\n-] | \Z | \#?\d | (?:zip|post|e-?mail|and\smy|order)\b )", _FLAGS)
_ENDS = re.compile(r"[\s.!)]*\Z")

Run = list[re.Match[str]]


def names(text: str) -> Iterator[tuple[int, int, str]]:
    """Names that call themselves one, sign the message, or are the whole of it; ordinary words are none."""
    told = not text.isupper()
    for match in _CALLED.finditer(text):
        yield from _span(text, _run(text, match.end())[:LONGEST_NAME_WORDS])
    for match in _I_AM.finditer(text):
        run = _run(text, match.end())
        yield from _span(text, (told and _capitals(run, 2)) or _known(run, told, english.ALSO_NAMES))
    for match in _IT_IS.finditer(text):
        run = _run(text, match.end())
        spoken = told and _capitals(run, 2)
        sure = spoken and _IS_HERE.match(text, spoken[-1].end())
        yield from _span(text, spoken if spoken and sure else _known(run, told))
    for match in _FAMILY.finditer(text):
        yield from _span(text, (told and _capitals(_run(text, match.end()), 1)) or [])
    yield from _opening(text, told)
    yield from _signature(text, told)
    yield from _anywhere(text, told)


def _anywhere(text: str, told: bool) -> Iterator[tuple[int, int, str]]:
    """ "... for Greta Holm", "return A10904, maya torres, 60657": a known first name and one behind it."""
    for match in _CAPITAL.finditer(text) if told else ():
        if _is_first_name(match):
            yield from _span(text, _capitals(_run(text, match.start()), 2))
    for match in _COMMA.finditer(text):
        first = _WORD.match(text, match.end())
        known = _known(_run(text, match.end()), told) if first and _is_first_name(first) else []
        if len(known) > 1 and _STOPS.match(text, known[-1].end()):
            yield from _span(text, known)


def _opening(text: str, told: bool) -> Iterator[tuple[int, int, str]]:
    """ "Grace Oconnor here", "maya torres, 98101", or nothing but a name."""
    greeting = _GREETING.match(text)
    run = _run(text, greeting.end() if greeting else 0)
    if not run:
        return
    capitals, known = _capitals(run, 2) if told else [], _known(run, told)
    named = capitals or known
    if named and _IS_HERE.match(text, named[-1].end()):
        yield from _span(text, named)
    elif known and _STOPS.match(text, known[-1].end()):
        alone = _ENDS.match(text, known[-1].end()) and not text[: known[0].start()].strip()
        yield from _span(text, known if alone or len(known) > 1 else [])


def _signature(text: str, told: bool) -> Iterator[tuple[int, int, str]]:
    """ "... - Tom Baker", "Regards, Tom": the last words of a message."""
    for match in _SIGN_OFF.finditer(text, max(0, len(text) - SIGNATURE)):
        run = _run(text, match.end())
        apart = match["formal"] or "\n" in match[0]
        named = (_capitals(run, 2) if apart and told else []) or _known(run, told)
        if named and _ENDS.match(text, named[-1].end()) and (apart or len(named) > 1):
            yield from _span(text, named)
            return


def _run(text: str, start: int) -> Run:
    """The words from there on, with one space between them, that may be parts of one name."""
    words: Run = []
    while len(words) <= LONGEST_NAME_WORDS and (word := _WORD.match(text, start)):
        key = _key(word)
        if key in english.NOT_NAMES:
            break
        start = word.end() + 1
        if words or key not in english.TITLES:
            words.append(word)
            if word[0].endswith(".") and len(word[0]) > 2:
                break
        if text[start - 1 : start] != " ":
            break
    return words


def _key(word: re.Match[str]) -> str:
    """The word in lower case without accents and its full stop."""
    folded = word[0].lower().rstrip(".")
    if folded.isascii():
        return folded
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def _is_first_name(word: re.Match[str]) -> bool:
    return _key(word).split("-")[0] in english.FIRST_NAMES


def _capitals(run: Run, at_least: int) -> Run:
    """The capitalised words that the run begins with, particles among them; [] when they are too few."""
    begun = list(takewhile(lambda w: w[0][0].isupper() or _key(w) in english.NAME_PARTICLES, run))
    capitals = [word for word in begun if word[0][0].isupper()]
    fits = len(capitals) >= at_least and begun[0][0][0].isupper()
    return begun[:LONGEST_NAME_WORDS] if fits else []


def _known(run: Run, told: bool, also: frozenset[str] = frozenset()) -> Run:
    """The run if it begins with a first name; only its capitalised words where it begins with a capital."""
    if not run or not (_is_first_name(run[0]) or (len(run) > 1 and _key(run[0]) in also)):
        return []
    if told and run[0][0][0].isupper():
        return _capitals(run, 1)
    return run[: LONGEST_NAME_WORDS - 1 + any(_key(word) in english.NAME_PARTICLES for word in run)]


def _span(text: str, run: Run) -> Iterator[tuple[int, int, str]]:
    """Where the name stands, without a particle or a full stop at its end."""
    while run and _key(run[-1]) in english.NAME_PARTICLES:
        run = run[:-1]
    if run:
        end = run[-1].end() - (run[-1][0].endswith(".") and len(run[-1][0]) > 2)
        yield run[0].start(), end, text[run[0].start() : end]
