"""What editors wrote before questions were a part of a procedure keeps the questions that were asked with it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.database import Database
from knowledge_base.editing.models import Draft, DraftKind, DraftState
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.models import ProcedureVersion, VersionOrigin
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import bump_revision, checksum_of, new_version
from knowledge_base.situations.adopting import adopt
from knowledge_base.staff.models import Role, Staff
from tests.conftest import FrozenClock
from tests.knowledge_base.situations.conftest import CODE, situation

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


def before(session: Session, document: ProcedureDocument, origin: VersionOrigin = VersionOrigin.EDITOR) -> None:
    """A version as it was stored then, without a word about questions."""
    version = new_version(session, document, origin, NOW)
    version.document = {name: value for name, value in version.document.items() if name != "situation"}
    bump_revision(session)


def test_an_editors_version_gets_them_once(database: Database, clock: FrozenClock, document: ProcedureDocument) -> None:
    library = Library(database, clock)
    with database.transaction() as session:
        before(session, document)
    assert library.current().documents[CODE].situation is None
    for expected in ([CODE], []):
        with database.transaction() as session:
            assert adopt(session, {CODE: situation()}) == expected
    told = library.current().documents[CODE]
    assert told.situation == situation()
    with database.reading() as session:
        assert session.scalars(select(ProcedureVersion)).one().checksum == checksum_of(told)


def test_questions_that_do_not_fit_what_the_editor_wrote_are_left_out(
    database: Database, clock: FrozenClock, document: ProcedureDocument
) -> None:
    with database.transaction() as session:
        before(session, document.model_copy(update={"papers": document.papers[:1]}))
        adopt(session, {CODE: situation()})
    assert Library(database, clock).current().documents[CODE].situation is None


def test_who_took_the_questions_away_does_not_get_them_back(
    database: Database, clock: FrozenClock, document: ProcedureDocument
) -> None:
    with database.transaction() as session:
        new_version(session, document, VersionOrigin.EDITOR, NOW)
        bump_revision(session)
        assert adopt(session, {CODE: situation()}) == []
    assert Library(database, clock).current().documents[CODE].situation is None


def test_an_open_draft_does_not_lose_them_when_it_is_published(database: Database, document: ProcedureDocument) -> None:
    with database.transaction() as session:
        writer = Staff(username="bao", display_name="Bảo", role=Role.EDITOR, password_hash="")
        session.add(writer)
        session.flush()
        content = {"code": CODE, "name": "Đang soạn"}
        held = {"code": CODE, "kind": DraftKind.EDIT, "state": DraftState.DRAFT, "content": content, "why": ""}
        session.add(Draft(**held, revision=1, author_id=writer.id, created_at=NOW, updated_at=NOW))
        adopt(session, {CODE: situation()})
    with database.reading() as session:
        draft = session.scalars(select(Draft)).one().content
    assert draft["name"] == "Đang soạn"
    assert draft["situation"]["questions"][0]["key"] == "late"
