"""The words every part of the system shares: aspects, acts, outcomes, certainty."""

from enum import StrEnum


class Aspect(StrEnum):
    """What about a procedure is asked."""

    PAPERS = "papers"
    STEPS = "steps"
    FEE = "fee"
    TIME = "time"
    PLACE = "place"
    CONDITIONS = "conditions"
    LEGAL_BASIS = "legal_basis"
    FORM = "form"
    ONLINE = "online"
    RESULT = "result"
    PENALTY = "penalty"
    OVERVIEW = "overview"


class Act(StrEnum):
    """What the citizen is doing with the message."""

    QUESTION = "question"
    GREETING = "greeting"
    THANKS = "thanks"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    REPORT = "report"  # about an officer's conduct
    HANDOVER = "handover"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of the message."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    TICKET = "ticket"
    DECLINED = "declined"
    SMALLTALK = "smalltalk"
    ERROR = "error"


class Certainty(StrEnum):
    """How sure a fact is. Only ``VERIFIED`` may be shown as certain."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Way(StrEnum):
    """How a file can be handed in."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


class OnlineLevel(StrEnum):
    """How far the online service goes."""

    FULL = "full"
    PARTIAL = "partial"


class TimeUnit(StrEnum):
    """Unit of a processing time."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WORKING_HOUR = "working_hour"
    HOUR = "hour"
    MONTH = "month"
    SAME_DAY = "same_day"
