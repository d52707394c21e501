"""The expiry queue as a page, and the same in the terminal."""

from __future__ import annotations

import pytest

from bot import upkeep
from bot.expiry_watch import ExpiryWatch
from bot.keys import LIBRARY
from bot.texts import Texts
from knowledge_base.expiry.acts import known_acts
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import publish_files
from tests.bot.admin.conftest import Office
from tests.bot.desk.conftest import CODE, document

PAGE = "/quan-tri/sap-het-han"


def leaning(**changes: object) -> ProcedureDocument:
    """A procedure that leans on the present Civil Status Law."""
    return document().model_validate(
        {**document().model_dump(), "legal_bases": [{"number": "60/2014/QH13"}], **changes}
    )


def publish(office: Office, procedure: ProcedureDocument) -> None:
    with office.desk.database.transaction() as session:
        publish_files(session, [procedure], office.desk.clock())


async def test_an_act_is_shown_with_who_leans_on_it(office: Office) -> None:
    publish(office, leaning())
    _, page = await office.browser().get(PAGE)
    assert "60/2014/QH13: Luật Hộ tịch 2014" in page
    assert "Ngày cuối 28/02/2027, còn 95 ngày" in page
    assert "Được thay bằng 03/2026/QH16" in page
    assert f'href="/quan-tri/thu-tuc/{CODE}"' in page


async def test_a_version_that_ends_is_shown_with_its_days(office: Office) -> None:
    publish(office, leaning(effective_to="2026-12-01"))
    _, page = await office.browser().get(PAGE)
    assert "Ngày cuối 01/12/2026, còn 6 ngày" in page
    assert "ticket soon" in page


async def test_an_empty_queue_says_so(office: Office) -> None:
    _, page = await office.browser().get(PAGE)
    assert "Không có gì sắp hết hạn" in page


async def test_the_terminal_prints_the_same(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(office, leaning())
    day = office.desk.clock().date()
    monkeypatch.setattr(upkeep, "today", lambda: day)
    assert upkeep.expiring(office.desk.database, Texts.load()) == 0
    said = capsys.readouterr().out
    assert "Ngày cuối 28/02/2027, còn 95 ngày: 60/2014/QH13: Luật Hộ tịch 2014" in said
    assert CODE in said


async def test_the_log_warns_once_for_each_bound(office: Office) -> None:
    publish(office, leaning())
    watch = ExpiryWatch(office.desk.database, office.desk.app[LIBRARY], known_acts(), office.desk.clock)
    assert watch.look() == []
    office.desk.clock.advance(days=40)
    assert [item.subject for item in watch.look()] == ["60/2014/QH13"]
    assert watch.look() == []
