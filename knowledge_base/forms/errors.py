"""What may be wrong with a file; the words are in ``vi.yml`` under ``forms.file``."""

from __future__ import annotations

from knowledge_base.errors import InvalidInputError


class EmptyFileError(InvalidInputError):
    """Nothing in it."""

    key = "forms.file.empty"


class TooLargeError(InvalidInputError):
    """More than a form needs, or than Zalo takes."""

    key = "forms.file.too_large"


class UnknownKindError(InvalidInputError):
    """Neither PDF nor Word, whatever its name says."""

    key = "forms.file.unknown_kind"


class WrongNameError(InvalidInputError):
    """The name says something else than the content."""

    key = "forms.file.wrong_name"


class BrokenFileError(InvalidInputError):
    """It looks like one of the kinds, but cannot be read."""

    key = "forms.file.broken"


class LockedFileError(InvalidInputError):
    """Nobody could open it without a password."""

    key = "forms.file.locked"


class ActiveContentError(InvalidInputError):
    """A macro, a script, a program or another file inside."""

    key = "forms.file.active"


class ReachesOutError(InvalidInputError):
    """Opening it would fetch something from elsewhere."""

    key = "forms.file.reaches_out"
