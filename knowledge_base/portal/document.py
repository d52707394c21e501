"""A record of the portal as one of our documents, or the reason why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from knowledge_base.portal import naming
from knowledge_base.portal.authority import authority, is_local, level, place
from knowledge_base.portal.bases import bases
from knowledge_base.portal.facts import MOST_FACTS, applicants, conditions, results, steps
from knowledge_base.portal.fees import fees
from knowledge_base.portal.filing import filing
from knowledge_base.portal.papers import papers
from knowledge_base.portal.read import Member
from knowledge_base.portal.record import PortalRecord, code_in_name
from knowledge_base.portal.times import times
from knowledge_base.portal.ways import rows
from knowledge_base.portal.words import words
from knowledge_base.procedures.schema import Decision, ProcedureDocument

_NUMBERED = re.compile(r"\d+/QĐ[\w-]*", re.IGNORECASE)


@dataclass(frozen=True)
class Skipped:
    """A record that was not mapped: ``reason`` is the end of a text key, ``detail`` for whoever mends the dump."""

    file: str
    code: str
    reason: str
    detail: str = ""


def mapped(member: Member, day: date) -> ProcedureDocument | Skipped:
    """The document of a record of commune level."""
    code = code_in_name(member.name)
    if member.problem is not None:
        return Skipped(member.name, code, member.problem, member.detail)
    try:
        record = PortalRecord.model_validate(member.content)
    except ValidationError as error:
        return Skipped(member.name, code, "bad_shape", _problems(error))
    if record.code != code:
        return Skipped(member.name, code, "other_code", record.code)
    if "Cấp xã" not in record.level:
        return Skipped(member.name, code, "not_commune", record.level)
    if is_local(record):
        return Skipped(member.name, code, "other_province", record.decision)
    try:
        return to_document(record, day)
    except ValidationError as error:
        return Skipped(member.name, code, "not_mappable", _problems(error))


def to_document(record: PortalRecord, day: date) -> ProcedureDocument:
    """The record in our structure, nothing added to what it says."""
    field, acts, ways = naming.field(record.field), bases(record.bases), rows(record.ways)
    brought = papers(record.papers, record.url)
    return ProcedureDocument(
        code=record.code,
        name=naming.short(record.name),
        official_name=naming.official(record.name),
        field=field,
        level=level(record),
        applicants=applicants(record.applicants),
        conditions=conditions(record.conditions),
        papers=brought.papers,
        papers_to_show=brought.to_show,
        steps=steps(record.steps, record.code),
        authority=authority(record),
        place=place(record),
        filing=filing(ways),
        fees=fees(ways, record.field, acts, day),
        times=times(ways),
        results=results(record.results),
        forms=brought.forms,
        notes=brought.remarks[:MOST_FACTS],
        legal_bases=acts,
        decision=_decision(record.decision),
        sources=[f"{words().source.format(day=day.strftime('%d/%m/%Y'))} ({record.url})".removesuffix(" ()")],
        last_checked=day,
        effective_from=day,
        as_published=True,
    )


def _decision(number: str) -> Decision | None:
    """The decision; the dump gives no date of it."""
    found = _NUMBERED.match(number)
    if found is None:
        return None
    ending = next((name for key, name in words().agencies.items() if key in found[0]), None)
    return Decision(number=found[0], agency=ending)


def _problems(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, item['loc'])) or '(record)'}: {item['msg']}" for item in error.errors())[:400]
