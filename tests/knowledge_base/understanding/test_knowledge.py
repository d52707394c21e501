"""Every edit is found by the next question, and after many the index is built anew without anyone waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge_base.procedures.library import Library, Snapshot
from knowledge_base.procedures.loader import FOLDER, load_file
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.taught import Taught
from knowledge_base.understanding.knowledge import Knowledge

BIRTH, MARRIAGE = "1.001193", "1.000894"


class Editable(Library):
    """Knowledge without a database, which a test changes."""

    def __init__(self) -> None:
        documents = {code: load_file(FOLDER / f"{code}.yaml") for code in (BIRTH, MARRIAGE)}
        self._snapshot = Snapshot(1, date(2026, 11, 24), documents)

    def current(self) -> Snapshot:
        return self._snapshot

    def publish(self, *documents: ProcedureDocument) -> None:
        now = {**self._snapshot.documents, **{document.code: document for document in documents}}
        self._snapshot = replace(self._snapshot, revision=self._snapshot.revision + 1, documents=now)

    def new(self, number: int, name: str) -> ProcedureDocument:
        said = {"code": f"9.{number:06d}", "name": name, "official_name": name, "aliases": []}
        return self._snapshot.documents[MARRIAGE].model_copy(update=said)


@pytest.fixture
def library() -> Editable:
    return Editable()


def test_the_index_is_kept_while_nothing_changes(library: Editable) -> None:
    knowledge = Knowledge(library, Taught())
    assert knowledge.current() is knowledge.current()


def test_an_edit_is_found_at_once(library: Editable) -> None:
    knowledge = Knowledge(library, Taught())
    assert knowledge.current().search("thả diều") == []
    library.publish(library.new(1, "Cho phép thả diều"))
    assert knowledge.current().search("tha dieu")[0].code == "9.000001"


def test_after_many_edits_a_new_base_is_taken_and_later_edits_lie_on_it(library: Editable) -> None:
    knowledge = Knowledge(library, Taught(), most_changes=1)
    knowledge.current()
    library.publish(library.new(1, "Cho phép thả diều"), library.new(2, "Cho thuê kỳ lân"))
    assert knowledge.current().index.changes == 2
    library.publish(library.new(3, "Đúc chuông đồng"))
    assert knowledge.current().search("đúc chuông")[0].code == "9.000003"
    knowledge.settle()
    current = knowledge.current()
    assert current.index.changes <= 1
    for number, asked in enumerate(("thả diều", "thuê kỳ lân", "đúc chuông đồng"), start=1):
        assert current.search(asked)[0].code == f"9.{number:06d}"
