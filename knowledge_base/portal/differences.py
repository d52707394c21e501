"""What differs between two documents: all fields of two imports, or what matters most against an edited record."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_base.procedures.schema import Decision, ProcedureDocument

_BESIDE = {"sources", "last_checked", "effective_from", "effective_to", "as_published", "situation"}


@dataclass(frozen=True)
class Difference:
    """One field: what our edited record says, what the portal says."""

    field: str
    ours: str
    portal: str


def changed_fields(old: ProcedureDocument, new: ProcedureDocument) -> list[str]:
    """Names of the fields that say something else; the day of the import alone is no change."""
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    return [name for name in after if name not in _BESIDE and before[name] != after[name]]


def differences(ours: ProcedureDocument, portal: ProcedureDocument) -> list[Difference]:
    """Fees, times, number of papers and decision, where they differ."""
    pairs = {
        "fees": (_fees(ours), _fees(portal)),
        "times": (_times(ours), _times(portal)),
        "papers": (_papers(ours), _papers(portal)),
        "decision": (_decision(ours.decision), _decision(portal.decision)),
    }
    return [Difference(name, *pair) for name, pair in pairs.items() if pair[0] != pair[1]]


def _fees(document: ProcedureDocument) -> str:
    amounts = {"?" if fee.amount is None else str(fee.amount) for fee in document.fees.items}
    return ", ".join(sorted(amounts)) or "?"


def _times(document: ProcedureDocument) -> str:
    return ", ".join(sorted({f"{time.amount:g} {time.unit}" for time in document.times if time.amount})) or "?"


def _papers(document: ProcedureDocument) -> str:
    always = sum(paper.when is None for paper in document.papers)
    return f"{always} + {len(document.papers) - always}"


def _decision(decision: Decision | None) -> str:
    return decision.number if decision else "?"
