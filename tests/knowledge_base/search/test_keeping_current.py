"""What was edited is found as if everything had been built anew; what was not edited is found as before."""

from __future__ import annotations

import pytest

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search import base as building
from knowledge_base.search.base import Base
from knowledge_base.search.index import Hit, SearchIndex
from knowledge_base.search.phrases import Phrases
from knowledge_base.search.taught import Taught
from tests.knowledge_base.search.conftest import Documents

BIRTH, STAY = "1.001193", "1.004194"
UNICORN = "tôi muốn thuê một con kỳ lân"


def changed(document: ProcedureDocument, **said: object) -> ProcedureDocument:
    """A newer version."""
    return document.model_copy(update=said)


def unicorn(documents: Documents, code: str = "9.000001") -> ProcedureDocument:
    """A procedure nobody knew before."""
    name = "Cho thuê kỳ lân"
    return changed(documents["1.000656"], code=code, name=name, official_name=name, aliases=[], questions=[])


def codes(hits: list[Hit]) -> list[str]:
    return [hit.code for hit in hits]


def test_a_new_procedure_is_found_and_the_index_before_stays_as_it_was(base: Base, documents: Documents) -> None:
    before = SearchIndex(base, documents)
    after = SearchIndex(base, {**documents, "9.000001": unicorn(documents)})
    assert after.search(UNICORN)[0].code == "9.000001"
    assert "9.000001" not in codes(before.search(UNICORN))
    assert (before.changes, after.changes) == (0, 1)


def test_a_new_name_is_found_and_a_dropped_one_no_longer(base: Base, documents: Documents) -> None:
    named = changed(documents[STAY], aliases=["giấy hoa mười giờ"])
    first = SearchIndex(base, {**documents, STAY: named})
    assert first.search("giay hoa muoi gio")[0].code == STAY
    then = SearchIndex(Base({**documents, STAY: named}, base.taught), documents)
    assert not then.search("giay hoa muoi gio") or then.search("giay hoa muoi gio")[0].covered < 0.5


def test_a_procedure_that_is_no_more_is_not_found(base: Base, documents: Documents) -> None:
    left = {code: document for code, document in documents.items() if code != BIRTH}
    assert BIRTH in codes(SearchIndex(base).search("khai sinh cho con"))
    assert BIRTH not in codes(SearchIndex(base, left).search("khai sinh cho con"))


@pytest.mark.parametrize("question", ["khai sinh cho con", "dang ky tam tru", "xin phép xây nhà cấp bốn"])
def test_an_edit_leaves_what_is_said_of_others_as_it_was(base: Base, documents: Documents, question: str) -> None:
    before = SearchIndex(base).search(question)
    priced = changed(documents["1.000894"], notes=[])
    after = SearchIndex(base, {**documents, "1.000894": priced}).search(question)
    assert codes(after) == codes(before)
    assert after[0].odds == pytest.approx(before[0].odds, abs=0.1)


def test_on_top_or_built_anew_the_same_is_found_about_as_surely(base: Base, documents: Documents) -> None:
    today = {**documents, "9.000001": unicorn(documents)}
    today[BIRTH] = changed(documents[BIRTH], aliases=["khai sanh em bé"])
    on_top, anew = SearchIndex(base, today), SearchIndex(Base(today, base.taught))
    for question in (UNICORN, "khai sanh em be o dau", "đăng ký tạm trú cho người thuê trọ", "mat can cuoc"):
        first, other = on_top.search(question)[0], anew.search(question)[0]
        assert first.code == other.code
        assert first.odds - first.elsewhere == pytest.approx(other.odds - other.elsewhere, abs=1.0)


def test_the_order_in_which_versions_were_published_does_not_matter(base: Base, documents: Documents) -> None:
    turned = SearchIndex(Base(dict(reversed(documents.items())), base.taught))
    for question in ("khai sinh cho con", "sổ hồng nhà tôi bị cháy"):
        assert codes(turned.search(question)) == codes(SearchIndex(base).search(question))


def test_with_more_phrases_than_can_be_learned_together_the_rest_is_still_found(
    monkeypatch: pytest.MonkeyPatch, documents: Documents, phrases: Phrases
) -> None:
    monkeypatch.setattr(building, "MOST_LEARNED", 400)
    index = SearchIndex(Base(documents, Taught(phrases)))
    assert index.search("lấy chồng người nước ngoài thì ra đâu làm giấy")[0].code == "2.000806"
    assert index.search("Vợ chồng tôi vừa có em bé, đi làm khai sinh ở đâu?")[0].code == BIRTH


def test_without_procedures_nothing_is_found(phrases: Phrases, documents: Documents) -> None:
    empty = Base({}, Taught(phrases))
    assert SearchIndex(empty).search("khai sinh") == []
    assert SearchIndex(empty, documents).search("khai sinh cho con")[0].code == BIRTH
