"""Tokens: the shop's signed identity token (JWT), the demo's sign-in cookie, and random bearer tokens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

import jwt

from web.errors import ApiError
from web.limits import MAX_NAME_CHARS

AUDIENCE = "aisle"
_SIGN_IN_AUDIENCE = "aisle-storefront"
_ALGORITHM = "HS256"
_MAX_TOKEN_CHARS = 4096
IDENTITY_TTL_S = 3600
SIGN_IN_TTL_S = 12 * 3600


def verify_identity(token: object, secret: str) -> str:
    """The user id (claim ``sub``) of the shop's identity token: HS256, audience "aisle", with an expiry.

    Raises ``ApiError`` 401 ``identity_expired`` or ``identity_invalid``.
    """
    if not isinstance(token, str) or len(token) > _MAX_TOKEN_CHARS:
        raise ApiError(401, "identity_invalid")
    try:
        return _subject(token, secret, AUDIENCE)
    except jwt.ExpiredSignatureError:
        raise ApiError(401, "identity_expired") from None
    except (jwt.InvalidTokenError, ValueError):
        raise ApiError(401, "identity_invalid") from None


def sign_identity(user_id: str, secret: str, *, ttl_s: int = IDENTITY_TTL_S) -> str:
    """An identity token for ``user_id``, as a shop's own server would make it."""
    return _sign(user_id, secret, AUDIENCE, ttl_s)


def sign_in_cookie(user_id: str, secret: str) -> str:
    """The demo storefront's cookie of a signed-in customer."""
    return _sign(user_id, secret, _SIGN_IN_AUDIENCE, SIGN_IN_TTL_S)


def read_sign_in(cookie: str | None, secret: str) -> str | None:
    """The user id of a sign-in cookie; None when there is none or it is forged or too old."""
    if not cookie or len(cookie) > _MAX_TOKEN_CHARS:
        return None
    try:
        return _subject(cookie, secret, _SIGN_IN_AUDIENCE)
    except (jwt.InvalidTokenError, ValueError):
        return None


def new_token() -> tuple[str, bytes]:
    """A random bearer token (256 bits) and the hash that is stored in its place."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> bytes:
    """SHA-256 of a token; enough for random tokens, which cannot be guessed from a dictionary."""
    # Headers may hold bytes that are no UTF-8; they come as lone surrogates.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def same_token(token: str, stored: bytes) -> bool:
    """Whether ``token`` is the one whose hash is stored, in constant time."""
    return hmac.compare_digest(token_hash(token), stored)


def _sign(user_id: str, secret: str, audience: str, ttl_s: int) -> str:
    claims = {"sub": user_id, "aud": audience, "exp": int(time.time()) + ttl_s}
    return jwt.encode(claims, secret, algorithm=_ALGORITHM)


def _subject(token: str, secret: str, audience: str) -> str:
    claims = jwt.decode(
        token, secret, algorithms=[_ALGORITHM], audience=audience, options={"require": ["exp", "sub", "aud"]}
    )
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_NAME_CHARS:
        raise ValueError("sub must be a user id")
    return subject
