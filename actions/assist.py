"""What helps a person at the desk: the same answers from the same documents, for them to check and send."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import web

from actions.services import Services
from knowledge import KnowledgeError

log = logging.getLogger(__name__)

MOST_QUESTIONS = 5


def setup(app: web.Application, services: web.AppKey[Services]) -> None:
    """Add the route; ``services`` is where the application keeps them."""

    async def assist(request: web.Request) -> web.Response:
        """POST /assist ``{questions, product_id?}``: each ``{question, answer, abstained, citations}``."""
        try:
            asked = await request.json()
            questions, product_id = asked["questions"], asked.get("product_id")
        except (ValueError, LookupError, TypeError):
            return web.json_response({"error": "questions are missing"}, status=400)
        if not isinstance(questions, list) or not isinstance(product_id, str | None):
            return web.json_response({"error": "questions must be a list"}, status=400)
        wanted = [question for question in questions if isinstance(question, str)][:MOST_QUESTIONS]
        found = [await answer(request.app[services], question, product_id) for question in wanted]
        return web.json_response({"answers": [one for one in found if one is not None]})

    app.router.add_post("/assist", assist)


async def answer(services: Services, question: str, product_id: str | None) -> dict[str, object] | None:
    """The answer to one question as JSON; None while the index cannot be reached."""
    answerer = services.answerer
    if answerer is None:
        return None
    matches = await asyncio.to_thread(services.finder.find, question)
    named = [match.product.product_id for match in matches]
    about = named[0] if len(named) == 1 else (product_id if not named else None)
    try:
        found = await asyncio.to_thread(answerer.answer, question, product_id=about)
        if found.abstained and about:
            found = await asyncio.to_thread(answerer.answer, question)
    except KnowledgeError:
        log.exception("the index did not answer for the desk")
        return None
    citations = [{"title": c.title, "source": c.source, "quote": c.quote} for c in found.citations]
    return {
        "question": question,
        "answer": found.answer,
        "abstained": found.abstained,
        "citations": citations,
    }
