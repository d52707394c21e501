"""A small procedure to write and publish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from knowledge_base.procedures.schema import ProcedureDocument

type Make = Callable[..., ProcedureDocument]


@pytest.fixture
def make() -> Make:
    """Make a document; fields by name."""

    def make(code: str = "1.000001", name: str = "Đăng ký thử", **fields: object) -> ProcedureDocument:
        return ProcedureDocument.model_validate(
            {
                "code": code,
                "name": name,
                "official_name": name,
                "field": "ho_tich",
                "sources": ["Cổng Dịch vụ công quốc gia"],
                "last_checked": date(2026, 7, 18),
                "effective_from": date(2026, 1, 1),
                **fields,
            }
        )

    return make
