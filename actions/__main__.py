"""``python -m actions`` starts the action server on loopback."""

from __future__ import annotations

import logging

from aiohttp import web

from actions.server import create_app
from settings import get_settings


def main() -> None:
    """Serve until a signal ends the process."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("alembic", "sentence_transformers", "rasa_sdk"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    settings = get_settings()
    web.run_app(
        create_app(settings), host="127.0.0.1", port=settings.actions_port, access_log=None, print=None
    )


if __name__ == "__main__":
    main()
