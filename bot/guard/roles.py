"""Roles, enforced before any handler runs: to who may not use a page it does not exist.

Nobody signed in is the handler's matter: it leads to the sign-in page, and keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.guard.routes import Guard, guard_of
from bot.guard.sessions import signed_in
from knowledge_base.editing.roles import LOCAL_WRITERS, PUBLISHERS, WRITERS
from knowledge_base.staff.models import Role, Staff

ROLES: Mapping[Guard, frozenset[Role]] = {
    Guard.STAFF: frozenset(Role),
    Guard.OFFICER: frozenset({Role.OFFICER, Role.INSPECTOR}),
    Guard.EDITOR: WRITERS,
    Guard.LOCAL: LOCAL_WRITERS,
    Guard.PUBLISHER: PUBLISHERS,
}


@web.middleware
async def role_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """404 for staff of another role."""
    guard = guard_of(request.match_info.handler)
    if guard is not None and guard in ROLES and guard is not Guard.STAFF:
        signed = await signed_in(request, active=False)
        if signed is not None and signed.staff.role not in ROLES[guard]:
            raise web.HTTPNotFound
    return await handler(request)


def may(staff: Staff, guard: Guard) -> bool:
    """Whether a page of this guard is theirs, for links and buttons."""
    return staff.role in ROLES[guard]
