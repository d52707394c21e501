"""While Rasa is away the citizen is still answered, greeted, and led to a person."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base.procedures.library import Library, Snapshot
from knowledge_base.procedures.loader import FOLDER, load_file
from knowledge_base.replies import Context
from knowledge_base.search.taught import Taught
from knowledge_base.understanding.fallback import Fallback
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.vocabulary import Act, Aspect, Outcome

BIRTH, MARRIAGE = "1.001193", "1.000894"


class TwoProcedures(Library):
    """Knowledge without a database."""

    def __init__(self) -> None:
        documents = {code: load_file(FOLDER / f"{code}.yaml") for code in (BIRTH, MARRIAGE)}
        self._snapshot = Snapshot(1, date(2026, 11, 24), documents)

    def current(self) -> Snapshot:
        return self._snapshot


@pytest.fixture(scope="module")
def fallback() -> Fallback:
    return Fallback(Knowledge(TwoProcedures(), Taught()))


def test_a_question_is_answered_by_search_and_plain_words(fallback: Fallback) -> None:
    meta = fallback.respond("đăng ký khai sinh cần giấy tờ gì, bao nhiêu tiền", Context()).meta
    assert (meta.outcome, meta.procedure) == (Outcome.ANSWERED, BIRTH)
    assert set(meta.aspects) == {Aspect.PAPERS, Aspect.FEE}


def test_a_tap_is_understood(fallback: Fallback) -> None:
    meta = fallback.respond(f'/choose{{"procedure": "{MARRIAGE}", "aspect": "fee"}}', Context()).meta
    assert (meta.procedure, meta.aspects) == (MARRIAGE, [Aspect.FEE])


@pytest.mark.parametrize("said", ["/greet", "Xin chào", "chao em", "Alo"])
def test_a_greeting_is_no_miss(fallback: Fallback, said: str) -> None:
    reply = fallback.respond(said, Context())
    assert (reply.meta.outcome, reply.meta.act, reply.context.misses) == (Outcome.SMALLTALK, Act.GREETING, 0)


@pytest.mark.parametrize("said", ["cảm ơn em", "Dạ cảm ơn ạ", "ok thanks"])
def test_thanks_are_taken(fallback: Fallback, said: str) -> None:
    assert fallback.respond(said, Context()).meta.act is Act.THANKS


def test_a_greeting_before_a_question_is_a_question(fallback: Fallback) -> None:
    assert fallback.respond("chào em, đăng ký kết hôn ở đâu", Context()).meta.procedure == MARRIAGE


def test_wanting_a_person_starts_the_form(fallback: Fallback) -> None:
    reply = fallback.respond("cho tôi gặp cán bộ", Context())
    assert reply.start_handover
    assert reply.meta.act is Act.HANDOVER


def test_what_is_not_known_offers_a_person(fallback: Fallback) -> None:
    reply = fallback.respond("hôm nay trời đẹp ghê", Context())
    assert reply.meta.outcome is Outcome.DECLINED
    assert [choice.payload for choice in reply.choices] == ["#handover"]
