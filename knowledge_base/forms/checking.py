"""Whether a file may be handed to citizens: judged by its content, its name only has to agree."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from knowledge_base.forms import pdf, word_new, word_old
from knowledge_base.forms.errors import EmptyFileError, TooLargeError, UnknownKindError, WrongNameError

MAX_SIZE = 5 * 1024 * 1024
"""What Zalo takes; no form needs more."""

_KINDS: tuple[tuple[str, Callable[[bytes], bool], Callable[[bytes], None]], ...] = (
    ("pdf", pdf.looks_like, pdf.require_harmless),
    ("docx", word_new.looks_like, word_new.require_harmless),
    ("doc", word_old.looks_like, word_old.require_harmless),
)
TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept."""

    kind: str
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Under which it is kept."""
        return hashlib.sha256(self.data).hexdigest()


def check_file(name: str, data: bytes) -> CheckedFile:
    """The file with its kind. Raises one of ``forms.errors``."""
    if not data:
        raise EmptyFileError
    if len(data) > MAX_SIZE:
        raise TooLargeError(megabytes=MAX_SIZE // 1024**2)
    for kind, looks_like, require_harmless in _KINDS:
        if looks_like(data):
            require_harmless(data)
            _require_name(name, kind)
            return CheckedFile(kind, data)
    raise UnknownKindError


def _require_name(name: str, kind: str) -> None:
    _, dot, ending = name.rpartition(".")
    if not dot or ending.lower() != kind:
        raise WrongNameError(kind=kind.upper())
