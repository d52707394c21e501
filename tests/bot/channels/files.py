"""A message that carries an official form, and the form itself in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.messages import FileLine, Message, Option, Paragraph
from knowledge_base.database import Database
from knowledge_base.forms.checking import check_file
from knowledge_base.forms.models import FormContent
from knowledge_base.forms.schema import FormFacts
from knowledge_base.forms.service import propose
from knowledge_base.replies import Meta
from knowledge_base.staff.models import Role, Staff
from knowledge_base.vocabulary import Outcome
from tests.knowledge_base.forms.files import pdf

LABEL = "Tờ khai, mẫu số 01 (PDF, 1 KB)"
URL = "https://hoi.example/bieu-mau/1/to-khai.pdf"
CONTENT = pdf()


def with_form(database: Database, *options: str) -> Message:
    """Words, the form, options."""
    checked = check_file("a.pdf", CONTENT)
    with database.transaction() as session:
        if session.get(FormContent, checked.sha256) is None:
            editor = Staff(username="bao", display_name="Bảo", password_hash="", role=Role.EDITOR)
            session.add(editor)
            session.flush()
            facts = FormFacts(procedure_code="1.001193", name="Tờ khai", source="TT", last_checked=date(2026, 11, 20))
            propose(session, editor, facts, checked, "", datetime(2026, 11, 24, tzinfo=UTC))
    file = FileLine(label=LABEL, url=URL, name="to-khai.pdf", sha256=checked.sha256, size=len(CONTENT))
    return Message(
        blocks=[Paragraph(text="Dạ, em gửi mẫu:"), file, Paragraph(text="Căn cứ: Luật Hộ tịch")],
        choices=[Option(label=option, payload="/p") for option in options],
        meta=Meta(outcome=Outcome.ANSWERED),
    )
