"""Whose request it is, for limits by address: behind our own proxies the address stands in a header they write."""

from __future__ import annotations

from aiohttp import web

from bot.keys import SETTINGS


def address_of(request: web.Request) -> str:
    """The last address in ``X-Forwarded-For`` that is no proxy of ours; what strangers write there is not believed."""
    remote = request.remote or ""
    trusted = request.app[SETTINGS].trusted
    if remote not in trusted:
        return remote
    named = [part.strip() for header in request.headers.getall("X-Forwarded-For", []) for part in header.split(",")]
    return next((address for address in reversed(named) if address and address not in trusted), remote)
