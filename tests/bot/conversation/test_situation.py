"""The bot asks a few questions with buttons and tells the papers of this citizen's own case, with or without Rasa."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.checklists.links import ChecklistLinks
from bot.conversation.forms import read_form
from bot.conversation.handover import Form, Stage
from bot.conversation.situation import Interview, SituationForm
from bot.messages import LinkLine, Message
from bot.render import render_reply, to_text
from bot.texts import Texts
from knowledge_base.clock import today
from knowledge_base.conversations.models import Conversation
from knowledge_base.mailbox.models import IncomingKind
from knowledge_base.procedures.library import Snapshot
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context, Meta, Reply, Text
from knowledge_base.situations.loader import load_situations
from knowledge_base.situations.walk import paths
from knowledge_base.switches.service import Off
from knowledge_base.vocabulary import Act, Aspect, Outcome
from tests.bot.conversation.conftest import Chat, answered
from tests.conftest import FrozenClock

MINE = "Hồ sơ theo trường hợp của tôi"
CODE = "1.001193"


def labels(message: Message) -> list[str]:
    return [option.label for option in message.choices]


def declined() -> Reply:
    """What Rasa says to words it cannot place."""
    return Reply(blocks=[Text(text="Dạ, em chưa rõ ạ.")], meta=Meta(outcome=Outcome.DECLINED), context=Context())


async def begin(chat: Chat) -> Message:
    """The first question."""
    await chat.say("làm giấy khai sinh cần gì")
    return (await chat.say(MINE))[-1]


def stored_form(chat: Chat) -> dict[str, object] | None:
    with chat.mailroom.database.reading() as session:
        return session.scalars(select(Conversation)).one().form


async def test_an_answer_offers_the_checklist_before_the_officer(chat: Chat) -> None:
    said = (await chat.say("làm giấy khai sinh cần gì"))[-1]
    assert MINE in labels(said)


async def test_who_asks_for_the_papers_is_offered_it_first(chat: Chat) -> None:
    reply = answered()
    meta = reply.meta.model_copy(update={"aspects": [Aspect.PAPERS]})
    chat.dialogue.reply = reply.model_copy(update={"meta": meta})
    assert labels((await chat.say("hồ sơ khai sinh"))[-1])[0] == MINE


async def test_a_procedure_without_questions_offers_none(chat: Chat) -> None:
    chat.dialogue.reply = answered(procedure="1.000419")
    assert MINE not in labels((await chat.say("khai tử lưu động"))[-1])


async def test_who_asks_for_the_form_can_fill_in_a_draft(chat: Chat) -> None:
    reply = answered()
    chat.dialogue.reply = reply.model_copy(update={"meta": reply.meta.model_copy(update={"aspects": [Aspect.FORM]})})
    said = (await chat.say("tờ khai khai sinh"))[-1]
    assert [block.url for block in said.blocks if isinstance(block, LinkLine)] == [
        "https://hoi.example/to-khai/1.001193"
    ]


async def test_numbers_labels_and_plain_words_lead_to_the_checklist(chat: Chat) -> None:
    asked = await begin(chat)
    assert asked.meta == Meta(outcome=Outcome.CLARIFY, procedure=CODE, aspects=[Aspect.PAPERS], candidates=[CODE])
    assert asked.choices[-1].label == "Thôi, để sau"
    for typed in ("1", "không có ạ", "Chưa đăng ký kết hôn", "dạ có ạ", "số 2"):
        assert (await chat.say(typed))[-1].meta.outcome is Outcome.CLARIFY, typed
    told = (await chat.say("người khác làm thay"))[-1]
    assert told.meta == Meta(outcome=Outcome.ANSWERED, procedure=CODE, aspects=[Aspect.PAPERS], candidates=[CODE])
    text = to_text(told)
    assert "Văn bản của người làm chứng" in text
    assert "Văn bản ủy quyền (1 bản chính)" in text
    assert "Giấy chứng sinh (" not in text
    assert "Đăng ký khai sinh quá hạn" in text
    assert "đúng hạn, trong 60 ngày" not in text
    assert "Căn cứ:" in text
    assert stored_form(chat) is None


async def test_the_checklist_carries_a_link_to_print(chat: Chat) -> None:
    await begin(chat)
    told = [(await chat.say(typed))[-1] for typed in ("bị bỏ rơi", "1", "1")][-1]
    link = next(block for block in told.blocks if isinstance(block, LinkLine))
    assert link.url.startswith("https://hoi.example/ho-so/")
    assert "09:00 ngày 25/11/2026" in link.label


async def test_all_of_it_works_while_rasa_is_away(chat: Chat) -> None:
    chat.dialogue.reply = None
    await begin(chat)
    told = [(await chat.say(typed))[-1] for typed in ("bị bỏ rơi", "1", "1")][-1]
    assert told.meta.outcome is Outcome.ANSWERED


async def test_a_typed_label_is_not_sent_to_rasa(chat: Chat) -> None:
    await begin(chat)
    before = len(chat.dialogue.asked)
    await chat.say("Trẻ bị bỏ rơi")
    await chat.say("Chưa quá 60 ngày")
    assert len(chat.dialogue.asked) == before


@pytest.mark.parametrize("words", ["thôi", "Hủy", "Thôi, để sau"])
async def test_it_can_be_left(chat: Chat, words: str) -> None:
    await begin(chat)
    said = (await chat.say(words))[-1]
    assert labels(said) == ["Làm lại từ đầu"]
    assert stored_form(chat) is None


@pytest.mark.parametrize("words", ["quay lại", "Quay lại câu trước"])
async def test_the_question_before_can_be_answered_again(chat: Chat, words: str) -> None:
    first = await begin(chat)
    await chat.say("1")
    again = (await chat.say(words))[-1]
    assert labels(again) == labels(first)


async def test_a_tap_on_an_older_question_changes_that_answer(chat: Chat) -> None:
    first = await begin(chat)
    with chat.mailroom.database.reading() as session:
        row = session.scalars(select(Conversation)).one().choices_from
    await chat.say("1")
    await chat.say("1")
    tapped = next(n for n, option in enumerate(first.choices, 1) if option.label == "Trẻ bị bỏ rơi")
    await chat.say(f"{row}.{tapped}", IncomingKind.CHOICE)
    form = read_form(stored_form(chat))
    assert isinstance(form, SituationForm)
    assert form.answers == {"case": "abandoned"}


async def test_a_question_in_between_is_answered_and_the_thread_can_be_taken_up(chat: Chat) -> None:
    await begin(chat)
    await chat.say("1")
    said = (await chat.say("mà lệ phí bao nhiêu vậy"))[-1]
    assert "đây là câu trả lời" in to_text(said)
    assert stored_form(chat) is None
    resumed = (await chat.say("Tiếp tục hồ sơ của tôi"))[-1]
    assert "Giấy chứng sinh" in to_text(resumed)
    form = read_form(stored_form(chat))
    assert isinstance(form, SituationForm)
    assert form.answers == {"case": "ordinary"}


async def test_words_that_mean_nothing_are_asked_again(chat: Chat) -> None:
    first = await begin(chat)
    chat.dialogue.reply = declined()
    again = (await chat.say("ờm gì đó"))[-1]
    assert labels(again) == labels(first)
    assert "chưa rõ" in to_text(again)


async def test_a_person_can_be_asked_for_at_any_time(chat: Chat) -> None:
    await begin(chat)
    chat.dialogue.reply = declined().model_copy(
        update={"start_handover": True, "meta": Meta(outcome=Outcome.TICKET, act=Act.HANDOVER)}
    )
    await chat.say("cho tôi gặp cán bộ")
    form = read_form(stored_form(chat))
    assert isinstance(form, Form)


async def test_a_button_of_a_finished_checklist_is_refused_kindly(chat: Chat) -> None:
    await begin(chat)
    with chat.mailroom.database.reading() as session:
        row = session.scalars(select(Conversation)).one().choices_from
    await chat.say("thôi")
    said = (await chat.say(f"{row}.1", IncomingKind.CHOICE))[-1]
    assert "không còn dùng được" in to_text(said)


async def test_another_procedure_is_named_where_this_one_does_not_fit(chat: Chat) -> None:
    chat.dialogue.reply = answered(procedure="1.000894")
    await chat.say("kết hôn")
    await chat.say(MINE)
    told = (await chat.say("2"))[-1]
    assert "Đăng ký kết hôn có yếu tố nước ngoài" in labels(told)
    assert "Giấy tờ cần nộp" not in to_text(told)


def test_forms_stored_before_there_were_two_kinds_are_read() -> None:
    assert read_form({"stage": "commune"}) == Form(stage=Stage.COMMUNE)
    assert read_form(None) is None


def test_every_path_of_every_tree_fits_into_a_conversation(
    interview: Interview, procedures: dict[str, ProcedureDocument]
) -> None:
    for code, situation in load_situations().items():
        for answers in paths(situation):
            step = interview.start(code, Context(), [f"{key}:{option}" for key, option in answers.items()])
            assert step is not None
            assert step.form is None
            assert step.reply.meta.outcome is Outcome.ANSWERED


@pytest.mark.parametrize("told", [["case:abandoned:x"], ["case:never"], ["case"], ["nothing:at_all"]])
def test_a_forged_way_to_carry_on_changes_nothing(interview: Interview, told: list[str]) -> None:
    step = interview.start(CODE, Context(), told)
    assert step is not None
    assert step.form == SituationForm(procedure=CODE)


def test_an_unpublished_procedure_asks_nothing(interview: Interview, procedures: dict[str, ProcedureDocument]) -> None:
    assert interview.start("9.999999", Context()) is None


def reader(document: ProcedureDocument, clock: FrozenClock, *off: Off) -> Interview:
    """The questions of one procedure, as published now."""
    links = ChecklistLinks(b"key", "", timedelta(hours=24))
    return Interview(lambda: Snapshot(1, today(clock), {document.code: document}, off), links, clock)


def test_who_is_being_asked_hears_why_it_stops(procedures: dict[str, ProcedureDocument], clock: FrozenClock) -> None:
    stopped = reader(procedures[CODE], clock, Off("procedure", CODE, "Mức thu đang cập nhật", None))
    form = SituationForm(procedure=CODE, answers={"case": "ordinary"})
    for step in (stopped.advance(form, "1", Context()), stopped.start(CODE, Context())):
        assert step is not None
        assert step.form is None
        assert "Mức thu đang cập nhật" in to_text(render_reply(step.reply, Texts.load())[0])


def test_questions_changed_in_between_keep_the_answers_that_still_mean_something(
    procedures: dict[str, ProcedureDocument], clock: FrozenClock
) -> None:
    document = procedures[CODE]
    assert document.situation is not None
    fewer = document.situation.model_copy(update={"questions": document.situation.questions[:2]})
    changed = reader(document.model_copy(update={"situation": fewer}), clock)
    form = SituationForm(procedure=CODE, answers={"case": "ordinary", "certificate": "gone", "no_more": "yes"})
    step = changed.advance(form, "ờm", Context())
    assert step.form == SituationForm(procedure=CODE, answers={"case": "ordinary"})


def test_questions_taken_away_in_between_end_kindly(
    procedures: dict[str, ProcedureDocument], clock: FrozenClock
) -> None:
    without = reader(procedures[CODE].model_copy(update={"situation": None}), clock)
    step = without.advance(SituationForm(procedure=CODE, answers={"case": "ordinary"}), "1", Context())
    assert step.form is None
    assert without.start(CODE, Context()) is None
    assert without.offered(answered()).choices == answered().choices
