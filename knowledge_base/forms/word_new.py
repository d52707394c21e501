"""DOCX: a Word document in a ZIP, without macros, programs, or anything fetched from elsewhere."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from knowledge_base.errors import InvalidInputError
from knowledge_base.forms.errors import ActiveContentError, BrokenFileError, ReachesOutError, UnknownKindError

MOST_PARTS = 2000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_XML = 4 * 1024 * 1024  # bytes of one part that is read
CONTENT_TYPES = "[Content_Types].xml"
PLAIN_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HARMLESS_OUTSIDE = frozenset({"hyperlink"})
"""An address that waits for a click."""
_ACTIVE = re.compile(r"vbaproject|vbadata|activex|oleobject|\.bin$|\.exe$|\.js$", re.IGNORECASE)


def looks_like(data: bytes) -> bool:
    """Whether it is a ZIP; which one is seen when it is opened."""
    return data.startswith(b"PK\x03\x04")


def require_harmless(data: bytes) -> None:
    """Raise UnknownKindError, BrokenFileError, ActiveContentError or ReachesOutError."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            _require_document(parts)
            _require_still(parts)
            if parts.testzip() is not None:
                raise BrokenFileError
    except InvalidInputError:
        raise
    except Exception as error:  # bytes made to break it, or a part with a password: the library raises nearly anything
        raise BrokenFileError from error


def _require_document(parts: zipfile.ZipFile) -> None:
    if CONTENT_TYPES not in parts.namelist():
        raise UnknownKindError
    if len(parts.infolist()) > MOST_PARTS or sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
        raise BrokenFileError
    said = [element.get("ContentType", "") for element in _read(parts, CONTENT_TYPES).iter()]
    if any(_ACTIVE.search(name) for name in (*parts.namelist(), *said)) or any("macroEnabled" in kind for kind in said):
        raise ActiveContentError
    if PLAIN_DOCUMENT not in said:
        raise UnknownKindError


def _require_still(parts: zipfile.ZipFile) -> None:
    for kind, target, outside in _relations(parts):
        if _ACTIVE.search(kind) or _ACTIVE.search(target):
            raise ActiveContentError
        if outside and kind not in HARMLESS_OUTSIDE:
            raise ReachesOutError


def _relations(parts: zipfile.ZipFile) -> Iterator[tuple[str, str, bool]]:
    """Kind, target, and whether it lies outside, of everything a part leads to."""
    for name in parts.namelist():
        if name.lower().endswith(".rels"):
            for element in _read(parts, name):
                kind = element.get("Type", "").rsplit("/", 1)[-1]
                yield kind, element.get("Target", ""), element.get("TargetMode", "").lower() == "external"


def _read(parts: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with parts.open(name) as part:
        text = part.read(MOST_XML + 1)
    # Word writes UTF-8 without declarations; who declares entities wants our memory.
    if len(text) > MOST_XML or b"\0" in text or b"<!" in text.replace(b"<!--", b""):
        raise BrokenFileError
    return ElementTree.fromstring(text)  # noqa: S314 (see above)
