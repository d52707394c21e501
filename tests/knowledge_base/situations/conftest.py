"""A small procedure and its situation, and the real ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge_base.procedures.schema import Duration, Fact, Fee, Fees, Paper, ProcedureDocument
from knowledge_base.situations.loader import delivered
from knowledge_base.situations.schema import Situation
from knowledge_base.vocabulary import Certainty, TimeUnit

CODE, OTHER = "1.000001", "1.000002"


def tree(**changed: Any) -> dict[str, Any]:
    """A situation as a document holds it."""
    return {
        "questions": [
            {"key": "late", "ask": "Đã quá hạn chưa ạ?", "options": options("yes", "no")},
            {"key": "who", "ask": "Ai đi làm ạ?", "only_if": "late == no", "options": options("self", "proxy")},
        ],
        "papers": [{"named": "Văn bản ủy quyền", "only_if": "who == proxy"}],
        "fees": [{"named": "Quá hạn", "only_if": "late"}, {"named": "Đúng hạn", "only_if": "not late"}],
        "times": [{"named": "Quá hạn", "only_if": "late"}],
        "notes": [{"named": "Để quá hạn", "only_if": "late"}],
        **changed,
    }


def options(*keys: str) -> list[dict[str, str]]:
    """Options labelled by their keys."""
    return [{"key": key, "label": f"Mục {key}"} for key in keys]


def situation(**changed: Any) -> Situation:
    """A valid shape, whatever it means."""
    return Situation.model_validate(tree(**changed))


@pytest.fixture
def document() -> ProcedureDocument:
    """The record the situation speaks of."""
    sure = Certainty.VERIFIED
    return ProcedureDocument(
        code=CODE,
        name="Đăng ký thử",
        official_name="Thủ tục đăng ký thử",
        field="ho_tich",
        papers=[
            Paper(name="Tờ khai", originals=1, certainty=sure),
            Paper(name="Văn bản ủy quyền", originals=1, when="Nhờ người khác làm thay", certainty=sure),
        ],
        fees=Fees(
            items=[Fee(what="Đúng hạn", amount=0, certainty=sure), Fee(what="Quá hạn")],
            exemptions=[Fact(text="Hộ nghèo", certainty=sure)],
        ),
        times=[
            Duration(amount=1, unit=TimeUnit.WORKING_DAY, certainty=sure),
            Duration(amount=3, unit=TimeUnit.WORKING_DAY, when="Quá hạn", certainty=sure),
        ],
        mistakes=[Fact(text="Để quá hạn")],
        sources=["Cổng Dịch vụ công quốc gia"],
        last_checked=date(2026, 11, 20),
        effective_from=date(2025, 7, 1),
    )


@pytest.fixture(scope="session")
def documents() -> dict[str, ProcedureDocument]:
    """Every procedure of the files."""
    return {document.code: document for document in delivered()}
