"""Two editors, two who approve, one officer; a published procedure; a shorthand for what they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from knowledge_base.database import Database
from knowledge_base.editing import approving, drafts
from knowledge_base.editing.models import Draft
from knowledge_base.procedures.library import Library
from knowledge_base.procedures.models import ProcedureVersion
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import publish_files
from knowledge_base.staff.models import Role, Staff
from tests.conftest import FrozenClock
from tests.knowledge_base.procedures.conftest import make

__all__ = ["make"]

CODE, OTHER = "1.000001", "1.000002"
PEOPLE = {
    "bao": Role.EDITOR,
    "cam": Role.EDITOR,
    "phuong": Role.PUBLISHER,
    "quy": Role.PUBLISHER,
    "an": Role.OFFICER,
}


@dataclass
class Office:
    """People at work on one database."""

    database: Database
    clock: FrozenClock
    people: dict[str, Staff]
    library: Library

    def start(self, who: str = "bao", code: str = CODE) -> Draft:
        with self.database.transaction() as session:
            return drafts.start(session, self.people[who], code, self.clock())

    def save(self, draft: Draft, who: str = "bao", why: str = "Nghị định mới", **fields: Any) -> Draft:
        with self.database.transaction() as session:
            content = {**draft.content, **fields}
            return drafts.save(session, self.people[who], draft.id, draft.revision, content, why, self.clock())

    def submit(self, draft: Draft, who: str = "bao") -> Draft:
        with self.database.transaction() as session:
            return drafts.submit(session, self.people[who], draft.id, draft.revision, self.clock())

    def approve(self, draft: Draft, who: str = "phuong", day: date | None = None) -> ProcedureVersion:
        with self.database.transaction() as session:
            return approving.approve(session, self.people[who], draft.id, draft.revision, day, self.clock())

    def publish(self, day: date | None = None, **fields: Any) -> ProcedureVersion:
        """From draft to version in one go."""
        return self.approve(self.submit(self.save(self.start(), **fields)), day=day)

    def told(self, code: str = CODE) -> ProcedureDocument | None:
        """What citizens read at this moment."""
        return self.library.current().documents.get(code)

    def name(self, code: str = CODE) -> str | None:
        document = self.told(code)
        return document.name if document else None

    def load(self, *documents: ProcedureDocument) -> None:
        with self.database.transaction() as session:
            publish_files(session, documents, self.clock())


@pytest.fixture
def office(database: Database, clock: FrozenClock, make: Callable[..., ProcedureDocument]) -> Office:
    with database.transaction() as session:
        publish_files(session, [make(), make(OTHER, "Việc khác")], clock())
        people = {
            name: Staff(username=name, display_name=name.title(), password_hash="", role=role)
            for name, role in PEOPLE.items()
        }
        session.add_all(people.values())
    return Office(database, clock, people, Library(database, clock))
