"""Email addresses and telephone numbers as people write them."""

from __future__ import annotations

import re

from dialogue import english
from dialogue.english import any_of
from dialogue.written_text import FLAGS, Candidates, before

_EMAIL = re.compile(
    r"""
    (?<![\w.+%'-]) [\w.+%'-]++              # maya.o'hara+shop
    @ [^\W_](?:[\w-]*[^\W_])?               # @example
    (?: \. [^\W_](?:[\w-]*[^\W_])? )+       # .co.uk
    """,
    FLAGS,
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
    FLAGS,
)
_AT_WORD = re.compile(r"@|\bat\b", re.IGNORECASE)
_SAYS_EMAIL = re.compile(rf"\b{any_of(english.MAIL_WORDS)}\b", re.IGNORECASE)
_SPOKEN_SIGN = re.compile(_SIGN, FLAGS)
_SPOKEN_DOT = re.compile(_DOT, FLAGS)


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
    return bool(_SAYS_EMAIL.search(before(text, match.start()))) or match.span() == (0, len(text))


_PHONE = re.compile(
    r"""
    (?<![\w.,$\#+@-]) (?<!\d\s) (?:
        (?: \+?1[ .-]? )? (?: \(\d{3}\)\s? | \d{3}[ .-] ) \d{3}[ .-]\d{4}     # (555) 010-4477, 1-555-010-4477
      | \+\d{1,3} (?: [ .-]? \(?\d{2,4}\)? ){2,5}                            # +44 20 7946 0958
      | \d{3}-\d{4}                                                        # 555-0142
    ) (?! [\w@] | [-/.]\d | \s\d )
    """,
    FLAGS,
)
_LONG_NUMBER = re.compile(r"(?<![\w.,$\#+@-]) \+?\d{10,11} (?![\w@-])", FLAGS)
_SAYS_PHONE = re.compile(
    r"\b (?: phone | cell | mobile | tel | telephone | call | ring | text | reach | sms ) \b [^\d]{0,24} \Z",
    FLAGS,
)


def phones(text: str) -> Candidates:
    """A number grouped as telephone numbers are, or ten digits that are called one."""
    for match in _PHONE.finditer(text):
        yield match.start(), match.end(), match[0]
    for match in _LONG_NUMBER.finditer(text):
        if _SAYS_PHONE.search(before(text, match.start())):
            yield match.start(), match.end(), match[0]
