"""Who may write and who may approve; the pages ask too, this is where it is decided."""

from __future__ import annotations

from knowledge_base.errors import ForbiddenError
from knowledge_base.staff.models import Role, Staff

WRITERS = frozenset({Role.EDITOR, Role.PUBLISHER})
PUBLISHERS = frozenset({Role.PUBLISHER})


def require_writer(staff: Staff) -> None:
    """Raise ForbiddenError unless this person may write."""
    if staff.role not in WRITERS:
        raise ForbiddenError


def require_publisher(staff: Staff) -> None:
    """Raise ForbiddenError unless this person may approve and switch off."""
    if staff.role not in PUBLISHERS:
        raise ForbiddenError
