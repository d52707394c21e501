"""Procedures and acts with days."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge_base.expiry.acts import LegalAct
from knowledge_base.procedures.schema import ProcedureDocument


def document(code: str = "1.000001", **fields: Any) -> ProcedureDocument:
    """A small procedure."""
    given = {
        "code": code,
        "name": f"Thủ tục {code}",
        "official_name": f"Thủ tục {code}",
        "field": "ho_tich",
        "sources": ["Cổng Dịch vụ công quốc gia"],
        "last_checked": date(2026, 7, 18),
        "effective_from": date(2026, 1, 1),
    }
    return ProcedureDocument.model_validate({**given, **fields})


def act(number: str, last: date | None, **fields: Any) -> LegalAct:
    """An act with its last day."""
    given = {"number": number, "title": "Luật thử", "effective_to": last, "source": "Công báo"}
    return LegalAct.model_validate({**given, **fields})
