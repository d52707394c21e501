"""Every route names who may use it; a test walks the router and finds none that does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

from aiohttp import web

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_ATTRIBUTE = "thanthien_guard"


class Guard(StrEnum):
    """Who may use a route."""

    PUBLIC = "public"  # everybody
    CONVERSATION = "conversation"  # whoever holds the conversation's token
    STAFF = "staff"  # whoever is signed in
    OFFICER = "officer"  # who answers citizens: officers and inspectors
    EDITOR = "editor"  # who writes the knowledge
    LOCAL = "local"  # who writes what is particular to a commune: editors, and those of that commune
    PUBLISHER = "publisher"  # who approves it and switches topics off


def guarded[H: Handler](guard: Guard) -> Callable[[H], H]:
    """Declare a handler's guard; the handler itself, or what it calls, enforces it."""

    def mark(handler: H) -> H:
        setattr(handler, _ATTRIBUTE, guard)
        return handler

    return mark


def guard_of(handler: object) -> Guard | None:
    """The declared guard."""
    return getattr(handler, _ATTRIBUTE, None)
