"""DOC: a Word document in the old container of Office, without macros, programs, or a template from elsewhere."""

from __future__ import annotations

import re

from knowledge_base.forms.errors import ActiveContentError, LockedFileError, ReachesOutError, UnknownKindError

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_TEMPLATE = re.compile(r"(?:https?://|\\\\)[^\x00-\x1f]{1,250}\.dot[mx]?", re.IGNORECASE)


def _entry(name: str) -> bytes:
    return name.encode("utf-16-le")


_DOCUMENT, _LOCKED = _entry("WordDocument"), _entry("EncryptedPackage")
_ACTIVE = tuple(map(_entry, ("_VBA_PROJECT", "Macros", "\x01Ole10Native", "\x01CompObjPackage")))


def looks_like(data: bytes) -> bool:
    """Whether it is such a container; Excel and others use it too."""
    return data.startswith(MAGIC)


def require_harmless(data: bytes) -> None:
    """Raise UnknownKindError, LockedFileError, ActiveContentError or ReachesOutError."""
    if _LOCKED in data:
        raise LockedFileError
    if _DOCUMENT not in data:
        raise UnknownKindError
    if any(entry in data for entry in _ACTIVE):
        raise ActiveContentError
    for shift in (0, 1):  # the same bytes may begin at an odd place
        if _TEMPLATE.search(data[shift:].decode("utf-16-le", "replace")):
            raise ReachesOutError
    if _TEMPLATE.search(data.decode("latin-1")):
        raise ReachesOutError
