"""The checklist's page and document offer the procedure's official form."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from aiohttp.test_utils import TestClient
from docx import Document

from bot.checklists.links import ChecklistLinks
from knowledge_base.database import Database
from knowledge_base.forms.checking import check_file
from knowledge_base.forms.schema import FormFacts
from knowledge_base.forms.service import approve, propose
from knowledge_base.staff.models import Role, Staff
from tests.bot.checklists.conftest import BIRTH, address, application, client, clock, links
from tests.conftest import FrozenClock
from tests.knowledge_base.forms.files import docx

__all__ = ["application", "client", "clock", "links"]


async def test_the_form_stands_behind_the_papers(
    client: TestClient[Any, Any], links: ChecklistLinks, clock: FrozenClock, database: Database
) -> None:
    page = address(links, clock)
    async with client.get(page) as response:
        assert "/bieu-mau/" not in await response.text()
    facts = FormFacts(procedure_code=BIRTH, name="Tờ khai khai sinh", source="TT", last_checked=date(2026, 11, 20))
    with database.transaction() as session:
        one, other = (Staff(username=n, display_name=n, password_hash="", role=Role.PUBLISHER) for n in "ab")
        session.add_all((one, other))
        session.flush()
        form = propose(session, one, facts, check_file("a.docx", docx()), "", clock())
        approve(session, other, form.id, clock())
    async with client.get(page) as response:
        text = await response.text()
    assert f'/bieu-mau/{form.id}/to-khai-khai-sinh.docx" download>Tờ khai khai sinh (DOCX' in text
    assert text.index("part-papers") < text.index("part-forms") < text.index("part-fee")
    async with client.get(f"{page}/ho-so.docx") as response:
        lines = [line.text for line in Document(BytesIO(await response.read())).paragraphs]
    assert any(f"/bieu-mau/{form.id}/" in line for line in lines)
