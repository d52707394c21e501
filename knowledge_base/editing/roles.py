"""Who may write and who may approve; the pages ask too, this is where it is decided."""

from __future__ import annotations

from knowledge_base.errors import ForbiddenError
from knowledge_base.staff.models import Role, Staff

WRITERS = frozenset({Role.EDITOR, Role.PUBLISHER})
PUBLISHERS = frozenset({Role.PUBLISHER})
LOCAL_WRITERS = WRITERS | {Role.COMMUNE_EDITOR}


def require_writer(staff: Staff) -> None:
    """Raise ForbiddenError unless this person may write."""
    if staff.role not in WRITERS:
        raise ForbiddenError


def require_publisher(staff: Staff) -> None:
    """Raise ForbiddenError unless this person may approve and switch off."""
    if staff.role not in PUBLISHERS:
        raise ForbiddenError


def writes_in(staff: Staff, commune: str | None) -> bool:
    """Whether this person writes what is particular to a commune; None: to the whole city."""
    return staff.role in WRITERS or _of_that_commune(staff, commune)


def approves_in(staff: Staff, commune: str | None) -> bool:
    """Whether this person approves what others wrote about a commune; None: about the whole city."""
    return staff.role in PUBLISHERS or _of_that_commune(staff, commune)


def require_local_writer(staff: Staff, commune: str | None) -> None:
    """Raise ForbiddenError unless this person may write about that commune."""
    if not writes_in(staff, commune):
        raise ForbiddenError


def require_local_publisher(staff: Staff, commune: str | None) -> None:
    """Raise ForbiddenError unless this person may approve what was written about that commune."""
    if not approves_in(staff, commune):
        raise ForbiddenError


def _of_that_commune(staff: Staff, commune: str | None) -> bool:
    return staff.role == Role.COMMUNE_EDITOR and commune is not None and staff.commune_code == commune
