"""Behind proxies: who really asks, as the trusted ones among them say."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from aiohttp import web
from aiohttp.typedefs import Handler

from web.keys import SETTINGS

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_NETWORKS: web.AppKey[tuple[_Network, ...]] = web.AppKey("trusted_networks")
_MOST_HOPS = 16


def setup(app: web.Application) -> None:
    """Read the trusted networks of the settings. Raises ``ValueError`` for one that is none."""
    app[_NETWORKS] = tuple(ipaddress.ip_network(one) for one in app[SETTINGS].trusted_proxies)


@web.middleware
async def proxies_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request the address and the scheme that its trusted proxies saw."""
    trusted = request.app[_NETWORKS]
    if trusted and _is_in(request.remote, trusted):
        remote = client_of(request.remote or "", request.headers.getall("X-Forwarded-For", []), trusted)
        scheme = request.headers.get("X-Forwarded-Proto", "").strip().lower()
        request = request.clone(
            remote=remote, scheme=scheme if scheme in ("http", "https") else request.scheme
        )
    return await handler(request)


def client_of(remote: str, forwarded: Sequence[str], trusted: Sequence[_Network]) -> str:
    """The nearest address that is no trusted proxy's: what stands before it anybody may have written."""
    hops = [hop.strip() for line in forwarded for hop in line.split(",")]
    for hop in reversed(hops[-_MOST_HOPS:]):
        if not _is_address(hop):
            return remote
        remote = hop
        if not _is_in(hop, trusted):
            return remote
    return remote


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_in(text: str | None, networks: Sequence[_Network]) -> bool:
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return False
    return any(address in network for network in networks)
