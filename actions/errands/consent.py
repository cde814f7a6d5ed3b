"""Whether a message is a yes or a no to a summary. Nothing is changed on anything less than a sure yes."""

from __future__ import annotations

import re

from actions.errands.told import errands_told
from actions.handoff import PERSON_OFFERS
from actions.resolve.words import words
from actions.turn import Turn
from dialogue.speech import ON_TOP

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
    r"i (?:do |can )?(?:confirm|agree)|(?:so )?(?:please )?(?:go ahead|proceed|do (?:it|that|so))|please do|"
    r"let['’]?s (?:do (?:it|that)|go ahead|proceed)|(?:that|this|it) works|"
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
# Where the sentence with the yes ends: "yes please, and then ...".
_SENTENCE = re.compile(
    r"(?<=[.!])\s+|\n+|\s*[,;–—-]*\s+(?=(?:and|but) (?:then|also|after|next|once|when|i(?:['’]d)? also|"
    r"can you also|could you also|please also)\b)",
    re.IGNORECASE,
)
# How a sentence begins that asks for the next thing: a "not" in it is not about what was agreed to.
NEXT = re.compile(
    r"^\W*(?:\w+['’]?\w*\W+){0,5}?(?:then|also|next|afterwards?|after (?:that|this)|additionally|in addition|"
    r"secondly|another|besides|separately|once (?:that|this|it)|for (?:my|the) other|one more|as well)\b",
    re.IGNORECASE,
)
# ... unless it takes something back at once.
_TAKES_BACK = re.compile(
    r"^\W*(?:but|wait|actually|hold|hang|except|unless|only|no|not)\b"
    r"|\b(?:then|also|next|please) (?:please )?(?:do not|don['’]?t|not|leave|keep|remove|exclude)\b",
    re.IGNORECASE,
)
# "No, that's all": an answer to "is there more?" and no word against the rest.
_NOTHING_MORE = re.compile(
    r"^\W*(?:(?:no|nope|nah|yes|ok(?:ay)?)\b[\s,.!–—-]*)?(?:"
    r"(?:that(?:['’]s| is| will be| would be|['’]ll be)|this is|those are|these are)(?: about| really| just)?"
    r" (?:all|everything|it)\b(?: (?:the items|i|for|that|to|from|of|in|thanks?|thank)\b[^.!?,;]*)?"
    r"|(?:there(?:['’]s| is| are) )?(?:nothing (?:else|more)|no (?:other|more|further|additional) "
    r"(?:changes?|items?|things?|modifications?|adjustments?))\b"
    r"(?: (?:i|for|that|to|from|of|in|is|thanks?|thank|needed)\b[^.!?,;]*)?"
    r"|i (?:do not|don['’]?t) (?:have|need|want) (?:anything|any(?: \w+)? (?:changes?|items?|things?))"
    r"(?: else| more)?\b(?: (?:i|for|that|to|from|of|in)\b[^.!?,;]*)?"
    r")\s*(?:[.!,;–—-]+\s*|$)(?:(?:and|so)\b\s*)?",
    re.IGNORECASE,
)
# "No, the card is fine": a part of the summary is as wished; "no, that's fine" may be a polite no.
_PART_IS_FINE = re.compile(
    r"^\W*(?:no|nope|nah)\b[\s,.!–—-]*(?:the|my) (?:\w+ ){1,3}(?:is|are|works?) (?:just |all |totally )?"
    r"(?:fine|ok(?:ay)?|good|great|right|alright|perfect|correct)\W*$",
    re.IGNORECASE,
)
# "Great, thanks for checking.": politeness before the yes.
_POLITE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|great|perfect|alright|all right|wonderful|excellent|awesome|got it|i see|"
    r"i understand|understood|makes sense|fair enough|no problem|thanks?(?: you)?|cool|good|"
    r"fine|sounds? (?:good|great))\b"
    r"[\s,!]*)+(?:(?:for|so much|very much|then|that|about)\b[^.!?]*)?\W*$",
    re.IGNORECASE,
)
# "No, that's not what I asked for. Just leave it on PayPal."
_LEFT_ALONE = re.compile(
    r"^(?!\W*(?:yes|yeah|yep|yup|sure)\b)\W*"
    r"(?:no|nope|please|just|actually|then|oh|hm+|well|ok(?:ay)?|sorry|in that case|wait)?\b[^?]*"
    r"\b(?:(?:leave|keep) (?:it|that|this|everything|the order)\b(?! to\b)|"
    r"(?:don['’]?t|do not) (?:do|change|charge|cancel|return|exchange|proceed|go ahead|make)\b)",
    re.IGNORECASE,
)
# A word this short tells nothing of what it is about.
SHORTEST_TELLING = 4
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
    first, after = _yes_and_after(turn.words, summary)
    rest = [after] if after else []
    if HEDGE.search(first) or (rest and _is_contrary(after, summary)):
        return False
    if any(not _same_errand(told, errand) for told in errands_told(first)[0]):
        # "Please go ahead and cancel the other one".
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


def _is_contrary(rest: str, summary: str) -> bool:
    """Whether what follows the yes may take some of it back; a next request is no word against this one."""
    if _TAKES_BACK.search(rest):
        return True
    if ON_TOP.search(rest) and not errands_told(rest)[0]:
        return True
    if CONTRARY.search(rest) is None:
        return False
    if NEXT.search(rest) is None:
        return True
    about = {word for word in words(summary) if len(word) >= SHORTEST_TELLING} - _AGREEING
    return not about.isdisjoint(words(rest))


def _agrees(said: list[str], summary: str) -> bool:
    known = _AGREEING | set(words(summary))
    return sum(word in known for word in said) >= AGREEING_SHARE * len(said)


def around_yes(turn: Turn, summary: str = "") -> tuple[str, str]:
    """The sentence with the yes, and what the message says after it."""
    return _yes_and_after(turn.words, summary)


def _yes_and_after(text: str, summary: str) -> tuple[str, str]:
    """Without what only leads up to the yes: thanks, "that's all", agreement with a detail of the summary."""
    left = text.strip()
    while True:
        rest = _NOTHING_MORE.sub("", left, count=1)
        first, *after = _SENTENCE.split(rest, maxsplit=1)
        if after and _BEGINS.search(first) is None and _leads_up(first, summary):
            rest = after[0]
        if rest == left or not rest.strip():
            first, *after = _SENTENCE.split(left, maxsplit=1)
            return first, after[0] if after else ""
        left = rest


def _leads_up(sentence: str, summary: str) -> bool:
    if _POLITE.search(sentence):
        return True
    return HEDGE.search(sentence) is None and _agrees(words(sentence), summary)


def _same_errand(told: str, errand: str) -> bool:
    """Whether the verb names what the summary asks about; to change may mean any of them."""
    alike = {"change_items", "exchange_item"}
    return not errand or told == errand or {told, errand} <= alike or told == "change_items"


# "I want to keep it", "leave it as it is": a no without the word.
_KEEPS = re.compile(
    r"\b(?:keep|leave) (?:it|them|that|this|mine|everything|all of (?:it|them)|"
    r"(?:the|my) (?:orders?|items?))\b"
    r"|\b(?:too (?:expensive|much|dear)|more than i (?:want|wanted|can|could))\b",
    re.IGNORECASE,
)


def keeps(text: str) -> bool:
    """Whether things are to stay as they are: "no, leave it"."""
    return _KEEPS.search(text) is not None and not _BEGINS.search(text)


def is_no(turn: Turn, ticket: str | None) -> bool:
    """A press of the open question's no, or a no in words."""
    if turn.pressed:
        return turn.intent == "deny" and turn.entity("ticket") == ticket
    if _NOTHING_MORE.fullmatch(turn.words.strip()):
        # "No, that's all" does not say whether it is to be done.
        return False
    if _PART_IS_FINE.match(turn.words):
        return False
    return turn.intent == "deny" or keeps(turn.words) or _LEFT_ALONE.search(turn.words) is not None
