"""How long it takes."""

from __future__ import annotations

from knowledge_base.answers.facts import marked
from knowledge_base.procedures.schema import Duration, ProcedureDocument
from knowledge_base.replies import Block, Listing, Say
from knowledge_base.vocabulary import TimeUnit


def times(document: ProcedureDocument) -> list[Block]:
    """Every processing time with its case."""
    items = [time_line(duration) for duration in document.times] or [Say(key="answer.time.unknown")]
    return [Listing(title=Say(key="answer.time.title"), items=[*items])]


def time_line(duration: Duration) -> str | Say:
    """One processing time; where no number could be read, the published wording stands."""
    words = _amount(duration)
    if duration.note:
        words = Say(key="answer.time.noted", args={"time": words, "note": duration.note}) if words else duration.note
    words = words or Say(key="answer.time.unknown")
    if duration.way:
        words = Say(key="answer.time.by_way", args={"way": Say(key=f"answer.ways.{duration.way}"), "time": words})
    if duration.when:
        words = Say(key="answer.time.in_case", args={"when": duration.when, "time": words})
    # Where nothing is known the words themselves leave it to an officer.
    known = duration.amount is not None or duration.note is not None
    return marked(words, duration.certainty) if known else words


def _amount(duration: Duration) -> str | Say | None:
    if duration.amount is None or duration.unit is None:
        return None
    if duration.unit is TimeUnit.SAME_DAY:
        return Say(key="answer.time.same_day")
    whole = duration.amount == int(duration.amount)
    count = str(int(duration.amount)) if whole else f"{duration.amount}".replace(".", ",")
    return Say(key=f"answer.time.{duration.unit}", args={"count": count})
