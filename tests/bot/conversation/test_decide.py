"""Who answers a message: a form, the bot, Rasa, or the search; and what each way looks like to a citizen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.messages import Message
from bot.render import to_text
from knowledge_base.mailbox.models import IncomingKind
from knowledge_base.replies import Context, Meta, Reply, Text
from knowledge_base.staff.models import Staff
from knowledge_base.staff.service import create_officer
from knowledge_base.tickets import service as tickets
from knowledge_base.tickets.models import Ticket, TicketState
from knowledge_base.units.service import Units
from knowledge_base.vocabulary import Act, Outcome
from tests.bot.conversation.conftest import Chat, answered
from tests.conftest import FrozenClock


def labels(message: Message) -> list[str]:
    return [choice.label for choice in message.choices]


def only_ticket(chat: Chat) -> Ticket:
    with chat.mailroom.database.reading() as session:
        return session.scalars(select(Ticket)).one()


def asks_for_a_person() -> Reply:
    meta = Meta(outcome=Outcome.TICKET, act=Act.HANDOVER)
    return Reply(blocks=[], meta=meta, context=Context(), start_handover=True)


async def open_ticket(chat: Chat) -> str:
    chat.dialogue.reply = asks_for_a_person()
    for text in ("gặp cán bộ", "phường Trấn Biên", "Con tôi sinh ở nhà thì làm khai sinh sao?"):
        await chat.say(text)
    (done,) = await chat.say("gửi luôn")
    chat.dialogue.reply = answered()
    assert done.meta.outcome == "ticket"
    return to_text(done)


async def test_code_and_due_time_come_in_the_reply_that_makes_the_ticket(chat: Chat) -> None:
    told = await open_ticket(chat)
    ticket = only_ticket(chat)
    assert ticket.code in told
    assert "17:00 ngày 25/11/2026" in told  # 24 November is a holiday: the eight hours are those of the 25th
    assert "Trấn Biên" in told
    assert any("sinh ở nhà" in turn["text"] for turn in ticket.transcript)


async def test_pressing_five_times_makes_one_ticket(chat: Chat) -> None:
    chat.dialogue.reply = asks_for_a_person()
    for text in ("gặp cán bộ", "phường Trấn Biên", "Con tôi sinh ở nhà?"):
        await chat.say(text)
    chat.dialogue.reply = answered()
    for _ in range(5):
        chat.put("gửi luôn")
    await chat.say("gửi luôn")
    only_ticket(chat)


@pytest.mark.parametrize("typed", ["1", "số 1", "1.", "lệ phí", "LE PHI"])
async def test_an_option_is_chosen_by_its_number_or_its_words(chat: Chat, typed: str) -> None:
    await chat.say("làm giấy khai sinh cần gì")
    await chat.say(typed)
    assert chat.dialogue.asked[-1] == '/choose{"procedure": "1.001193", "aspect": "fee"}'


async def test_failing_twice_leads_to_a_person(chat: Chat) -> None:
    def declined(misses: int) -> Reply:
        meta = Meta(outcome=Outcome.DECLINED, act=Act.QUESTION)
        return Reply(blocks=[Text(text="Dạ, em chưa rõ")], meta=meta, context=Context(misses=misses))

    chat.dialogue.reply = declined(1)
    (first,) = await chat.say("abc xyz")
    chat.dialogue.reply = declined(2)
    (second,) = await chat.say("abc xyz nữa")
    assert first.meta.outcome == "declined"
    assert second.meta.outcome == "ticket"
    assert "xã, phường nào" in to_text(second)


async def test_who_asks_something_else_is_not_held_in_the_form(chat: Chat) -> None:
    chat.dialogue.reply = asks_for_a_person()
    await chat.say("gặp cán bộ")
    chat.dialogue.reply = answered()
    (reply,) = await chat.say("à mà làm giấy khai sinh cần giấy tờ gì vậy")
    assert reply.meta.outcome == "answered"


async def test_an_option_of_somebody_else_is_gone(chat: Chat, open_chat: Callable[..., Chat]) -> None:
    await chat.say("làm giấy khai sinh cần gì")
    (refused,) = await open_chat(citizen="binh").say("1.1", IncomingKind.CHOICE)
    assert "lựa chọn này không còn dùng được" in to_text(refused)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("", IncomingKind.TEXT, "chưa nhận được nội dung"),
        ("👍👍", IncomingKind.TEXT, "nhắn bằng chữ"),
        ("x " * 50_000, IncomingKind.TEXT, "dài quá"),
        ("\x00\x07", IncomingKind.TEXT, "chưa nhận được nội dung"),
        ("", IncomingKind.ATTACHMENT, "không lưu hình ảnh"),
        ("999999999.1", IncomingKind.CHOICE, "không còn dùng được"),
        ("'; DROP TABLE inbox", IncomingKind.CHOICE, "không còn dùng được"),
    ],
)
async def test_what_cannot_be_used_is_answered_kindly(chat: Chat, text: str, kind: IncomingKind, words: str) -> None:
    (reply,) = await chat.say(text, kind)
    assert words in to_text(reply)
    assert chat.dialogue.asked == []


async def test_a_citizen_cannot_type_our_commands(chat: Chat) -> None:
    for typed in ('/choose{"procedure": "1.000894"}', "#rate TT-2026-000001 5", "/restart"):
        await chat.say(typed)
    assert not any(asked.startswith(("/", "#")) for asked in chat.dialogue.asked)


@pytest.mark.parametrize("channel", ["telegram", "zalo", "web"])
async def test_a_flood_gets_one_polite_notice_and_others_are_served(
    open_chat: Callable[..., Chat], channel: str
) -> None:
    chat = open_chat(channel=channel)
    for number in range(30):
        chat.put(f"câu {number}")
    said = await chat.say("câu cuối")
    notices = [message for message in said if "nhắn hơi nhanh" in to_text(message)]
    assert (len(said), len(notices)) == (21, 1)
    (other,) = await open_chat(citizen="binh", channel=channel).say("làm giấy khai sinh cần gì")
    assert other.meta.outcome == "answered"


async def test_who_goes_on_just_too_fast_gets_no_notice_with_each_message(chat: Chat, clock: FrozenClock) -> None:
    notices = 0
    for number in range(60):  # 21 a minute
        clock.advance(seconds=60 / 21)
        notices += sum("nhắn hơi nhanh" in to_text(said) for said in await chat.say(f"câu {number}"))
    assert notices == 1


async def test_while_rasa_is_down_the_search_answers(chat: Chat) -> None:
    chat.dialogue.reply = None
    (reply,) = await chat.say("làm giấy khai sinh cần gì")
    assert "kho thủ tục" in to_text(reply)


async def test_the_officer_answers_the_citizen_rates_and_writes_back(chat: Chat) -> None:
    await open_ticket(chat)
    code = only_ticket(chat).code
    officer_answers(chat, code)
    (answer,) = chat.heard()
    assert answer.author == "Cán bộ Lan"
    (thanks,) = await chat.say("5")
    assert thanks.meta.act == "thanks"
    assert only_ticket(chat).score == 5


async def test_thanking_does_not_reopen(chat: Chat) -> None:
    await open_ticket(chat)
    officer_answers(chat, only_ticket(chat).code)
    chat.dialogue.reply = Reply(
        blocks=[Text(text="Dạ")], meta=Meta(outcome=Outcome.SMALLTALK, act=Act.THANKS), context=Context()
    )
    await chat.say("cảm ơn em")
    assert only_ticket(chat).state == TicketState.ANSWERED


async def test_writing_back_reopens(chat: Chat) -> None:
    await open_ticket(chat)
    code = only_ticket(chat).code
    officer_answers(chat, code)
    chat.heard()
    chat.dialogue.reply = Reply(blocks=[Text(text="?")], meta=Meta(outcome=Outcome.DECLINED), context=Context(misses=1))
    (told,) = await chat.say("nhưng tôi không có người làm chứng thì sao")
    assert code in to_text(told)
    ticket = only_ticket(chat)
    assert (ticket.state, ticket.reopened_count) == (TicketState.OPEN, 1)


async def test_asking_about_another_procedure_does_not_reopen(chat: Chat) -> None:
    await open_ticket(chat)
    officer_answers(chat, only_ticket(chat).code)
    chat.dialogue.reply = answered(procedure="1.000894")
    await chat.say("đăng ký kết hôn cần giấy tờ gì")
    assert only_ticket(chat).state == TicketState.ANSWERED


def officer_answers(chat: Chat, code: str) -> None:
    with chat.mailroom.database.transaction() as session:
        officer = session.scalar(select(Staff)) or create_officer(
            session, "lan", "Cán bộ Lan", "mat khau du dai 1", "26041", units=Units.load()
        )
        taken = tickets.take(session, officer, code, only_ticket(chat).version, chat.mailroom.clock())
        body = Message.model_validate(
            {
                "kind": "officer",
                "author": officer.display_name,
                "ticket": code,
                "blocks": [{"kind": "text", "text": "Chào chị"}],
                "choices": [{"label": str(n), "payload": f"#rate {code} {n}"} for n in range(1, 6)],
                "meta": {"outcome": "ticket", "act": "handover"},
            }
        ).model_dump(mode="json")
        tickets.answer(session, officer, code, taken.version, "Chào chị", body, False, chat.mailroom.clock())
