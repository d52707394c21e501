"""Accounts: only for communes there are; every refusal has its words."""

from __future__ import annotations

import inspect

import pytest

from bot.texts import Texts
from knowledge_base.database import Database
from knowledge_base.errors import ThanThienError
from knowledge_base.staff import passwords, service
from knowledge_base.staff.models import Role
from knowledge_base.staff.service import UnknownCommuneError, create_officer
from knowledge_base.tickets import service as tickets
from knowledge_base.units.service import Units
from tests.bot.desk.conftest import PASSWORD, TRAN_BIEN


def test_an_officer_belongs_to_a_commune_of_today(database: Database, units: Units, texts: Texts) -> None:
    with database.transaction() as session:
        officer = create_officer(session, "hoa", "Đỗ Thị Hoa", PASSWORD, TRAN_BIEN, units=units)
        assert (officer.role, officer.commune_code) == (Role.OFFICER, TRAN_BIEN)
        with pytest.raises(UnknownCommuneError) as refused:
            create_officer(session, "lan", "Đỗ Thị Lan", PASSWORD, "99999", units=units)
    assert "99999" in texts.say(refused.value.key, **refused.value.args_for_text)


def test_every_refusal_of_accounts_and_tickets_has_words(texts: Texts) -> None:
    refusals = [
        kind
        for module in (passwords, service, tickets)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, ThanThienError)
    ]
    assert len(refusals) > 10
    assert [kind.key for kind in refusals if kind.key not in texts] == []
