"""What was just published is found by the next question, without training."""

from __future__ import annotations

from knowledge_base.editing import drafts
from knowledge_base.procedures.library import Library
from knowledge_base.replies import Context
from knowledge_base.search.taught import Taught
from knowledge_base.understanding.fallback import Fallback
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.vocabulary import Outcome
from tests.knowledge_base.editing.conftest import CODE, Office
from tests.knowledge_base.procedures.conftest import Make

ASKED = "muốn thả đèn hoa đăng trên sông thì xin ở đâu"


def test_a_brand_new_procedure_is_found_by_its_phrase_on_every_process(office: Office, make: Make) -> None:
    processes = [Fallback(Knowledge(Library(office.database, office.clock), Taught())) for _ in range(2)]
    assert all(process.respond(ASKED, Context()).meta.procedure is None for process in processes)
    new = make("1.009999", "Cấp phép hoạt động trên sông", phrases=["xin thả đèn hoa đăng"])
    with office.database.transaction() as session:
        draft = drafts.start_new(session, office.people["bao"], new.code, office.clock())
    office.approve(office.submit(office.save(draft, **new.model_dump(mode="json"))))
    for process in processes:
        reply = process.respond(ASKED, Context())
        assert (reply.meta.outcome, reply.meta.procedure) == (Outcome.ANSWERED, new.code)


def test_a_new_alias_is_understood_at_once(office: Office) -> None:
    process = Fallback(Knowledge(office.library, Taught()))
    assert process.respond("làm giấy lạ tai cần gì", Context()).meta.procedure is None
    office.publish(aliases=["giấy lạ tai"])
    assert process.respond("làm giấy lạ tai cần gì", Context()).meta.procedure == CODE
