"""A question put to the shop's documents, and the answer with its citations in the reply."""

from __future__ import annotations

import asyncio
import logging

from actions.reply import Reply
from actions.services import Services
from actions.tone import typed
from actions.turn import Turn
from knowledge import Answer, KnowledgeError

log = logging.getLogger(__name__)


async def ask_documents(
    turn: Turn, services: Services, question: str, product_id: str | None = None
) -> Answer | None:
    """The answer with its citations; None when the index cannot be reached. Streams text as it is written."""
    answerer = services.answerer
    if answerer is None:
        return None
    loop = asyncio.get_running_loop()

    def publish(text: str) -> None:
        loop.call_soon_threadsafe(services.deltas.publish, turn.conversation, text)

    try:
        return await asyncio.to_thread(
            answerer.answer, question, product_id=product_id, history=typed(turn)[:-1], on_text=publish
        )
    except KnowledgeError:
        log.exception("the index did not answer in conversation %s", turn.conversation)
        return None


def say_answer(reply: Reply, answer: Answer | None) -> bool:
    """Put the answer into the reply. False when the documents are silent; nothing is said then."""
    if answer is None:
        reply.say("utter_answers_unavailable")
        return True
    if answer.abstained:
        return False
    citations = [{"title": c.title, "source": c.source, "quote": c.quote} for c in answer.citations]
    reply.quote(answer.answer, custom={"citations": citations})
    return True
