"""What a shopper has said about who they are, as a claim for the shop to check."""

from __future__ import annotations

import re

from actions.turn import Turn
from shop.types import Claim

_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[^\s@<>(),;:]{2,}")
_INTRODUCTION = re.compile(
    r"^\s*(?:hi|hello|it'?s|it is|i'?m|i am|my (?:full )?name(?: is|'s)?|(?:full )?name|this is)\b[\s,:]*",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d_][^\d@#?!/{}<>]{2,60}$")
# "my name is grace oconnor, zip 37206": in lower case no tagger takes it for a name.
_SAID_NAME = re.compile(
    r"\bmy (?:full )?name(?: is|['’]s|:) ([^\W\d_]+(?: [^\W\d_]\.?)? [^\W\d_]+(?:['’-][^\W\d_]+)*)"
    r"(?=\s*(?:[,.;\n]|and\b|$))",
    re.IGNORECASE,
)
# "It's Mei Davis", "Jose Alvarez, zip 33133": in capitals, where a name stands.
_CAPITALS = r"([A-Z][\w'’-]+(?: [A-Z]\.)?(?: [A-Z][\w'’-]+){1,2})"
_INTRODUCED = (
    re.compile(rf"\b(?:[Ii]t['’]?s|[Tt]his is|I am|I['’]m|[Nn]ame['’]?s?(?: is)?:?|[Uu]nder) {_CAPITALS}"),
    re.compile(
        rf"{_CAPITALS}[,.;]?(?: and)?(?: my| the)?(?: (?:zip|postal|post)(?: ?code)?(?: is|:)?)? [\dA-Z]\d"
    ),
)
# "olivia lopez, 92107" and nothing else.
_NAME_AND_NUMBER = re.compile(
    r"^\W*([^\W\d_]+(?: [^\W\d_]\.?)? [^\W\d_]+(?:['’-][^\W\d_]+)?)[,;.\s]+"
    r"(?:and )?(?:my )?(?:(?:zip|postal|post)(?: ?code)?(?: is|:)? ?)?\d{5}\W*$",
    re.IGNORECASE,
)
LONGEST_NAME_WORDS = 4
LONGEST_POSTCODE = 20
# Words of a sentence that is not a name.
_NO_NAME = frozenset(
    """zip code postcode order number
    i i'm i’m don't don’t dont know no not what why which who my the is it have need want cancel order
    please can you are this that sorry idea""".split()
)


def claim_of(turn: Turn, since: int) -> Claim:
    """Email, order number, name and postcode from message number ``since`` on; the last of each counts."""
    tagged = _last([n for n in turn.said("name", since) if split_name(n)[1]])
    name = tagged or _asked_name(turn, since) or _said_name(turn, since)
    first, last = split_name(name)
    return Claim(
        email=_email(turn, since),
        order_id=_last(turn.said("order_id", since)),
        first_name=first,
        last_name=last,
        postcode=_last(turn.said("postcode", since)) or _asked_postcode(turn, since),
    )


def _last(values: list[str]) -> str | None:
    return values[-1] if values else None


def _email(turn: Turn, since: int) -> str | None:
    for message in reversed(turn.heard[since:]):
        if not message.text.startswith("/") and (found := _EMAIL.search(message.text)):
            return found.group(0).rstrip(".!?'\"")
    return None


def _asked_name(turn: Turn, since: int) -> str | None:
    """The latest whole message that answered the question for a name and looks like one."""
    for message in reversed(turn.heard[since:]):
        if message.awaited == "name" and not message.text.startswith("/"):
            text = _INTRODUCTION.sub("", message.text).strip(" .,!")
            parts = text.casefold().split()
            if _NAME.match(text) and 2 <= len(parts) <= LONGEST_NAME_WORDS and not _NO_NAME & set(parts):
                return text
    return None


def _said_name(turn: Turn, since: int) -> str | None:
    """The name in the latest message that says "my name is", or introduces one in capitals."""
    for message in reversed(turn.heard[since:]):
        if message.text.startswith("/"):
            continue
        for pattern in (_SAID_NAME, *_INTRODUCED, _NAME_AND_NUMBER):
            found = pattern.search(message.text)
            if found and not _NO_NAME & set(found[1].casefold().split()):
                return found[1]
    return None


def _asked_postcode(turn: Turn, since: int) -> str | None:
    """The latest whole message that answered the question for a postcode, of whatever country."""
    for message in reversed(turn.heard[since:]):
        if message.awaited == "postcode" and not message.text.startswith("/"):
            text = message.text.strip(" .,!")
            if len(text) <= LONGEST_POSTCODE and any(char.isdigit() for char in text):
                return text
    return None


def split_name(name: str | None) -> tuple[str | None, str | None]:
    """First and last name; (None, None) for fewer than two words."""
    parts = (name or "").split()
    return (" ".join(parts[:-1]), parts[-1]) if len(parts) >= 2 else (None, None)
