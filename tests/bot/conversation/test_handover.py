"""The form for a ticket asks one thing at a time, takes what people type, and lets them leave."""

from __future__ import annotations

import pytest

from bot.conversation.handover import Form, Handover, Stage, split_contact
from knowledge_base.replies import Context
from knowledge_base.units.service import Units
from knowledge_base.vocabulary import Act

ASKED = Context(procedure="1.001193", last_question="Con tôi sinh ở nhà thì làm khai sinh sao?")


@pytest.fixture(scope="module")
def handover() -> Handover:
    return Handover(Units.load())


def advance(handover: Handover, form: Form | None, *texts: str) -> tuple[Form | None, Form | None]:
    """The form after those messages, and the complete one if it is."""
    for text in texts:
        assert form is not None
        step = handover.advance(form, text, ASKED)
        if step.complete is not None:
            return None, step.complete
        assert step.reply is not None
        form = step.form
    return form, None


def test_the_shortest_way_takes_three_messages(handover: Handover) -> None:
    start = handover.start(Act.HANDOVER, ASKED)
    _, complete = advance(handover, start.form, "phường Trấn Biên", "#question", "#send")
    assert complete is not None
    assert (complete.commune_code, complete.question) == ("26041", ASKED.last_question)
    assert (complete.name, complete.phone, complete.consented) == (None, None, False)


def test_a_known_commune_is_not_asked_again(handover: Handover) -> None:
    start = handover.start(Act.HANDOVER, ASKED, commune_code="26041")
    assert start.form is not None
    assert start.form.stage is Stage.QUESTION


@pytest.mark.parametrize("typed", ["tran bien", "p. Trấn Biên", "Em ở phường Trấn Biên ạ", "TRẤN BIÊN"])
def test_a_commune_is_understood_as_people_type_it(handover: Handover, typed: str) -> None:
    form, _ = advance(handover, handover.start(Act.HANDOVER, ASKED).form, typed)
    assert form is not None
    assert form.commune_code == "26041"


def test_an_unknown_commune_is_asked_again_and_nothing_is_lost(handover: Handover) -> None:
    form, _ = advance(handover, handover.start(Act.HANDOVER, ASKED).form, "xã Không Có Thật")
    assert form is not None
    assert (form.stage, form.proposed) == (Stage.COMMUNE, ASKED.last_question)


def test_a_contact_is_kept_only_after_consent(handover: Handover) -> None:
    start = handover.start(Act.HANDOVER, ASKED, commune_code="26041").form
    _, complete = advance(handover, start, "#question", "đồng ý", "Nguyễn Thị Lan, 0912 345 678")
    assert complete is not None
    assert (complete.name, complete.phone, complete.consented) == ("Nguyễn Thị Lan", "0912345678", True)


def test_consent_can_be_taken_back_before_sending(handover: Handover) -> None:
    start = handover.start(Act.HANDOVER, ASKED, commune_code="26041").form
    _, complete = advance(handover, start, "#question", "#consent", "#send")
    assert complete is not None
    assert not complete.consented


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("words", ["#cancel", "thôi", "Hủy", "không gửi nữa"])
def test_every_question_can_be_left(handover: Handover, stage: Stage, words: str) -> None:
    step = handover.advance(Form(stage=stage, commune_code="26041", question="x"), words, ASKED)
    assert (step.form, step.complete) == (None, None)
    assert step.reply is not None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Nguyễn Văn A 0912345678", ("Nguyễn Văn A", "0912345678")),
        ("sđt: 0912.345.678 tên là Lan", ("Lan", "0912345678")),
        ("+84 912 345 678", (None, "+84912345678")),
        ("Lan", ("Lan", None)),
    ],
)
def test_name_and_phone_are_told_apart(typed: str, expected: tuple[str | None, str | None]) -> None:
    assert split_contact(typed) == expected
