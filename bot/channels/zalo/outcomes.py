"""Zalo's error numbers as data: what each means for a message."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Verdict(StrEnum):
    """What to do after an answer of Zalo."""

    SENT = "sent"
    RETRY_LATER = "retry_later"
    RENEW = "renew"  # the token
    UNREACHABLE = "unreachable"
    WITHOUT_BUTTONS = "without_buttons"  # once more in plain words, if there were buttons
    UPLOAD_AGAIN = "upload_again"  # the file's token is too old
    PERMANENT = "permanent"


VERDICTS: Mapping[int, Verdict] = {
    0: Verdict.SENT,
    -32: Verdict.RETRY_LATER,  # too many calls
    -100: Verdict.UPLOAD_AGAIN,
    -124: Verdict.RENEW,  # the template service's word for it
    -201: Verdict.WITHOUT_BUTTONS,  # invalid parameter
    -213: Verdict.UNREACHABLE,  # does not follow
    -216: Verdict.RENEW,  # token invalid
    -217: Verdict.UNREACHABLE,  # blocked us
    -220: Verdict.RENEW,  # token expired
    -227: Verdict.UNREACHABLE,  # banned, or away for 45 days
    -230: Verdict.UNREACHABLE,  # wrote nothing for 7 days
    -232: Verdict.UNREACHABLE,  # the interaction expired
    -233: Verdict.WITHOUT_BUTTONS,  # kind of message not supported
    -234: Verdict.UNREACHABLE,  # not at night
    -244: Verdict.UNREACHABLE,  # this person does not want such messages
}
"""Every other number is permanent: the message is parked and shown, its ticket told."""


def verdict(error: int) -> Verdict:
    """What that number means."""
    return VERDICTS.get(error, Verdict.PERMANENT)
