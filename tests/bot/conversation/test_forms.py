"""Who asks for the form gets the official file with the answer, whoever decided it."""

from __future__ import annotations

from datetime import date

from bot.messages import FileLine, Message
from knowledge_base.answers.compose import answer
from knowledge_base.forms.checking import check_file
from knowledge_base.forms.schema import FormFacts
from knowledge_base.forms.service import approve, propose
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.staff.models import Role, Staff
from knowledge_base.vocabulary import Aspect
from tests.bot.conversation.conftest import Chat
from tests.knowledge_base.forms.files import docx

BIRTH = "1.001193"


def files(said: list[Message]) -> list[FileLine]:
    """Every file in what was said."""
    return [block for message in said for block in message.blocks if isinstance(block, FileLine)]


async def test_the_file_comes_with_the_next_answer(chat: Chat, procedures: dict[str, ProcedureDocument]) -> None:
    chat.dialogue.reply = answer(procedures[BIRTH], [Aspect.FORM], Context())
    assert files(await chat.say("mẫu khai sinh")) == []
    facts = FormFacts(procedure_code=BIRTH, name="Tờ khai", source="TT", last_checked=date(2026, 11, 20))
    with chat.mailroom.database.transaction() as session:
        bao, phuong = (Staff(username=n, display_name=n, password_hash="", role=Role.PUBLISHER) for n in "ab")
        session.add_all((bao, phuong))
        session.flush()
        form = propose(session, bao, facts, check_file("a.docx", docx()), "", chat.mailroom.clock())
        approve(session, phuong, form.id, chat.mailroom.clock())
    (file,) = files(await chat.say("mẫu khai sinh đâu"))
    assert file.label.startswith("Tờ khai (DOCX, ")
    assert file.url == f"https://hoi.example/bieu-mau/{form.id}/to-khai.docx"
