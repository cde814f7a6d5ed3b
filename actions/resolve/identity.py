"""What a shopper has said about who they are, as a claim for the shop to check."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.turn import Heard, Turn
from shop.types import Claim

# What stands around a name in an answer to the question for it.
_INTRODUCTION = re.compile(
    r"""
    \A [\s,.:;!-]* (?: (?: hi | hello | hey | sure | yes | yeah | ok | okay | oh | sorry | no | well
        | of\ course | here\ you\ (?:go|are) | it['’]?s | it\ is | i['’]?m | i\ am | this\ is | that['’]?s
        | that\ is | that\ would\ be | under | registered | my | the | on | account | order | is | was
        | should\ be | (?:full|first|last)\ name | name(?:['’]?s)? | mr | mrs | ms | miss | mx | dr
        ) \b [\s,.:;!-]* )*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONCLUSION = re.compile(
    r"""
    [\s,.:;!-]* \b (?: (?:is|was)\ (?: (?:the|my)\ name (?:\ on\ (?:it|(?:the|my)\ (?:order|account)))?
        | what\ .* | it\b ) | speaking | here | please | pls | thanks | thank\ you | thx | that['’]?s\ me
        | and\b .* | my\ (?:zip|post|email).* | (?:zip|post)\ ?code.* | zip ) [\s.!]* \Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LAST_FIRST = re.compile(r"([^\W\d_][^\d,]{0,40}),\s*([^\W\d_][^\d,]{0,40})")
_NAME = re.compile(r"^[^\W\d_][^\d@#?!/{}<>,;:()]{2,60}$")
_IS_MINE = r"\b(?:name(?: is|['’]?s|:)?|i am|i['’]?m|this is|it['’]?s|it is) (?:mr |mrs |ms |dr )?"
# "I'm Ann Lee from 12345", "my zip code is 12345"; the postcode of an address has a state before it.
_OWN_POSTCODE = (
    r"(?:(?:\b(?:name|i am|this is)\b|i['’]m\b)[^\d@]{0,60}?|\b(?:zip|post)(?:al)? ?(?:code)?)"
    + r"[^\d@.!?]{0,20}?"
)
# A name that was not seen as one, being a word for something else, too: "My name is Ann Brown".
_TOLD_NAME = re.compile(
    r"\b(?:[Mm]y (?:full )?name(?: is|['’]s)|[Nn]ame:|I am|I['’]m|[Tt]his is) "
    r"([A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){1,2})\b(?=[\s,.!]*(?:$|from|in|at|zip|and|my|here|\d|\())"
)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
# What is asked for to know who the shopper is.
PROOFS = frozenset({"email", "name", "postcode", "order_id"})
LONGEST_NAME_WORDS = 4
LONGEST_POSTCODE = 20
LONGEST_ANSWER = 200
# What belongs to the last name: "Anneke de Vries", "Ana Maria de la Cruz".
_PARTICLES = frozenset(
    "de da do dos del della di du van von der den la le bin ibn ter ten st mac mc af".split()
)
# Words of a sentence that is not a name.
_NO_NAME = frozenset(
    """a an and are i i'm i’m im don't don’t dont do know no not nope what why which who my the is it have
    need want cancel order orders number please can could would you your are this that sorry idea
    remember forgot see wait moment sec second later never mind nothing none already told said just tell
    give me us for to of in on with email mail zip postcode address phone card account name same as
    before above below yes yeah ok okay sure maybe help human agent person someone stop privacy prefer
    rather private matter matters care how where when""".split()
)


def claim_of(turn: Turn, since: int) -> Claim:
    """Email, order number, name and postcode from message number ``since`` on; the last of each counts."""
    first, last = split_name(_name(turn, since))
    return Claim(
        email=_last(turn.said("email", since)),
        order_id=_last(turn.said("order_id", since)),
        first_name=first,
        last_name=last,
        postcode=_postcode(turn, since) or _asked_postcode(turn, since),
    )


def _postcode(turn: Turn, since: int) -> str | None:
    """The latest that was said; of several in a message the one that stands right by the shopper's name."""
    for message in reversed(turn.heard[since:]):
        found = [e.value for e in message.entities if e.kind == "postcode"]
        if found:
            own = [code for code in found if re.search(_OWN_POSTCODE + re.escape(code), message.text, re.I)]
            return own[0] if own and len(found) > 1 else found[-1]
    return None


def _last(values: list[str]) -> str | None:
    return values[-1] if values else None


def _name(turn: Turn, since: int) -> str | None:
    """The latest whole name: one that was found in a message, or the answer to the question for it."""
    for message in reversed(turn.heard[since:]):
        found = [e.value for e in message.entities if e.kind == "name" and split_name(e.value)[1]]
        if found:
            return _introduced(message.text, found)
        if message.awaited == "name" and (answered := answered_name(message)):
            return answered
        if message.awaited in PROOFS and any(e.kind == "postcode" for e in message.entities):
            # "Dunno the number. noah brandt 02139": the name beside the postcode, whatever was asked for.
            answered = answered_name(replace(message, text=_SENTENCE.split(message.text.strip())[-1]))
            if answered:
                return answered
        if told := _TOLD_NAME.search(message.text):
            return told[1]
    return None


def _introduced(text: str, names: list[str]) -> str:
    """Of several names in a message ("Google Home" may look like one) the one said to be the shopper's."""
    said = (name for name in names if re.search(_IS_MINE + re.escape(name), text, re.IGNORECASE))
    return next(said, names[-1])


def answered_name(message: Heard) -> str | None:
    """The name in an answer to the question for one, in whatever case; None when it looks like no name."""
    if message.text.startswith("/") or len(message.text) > LONGEST_ANSWER:
        return None
    text = message.text
    for entity in message.entities:
        if entity.kind in {"email", "postcode", "order_id", "phone", "address"}:
            text = text.replace(entity.value, " ")
    text = _CONCLUSION.sub("", _INTRODUCTION.sub("", text)).strip(" .,!:;-\n")
    if turned := _LAST_FIRST.fullmatch(text):
        text = f"{turned[2]} {turned[1]}"
    parts = text.casefold().split()
    if not _NAME.match(text) or not 2 <= len(parts) <= LONGEST_NAME_WORDS or _NO_NAME & set(parts):
        return None
    return " ".join(text.split())


def _asked_postcode(turn: Turn, since: int) -> str | None:
    """The latest whole message that answered the question for a postcode, of whatever country."""
    for message in reversed(turn.heard[since:]):
        if message.awaited == "postcode" and not message.text.startswith("/"):
            text = message.text.strip(" .,!")
            if len(text) <= LONGEST_POSTCODE and any(char.isdigit() for char in text):
                return text
    return None


def split_name(name: str | None) -> tuple[str | None, str | None]:
    """First and last name, particles with the last; (None, None) for fewer than two words."""
    parts = (name or "").split()
    if len(parts) < 2:
        return None, None
    begins = next((place for place, part in enumerate(parts[1:-1], 1) if part.casefold() in _PARTICLES), -1)
    return " ".join(parts[:begins]), " ".join(parts[begins:])
