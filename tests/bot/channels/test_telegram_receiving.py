"""What people do in Telegram is written down once, in order, whatever happens on the way."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel
from bot.logs import configure
from bot.mailroom import Mailroom
from knowledge_base.database import Database
from tests.bot.channels.conftest import Make
from tests.bot.pushing import Pauses, TroubledDatabase, conversation_of, inbox, say, until, words
from tests.conftest import FrozenClock
from tests.emulators.telegram import Fault, TelegramEmulator
from tests.emulators.telegram.errors import ApiError
from tests.emulators.telegram.faults import broken, flood

AN, BINH, GROUP = 4001, 4002, -100777


async def arrived(database: Database, count: int) -> list[tuple[str, str]]:
    """Kind and text of everything received, once there is so much."""
    await until(lambda: len(inbox(database)) >= count)
    return [(row.kind, row.text) for row in inbox(database)]


@pytest.mark.usefixtures("receiving")
async def test_a_text_is_written_down_under_its_chat(telegram: TelegramEmulator, database: Database) -> None:
    telegram.user.send_text(AN, "làm khai sinh cần gì")
    assert await arrived(database, 1) == [("text", "làm khai sinh cần gì")]
    assert inbox(database)[0].conversation_id == conversation_of(database, str(AN)).id


@pytest.mark.usefixtures("receiving")
@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("/start", "start", ""),
        ("/start 1_001193", "start", "1.001193"),
        ("/start 1.001193", "start", "1.001193"),
        ("/START@thanthien_test_bot", "start", ""),
        ("/gap_can_bo", "text", "gap can bo"),
        ("/help lệ phí\nkết hôn", "text", "help lệ phí\nkết hôn"),
        ("/ khai sinh", "text", "/ khai sinh"),
        ("khai sinh /start", "text", "khai sinh /start"),
        ("a\x00b\ud83d", "text", "ab"),
    ],
)
async def test_commands_are_words_but_for_start(
    telegram: TelegramEmulator, database: Database, typed: str, kind: str, text: str
) -> None:
    telegram.user.send_text(AN, typed)
    assert await arrived(database, 1) == [(kind, text)]


@pytest.mark.usefixtures("receiving")
async def test_anything_but_words_is_an_attachment_and_is_not_fetched(
    telegram: TelegramEmulator, database: Database
) -> None:
    telegram.user.send_sticker(AN)
    telegram.user.send_photo(AN, "thẻ của tôi")
    telegram.user.send_document(AN)
    telegram.user.send_voice(AN)
    telegram.user.send_location(AN)
    expected = [("attachment", text) for text in ("", "thẻ của tôi", "", "", "")]
    assert await arrived(database, 5) == expected
    assert "getfile" not in telegram.calls


@pytest.mark.usefixtures("receiving")
async def test_ten_pictures_sent_together_are_one_attachment(telegram: TelegramEmulator, database: Database) -> None:
    for _ in range(10):
        telegram.user.send_photo(AN)
        telegram.state.updates[-1]["message"]["media_group_id"] = "123"
    telegram.user.send_text(AN, "xong")
    assert await arrived(database, 2) == [("attachment", ""), ("text", "xong")]


@pytest.mark.usefixtures("receiving")
async def test_edits_groups_and_the_platforms_own_notes_are_left_alone(
    telegram: TelegramEmulator, database: Database
) -> None:
    telegram.user.send_text(AN, "một")
    telegram.user.edit_text(AN, "một, sửa lại")
    telegram.user.send_text(GROUP, "/start", by=BINH)
    telegram.user.send_photo(AN)
    pinned = telegram.state.updates[-1]["message"]
    pinned["pinned_message"] = pinned | {"text": "ghim"}
    del pinned["photo"]
    telegram.user.send_text(AN, "hai")
    assert await arrived(database, 2) == [("text", "một"), ("text", "hai")]
    assert telegram.user.messages(GROUP) == []


async def test_a_pressed_button_is_a_choice_and_its_progress_bar_stops(
    telegram: TelegramEmulator, receiving: TelegramChannel, mailroom: Mailroom
) -> None:
    telegram.user.send_text(AN, "chào")
    (shown,) = say(mailroom, str(AN), words("Dạ", "Hồ sơ", "Lệ phí"))
    await receiving.send(str(AN), shown, words("Dạ", "Hồ sơ", "Lệ phí"))
    telegram.user.press(AN, "Lệ phí")
    assert (await arrived(mailroom.database, 2))[-1] == ("choice", f"{shown}.2")
    await until(lambda: all(answer is not None for answer in telegram.state.callbacks.values()))


@pytest.mark.usefixtures("receiving")
async def test_a_button_whose_answer_telegram_refuses_still_counts(
    telegram: TelegramEmulator, database: Database
) -> None:
    telegram.faults.order(broken(), method="answercallbackquery")
    telegram.state.add_update(
        "callback_query",
        {"id": "1", "from": {"id": AN, "is_bot": False, "first_name": "An"}, "chat_instance": "1", "data": "17.2"},
    )
    telegram.user.send_text(AN, "tiếp")
    assert await arrived(database, 2) == [("choice", "17.2"), ("text", "tiếp")]


async def test_an_answer_of_getupdates_that_got_lost_comes_again_once(
    telegram: TelegramEmulator, database: Database, make: Make
) -> None:
    for number in range(5):
        telegram.user.send_text(AN, str(number))
    telegram.faults.order(Fault(ApiError(502, "Bad Gateway"), after=True), times=2, method="getupdates")
    await make().start()
    await until(lambda: not telegram.state.updates)
    assert [row.text for row in inbox(database)] == ["0", "1", "2", "3", "4"]


async def test_a_crash_between_commit_and_confirmation_makes_no_second_message(
    telegram: TelegramEmulator, database: Database, make: Make
) -> None:
    telegram.user.send_text(AN, "một")
    first = make()
    await first.start()
    await arrived(database, 1)
    await first.stop()  # as a kill: the batch was never confirmed
    telegram.state.updates = telegram.state.updates or [unconfirmed(telegram)]
    telegram.user.send_text(AN, "hai")
    await make().start()
    await until(lambda: not telegram.state.updates)
    assert [row.text for row in inbox(database)] == ["một", "hai"]


def unconfirmed(telegram: TelegramEmulator) -> dict[str, Any]:
    (message,) = telegram.state.chat(AN).messages
    return {"update_id": 700_000_001, "message": message}


async def test_what_the_database_refused_is_not_confirmed(
    telegram: TelegramEmulator, database: Database, clock: FrozenClock, make: Make
) -> None:
    troubled = TroubledDatabase(database)
    troubled.refusing = 3
    for number in range(4):
        telegram.user.send_text(AN, str(number))
    await make(mailroom=Mailroom(troubled, clock)).start()
    await until(lambda: not telegram.state.updates)
    assert [row.text for row in inbox(database)] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    "garbage",
    [
        {"message": {"text": "không có chat"}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": AN, "type": "private"}, "text": 5}},
        {"message": "?"},
        {"callback_query": {"id": 3}},
        {"something_new": {"x": 1}},
        {},
    ],
)
async def test_an_update_nobody_can_read_does_not_hold_up_the_rest(
    telegram: TelegramEmulator, database: Database, make: Make, garbage: dict[str, Any]
) -> None:
    telegram.user.send_text(AN, "trước")
    telegram.state.updates.append({"update_id": 700_000_002, **garbage})
    telegram.state.updates.append({"no": "id"} | {"update_id": 700_000_003})
    telegram.user.send_text(AN, "sau")
    telegram.state.updates[-1]["update_id"] = 700_000_004
    await make().start()
    await until(lambda: not telegram.state.updates)
    assert [row.text for row in inbox(database)] == ["trước", "sau"]


@pytest.mark.usefixtures("receiving")
async def test_whoever_blocks_us_is_marked_and_unmarked(telegram: TelegramEmulator, database: Database) -> None:
    telegram.user.block(BINH)  # unknown to us
    telegram.user.send_text(AN, "một")
    await arrived(database, 1)
    telegram.user.block(AN)
    await until(lambda: conversation_of(database, str(AN)).unreachable)
    telegram.user.unblock(AN)
    await until(lambda: not conversation_of(database, str(AN)).unreachable)


async def test_flood_control_and_troubles_are_waited_out(
    telegram: TelegramEmulator, database: Database, make: Make, pauses: Pauses
) -> None:
    telegram.faults.order(flood(17), method="getupdates")
    for fault in (broken(500), broken(502), Fault(ApiError(409, "terminated by other getUpdates request"))):
        telegram.faults.order(fault, method="getupdates")
    telegram.user.send_text(AN, "một")
    await make().start()
    await arrived(database, 1)
    assert pauses.taken[0] == 17
    assert len(pauses.taken) >= 4


async def test_a_webhook_left_by_an_earlier_life_is_taken_down(
    telegram: TelegramEmulator, database: Database, make: Make
) -> None:
    telegram.state.webhook.url = "https://127.0.0.1/old"
    telegram.user.send_text(AN, "một")
    await make().start()
    await arrived(database, 1)


@pytest.mark.usefixtures("receiving")
async def test_a_webhook_set_by_someone_else_is_taken_down_too(telegram: TelegramEmulator, database: Database) -> None:
    telegram.user.send_text(AN, "một")
    await arrived(database, 1)
    telegram.state.webhook.url = "https://127.0.0.1/theirs"
    telegram.state.notify()
    telegram.user.send_text(AN, "hai")
    await until(lambda: not telegram.state.webhook.url)
    await arrived(database, 2)


@pytest.mark.usefixtures("receiving")
async def test_the_menu_offers_an_officer(telegram: TelegramEmulator) -> None:
    await until(lambda: telegram.state.commands)
    ((start, officer),) = telegram.state.commands.values()
    assert (start["command"], officer["command"], officer["description"]) == ("start", "gap_can_bo", "Gặp cán bộ")


async def test_a_refused_token_is_told_once_and_tried_slowly(
    telegram: TelegramEmulator, database: Database, make: Make, pauses: Pauses
) -> None:
    valid, telegram.token = telegram.token, "7000000001:ANewTokenTakenAtTelegram0123456789"
    telegram.user.send_text(AN, "một")
    with capture_logs() as logs:
        await make(token=valid).start()
        await until(lambda: len(pauses.taken) >= 3)
        telegram.token = valid  # as if it was put right at Telegram
        await arrived(database, 1)
    told = [entry["event"] for entry in logs]
    assert told.count("telegram_token_refused") == 1
    assert pauses.taken[0] >= 60


async def test_a_telegram_that_cannot_be_reached_is_no_reason_not_to_start(make: Make, pauses: Pauses) -> None:
    await make(url="http://127.0.0.1:9").start()
    await until(lambda: len(pauses.taken) >= 4)


@pytest.fixture
def stderr() -> Iterator[io.StringIO]:
    """What the process logs as it does in service, libraries included."""
    root, levels = logging.getLogger(), {name: logging.getLogger(name).level for name in ("httpx", "httpcore")}
    handlers, level = root.handlers[:], root.level
    with redirect_stderr(io.StringIO()) as written:
        configure(logging.DEBUG)
        yield written
    root.handlers[:], root.level = handlers, level
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    structlog.reset_defaults()


async def test_the_token_reaches_no_log(
    telegram: TelegramEmulator, database: Database, make: Make, stderr: io.StringIO
) -> None:
    for fault in (broken(500), Fault(ApiError(404)), Fault(ApiError(401)), flood(1)):
        telegram.faults.order(fault)
    channel = make()
    await make(url="http://127.0.0.1:9").start()
    await channel.start()
    telegram.user.send_text(AN, "một")
    await arrived(database, 1)
    for fault in (broken(500), Fault(ApiError(404))):
        telegram.faults.order(fault, method="sendmessage")
        await channel.send(str(AN), 1, words("Dạ"))
    assert stderr.getvalue()
    assert telegram.token.partition(":")[2] not in stderr.getvalue()
