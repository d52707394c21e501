"""Facts about places, and the people who write them down."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge_base.database import Database
from knowledge_base.places.schema import LocalFee, LocalNote, Office
from knowledge_base.staff.models import Role, Staff

TRAN_BIEN, LONG_THANH, BIRTH = "26041", "26368", "1.001193"

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


def note(**fields: Any) -> LocalNote:
    """What people of one ward should also know."""
    given = {
        "procedure_code": BIRTH,
        "commune_code": TRAN_BIEN,
        "text": "Thứ Bảy chỉ nhận hồ sơ khai sinh.",
        "source": "Thông báo của Ủy ban nhân dân phường",
        "certainty": "verified",
        "last_checked": date(2026, 11, 20),
        "effective_from": date(2026, 11, 1),
    }
    return LocalNote.model_validate({**given, **fields})


@pytest.fixture
def people(database: Database) -> People:
    """An editor, two publishers, an officer; two who edit one ward, one who edits another commune."""
    roles = {"lan": Role.EDITOR, "hung": Role.PUBLISHER, "minh": Role.PUBLISHER, "an": Role.OFFICER}
    with database.transaction() as session:
        made = {
            name: Staff(username=name, display_name=name.title(), password_hash="x", role=role)
            for name, role in roles.items()
        }
        communes = {"hai": TRAN_BIEN, "nam": TRAN_BIEN, "xuan": LONG_THANH}
        for name, commune in communes.items():
            made[name] = Staff(
                username=name, display_name=name, password_hash="x", role=Role.COMMUNE_EDITOR, commune_code=commune
            )
        session.add_all(made.values())
    return made
