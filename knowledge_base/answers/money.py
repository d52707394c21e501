"""What it costs. An amount nobody verified is never shown, and never taken for free."""

from __future__ import annotations

from knowledge_base.answers.facts import facts
from knowledge_base.procedures.schema import Fee, ProcedureDocument
from knowledge_base.replies import Block, Listing, Say
from knowledge_base.vocabulary import Certainty


def fees(document: ProcedureDocument) -> list[Block]:
    """Fees, exemptions, remarks."""
    items = [_line(fee) for fee in document.fees.items]
    if not items:
        items = [Say(key="answer.fee.unknown", args={"what": Say(key="answer.fee.title")})]
    return [
        Listing(title=Say(key="answer.fee.title"), items=[*items]),
        *facts("answer.fee.exempt", document.fees.exemptions),
        *facts("answer.fee.notes", document.fees.notes),
    ]


def _line(fee: Fee) -> Say:
    if fee.amount is None or fee.certainty is not Certainty.VERIFIED:
        return _unknown(fee)
    if fee.way is not None:
        way = Say(key=f"answer.ways.{fee.way}")
        words = Say(key="answer.fee.amount_way", args={"what": fee.what, "way": way, "amount": _amount(fee)})
    else:
        words = Say(key="answer.fee.amount", args={"what": fee.what, "amount": _amount(fee)})
    return Say(key="answer.fee.noted", args={"fee": words, "note": fee.note}) if fee.note else words


def _unknown(fee: Fee) -> Say:
    if fee.note:
        return Say(key="answer.fee.unknown_noted", args={"what": fee.what, "note": fee.note.rstrip(".")})
    return Say(key="answer.fee.unknown", args={"what": fee.what})


def _amount(fee: Fee) -> Say:
    if fee.amount == 0:
        return Say(key="answer.fee.free")
    number = f"{fee.amount:,}".replace(",", ".")
    if fee.unit:
        return Say(key="answer.fee.dong_per", args={"amount": number, "unit": fee.unit})
    return Say(key="answer.fee.dong", args={"amount": number})
