""" "And the 1000?": of the product named, what was asked of the one before."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.details import Entity
from actions.documents import ask_documents, say_answer
from actions.pointed import PRODUCT_ID
from actions.product_facts import tell_product
from actions.reply import Reply
from actions.resolve.options import wished_options
from actions.resolve.words import stem, telling, words
from actions.services import Services
from actions.turn import AWAITING, Heard, Turn
from shop.types import Product

TOLD_OF_RECORDS = frozenset({"ask_price", "ask_stock"})
ASKED_OF_A_PRODUCT = TOLD_OF_RECORDS | {"product_question"}
# Nothing but another product: more words ask something of their own.
_ANOTHER = re.compile(
    r"\W*(?:(?:ok(?:ay)?|oh|thx|thanks|cheers)\W+)*(?:and|n|&|wh?at (?:a?bout|abt)|how (?:a?bout|abt))\W+"
    r"(?:for\W+)?(?:(?:the|that)\W+)?(?P<name>[^\W_][\w'’-]*(?: [\w'’-]+){0,3}?)(?: ones?)?\W*",
    re.IGNORECASE,
)


async def asked_of_another(turn: Turn, reply: Reply, services: Services) -> bool:
    """Answer of another product what was asked of the one before; False where that is not meant."""
    said, before = _ANOTHER.fullmatch(turn.words), _asked_before(turn)
    known = services.finder.product(str(turn.slot("product")))
    if said is None or before is None or known is None or turn.slot(AWAITING):
        return False
    other = None if wished_options(turn.words, known) else _named(said["name"], known, services)
    if other is None:
        return False
    reply.remember("product", other.product_id)
    if before.intent in TOLD_OF_RECORDS:
        entities = (*turn.entities, Entity(PRODUCT_ID, other.product_id))
        tell_product(replace(turn, intent=before.intent, entities=entities), reply, services)
        return True
    question = _put_to(before.text, known, other)
    answer = await ask_documents(turn, services, question, other.product_id)
    if not say_answer(reply, answer):
        reply.say("utter_no_answer", custom={"unanswered": question})
    return True


def _asked_before(turn: Turn) -> Heard | None:
    """The question of a product that came right before, or before others of this kind."""
    earlier = (heard for heard in reversed(turn.heard[:-1]) if not _ANOTHER.fullmatch(heard.text))
    before = next(earlier, None)
    typed = before is not None and not before.text.startswith("/")
    return before if before and typed and before.intent in ASKED_OF_A_PRODUCT else None


def _named(name: str, known: Product, services: Services) -> Product | None:
    """The only other product with all these words: in names, else also in nicknames of the same category."""
    said = set(telling(name.replace("-", " ")))
    others = [product for product in services.store.products() if product.product_id != known.product_id]
    alike = [product for product in others if product.category == known.category]
    for among, called in ((others, _name), (alike, _name), (alike, _called)):
        fitting = [product for product in among if said and said <= called(product)]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _name(product: Product) -> set[str]:
    return set(telling(product.name.replace("-", " ")))


def _called(product: Product) -> set[str]:
    return _name(product).union(*(telling(keyword.replace("-", " ")) for keyword in product.keywords))


def _put_to(question: str, known: Product, other: Product) -> str:
    """The question with the other product's name where the known one's stands."""
    name = {stem(word) for word in words(known.name.replace("-", " "))}
    spans = [m.span() for m in re.finditer(r"[\w'’]+", question) if stem(m[0].casefold()) in name]
    return f"{question[: spans[0][0]]}{other.name}{question[spans[-1][1] :]}" if spans else question
