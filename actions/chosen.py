"""The answer to "which product?" in words: what its button would have done."""

from __future__ import annotations

from dataclasses import replace

from actions.documents import ask_documents, say_answer
from actions.pointed import asked_of_each, pointed_at
from actions.product_facts import tell_product
from actions.reply import Reply
from actions.services import Services
from actions.turn import Turn


async def chosen_of_those_offered(turn: Turn, reply: Reply, services: Services) -> bool:
    """ "The second one" to "which product?" is its button in words; False where it is not that."""
    intent = asked_of_each(turn)
    if not intent or not pointed_at(turn, services):
        return False
    if not await asked_of_it(turn, reply, services):
        tell_product(replace(turn, intent=intent), reply, services)
    return True


async def asked_of_it(turn: Turn, reply: Reply, services: Services) -> bool:
    """Answer of it what was asked before "which product do you mean?"; False where nothing was."""
    before = turn.heard[-2] if len(turn.heard) > 1 else None
    chosen = pointed_at(turn, services)
    found = [chosen] if chosen else [match.product for match in services.finder.find(turn.words)]
    if before is None or before.intent != "product_question" or len(found) != 1:
        return False
    if "utter_which_product" not in turn.last_said():
        return False
    product_id = found[0].product_id
    answer = await ask_documents(turn, services, before.text, product_id)
    if not say_answer(reply, answer):
        reply.say("utter_no_answer", custom={"unanswered": before.text})
    reply.remember("product", product_id)
    return True
