"""When one procedure is answered, when a choice is offered, when the talk goes on, when it is not ours."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import cast

import pytest

from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.search.index import Hit
from knowledge_base.search.weights import load_weights
from knowledge_base.understanding.decide import About, Decision, Outside, Unclear, Unknown, decide
from knowledge_base.understanding.question import Question
from knowledge_base.vocabulary import Aspect

BIRTH, MARRIAGE, DEATH, OTHER = "1.001193", "1.000894", "1.000656", "1.000001"
PASSPORT, VISA = "1.001456", "1.001194"  # settled elsewhere: signposts
OURS, SIGNPOST = SimpleNamespace(level="commune"), SimpleNamespace(level="signpost")
DOCUMENTS = cast(
    "Mapping[str, ProcedureDocument]",
    dict.fromkeys([BIRTH, MARRIAGE, DEATH, OTHER], OURS) | dict.fromkeys([PASSPORT, VISA], SIGNPOST),
)


def _decide(
    *hits: Hit,
    aspects: tuple[Aspect, ...] = (),
    about: str | None = None,
    far: float = 0.0,
    offered: tuple[str, ...] = (),
) -> Decision:
    question = Question("…", aspects=aspects, likely={"out_of_scope_far": far})
    return decide(question, hits, Context(procedure=about, candidates=[*offered]), DOCUMENTS)


def test_a_clear_find_is_answered() -> None:
    assert _decide(Hit(BIRTH, 10.0, 0.9, 4.0), Hit(DEATH, 7.0, 0.5, 4.0)) == About(BIRTH)


def test_a_close_race_offers_at_most_three() -> None:
    hits = [Hit(code, odds, 0.9, 4.0) for code, odds in [(BIRTH, 10.0), (DEATH, 9.8), (MARRIAGE, 9.5), (OTHER, 9.4)]]
    assert _decide(*hits) == Unclear((BIRTH, DEATH, MARRIAGE))


def test_what_is_hardly_likely_is_not_offered() -> None:
    hits = [Hit(code, odds, 0.9, 4.0) for code, odds in [(BIRTH, 10.0), (DEATH, 9.8), (MARRIAGE, 5.0)]]
    assert _decide(*hits) == Unclear((BIRTH, DEATH))


def test_one_that_may_be_none_of_ours_is_asked_back_even_if_alone_in_front() -> None:
    elsewhere = 5.97 + 4.0 * load_weights().elsewhere.model  # 22 in 100, once the language model was heard
    assert _decide(Hit(BIRTH, 7.0, 0.9, elsewhere), Hit(DEATH, 5.55, 0.1, elsewhere)) == Unclear((BIRTH, DEATH))


def test_nearer_to_other_authorities_is_not_ours() -> None:
    assert _decide(Hit(BIRTH, 7.0, 0.9, 14.0)) == Outside(near=True)


def test_hardly_anything_found_is_unknown() -> None:
    assert _decide(Hit(BIRTH, 3.0, 0.1, 7.0)) == Unknown()
    assert _decide() == Unknown()


@pytest.mark.parametrize(("far", "decision"), [(0.95, Outside(near=False)), (0.2, About(BIRTH))])
def test_a_model_that_thinks_it_small_talk_is_heeded_unless_the_find_is_strong(far: float, decision: Decision) -> None:
    assert _decide(Hit(BIRTH, 8.0, 0.9, 6.5), far=far) == decision
    assert _decide(Hit(BIRTH, 12.0, 0.9, 6.5), far=far) == About(BIRTH)


class TestSignposts:
    """What other offices settle, and the record says which."""

    def test_a_model_that_finds_the_question_not_ours_speaks_for_them(self) -> None:
        hits = (Hit(BIRTH, 9.0, 0.6, 7.0), Hit(PASSPORT, 8.8, 0.9, 7.0))
        assert _decide(*hits, far=0.95) == About(PASSPORT)
        assert _decide(*hits, far=0.05) == About(BIRTH)

    def test_nobody_is_made_to_choose_between_them(self) -> None:
        assert _decide(Hit(PASSPORT, 9.0, 0.9, 6.0), Hit(VISA, 8.9, 0.9, 6.0), far=0.9) == About(PASSPORT)

    def test_a_faint_one_is_not_told(self) -> None:
        assert _decide(Hit(PASSPORT, 5.0, 0.3, 9.0), far=0.95) == Outside(near=False)


class TestInAConversation:
    """The talk was about birth registration."""

    def test_an_aspect_alone_goes_on(self) -> None:
        assert _decide(aspects=(Aspect.FEE,), about=BIRTH) == About(BIRTH)

    def test_a_weak_find_does_not_change_the_topic(self) -> None:
        assert _decide(Hit(DEATH, 7.0, 0.4, 9.0), aspects=(Aspect.PAPERS,), about=BIRTH) == About(BIRTH)

    def test_nor_does_one_that_the_topic_nearly_explains_too(self) -> None:
        hits = (Hit(DEATH, 10.0, 0.9, 4.0), Hit(BIRTH, 9.0, 0.9, 4.0))
        assert _decide(*hits, aspects=(Aspect.PAPERS,), about=BIRTH) == About(BIRTH)

    def test_a_strong_find_does(self) -> None:
        hits = (Hit(MARRIAGE, 12.0, 0.9, 4.0), Hit(DEATH, 7.0, 0.3, 4.0))
        assert _decide(*hits, aspects=(Aspect.FEE,), about=BIRTH) == About(MARRIAGE)

    def test_naming_a_topic_does(self) -> None:
        assert _decide(Hit(MARRIAGE, 9.0, 0.5, 6.0), about=BIRTH) == About(MARRIAGE)

    def test_business_of_others_is_not_answered_from_the_topic(self) -> None:
        fee = (Aspect.FEE,)
        assert _decide(Hit(DEATH, 4.0, 0.3, 14.0), aspects=fee, about=BIRTH, far=0.6) == Outside(near=False)
        assert _decide(Hit(DEATH, 4.0, 0.3, 14.0), aspects=fee, about=BIRTH, far=0.2) == About(BIRTH)

    def test_a_topic_that_is_no_longer_published_is_forgotten(self) -> None:
        assert _decide(aspects=(Aspect.FEE,), about="9.999999") == Unknown()

    def test_a_few_words_that_look_like_nothing_ask_about_the_topic(self) -> None:
        assert _decide(aspects=(Aspect.PLACE,), about=BIRTH, far=0.6) == About(BIRTH)

    def test_words_that_every_procedure_knows_do_not_change_the_topic(self) -> None:
        hits = (Hit(DEATH, 7.5, 0.9, 6.0), Hit(MARRIAGE, 7.0, 0.9, 6.0), Hit(OTHER, 6.9, 0.9, 6.0))
        assert _decide(*hits, aspects=(Aspect.FEE,), about=BIRTH) == About(BIRTH)


class TestAfterAChoiceWasOffered:
    """The citizen was asked whether birth or death is meant."""

    def test_who_asks_on_is_asked_again_about_what_they_ask_now(self) -> None:
        assert _decide(aspects=(Aspect.FEE,), offered=(BIRTH, DEATH)) == Unclear((BIRTH, DEATH))
        assert _decide(aspects=(Aspect.FEE,), offered=(BIRTH, DEATH), about=MARRIAGE) == Unclear((BIRTH, DEATH))

    def test_who_names_one_is_answered(self) -> None:
        assert _decide(Hit(DEATH, 12.0, 0.9, 4.0), aspects=(Aspect.FEE,), offered=(BIRTH, DEATH)) == About(DEATH)

    def test_small_talk_is_still_small_talk(self) -> None:
        assert _decide(aspects=(Aspect.FEE,), offered=(BIRTH, DEATH), far=0.95) == Outside(near=False)
