"""What is brought to the commune by mistake is led to whoever settles it, and takes nothing from the commune's own."""

from __future__ import annotations

import pytest

from bot.render import render_reply, to_text
from bot.texts import Texts
from knowledge_base.answers.compose import answer
from knowledge_base.procedures.loader import load_folder
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.search.base import Base
from knowledge_base.search.index import SearchIndex
from knowledge_base.search.phrases import load_phrases
from knowledge_base.search.taught import Taught
from knowledge_base.vocabulary import Aspect, Certainty, Outcome

DOCUMENTS = {document.code: document for document in load_folder()}
SIGNPOSTS = [document for document in DOCUMENTS.values() if document.level == "signpost"]


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(Base(DOCUMENTS, Taught(load_phrases())))


def told(document: ProcedureDocument, *aspects: Aspect) -> str:
    return to_text(render_reply(answer(document, aspects, Context()), Texts.load())[0])


def test_there_are_forty_at_least() -> None:
    assert len(SIGNPOSTS) >= 40


@pytest.mark.parametrize("document", SIGNPOSTS, ids=lambda document: document.code)
def test_every_signpost_says_who_where_and_the_first_step(document: ProcedureDocument) -> None:
    assert document.place is not None
    for aspect in (Aspect.OVERVIEW, Aspect.PAPERS, Aspect.FEE):
        text = told(document, aspect)
        assert text.startswith("Dạ, việc này không do Ủy ban nhân dân xã, phường giải quyết ạ.")
        for words in (document.authority[0].text, document.place.text, document.steps[0].text):
            assert words in text
    facts = [*document.authority, document.place, *document.steps]
    assert all(fact.certainty is Certainty.VERIFIED for fact in facts)
    assert "20/07/2026" in told(document, Aspect.PLACE)


def test_leading_the_way_is_a_no_that_names_whose_it_is() -> None:
    document = DOCUMENTS["1.001456"]
    meta = answer(document, [Aspect.PLACE], Context()).meta
    assert (meta.outcome, meta.procedure) == (Outcome.DECLINED, "1.001456")


def test_what_else_is_asked_of_it_is_answered_too() -> None:
    assert "8 ngày làm việc" in told(DOCUMENTS["1.001456"], Aspect.TIME)


@pytest.mark.parametrize("document", SIGNPOSTS, ids=lambda document: document.code)
def test_a_signpost_is_found_by_its_names(document: ProcedureDocument, index: SearchIndex) -> None:
    for name in (document.name, *document.aliases):
        assert document.code in [hit.code for hit in index.search(name)[:2]], name


def test_a_signpost_takes_no_name_of_the_commune_s_own(index: SearchIndex) -> None:
    ours = [document for document in DOCUMENTS.values() if document.level == "commune"]
    taken = [
        (name, hits[0].code)
        for document in ours
        for name in (document.name, *document.aliases)
        if (hits := index.search(name)) and DOCUMENTS[hits[0].code].level == "signpost"
    ]
    assert taken == []
