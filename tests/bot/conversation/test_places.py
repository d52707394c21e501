"""Places in a conversation: old names resolve, the commune is remembered, nothing is made up."""

from __future__ import annotations

import time
from datetime import date

from bot.render import to_text
from bot.texts.overlay import EVERY, Overlay
from knowledge_base.conversations.models import Conversation
from knowledge_base.conversations.service import context_of
from knowledge_base.database import Database
from knowledge_base.places.schema import PlacesFile
from knowledge_base.places.service import publish_file
from knowledge_base.procedures.service import bump_revision
from knowledge_base.replies import Context, Meta, Reply, Say, Text
from knowledge_base.vocabulary import Aspect, Outcome
from knowledge_base.wording.models import Phrase
from tests.bot.conversation.conftest import Chat
from tests.knowledge_base.places.conftest import fee, note, office

BIRTH, TRAN_BIEN, AN_VIEN = "1.001193", "26041", "26296"


def about(*aspects: Aspect, commune: str | None = None) -> Reply:
    """Rasa answers about birth registration."""
    return Reply(
        blocks=[Text(text="Nơi nộp: Trung tâm."), Text(text="Căn cứ: Luật Hộ tịch.")],
        meta=Meta(outcome=Outcome.ANSWERED, procedure=BIRTH, aspects=list(aspects)),
        context=Context(procedure=BIRTH, commune=commune),
    )


def context(chat: Chat) -> Context:
    with chat.mailroom.database.reading() as session:
        return context_of(session.get_one(Conversation, chat.conversation_id()))


async def test_the_districts_are_gone_and_rasa_is_not_needed(chat: Chat) -> None:
    chat.dialogue.reply = None
    (message,) = await chat.say("huyện bỏ rồi thì nộp ở đâu?")
    said = to_text(message)
    assert "từ ngày 01/07/2025 cả nước không còn cấp huyện" in said
    assert "Trung tâm Phục vụ hành chính công xã, phường" in said
    assert "Luật 72/2025/QH15" in said
    assert "Kiểm tra lần cuối ngày 23/11/2026" in said
    assert (message.meta.outcome, message.meta.procedure, message.meta.aspects) == ("answered", None, ["place"])
    assert chat.dialogue.asked == []


async def test_an_old_name_is_told_with_its_day_and_remembered(chat: Chat) -> None:
    (message,) = await chat.say("tôi ở xã Đồi 61 cũ")
    said = to_text(message)
    assert "từ ngày 01/07/2025, Xã Đồi 61 (Huyện Trảng Bom, Đồng Nai) thuộc Xã An Viễn, thành phố Đồng Nai" in said
    assert "Xã An Viễn: địa chỉ, giờ làm việc cán bộ sẽ xác nhận" in said
    assert context(chat).commune == AN_VIEN


async def test_a_name_of_two_places_is_a_choice_that_is_remembered(chat: Chat) -> None:
    (message,) = await chat.say("tôi ở xã Bình Minh cũ")
    labels = [choice.label for choice in message.choices]
    assert message.meta.outcome is Outcome.CLARIFY
    assert labels[:2] == [
        "Xã Bình Minh (Huyện Bù Đăng), nay là Xã Bom Bo",
        "Xã Bình Minh (Huyện Trảng Bom), nay là Xã Bình Minh",
    ]
    assert context(chat).commune is None
    (told,) = await chat.say("2")
    assert "Xã Bình Minh là đơn vị hiện nay" in to_text(told)
    assert context(chat).commune == "26278"


async def test_a_procedure_somewhere_stays_about_the_procedure_and_its_commune_is_known(chat: Chat) -> None:
    await chat.say("đăng ký tạm trú ở phường Trấn Biên cần gì")
    assert chat.dialogue.asked == ["đăng ký tạm trú ở phường Trấn Biên cần gì"]
    assert chat.dialogue.contexts[0].commune == TRAN_BIEN


async def test_after_a_place_the_procedure_talked_about_is_one_tap_away(chat: Chat) -> None:
    await chat.say("khai sinh ở đâu")
    (message,) = await chat.say("huyện bỏ rồi thì nộp ở đâu?")
    assert message.choices[0].label == "Nơi nộp: Đăng ký khai sinh"
    assert message.choices[0].payload == '/choose{"procedure": "1.001193", "aspect": "place"}'


async def test_what_rasa_cannot_place_is_taken_as_a_question_about_the_place(chat: Chat) -> None:
    chat.dialogue.reply = Reply(
        blocks=[Text(text="Em chưa hiểu.")], meta=Meta(outcome=Outcome.DECLINED), context=Context(misses=1)
    )
    (message,) = await chat.say("xã Đồi 61 rầy sáp nhập chốn mô")
    assert "thuộc Xã An Viễn" in to_text(message)
    assert context(chat).misses == 0


async def test_where_offers_to_name_the_commune_before_the_basis(chat: Chat) -> None:
    chat.dialogue.reply = about(Aspect.PLACE)
    (message,) = await chat.say("khai sinh ở đâu")
    *_, offer, basis = to_text(message).split("\n\n")
    assert offer.startswith("Ông/bà nhắn giúp em tên xã, phường")
    assert basis == "Căn cứ: Luật Hộ tịch."


async def test_where_tells_the_office_of_the_commune_that_is_known(chat: Chat, database: Database) -> None:
    with database.transaction() as session:
        publish_file(session, PlacesFile(offices=[office(phone="0251 3822 001")]), chat.mailroom.clock())
    chat.dialogue.reply = about(Aspect.PLACE, commune=TRAN_BIEN)
    said = to_text((await chat.say("khai sinh ở đâu"))[0])
    assert "Nơi nộp tại Phường Trấn Biên\n• Địa chỉ: Số 1 đường Thử Nghiệm" in said
    assert "• Điện thoại: 0251 3822 001" in said
    assert "Kiểm tra ngày 20/11/2026" in said
    assert "cán bộ sẽ xác nhận" not in said


async def test_an_unverified_address_is_marked(chat: Chat, database: Database) -> None:
    with database.transaction() as session:
        publish_file(session, PlacesFile(offices=[office(certainty="unverified")]), chat.mailroom.clock())
    chat.dialogue.reply = about(Aspect.PLACE, commune=TRAN_BIEN)
    said = to_text((await chat.say("khai sinh ở đâu"))[0])
    assert "Nơi nộp tại Phường Trấn Biên (tham khảo, cán bộ sẽ xác nhận)" in said


async def test_what_the_city_resolved_stands_beside_the_fee(chat: Chat, database: Database) -> None:
    resolved = fee(resolution="00/2026/NQ-HĐND", resolution_date=date(2026, 7, 1))
    with database.transaction() as session:
        publish_file(session, PlacesFile(fees=[resolved]), chat.mailroom.clock())
    chat.dialogue.reply = about(Aspect.FEE)
    said = to_text((await chat.say("lệ phí khai sinh"))[0])
    assert "• Khai sinh quá hạn: 5.000 đồng (Nghị quyết 00/2026/NQ-HĐND ngày 01/07/2026" in said


async def test_the_ticket_form_does_not_ask_again_for_the_commune(chat: Chat) -> None:
    await chat.say("nhà tôi ở xã Sông Trầu")
    (message,) = await chat.say("1")
    assert "Phường Trảng Bom" in to_text(message)
    assert "Ông/bà ở xã, phường nào" not in to_text(message)


async def test_a_note_about_a_procedure_is_told_to_the_people_of_its_commune(chat: Chat, database: Database) -> None:
    with database.transaction() as session:
        publish_file(session, PlacesFile(notes=[note()]), chat.mailroom.clock())
    chat.dialogue.reply = about(Aspect.PAPERS, commune=TRAN_BIEN)
    *_, told, basis = to_text((await chat.say("khai sinh cần giấy gì"))[0]).split("\n\n")
    assert told.startswith("Lưu ý tại Phường Trấn Biên\n• Thứ Bảy chỉ nhận hồ sơ khai sinh.\n• Nguồn: Thông báo")
    assert basis == "Căn cứ: Luật Hộ tịch."
    chat.dialogue.reply = about(Aspect.PAPERS, commune=AN_VIEN)
    assert "Lưu ý" not in to_text((await chat.say("khai sinh cần giấy gì"))[0])


async def test_people_read_their_commune_s_words_from_the_next_message_on(chat: Chat, database: Database) -> None:
    def reply(commune: str | None) -> Reply:
        reply = about(Aspect.FORM, commune=commune)
        return reply.model_copy(update={"blocks": [Text(text=Say(key="answer.about", args={"name": "khai sinh"}))]})

    texts = chat.engine._texts
    overlay = Overlay(database, texts)
    overlay.refresh()
    with database.transaction() as session:
        own, now = "Dạ, phường xin thưa về {name}:", chat.mailroom.clock()
        session.add(Phrase(key="answer.about", commune_code=TRAN_BIEN, text=own, revision=1, updated_at=now))
        bump_revision(session)
    began = time.perf_counter()
    overlay.refresh()
    assert time.perf_counter() - began + EVERY < 2
    for commune, said in {TRAN_BIEN: "Dạ, phường xin thưa về khai sinh:", AN_VIEN: "Dạ, về thủ tục khai sinh:"}.items():
        chat.dialogue.reply = reply(commune)
        assert said in to_text((await chat.say("khai sinh mẫu nào"))[0])
