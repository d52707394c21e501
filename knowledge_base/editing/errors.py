"""What can stand in the way of an editor; the words are in ``vi.yml`` under ``edit``."""

from __future__ import annotations

from knowledge_base.errors import ConflictError, ForbiddenError, InvalidInputError


class StaleDraftError(ConflictError):
    """Somebody else changed the draft since it was opened."""

    key = "edit.stale"


class OpenDraftError(ConflictError):
    """There is a draft of this procedure already."""

    key = "edit.open_draft"


class BaseMovedError(ConflictError):
    """Another version was published since the draft was begun."""

    key = "edit.base_moved"


class NotWaitingError(ConflictError):
    """The draft is not in the state this step needs."""

    key = "edit.not_waiting"


class SecondPersonError(ForbiddenError):
    """Who wrote something does not approve it."""

    key = "edit.second_person"


class MissingReasonError(InvalidInputError):
    """A step needs its reason."""

    key = "edit.no_reason"


class IncompleteError(InvalidInputError):
    """The draft does not hold a whole procedure yet."""

    key = "edit.incomplete"


class NothingChangedError(InvalidInputError):
    """The draft says exactly what is published."""

    key = "edit.nothing_changed"


class BadDayError(InvalidInputError):
    """The day lies in the past, or after the last day of the version."""

    key = "edit.bad_day"


class CodeTakenError(ConflictError):
    """A new procedure got the code of another."""

    key = "edit.code_taken"
