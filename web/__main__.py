"""``python -m web`` starts the server; ``python -m web migrate`` and ``... agent add`` prepare it."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import logging
import secrets
import sys

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from settings import Settings, get_settings
from web.app import ConfigurationError, create_app
from web.db import migrate, open_engine
from web.desk.auth import ROLES, AccountError, add_agent

_PASSWORD_BYTES = 12


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code is 0, or 1 with a line on stderr that says why not."""
    options = _parser().parse_args(arguments)
    settings = get_settings()
    try:
        if options.command == "migrate":
            migrate(settings.chat_url)
        elif options.command == "agent":
            _add_agent(settings, options)
        else:
            _serve(settings)
    except (ConfigurationError, AccountError, SQLAlchemyError, OSError) as problem:
        print(f"web: {problem}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m web", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("migrate", help="bring the conversations' database to the newest revision")
    agent = commands.add_parser("agent", help="accounts of the agents' desk").add_subparsers(required=True)
    add = agent.add_parser("add", help="make an account; prints a password unless one is given")
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=ROLES, default="agent", help="what they may do; see docs/desk.md")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    return parser


def _serve(settings: Settings) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # One line a request costs more than the request; what goes wrong is logged where it happens.
    app = create_app(settings)
    web.run_app(app, host=settings.host, port=settings.port, access_log=None)


def _add_agent(settings: Settings, options: argparse.Namespace) -> None:
    given = _read_password() if options.password_stdin else None
    password = given or secrets.token_urlsafe(_PASSWORD_BYTES)
    migrate(settings.chat_url)
    asyncio.run(_insert_agent(settings, options, password))
    if given is None:
        print(password)


def _read_password() -> str:
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not password:
        raise AccountError("no password came on standard input")
    return password


async def _insert_agent(settings: Settings, options: argparse.Namespace, password: str) -> None:
    engine = open_engine(settings.chat_url)
    try:
        await add_agent(engine, options.email, options.name, password, options.role)
    finally:
        await engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
