"""Nobody publishes what they wrote; every step is written down; nobody overwrites blindly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from knowledge_base.editing import approving, drafts
from knowledge_base.editing.errors import (
    BaseMovedError,
    CodeTakenError,
    IncompleteError,
    MissingReasonError,
    NothingChangedError,
    NotWaitingError,
    OpenDraftError,
    SecondPersonError,
    StaleDraftError,
)
from knowledge_base.editing.models import Change, Draft
from knowledge_base.errors import ForbiddenError, NotFoundError
from knowledge_base.procedures.models import ProcedureVersion
from knowledge_base.staff.models import AuditRow
from tests.knowledge_base.editing.conftest import CODE, OTHER, Office
from tests.knowledge_base.procedures.conftest import Make


def test_what_an_editor_wrote_is_read_once_a_second_person_approved(office: Office) -> None:
    draft = office.save(office.start(), name="Đăng ký mới")
    assert office.name() == "Đăng ký thử"
    draft = office.submit(draft)
    assert office.name() == "Đăng ký thử"
    version = office.approve(draft)
    assert (version.version, version.origin, office.name()) == (2, "editor", "Đăng ký mới")


def test_nobody_approves_what_they_wrote_even_if_somebody_else_began_it(office: Office) -> None:
    draft = office.submit(office.save(office.save(office.start("bao")), who="phuong", name="Khác"))
    with pytest.raises(SecondPersonError):
        office.approve(draft, "phuong")
    assert office.name() == "Đăng ký thử"
    assert office.approve(draft, "quy").version == 2


@pytest.mark.parametrize("who", ["cam", "an"])
def test_who_may_not_approve_cannot(office: Office, who: str) -> None:
    draft = office.submit(office.save(office.start(), name="Khác"))
    with pytest.raises(ForbiddenError):
        office.approve(draft, who)
    assert office.name() == "Đăng ký thử"


def test_an_officer_writes_nothing(office: Office) -> None:
    with pytest.raises(ForbiddenError):
        office.start("an")
    draft = office.start()
    with pytest.raises(ForbiddenError):
        office.save(draft, "an", name="Khác")


def test_two_people_share_one_draft_and_the_second_to_save_is_told(office: Office) -> None:
    mine, theirs = office.start("bao"), office.start("cam")
    assert mine.id == theirs.id
    office.save(mine, "bao", name="Của Bảo")
    with pytest.raises(StaleDraftError):
        office.save(theirs, "cam", name="Của Cẩm")
    with office.database.reading() as session:
        assert drafts.get(session, mine.id).content["name"] == "Của Bảo"


def test_of_two_who_save_at_once_one_wins(office: Office) -> None:
    draft = office.start()

    def save(who: str) -> bool:
        try:
            office.save(draft, who, name=f"Của {who}")
        except StaleDraftError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(save, ["bao", "cam", "phuong", "quy"])) == 1


def test_of_two_who_approve_at_once_one_does(office: Office) -> None:
    draft = office.submit(office.save(office.start(), name="Khác"))

    def approve(who: str) -> bool:
        try:
            office.approve(draft, who)
        except (StaleDraftError, NotWaitingError, BaseMovedError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(approve, ["phuong", "quy"])) == 1
    with office.database.reading() as session:
        assert len(session.scalars(select(ProcedureVersion).filter_by(code=CODE)).all()) == 2


def test_a_draft_may_be_incomplete_but_not_be_submitted_so(office: Office) -> None:
    draft = office.save(office.start(), name="", papers=[{"originals": "hai"}])
    assert draft.content["papers"] == [{"originals": "hai"}]
    with pytest.raises(IncompleteError):
        office.submit(draft)


def test_a_change_has_a_reason_and_changes_something(office: Office) -> None:
    with pytest.raises(MissingReasonError):
        office.submit(office.save(office.start(), why=" ", name="Khác"))
    draft = office.start()
    with pytest.raises(NothingChangedError):
        office.submit(office.save(draft, name="Đăng ký thử"))


def test_a_submitted_draft_is_not_written_in_until_it_is_taken_back(office: Office) -> None:
    draft = office.submit(office.save(office.start(), name="Khác"))
    with pytest.raises(NotWaitingError):
        office.save(draft, name="Lén")
    with office.database.transaction() as session:
        draft = drafts.take_back(session, office.people["bao"], draft.id, draft.revision, office.clock())
    assert office.save(draft, name="Khác nữa").content["name"] == "Khác nữa"


def test_a_draft_given_back_says_why(office: Office) -> None:
    draft = office.submit(office.save(office.start(), name="Khác"))
    with pytest.raises(MissingReasonError), office.database.transaction() as session:
        approving.reject(session, office.people["phuong"], draft.id, draft.revision, "  ", office.clock())
    with office.database.transaction() as session:
        back = approving.reject(session, office.people["phuong"], draft.id, draft.revision, "Thiếu phí", office.clock())
    assert back.state == "draft"
    assert told_of(office)[-1] == ("rejected", "phuong", "Thiếu phí")


def test_what_was_published_meanwhile_is_not_overwritten(office: Office, make: Make) -> None:
    draft = office.submit(office.save(office.start(), name="Của tôi"))
    office.load(make(name="Từ tệp"), make(OTHER, "Việc khác"))
    with pytest.raises(BaseMovedError):
        office.approve(draft)
    assert office.name() == "Từ tệp"


def test_a_new_procedure_starts_from_its_code(office: Office, make: Make) -> None:
    with office.database.transaction() as session:
        draft = drafts.start_new(session, office.people["bao"], "1.000003", office.clock())
    draft = office.save(draft, **make("1.000003", "Việc mới").model_dump(mode="json"))
    office.approve(office.submit(draft))
    assert office.name("1.000003") == "Việc mới"
    with pytest.raises(CodeTakenError), office.database.transaction() as session:
        drafts.start_new(session, office.people["bao"], "1.000003", office.clock())


def test_there_is_one_open_draft_of_a_procedure(office: Office) -> None:
    office.start()
    with pytest.raises(OpenDraftError), office.database.transaction() as session:
        drafts.restore(session, office.people["cam"], CODE, 1, "vì sao", office.clock())
    with pytest.raises(NotFoundError), office.database.transaction() as session:
        drafts.start(session, office.people["cam"], "9.999999", office.clock())


def test_a_discarded_draft_leaves_what_is_told(office: Office) -> None:
    draft = office.save(office.start(), name="Khác")
    with office.database.transaction() as session:
        drafts.discard(session, office.people["cam"], draft.id, draft.revision, "Nhầm thủ tục", office.clock())
    assert office.name() == "Đăng ký thử"
    assert office.start().id != draft.id


def test_every_step_is_in_the_log_and_in_the_audit_trail(office: Office) -> None:
    draft = office.save(office.save(office.start(), name="Khác"), name="Khác nữa")
    office.approve(office.submit(draft))
    steps = [(action, who) for action, who, _ in told_of(office)]
    assert steps == [("started", "bao"), ("saved", "bao"), ("submitted", "bao"), ("published", "phuong")]
    assert told_of(office)[-1][2] == "Nghị định mới"
    with office.database.reading() as session:
        audit = list(session.scalars(select(AuditRow.action).order_by(AuditRow.id)))
    assert audit == [f"procedure_{action}" for action, _ in steps]


def test_what_an_editor_wrote_is_never_replaced_by_a_file(office: Office, make: Make) -> None:
    office.publish(name="Do người viết")
    office.load(make(name="Từ tệp"), make(OTHER, "Việc khác"))
    office.load(make(OTHER, "Việc khác"))
    assert office.name() == "Do người viết"


def told_of(office: Office) -> list[tuple[str, str, str]]:
    """The log: action, who, why."""
    names = {person.id: name for name, person in office.people.items()}
    with office.database.reading() as session:
        rows = session.scalars(select(Change).order_by(Change.id))
        return [(row.action, names[row.staff_id or 0], row.why) for row in rows]


def test_a_draft_of_nobody_is_not_found(office: Office) -> None:
    with office.database.reading() as session, pytest.raises(NotFoundError):
        drafts.get(session, 12345)
    with office.database.reading() as session:
        assert session.scalars(select(Draft)).all() == []
