"""Agents' accounts and sessions: argon2 passwords, a random token in the cookie, the rest in the database."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from aiohttp import web
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from settings import Settings
from web.db import now_ms
from web.errors import ApiError
from web.identity import new_token, token_hash
from web.limits import RateLimit, caller
from web.security import same_origin
from web.tables import agents, desk_sessions

COOKIE = "aisle_desk"
HEADER = "X-Aisle-Desk"
_TTL_S = 12 * 3600
_MAX_EMAIL_CHARS = 254
MIN_PASSWORD_CHARS = 10
_MAX_PASSWORD_CHARS = 200
_MAX_NAME_CHARS = 80
_HASHING_AT_ONCE = 2


Role = Literal["agent", "lead", "admin"]
ROLES: tuple[Role, ...] = ("agent", "lead", "admin")


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who may use the desk."""

    id: int
    email: str
    name: str
    role: Role = "agent"

    @property
    def leads(self) -> bool:
        """Whether they may decide for others: assign, take over, write canned replies, read the log."""
        return self.role in ("lead", "admin")

    def to_json(self) -> dict[str, object]:
        """The agent as the desk shows them."""
        return {"id": self.id, "email": self.email, "name": self.name, "role": self.role}


class AccountError(ValueError):
    """An agent's account cannot be made; the message says why."""


class DeskAuth:
    """Signs agents in and out; sessions can be ended at once because they are not kept in the cookie."""

    def __init__(self, engine: AsyncEngine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._hasher = PasswordHasher()
        # Verified against for unknown emails, so that those take as long as known ones.
        self._nobody = self._hasher.hash(new_token()[0])
        self._by_ip = RateLimit(settings.logins_per_minute)
        self._by_email = RateLimit(settings.logins_per_minute)
        self._hashing = asyncio.Semaphore(_HASHING_AT_ONCE)

    async def sign_in(self, request: web.Request, email: object, password: object) -> tuple[Agent, str]:
        """The agent and a new session's token. Raises ``ApiError``: ``wrong_login``, ``rate_limited``."""
        if not self._by_ip.allow(caller(request)):
            raise ApiError(429, "rate_limited")
        if not isinstance(email, str) or not isinstance(password, str) or len(password) > _MAX_PASSWORD_CHARS:
            raise ApiError(401, "wrong_login")
        email = _normal(email)[:_MAX_EMAIL_CHARS]
        if not self._by_email.allow(email):
            raise ApiError(429, "rate_limited")
        async with self._engine.connect() as connection:
            row = (
                await connection.execute(
                    select(agents).where(agents.c.email == email, agents.c.active.is_(True))
                )
            ).one_or_none()
        if not await self._fits(row.password_hash if row else self._nobody, password) or row is None:
            raise ApiError(401, "wrong_login")
        return Agent(row.id, row.email, row.name, row.role), await self._new_session(row.id)

    async def sign_out(self, request: web.Request) -> None:
        """End the session of this request's cookie."""
        token = request.cookies.get(COOKIE)
        if token:
            async with self._engine.begin() as connection:
                await connection.execute(
                    delete(desk_sessions).where(desk_sessions.c.token_hash == token_hash(token))
                )

    async def agent(self, request: web.Request) -> Agent:
        """Who asks. Raises ``ApiError`` 401 ``not_signed_in``."""
        token = request.cookies.get(COOKIE)
        if not token:
            raise ApiError(401, "not_signed_in")
        wanted = (
            select(agents.c.id, agents.c.email, agents.c.name, agents.c.role)
            .join(desk_sessions, desk_sessions.c.agent_id == agents.c.id)
            .where(desk_sessions.c.token_hash == token_hash(token), desk_sessions.c.expires_ms > now_ms())
            .where(agents.c.active.is_(True))
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        if row is None:
            raise ApiError(401, "not_signed_in")
        return Agent(row.id, row.email, row.name, row.role)

    async def lead(self, request: web.Request) -> Agent:
        """Who asks, if they lead. Raises ``ApiError`` 401 ``not_signed_in`` or 403 ``role_missing``."""
        return self._with_role(await self.agent(request), "lead", "admin")

    async def admin(self, request: web.Request) -> Agent:
        """Who asks, if they administer. Raises ``ApiError`` 401 ``not_signed_in`` or 403 ``role_missing``."""
        return self._with_role(await self.agent(request), "admin")

    async def writer(self, request: web.Request) -> Agent:
        """Who asks for a change, after the checks against other sites' pages."""
        self.check_write(request)
        return await self.agent(request)

    async def end_sessions(self, agent_id: int) -> None:
        """Sign an agent out everywhere."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(desk_sessions).where(desk_sessions.c.agent_id == agent_id))

    def _with_role(self, agent: Agent, *roles: Role) -> Agent:
        if agent.role not in roles:
            raise ApiError(403, "role_missing")
        return agent

    def check_write(self, request: web.Request) -> None:
        """Refuse a write that another site's page could have sent. Raises ``ApiError`` 403."""
        if request.headers.get(HEADER) != "1":
            raise ApiError(403, "desk_header_missing")
        self.check_origin(request)

    def check_origin(self, request: web.Request) -> None:
        """Refuse a request that a page of another origin makes. Raises ``ApiError`` 403 ``wrong_origin``."""
        origin = request.headers.get("Origin")
        if origin is not None and not same_origin(request, origin, self._settings.public_url):
            raise ApiError(403, "wrong_origin")

    def set_cookie(self, response: web.StreamResponse, token: str) -> None:
        """Give the browser its session."""
        secure = self._settings.secure_cookies
        response.set_cookie(
            COOKIE, token, max_age=_TTL_S, path="/desk", httponly=True, samesite="Strict", secure=secure
        )

    def clear_cookie(self, response: web.StreamResponse) -> None:
        """Take the session from the browser."""
        response.del_cookie(COOKIE, path="/desk")

    async def _fits(self, stored: str, password: str) -> bool:
        async with self._hashing:  # argon2 takes memory and time on purpose
            return await asyncio.to_thread(self._verify, stored, password)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _new_session(self, agent_id: int) -> str:
        token, hashed = new_token()
        now = now_ms()
        async with self._engine.begin() as connection:
            await connection.execute(delete(desk_sessions).where(desk_sessions.c.expires_ms <= now))
            row = {"token_hash": hashed, "agent_id": agent_id, "expires_ms": now + _TTL_S * 1000}
            await connection.execute(insert(desk_sessions), row)
        return token


async def add_agent(engine: AsyncEngine, email: str, name: str, password: str, role: str = "agent") -> None:
    """Make an account for an agent. Raises ``AccountError`` when it does not fit or is there already."""
    email, name = _normal(email), name.strip()
    if role not in ROLES:
        raise AccountError(f"a role is one of {', '.join(ROLES)}")
    if "@" not in email or len(email) > _MAX_EMAIL_CHARS:
        raise AccountError(f"not an email address: {email}")
    if not 0 < len(name) <= _MAX_NAME_CHARS:
        raise AccountError(f"a name has 1 to {_MAX_NAME_CHARS} characters")
    row = {"email": email, "name": name, "created_ms": now_ms(), "role": role}
    row["password_hash"] = await asyncio.to_thread(hash_password, password)
    try:
        async with engine.begin() as connection:
            await connection.execute(insert(agents), row)
    except IntegrityError:
        raise AccountError(f"{email} has an account already") from None


def hash_password(password: str) -> str:
    """The argon2 hash of a new password. Raises ``AccountError`` when it is too short or too long."""
    if not MIN_PASSWORD_CHARS <= len(password) <= _MAX_PASSWORD_CHARS:
        raise AccountError(f"a password has {MIN_PASSWORD_CHARS} to {_MAX_PASSWORD_CHARS} characters")
    return PasswordHasher().hash(password)


def _normal(email: str) -> str:
    return email.strip().lower()
