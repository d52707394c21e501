"""The emulator against the published Bot API, by plain HTTP: what it takes, what it refuses, and in which words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot
from telegram.error import BadRequest

from tests.emulators.telegram import TelegramEmulator, server
from tests.emulators.telegram.faults import blocked, broken, flood, hang

AN, BINH, GROUP = 4001, 4002, -1001

type Call = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.user.send_text(AN, "chào")
        yield emulator


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def call(telegram: TelegramEmulator, http: aiohttp.ClientSession) -> Call:
    """Calls a method with a JSON body; gives the whole answer, its HTTP status added."""

    async def one(method: str, *, token: str = telegram.token, **params: Any) -> dict[str, Any]:
        async with http.post(f"{telegram.url}/bot{token}/{method}", json=params) as response:
            answer: dict[str, Any] = await response.json()
            return answer | {"status": response.status, "retry_header": response.headers.get("Retry-After")}

    return one


def refused(answer: dict[str, Any]) -> tuple[int, str]:
    assert answer["ok"] is False
    assert answer["status"] == answer["error_code"]
    return answer["error_code"], answer["description"]


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_four_ways(telegram: TelegramEmulator, http: aiohttp.ClientSession, way: str) -> None:
    url = f"{telegram.url}/bot{telegram.token}/sendmessage"
    params = {"chat_id": str(AN), "text": "dạ"}
    multipart = aiohttp.FormData({"chat_id": str(AN), "text": "dạ"})
    multipart._is_multipart = True
    calls = {
        "query": lambda: http.get(url, params=params),
        "form": lambda: http.post(url, data=params),
        "json": lambda: http.post(url, json=params),
        "multipart": lambda: http.post(url, data=multipart),
    }
    async with calls[way]() as response:
        assert (await response.json())["result"]["text"] == "dạ"
    assert telegram.user.texts(AN) == ["dạ"]


async def test_a_bot_knows_itself(telegram: TelegramEmulator, call: Call) -> None:
    me = (await call("getMe"))["result"]
    assert me["is_bot"] is True
    assert me["id"] == int(telegram.token.partition(":")[0])
    assert {"first_name", "username", "can_join_groups", "supports_inline_queries"} <= me.keys()


async def test_strangers_and_unknown_methods_are_turned_away(telegram: TelegramEmulator, call: Call) -> None:
    assert refused(await call("getMe", token="7000000001:AnotherSecretThatIsNotTheRightOne")) == (401, "Unauthorized")
    assert refused(await call("getMe", token="nonsense")) == (404, "Not Found")
    assert refused(await call("sendTelepathy")) == (404, "Not Found: method not found")


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": 999, "text": "x"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ({"chat_id": AN}, "message text is empty"),
        ({"chat_id": AN, "text": " \n "}, "message text is empty"),
        ({"chat_id": AN, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": AN, "text": "👍" * 2049}, "message is too long"),
        ({"chat_id": AN, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"chat_id": AN, "text": "x", "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
    ],
)
async def test_messages_telegram_would_not_take(call: Call, params: dict[str, Any], description: str) -> None:
    assert refused(await call("sendMessage", **params)) == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("đ <table>", 'Unsupported start tag "table" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
    ],
)
async def test_broken_html_is_refused_with_its_place(call: Call, html: str, reason: str) -> None:
    answer = await call("sendMessage", chat_id=AN, text=html, parse_mode="HTML")
    assert refused(answer) == (400, f"Bad Request: can't parse entities: {reason}")


async def test_html_becomes_entities_counted_in_utf16(call: Call) -> None:
    html = '👍 <b>Hồ sơ</b> &lt;1&gt; &amp; <a href="https://a.vn/?x=1&amp;y=2">nộp</a>'
    message = (await call("sendMessage", chat_id=AN, text=html, parse_mode="HTML"))["result"]
    assert message["text"] == "👍 Hồ sơ <1> & nộp"
    assert message["entities"] == [
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "text_link", "offset": 15, "length": 3, "url": "https://a.vn/?x=1&y=2"},
    ]


async def test_the_limit_counts_after_entities_are_read(call: Call) -> None:
    html = "&amp;" * 4096
    assert len((await call("sendMessage", chat_id=AN, text=html, parse_mode="HTML"))["result"]["text"]) == 4096


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "đ" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "", "callback_data": "x"}, "must be non-empty"),
    ],
)
async def test_buttons_telegram_would_not_take(call: Call, button: dict[str, Any], description: str) -> None:
    answer = await call("sendMessage", chat_id=AN, text="x", reply_markup={"inline_keyboard": [[button]]})
    assert refused(answer)[1].endswith(description)


async def test_sixty_four_bytes_of_data_are_taken(call: Call, telegram: TelegramEmulator) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "đ" * 32}]]}
    assert (await call("sendMessage", chat_id=AN, text="x", reply_markup=json.dumps(keyboard)))["ok"]
    assert telegram.user.buttons(AN) == ["a"]


async def test_a_poll_waits_for_the_first_update_and_gives_it_again_until_confirmed(
    telegram: TelegramEmulator, call: Call
) -> None:
    first = (await call("getUpdates"))["result"]
    assert [update["message"]["text"] for update in first] == ["chào"]
    assert (await call("getUpdates"))["result"] == first
    waiting = asyncio.ensure_future(call("getUpdates", offset=first[0]["update_id"] + 1, timeout=5))
    await asyncio.sleep(0.02)
    assert not waiting.done()
    telegram.user.send_text(AN, "nữa")
    (second,) = (await waiting)["result"]
    assert second["update_id"] == first[0]["update_id"] + 1
    assert (await call("getUpdates", limit=1))["result"] == [second]


async def test_a_negative_offset_keeps_the_newest_a_senseless_one_all(telegram: TelegramEmulator, call: Call) -> None:
    for text in ("một", "hai", "ba"):
        telegram.user.send_text(AN, text)
    assert len((await call("getUpdates", offset=1_999_999_999))["result"]) == 4
    kept = (await call("getUpdates", offset=-2))["result"]
    assert [update["message"]["text"] for update in kept] == ["hai", "ba"]
    assert (await call("getUpdates"))["result"] == kept


async def test_an_update_tells_what_was_true_then(telegram: TelegramEmulator, call: Call) -> None:
    telegram.user.edit_text(AN, "chào em")
    first, second = (await call("getUpdates"))["result"]
    assert first["message"]["text"] == "chào"
    assert second["edited_message"]["text"] == "chào em"
    assert second["edited_message"]["message_id"] == first["message"]["message_id"]


async def test_only_the_kinds_asked_for_come_and_the_wish_is_kept(telegram: TelegramEmulator, call: Call) -> None:
    await call("getUpdates", allowed_updates=["my_chat_member"])
    telegram.user.send_text(AN, "không")
    telegram.user.block(AN)
    updates = (await call("getUpdates"))["result"]
    assert [update.keys() - {"update_id"} for update in updates] == [{"message"}, {"my_chat_member"}]
    assert updates[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_two_polls_at_once_are_a_conflict(call: Call) -> None:
    await call("getUpdates", offset=1_000_000_000 - 299_999_998)
    first = asyncio.ensure_future(call("getUpdates", timeout=5))
    await asyncio.sleep(0.02)
    second = asyncio.ensure_future(call("getUpdates", timeout=1))
    assert refused(await first) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    assert (await second)["result"] == []


async def test_a_webhook_ends_a_poll_and_forbids_the_next(
    telegram: TelegramEmulator, call: Call, http: aiohttp.ClientSession
) -> None:
    telegram.state.updates.clear()
    poll = asyncio.ensure_future(call("getUpdates", timeout=5))
    await asyncio.sleep(0.02)
    set_up = await call("setWebhook", url="http://127.0.0.1:9/hook")
    assert (set_up["result"], set_up["description"]) == (True, "Webhook was set")
    assert refused(await poll) == (409, "Conflict: terminated by setWebhook request")
    assert refused(await call("getUpdates"))[1].startswith("Conflict: can't use getUpdates method while webhook is")
    assert (await call("deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await call("deleteWebhook"))["description"] == "Webhook is already deleted"


@pytest.mark.parametrize(
    ("url", "extra", "description"),
    [
        ("http://a.vn/hook", {}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ("https://a.vn:8080/h", {}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://a.vn/h", {"secret_token": "không được"}, "secret token contains unallowed characters"),
        ("https://a.vn/h", {"secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_webhooks_telegram_would_not_take(call: Call, url: str, extra: dict[str, str], description: str) -> None:
    assert refused(await call("setWebhook", url=url, **extra)) == (400, f"Bad Request: {description}")


class Hook:
    """A bot's webhook."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.reply: dict[str, Any] | None = None
        self.taken: list[tuple[str | None, dict[str, Any]]] = []
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self.server = TestServer(app)

    async def _take(self, request: web.Request) -> web.Response:
        status = self.statuses.pop(0) if self.statuses else 200
        self.taken.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return web.json_response(self.reply, status=status) if self.reply else web.Response(status=status)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


async def test_a_webhook_gets_each_update_in_order_again_until_it_takes_it(
    telegram: TelegramEmulator, call: Call
) -> None:
    hook = Hook()
    hook.statuses = [500, 403]
    telegram.user.send_text(AN, "hai")
    async with hook.server:
        await call("setWebhook", url=str(hook.server.make_url("/hook")), secret_token="bi-mat_1")
        await until(lambda: len(hook.taken) == 4)
        await until(lambda: not telegram.state.updates)
        info = (await call("getWebhookInfo"))["result"]
        await call("deleteWebhook")
    assert [update["message"]["text"] for _, update in hook.taken] == ["chào", "chào", "chào", "hai"]
    assert {secret for secret, _ in hook.taken} == {"bi-mat_1"}
    assert info["pending_update_count"] == 0
    assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"


async def test_a_webhook_may_answer_with_a_method(telegram: TelegramEmulator, call: Call) -> None:
    hook = Hook()
    hook.reply = {"method": "sendMessage", "chat_id": AN, "text": "dạ"}
    async with hook.server:
        await call("setWebhook", url=str(hook.server.make_url("/hook")))
        await until(lambda: telegram.user.texts(AN) == ["dạ"])
        await call("deleteWebhook")


async def test_a_pressed_button_waits_for_its_answer(telegram: TelegramEmulator, call: Call) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Lệ phí", "callback_data": "17.1"}]]}
    sent = (await call("sendMessage", chat_id=AN, text="Chọn", reply_markup=keyboard))["result"]
    telegram.user.press(AN, "Lệ phí")
    query = (await call("getUpdates"))["result"][-1]["callback_query"]
    assert query["data"] == "17.1"
    assert query["message"]["message_id"] == sent["message_id"]
    assert telegram.state.callbacks[query["id"]] is None
    long = await call("answerCallbackQuery", callback_query_id=query["id"], text="x" * 201)
    assert refused(long) == (400, "Bad Request: MESSAGE_TOO_LONG")
    assert (await call("answerCallbackQuery", callback_query_id=query["id"], text="Dạ"))["result"] is True
    assert refused(await call("answerCallbackQuery", callback_query_id="1"))[1] == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_editing_and_deleting(telegram: TelegramEmulator, call: Call) -> None:
    sent = (await call("sendMessage", chat_id=AN, text="một"))["result"]
    here = {"chat_id": AN, "message_id": sent["message_id"]}
    edited = (await call("editMessageText", **here, text="hai"))["result"]
    assert (edited["text"], edited["date"], "edit_date" in edited) == ("hai", sent["date"], True)
    assert refused(await call("editMessageText", **here, text="hai"))[1].startswith(
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    )
    assert refused(await call("editMessageText", chat_id=AN, message_id=999, text="x"))[1] == (
        "Bad Request: message to edit not found"
    )
    not_mine = await call("editMessageText", chat_id=AN, message_id=telegram.state.chat(AN).messages[0]["message_id"])
    assert refused(not_mine)[1] == "Bad Request: message can't be edited"
    assert (await call("deleteMessage", **here))["result"] is True
    assert refused(await call("deleteMessage", **here))[1] == "Bad Request: message to delete not found"


async def test_actions_are_shown_and_wrong_ones_refused(telegram: TelegramEmulator, call: Call) -> None:
    assert (await call("sendChatAction", chat_id=AN, action="typing"))["result"] is True
    assert telegram.state.actions == [(AN, "typing")]
    wrong = await call("sendChatAction", chat_id=AN, action="sleeping")
    assert refused(wrong) == (400, "Bad Request: wrong parameter action in request")


async def test_a_document_is_uploaded_sent_again_and_downloaded(
    telegram: TelegramEmulator, call: Call, http: aiohttp.ClientSession
) -> None:
    form = aiohttp.FormData({"chat_id": str(AN), "caption": "Mẫu đơn"})
    form.add_field("document", b"%PDF-1.7", filename="don.pdf", content_type="application/pdf")
    async with http.post(f"{telegram.url}/bot{telegram.token}/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("don.pdf", "application/pdf", 8)
    again = (await call("sendDocument", chat_id=AN, document=document["file_id"]))["result"]
    assert again["document"]["file_id"] == document["file_id"]
    path = (await call("getFile", file_id=document["file_id"]))["result"]["file_path"]
    async with http.get(f"{telegram.url}/file/bot{telegram.token}/{path}") as response:
        assert await response.read() == b"%PDF-1.7"
    assert refused(await call("sendDocument", chat_id=AN))[1] == "Bad Request: there is no document in the request"


async def test_topics_of_a_forum(telegram: TelegramEmulator, call: Call) -> None:
    telegram.user.make_forum(GROUP)
    topic = (await call("createForumTopic", chat_id=GROUP, name="TT-2026-000123"))["result"]
    thread = topic["message_thread_id"]
    sent = (await call("sendMessage", chat_id=GROUP, message_thread_id=thread, text="Phiếu mới"))["result"]
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    telegram.user.send_text(GROUP, "Tôi nhận", by=BINH, thread=thread)
    heard = (await call("getUpdates"))["result"][-1]["message"]
    assert (heard["message_thread_id"], heard["from"]["id"]) == (thread, BINH)
    assert (await call("closeForumTopic", chat_id=GROUP, message_thread_id=thread))["result"] is True
    assert refused(await call("closeForumTopic", chat_id=GROUP, message_thread_id=thread))[1].endswith("NOT_MODIFIED")
    assert (await call("reopenForumTopic", chat_id=GROUP, message_thread_id=thread))["result"] is True
    assert (await call("editForumTopic", chat_id=GROUP, message_thread_id=thread, name="Xong"))["result"] is True
    assert (await call("deleteForumTopic", chat_id=GROUP, message_thread_id=thread))["result"] is True
    gone = await call("sendMessage", chat_id=GROUP, message_thread_id=thread, text="x")
    assert refused(gone) == (400, "Bad Request: message thread not found")
    general = await call("sendMessage", chat_id=GROUP, message_thread_id=1, text="x")
    assert refused(general) == (400, "Bad Request: message thread not found")
    assert "message_thread_id" not in (await call("sendMessage", chat_id=GROUP, text="chung"))["result"]
    telegram.state.chat(-1002).started = True
    assert refused(await call("createForumTopic", chat_id=-1002, name="x"))[1] == (
        "Bad Request: the chat is not a forum"
    )


async def test_a_group_takes_twenty_messages_a_minute(telegram: TelegramEmulator, call: Call) -> None:
    telegram.user.send_text(GROUP, "chào", by=BINH)
    for number in range(20):
        assert (await call("sendMessage", chat_id=GROUP, text=str(number)))["ok"]
    answer = await call("sendMessage", chat_id=GROUP, text="20")
    wait = answer["parameters"]["retry_after"]
    assert refused(answer) == (429, f"Too Many Requests: retry after {wait}")
    assert answer["retry_header"] == str(wait)
    assert 0 < wait <= 60
    assert (await call("sendMessage", chat_id=AN, text="riêng"))["ok"]


async def test_people_decide_who_may_write_to_them(telegram: TelegramEmulator, call: Call) -> None:
    telegram.state.chat(BINH)
    stranger = await call("sendMessage", chat_id=BINH, text="x")
    assert refused(stranger) == (403, "Forbidden: bot can't initiate conversation with a user")
    telegram.user.block(AN)
    assert refused(await call("sendMessage", chat_id=AN, text="x")) == (403, "Forbidden: bot was blocked by the user")
    telegram.user.unblock(AN)
    assert (await call("sendMessage", chat_id=AN, text="x"))["ok"]


async def test_troubles_come_as_ordered(telegram: TelegramEmulator, call: Call) -> None:
    telegram.faults.order(flood(9), method="sendMessage")
    telegram.faults.order(broken(), method="sendMessage")
    telegram.faults.order(blocked(), method="sendMessage")
    said = {"chat_id": AN, "text": "dạ"}
    assert (await call("sendMessage", **said))["parameters"] == {"retry_after": 9}
    assert refused(await call("sendMessage", **said)) == (500, "Internal Server Error")
    assert refused(await call("sendMessage", **said))[0] == 403
    telegram.faults.order(hang(after=True), method="sendMessage")
    with suppress(TimeoutError):
        async with asyncio.timeout(0.1):
            await call("sendMessage", **said)
    assert telegram.user.texts(AN) == ["dạ"]  # done, though the answer was lost


async def test_the_menu(call: Call) -> None:
    menu = [{"command": "start", "description": "Bắt đầu"}]
    assert (await call("setMyCommands", commands=json.dumps(menu)))["result"] is True
    assert (await call("getMyCommands"))["result"] == menu
    bad = await call("setMyCommands", commands=[{"command": "Bắt đầu", "description": "x"}])
    assert refused(bad) == (400, "Bad Request: BOT_COMMAND_INVALID")


async def test_the_library_we_use_is_content_with_it(telegram: TelegramEmulator) -> None:
    async with Bot(telegram.token, f"{telegram.url}/bot", f"{telegram.url}/file/bot") as bot:
        (update,) = await bot.get_updates()
        assert update.message is not None
        reply = await bot.send_message(AN, "<b>dạ</b>", parse_mode="HTML", reply_to_message_id=update.message.id)
        assert reply.text_html == "<b>dạ</b>"
        assert reply.reply_to_message is not None
        with pytest.raises(BadRequest, match="Can't parse entities"):
            await bot.send_message(AN, "<b>", parse_mode="HTML")


async def test_by_address_only_some_kinds_of_documents_are_fetched(call: Call) -> None:
    word = await call("sendDocument", chat_id=AN, document="https://hoi.example/mau.docx")
    assert refused(word)[1] == "Bad Request: wrong type of the web page content"
    assert (await call("sendDocument", chat_id=AN, document="https://hoi.example/mau.pdf"))["ok"]


async def test_a_body_over_the_limit_is_too_large(monkeypatch: pytest.MonkeyPatch, http: aiohttp.ClientSession) -> None:
    monkeypatch.setattr(server, "UPLOAD_LIMIT", 1000)
    async with TelegramEmulator() as telegram:
        form = aiohttp.FormData({"chat_id": str(AN)})
        form.add_field("document", bytes(1001), filename="mau.pdf")
        async with http.post(f"{telegram.url}/bot{telegram.token}/sendDocument", data=form) as response:
            answer = await response.json()
    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")
