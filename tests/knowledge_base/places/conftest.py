"""Facts about places, and the people who write them down."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge_base.database import Database
from knowledge_base.places.schema import LocalFee, Office
from knowledge_base.staff.models import Role, Staff

TRAN_BIEN, BIRTH = "26041", "1.001193"

type People = dict[str, Staff]


def office(**fields: Any) -> Office:
    """An office of one ward."""
    given = {
        "commune_code": TRAN_BIEN,
        "address": "Số 1 đường Thử Nghiệm",
        "hours": "Sáng 7 giờ 30 đến 11 giờ 30",
        "source": "Thông báo của Ủy ban nhân dân phường",
        "certainty": "verified",
        "last_checked": date(2026, 11, 20),
        "effective_from": date(2026, 11, 1),
    }
    return Office.model_validate({**given, **fields})


def fee(**fields: Any) -> LocalFee:
    """A fee of the whole city."""
    given = {
        "procedure_code": BIRTH,
        "what": "Khai sinh quá hạn",
        "amount": 5000,
        "resolution": "00/2026/NQ-HĐND",
        "resolution_date": date(2026, 7, 1),
        "source": "Công báo thành phố",
        "certainty": "verified",
        "last_checked": date(2026, 11, 20),
        "effective_from": date(2026, 8, 1),
    }
    return LocalFee.model_validate({**given, **fields})


@pytest.fixture
def people(database: Database) -> People:
    """An editor, two publishers, an officer."""
    roles = {"lan": Role.EDITOR, "hung": Role.PUBLISHER, "minh": Role.PUBLISHER, "an": Role.OFFICER}
    with database.transaction() as session:
        made = {
            name: Staff(username=name, display_name=name.title(), password_hash="x", role=role)
            for name, role in roles.items()
        }
        session.add_all(made.values())
    return made
