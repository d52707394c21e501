"""Two persons publish a form; what it replaces is kept; citizens are offered it with the next answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from knowledge_base.answers.compose import answer
from knowledge_base.editing.errors import MissingReasonError, NotWaitingError, SecondPersonError
from knowledge_base.editing.log import latest_changes
from knowledge_base.errors import ForbiddenError, NotFoundError
from knowledge_base.forms import service
from knowledge_base.forms.answers import FormAnswers
from knowledge_base.forms.checking import check_file
from knowledge_base.forms.library import FormsLibrary
from knowledge_base.forms.models import FormContent, OfficialForm
from knowledge_base.forms.schema import FormFacts
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context, File, Link
from knowledge_base.vocabulary import Aspect
from tests.knowledge_base.editing.conftest import CODE, OTHER, Office, make, office
from tests.knowledge_base.forms.files import docx

__all__ = ["make", "office"]

NAME = "Tờ khai đăng ký khai sinh"


def facts(**given: Any) -> FormFacts:
    said = {"procedure_code": CODE, "name": NAME, "number": "01", "source": "Thông tư 00/2026/TT-BTP"}
    return FormFacts.model_validate({**said, "last_checked": date(2026, 11, 20), **given})


def propose(
    office: Office, data: bytes | None = None, who: str = "bao", replaces: int | None = None, **given: Any
) -> int:
    file = None if "url" in given else check_file("a.docx", data or docx())
    with office.database.transaction() as session:
        form = service.propose(session, office.people[who], facts(**given), file, "Mẫu mới", office.clock(), replaces)
        return form.id


def step(office: Office, what: Callable[..., object], who: str, number: int, *more: str) -> None:
    with office.database.transaction() as session:
        what(session, office.people[who], number, *more, office.clock())


def publish(office: Office, *given: Any, **more: Any) -> int:
    number = propose(office, *given, **more)
    step(office, service.approve, "phuong", number)
    return number


def held(office: Office) -> list[tuple[str, str]]:
    with office.database.reading() as session:
        return [(form.name, form.state) for form in session.query(OfficialForm).order_by(OfficialForm.id)]


def told(office: Office) -> list[str]:
    return [form.name for form in FormsLibrary(office.database).current().get(CODE, ())]


def test_one_proposes_another_publishes(office: Office) -> None:
    library = FormsLibrary(office.database)
    number = propose(office)
    assert library.current() == {}
    with pytest.raises(ForbiddenError):
        step(office, service.approve, "bao", number)
    step(office, service.approve, "phuong", number)
    (form,) = library.current()[CODE]
    assert (form.name, form.number, form.kind, form.file_name) == (NAME, "01", "docx", "to-khai-dang-ky-khai-sinh.docx")
    with office.database.reading() as session:
        actions = [(row.kind, row.action, row.why) for row in latest_changes(session)]
    assert actions == [("form", "approved", "Mẫu mới"), ("form", "proposed", "Mẫu mới")]


def test_who_proposed_does_not_publish(office: Office) -> None:
    number = propose(office, who="phuong")
    with pytest.raises(SecondPersonError):
        step(office, service.approve, "phuong", number)
    step(office, service.approve, "quy", number)
    with pytest.raises(NotWaitingError):
        step(office, service.approve, "quy", number)


def test_an_officer_proposes_nothing(office: Office) -> None:
    with pytest.raises(ForbiddenError):
        propose(office, who="an")


def test_a_new_one_of_the_same_name_takes_the_place_and_the_old_is_kept(office: Office) -> None:
    first = publish(office)
    second = publish(office, docx("MẪU MỚI"), name=NAME.upper())
    assert held(office) == [(NAME, "retired"), (NAME.upper(), "published")]
    with office.database.reading() as session:
        assert session.query(FormContent).count() == 2
        successor = service.current_form(session, first)
        assert successor is not None
        assert successor.id == second


def test_the_one_it_names_is_replaced_even_if_somebody_was_quicker(office: Office) -> None:
    first = publish(office)
    late = propose(office, docx("C"), name="Mẫu C", replaces=first)
    publish(office, docx("B"), name="Mẫu B", replaces=first)
    step(office, service.approve, "quy", late)
    assert told(office) == ["Mẫu C"]
    with office.database.reading() as session:
        successor = service.current_form(session, first)
        assert successor is not None
        assert successor.name == "Mẫu C"


def test_a_form_of_another_procedure_is_not_replaced(office: Office) -> None:
    first = publish(office)
    with pytest.raises(NotFoundError):
        propose(office, replaces=first, procedure_code=OTHER)


def test_the_same_bytes_are_kept_once(office: Office) -> None:
    same = docx()
    publish(office, same)
    publish(office, same, name="Mẫu khác")
    with office.database.reading() as session:
        assert session.query(FormContent).count() == 1


def test_withdrawing_needs_a_reason_and_is_live_at_once(office: Office) -> None:
    number = publish(office)
    with pytest.raises(MissingReasonError):
        step(office, service.withdraw, "phuong", number, " ")
    with pytest.raises(ForbiddenError):
        step(office, service.withdraw, "bao", number, "Sai mẫu")
    step(office, service.withdraw, "phuong", number, "Sai mẫu")
    assert told(office) == []
    with office.database.reading() as session:
        assert service.current_form(session, number) is None
        assert session.query(FormContent).count() == 1


def test_a_dropped_proposal_is_never_offered(office: Office) -> None:
    first = publish(office)
    dropped = propose(office, docx("B"), name="Mẫu B", replaces=first)
    step(office, service.drop, "cam", dropped)
    assert told(office) == [NAME]
    with office.database.reading() as session:
        assert service.current_form(session, dropped) is None


@pytest.mark.parametrize("url", ["http://a.example/m.pdf", "https://", "javascript:alert(1)", "https://a b.example"])
def test_a_link_is_a_secure_address(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        facts(url=url)


class TestAnswers:
    """What citizens are told."""

    def reply(
        self, office: Office, make: Callable[..., ProcedureDocument], *aspects: Aspect, **given: Any
    ) -> list[Any]:
        answers = FormAnswers(FormsLibrary(office.database).current, "https://hoi.example")
        return answers.offered(answer(make(**given), aspects, Context())).blocks

    def test_an_answer_about_the_form_carries_file_and_source_before_its_basis(
        self, office: Office, make: Callable[..., ProcedureDocument]
    ) -> None:
        data = docx()
        number = publish(office, data)
        blocks = self.reply(office, make, Aspect.FORM)
        (file,) = [block for block in blocks if isinstance(block, File)]
        assert file.url == f"https://hoi.example/bieu-mau/{number}/to-khai-dang-ky-khai-sinh.docx"
        assert (file.sha256, file.size) == (check_file("a.docx", data).sha256, len(data))
        keys = [getattr(getattr(block, "text", None), "key", block.kind) for block in blocks]
        assert keys[-4:-1] == ["forms.offer", "file", "forms.source"]
        assert keys[-1].startswith("answer.basis")

    def test_with_a_form_nothing_is_said_to_be_unverified(
        self, office: Office, make: Callable[..., ProcedureDocument]
    ) -> None:
        assert "answer.missing" in str(self.reply(office, make, Aspect.FORM, papers=[], forms=[]))
        publish(office)
        assert "answer.missing" not in str(self.reply(office, make, Aspect.FORM, papers=[], forms=[]))

    def test_a_link_stays_a_link(self, office: Office, make: Callable[..., ProcedureDocument]) -> None:
        publish(office, url="https://moj.example/mau.docx")
        blocks = self.reply(office, make, Aspect.FORM)
        assert [block.url for block in blocks if isinstance(block, Link)][-1] == "https://moj.example/mau.docx"

    def test_other_answers_are_left_alone(self, office: Office, make: Callable[..., ProcedureDocument]) -> None:
        publish(office)
        assert not any(isinstance(block, File) for block in self.reply(office, make, Aspect.FEE))
