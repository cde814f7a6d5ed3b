"""What the shopper's mood changes: one understanding sentence, the offer of a person, a calm boundary."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import meant
from actions.errands.state import ErrandState
from actions.handoff import hand_over
from actions.mood import Mood, level_of, mood_of, settings, without_insults
from actions.reply import Button, Reply, Utterance, payload
from actions.resolve.words import telling
from actions.services import Services
from actions.turn import AWAITING, FALLBACK, Turn

SORRY, URGENT, BOUNDARY = "utter_sorry", "utter_urgent", "utter_boundary"
OFFER, OFFER_ASIDE, INSULT_ONLY = "utter_offer_person", "utter_offer_person_aside", "utter_insult_only"
NOT_UNDERSTOOD = "utter_not_understood"
# Intents of a message that may be nothing but an insult.
MAY_BE_INSULT = frozenset({"complaint", "out_of_scope", FALLBACK, "small_talk", "ask_bot"})
# Words of a request, and how likely what it may be has to be.
_REQUEST = re.compile(
    r"\b(?:where|when|how (?:much|long|many)|cancel|return|refund|order|parcel|track|deliver\w*)\b",
    re.IGNORECASE,
)
LIKELY = 0.05
_SWEARING = re.compile(r"\b(?:fuck\w*|shit\w*|damn\w*|bloody|hell|goddamn\w*|freaking)\b")


def typed(turn: Turn) -> list[str]:
    """What the shopper has typed since the last person left the conversation, oldest first."""
    texts: list[str] = []
    for event in turn.events:
        text = str(event.get("text") or "")
        if event.get("event") != "user":
            continue
        if text.startswith("/agent_returned"):
            texts = []
        elif not text.startswith("/"):
            texts.append(text)
    return texts


def spoken(turn: Turn) -> bool:
    """Whether this message was typed, rather than pressed, even where a button gave it another intent."""
    return not turn.sent.startswith("/")


def climate(turn: Turn) -> str:
    """The conversation's mood in a word, as the rule for offers wants it."""
    texts = typed(turn)
    level = level_of(texts)
    if any(mood_of(text).abuse >= settings().abusive for text in texts):
        return "abusive"
    return "frustrated" if level.frustration >= settings().frustrated else "neutral"


def settles(turn: Turn, reply: Reply, services: Services) -> bool:
    """Answer what is nothing but abuse, and abuse once too often. False: the message is to be served."""
    if not spoken(turn) or turn.follows:
        return False
    texts = typed(turn)
    insulting = [text for text in texts if mood_of(text).abuse >= settings().abusive]
    if not insulting or insulting[-1] != turn.words:
        return False
    if len(insulting) >= settings().abuse_limit:
        reply.say("utter_handoff_abuse")
        hand_over(turn, reply, services, reason="abuse")
        return True
    if turn.intent not in MAY_BE_INSULT or _angry_beyond_insults(turn.words):
        return False
    asks = bool(turn.entities) or _REQUEST.search(turn.words) is not None
    if not asks and not _only_insult(turn.words):
        return False
    reply.say(BOUNDARY if len(insulting) == 1 else INSULT_ONLY)
    if asks:
        _offer_what_it_may_be(turn, reply)
    return True


def _offer_what_it_may_be(turn: Turn, reply: Reply) -> None:
    """A request that the insult hides from the classifier: what it may be, to be pressed."""
    titles = meant.settings().titles
    likely = [name for name, p in turn.ranking if name in titles and name != "complaint" and p >= LIKELY]
    if likely:
        reply.say("utter_did_you_mean", buttons=[meant.button(name) for name in likely[:2]])


def _angry_beyond_insults(text: str) -> bool:
    return mood_of(text).frustration >= settings().strongly


def _only_insult(text: str) -> bool:
    rest = telling(_SWEARING.sub(" ", without_insults(text)))
    return len(rest) <= settings().insult_words


def colour(turn: Turn, reply: Reply, services: Services) -> None:
    """Put an understanding sentence before the answer and a person, or the offer of one, after it."""
    if not spoken(turn) or not reply.utterances or _hands_over(reply):
        return
    texts = typed(turn)
    moods = [mood_of(text) for text in texts]
    if not moods:
        return
    if moods[-1].frustration >= settings().furious:
        reply.say("utter_handoff_upset")
        hand_over(turn, reply, services, reason="upset")
        return
    if not turn.follows:
        lead = _lead(turn, moods)
        if lead is not None:
            reply.utterances.insert(0, _response(lead))
    if _offer_due(turn, reply, moods):
        _offer(turn, reply)


def _lead(turn: Turn, moods: list[Mood]) -> str | None:
    now, read = moods[-1], settings()
    insults = sum(mood.abuse >= read.abusive for mood in moods)
    if now.abuse >= read.abusive:
        return BOUNDARY if insults == 1 else None
    if {SORRY, URGENT, BOUNDARY} & recently_said(turn, read.understanding_every):
        return None
    if now.frustration >= read.frustrated:
        return SORRY
    return URGENT if now.urgency >= read.urgent else None


def _offer_due(turn: Turn, reply: Reply, moods: list[Mood]) -> bool:
    read = settings()
    if {OFFER, OFFER_ASIDE} & recently_said(turn, read.offer_every):
        return False
    twice = len(moods) > 1 and all(mood.frustration >= read.strongly for mood in moods[-2:])
    lost = any(item.response == NOT_UNDERSTOOD for item in reply.utterances)
    return twice or (lost and moods[-1].frustration >= read.frustrated)


def _offer(turn: Turn, reply: Reply) -> None:
    """As a question of its own or, where an errand's question is open, as a word and a button beside it."""
    if not reply.current(turn.slots, AWAITING):
        reply.say(OFFER)
        return
    question = ErrandState.of({"errand": reply.current(turn.slots, "errand")}).question
    last = len(reply.utterances) - 1
    if question is not None and reply.utterances[last].response == question.response:
        reply.utterances.insert(last, _response(OFFER_ASIDE))
        asked = reply.utterances.pop()
        person = Button(meant.settings().titles["ask_human"], payload("ask_human"))
        reply.utterances.append(replace(asked, buttons=(*asked.buttons, person)))
    else:
        reply.say(OFFER_ASIDE)


def _response(name: str) -> Utterance:
    return Utterance(name, None, {}, (), {})


def _hands_over(reply: Reply) -> bool:
    return any("handoff" in item.custom for item in reply.utterances)


def recently_said(turn: Turn, messages: int) -> set[str]:
    """Names of the responses said since that many messages before this one."""
    said: set[str] = set()
    seen = 0
    for event in reversed(turn.events):
        seen += event.get("event") == "user"
        if seen > messages:
            break
        if event.get("event") == "bot":
            said.add(str((event.get("metadata") or {}).get("utter_action") or ""))
    return said
