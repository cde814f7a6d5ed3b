"""Whether a message is a yes or a no to a summary. Nothing is changed on anything less than a sure yes."""

from __future__ import annotations

import re

from actions.handoff import PERSON_OFFERS
from actions.resolve.words import words
from actions.turn import Turn

# A yes in words must be sure, and must not carry a "but", a "not", a "wait" or a "maybe".
SURE_YES = 0.5
# So many words need not begin with a yes, and so many not all be words of agreement.
SHORT_YES = 3
LONGEST_YES = 8
HEDGE = re.compile(
    r"\b(?:no|not|never|wait|stop|but|unless|only if|except|hold on|hang on|keep|leave|forget|later|maybe|"
    r"perhaps|instead|rather|actually|first|other|another|different|if|think|guess|what|why|when|how)\b"
    r"|\bdont\b|n['’]t\b|\?|^\W*\u2215",
    re.IGNORECASE,
)
# What a sentence after the yes must not hold; it may ask something or name the next wish.
CONTRARY = re.compile(
    r"\b(?:no|not|never|wait|stop|but|unless|only if|except|hold on|hang on|instead|rather|actually|"
    r"cancel that|forget it|first|before (?:that|you))\b|\bdont\b|n['’]t\b",
    re.IGNORECASE,
)
# How a yes begins, whatever the classifier makes of the rest of the sentence.
_BEGINS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|great|perfect|alright|all right|thanks?|thank you)[\s,!.]+)*"
    r"(?:yes|yep|yeah|yup|sure|correct|confirmed?|agreed|absolutely|definitely|certainly|of course|"
    r"i (?:do )?(?:confirm|agree)|(?:please )?(?:go ahead|proceed|do (?:it|that|so))|please do|"
    r"that(?:['’]s| is| looks| sounds)(?: all)? (?:right|correct|good|fine|perfect|great)|"
    r"(?:everything|it|all)(?: of it)?(?: is| looks| sounds)(?: all)? (?:right|correct|good|fine)|"
    r"(?:looks?|sounds?) (?:good|right|correct|great|fine))\b",
    re.IGNORECASE,
)
# "ok cancel it then": the very thing that the summary asks about, told to be done.
_DO_IT = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|fine|alright|good|then|so|and|please|just)[\s,!.]+)+"
    r"(cancel|return|exchange|change|reorder|update)\s+(?:it|them|that|this|those|everything)"
    r"(?:\s+(?:all|then|please|now|pls|for me|thanks))*\W*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!])\s+|\n+")
# Words that a longer yes is made of, besides those of the summary it agrees with.
_AGREEING = frozenset(
    """yes yep yeah yup ok okay sure then them please go ahead proceed with the a an that this it is are
    all of to for do so correct right confirm confirmed confirming i i'd i'm i'll would like want you
    can may now and my me your change changes changing cancel cancelling cancellation canceling return
    returning exchange exchanging refund update updating modify modification order orders item items
    payment method address thanks thank on in from as per using use looks good sounds great perfect
    fine everything above details summary just listed both process processing complete submit make
    place request""".split()
)
# Such a share of a longer yes is of these words.
AGREEING_SHARE = 0.85
SURE_NO = 0.5
# What `web` leaves of a button's payload that was typed.
TYPED_PAYLOAD = "affirm"
# Responses that end with another question: right after one of them a bare "yes" may not be meant for ours.
OTHER_QUESTIONS = frozenset({*PERSON_OFFERS, "utter_welcome", "utter_agent_returned"})


def is_yes(turn: Turn, ticket: str | None, summary: str, errand: str = "") -> bool:
    """A press of the open question's own button, or a plain yes in words that adds nothing to the summary.

    ``errand`` is the name of what the summary asks about, which may be told to be done ("ok cancel it").
    """
    if turn.pressed:
        return turn.intent == "affirm" and turn.entity("ticket") == ticket
    if not OTHER_QUESTIONS.isdisjoint(turn.last_said()):
        return False
    first, *rest = _SENTENCE.split(turn.words.strip(), maxsplit=1)
    if HEDGE.search(first) or (rest and CONTRARY.search(rest[0])):
        return False
    said = words(first)
    if not said or said[0] == TYPED_PAYLOAD:
        return False
    told = _DO_IT.match(first)
    if told and not rest:
        return errand.startswith(told[1].casefold())
    if turn.intent == "affirm" and turn.confidence >= SURE_YES and not rest:
        short = len(said) <= SHORT_YES or (_BEGINS.search(first) is not None and len(said) <= LONGEST_YES)
        return short or _agrees(said, summary)
    return _BEGINS.search(first) is not None and (len(said) <= LONGEST_YES or _agrees(said, summary))


def _agrees(said: list[str], summary: str) -> bool:
    known = _AGREEING | set(words(summary))
    return sum(word in known for word in said) >= AGREEING_SHARE * len(said)


def after_yes(turn: Turn) -> str:
    """What a message says after the sentence with the yes."""
    _, *rest = _SENTENCE.split(turn.words.strip(), maxsplit=1)
    return rest[0] if rest else ""


# "I want to keep it", "leave it as it is": a no without the word.
_KEEPS = re.compile(
    r"\b(?:keep|leave) (?:it|them|that|this|mine|everything|all of (?:it|them)|"
    r"(?:the|my) (?:orders?|items?))\b"
    r"|\b(?:too (?:expensive|much|dear)|more than i (?:want|wanted|can|could))\b",
    re.IGNORECASE,
)


def is_no(turn: Turn, ticket: str | None) -> bool:
    """A press of the open question's no, or a no in words."""
    if turn.pressed:
        return turn.intent == "deny" and turn.entity("ticket") == ticket
    keeps = _KEEPS.search(turn.words) is not None and not _BEGINS.search(turn.words)
    return turn.intent == "deny" or keeps
