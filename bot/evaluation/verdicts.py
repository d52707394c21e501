"""Judges one answer against what was expected."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.evaluation.questions import NONE, Asked
from knowledge_base.vocabulary import Outcome

SETTLED = {Outcome.ANSWERED}


class Verdict(StrEnum):
    """How an answer counts."""

    RIGHT = "right"  # the right procedure answered at once, the act recognised, or out of scope declined
    CLARIFIED = "clarified"  # a choice was offered, the right one among it
    WRONG = "wrong"  # another procedure answered or offered
    HANDED_OVER = "handed_over"  # led to a person
    DECLINED = "declined"  # said that it is not known
    FAILED = "failed"  # no answer


def judge(asked: Asked, meta: dict[str, Any]) -> Verdict:
    """The verdict on an answer's ``meta``; an empty one means that none came."""
    outcome = meta.get("outcome")
    if not meta or outcome == Outcome.ERROR:
        return Verdict.FAILED
    if asked.is_procedure:
        return _about_procedure(asked, meta, outcome)
    if asked.expected == (NONE,):
        return Verdict.WRONG if outcome in {Outcome.ANSWERED, Outcome.CLARIFY} else Verdict.RIGHT
    return Verdict.RIGHT if meta.get("act") == asked.expected[0] else _other(outcome)


def aspects_right(asked: Asked, meta: dict[str, Any]) -> bool | None:
    """Whether exactly the asked aspects were answered; None where that cannot be said."""
    if asked.aspects is None or meta.get("outcome") != Outcome.ANSWERED:
        return None
    return set(meta.get("aspects") or []) == asked.aspects


def _about_procedure(asked: Asked, meta: dict[str, Any], outcome: str | None) -> Verdict:
    if outcome == Outcome.ANSWERED:
        return Verdict.RIGHT if meta.get("procedure") in asked.expected else Verdict.WRONG
    if outcome == Outcome.CLARIFY:
        return Verdict.CLARIFIED if set(meta.get("candidates") or []) & set(asked.expected) else Verdict.WRONG
    if outcome == Outcome.DECLINED and meta.get("procedure") in asked.expected:
        return Verdict.RIGHT  # a signpost: not ours, and whose it is was told
    return _other(outcome)


def _other(outcome: str | None) -> Verdict:
    match outcome:
        case Outcome.TICKET:
            return Verdict.HANDED_OVER
        case Outcome.ANSWERED | Outcome.CLARIFY:
            return Verdict.WRONG
    return Verdict.DECLINED
