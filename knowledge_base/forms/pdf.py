"""PDF: its marks at both ends, and nothing inside that runs, opens or carries something else."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from knowledge_base.forms.errors import ActiveContentError, BrokenFileError, LockedFileError

MOST_UNPACKED = 32 * 1024 * 1024  # bytes of all object streams together: a small file may unpack to a huge one
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToR)\b")
_LOCKED = re.compile(rb"/Encrypt\b")


def looks_like(data: bytes) -> bool:
    """Whether it begins as a PDF does."""
    return data.startswith(b"%PDF-")


def require_harmless(data: bytes) -> None:
    """Raise BrokenFileError, LockedFileError or ActiveContentError."""
    if b"%%EOF" not in data[-2048:]:
        raise BrokenFileError
    for part in _structure(data):
        plain = _HEX.sub(lambda found: bytes([int(found[1], 16)]), part)  # a name may be spelled /J#53
        if _LOCKED.search(plain):
            raise LockedFileError
        if _ACTIVE.search(plain):
            raise ActiveContentError


def _structure(data: bytes) -> Iterator[bytes]:
    """Everything but pictures, type and pages: what stands between the streams, and the packed objects."""
    room, end = MOST_UNPACKED, 0
    for found in _STREAM.finditer(data):
        head = data[end : found.start()]
        yield head
        if b"/ObjStm" in head[-1024:]:
            unpacked = _unpacked(found[1], room)
            room -= len(unpacked)
            yield unpacked
        end = found.end()
    yield data[end:]


def _unpacked(packed: bytes, room: int) -> bytes:
    try:
        opened = zlib.decompressobj()
        unpacked = opened.decompress(packed, max(room, 1))
    except zlib.error as error:
        raise BrokenFileError from error
    if opened.unconsumed_tail:
        raise BrokenFileError
    return unpacked
