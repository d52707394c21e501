"""The methods of the Bot API we emulate, but for getUpdates, which waits."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.emulators.telegram import topics
from tests.emulators.telegram.entities import read_text, utf16
from tests.emulators.telegram.errors import ApiError, bad_request, too_many
from tests.emulators.telegram.markup import read_markup
from tests.emulators.telegram.params import Params, Upload
from tests.emulators.telegram.state import GROUP_LIMIT, Chat, State, Webhook
from tests.emulators.telegram.topics import thread_of

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
WEBHOOK_PORTS = {80, 88, 443, 8443}

type Method = Callable[[State, Params], Any]


@dataclass(frozen=True)
class Told:
    """A plain yes with a word about it, which stands beside the result."""

    description: str


def get_me(state: State, params: Params) -> Any:
    """Who the bot is."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
    }
    return state.me | abilities


def send_message(state: State, params: Params) -> Any:
    """Send a text of 1 to 4096 characters, counted after entities were parsed."""
    chat = _writable(state, params)
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = _text(params)
    content: dict[str, Any] = {"text": text} | ({"entities": entities} if entities else {})
    content |= _answered(chat, params)
    if preview := params.json("link_preview_options", "link preview options"):
        content["link_preview_options"] = preview
    return _post(state, params, chat, content)


def send_document(state: State, params: Params) -> Any:
    """Send a file: uploaded, by file_id, or by URL."""
    chat = _writable(state, params)
    upload = _upload(params, "document")
    if upload is None:
        document = _known_file(state, params.text("document"))
    else:
        if not upload.content:
            raise bad_request("file must be non-empty")
        document = state.new_file(upload.name, upload.content)
        document |= {"file_name": upload.name, "mime_type": upload.content_type}
    caption, entities = read_text(params.text("caption"), params.text("parse_mode"))
    if utf16(caption) > 1024:
        raise bad_request("message caption is too long")
    content: dict[str, Any] = {"document": document}
    if caption:
        content |= {"caption": caption} | ({"caption_entities": entities} if entities else {})
    return _post(state, params, chat, content)


def send_chat_action(state: State, params: Params) -> Any:
    """Show "typing…"."""
    chat = _writable(state, params)
    thread_of(chat, params)
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    state.actions.append((chat.info["id"], action))
    return True


def answer_callback_query(state: State, params: Params) -> Any:
    """Stop the progress bar of a pressed button."""
    query = params.text("callback_query_id")
    if query not in state.callbacks:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16(params.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    state.callbacks[query] = {"text": params.text("text"), "show_alert": params.flag("show_alert")}
    return True


def edit_message_reply_markup(state: State, params: Params) -> Any:
    """Replace or remove the buttons of a message."""
    message = _editable(state, params)
    markup = read_markup(params)
    if markup == message.get("reply_markup"):
        raise bad_request(NOT_MODIFIED)
    _set_markup(message, markup)
    return message


def edit_message_text(state: State, params: Params) -> Any:
    """Replace the text, and the buttons with it."""
    message = _editable(state, params)
    text, entities = _text(params)
    markup = read_markup(params)
    if (text, entities, markup) == (message.get("text"), message.get("entities", []), message.get("reply_markup")):
        raise bad_request(NOT_MODIFIED)
    message |= {"text": text, "entities": entities, "edit_date": int(time.time())}
    if not entities:
        del message["entities"]
    _set_markup(message, markup)
    return message


def delete_message(state: State, params: Params) -> Any:
    """Remove a message."""
    chat = _known_chat(state, params)
    message = chat.find(params.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    chat.messages.remove(message)
    return True


def create_forum_topic(state: State, params: Params) -> Any:
    """Open a topic."""
    return topics.create(state, _writable(state, params), params)


def edit_forum_topic(state: State, params: Params) -> Any:
    """Rename a topic."""
    return topics.edit(state, _writable(state, params), params)


def close_forum_topic(state: State, params: Params) -> Any:
    """Close a topic."""
    return topics.set_closed(state, _writable(state, params), params, closed=True)


def reopen_forum_topic(state: State, params: Params) -> Any:
    """Reopen a topic."""
    return topics.set_closed(state, _writable(state, params), params, closed=False)


def delete_forum_topic(state: State, params: Params) -> Any:
    """Remove a topic with its messages."""
    return topics.delete(state, _writable(state, params), params)


def set_my_commands(state: State, params: Params) -> Any:
    """Set the menu."""
    commands = params.json("commands", "commands")
    commands = [] if commands is None else commands
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[_menu(params)] = commands
    return True


def get_my_commands(state: State, params: Params) -> Any:
    """The menu."""
    return state.commands.get(_menu(params), [])


def set_webhook(state: State, params: Params) -> Any:
    """Have updates delivered; plain HTTP is taken for loopback only, as the local Bot API server does."""
    url = params.text("url")
    if not url:
        return delete_webhook(state, params)
    parts = urlsplit(url)
    if parts.hostname not in LOOPBACK:
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in WEBHOOK_PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = params.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(state, params)
    _drop_pending(state, params)
    hook = Webhook(url, secret, min(max(params.number("max_connections", 40), 1), 100))
    same = (hook.url, hook.secret_token, hook.max_connections) == (
        state.webhook.url,
        state.webhook.secret_token,
        state.webhook.max_connections,
    )
    state.webhook = state.webhook if same else hook
    state.notify()
    return Told("Webhook is already set" if same else "Webhook was set")


def delete_webhook(state: State, params: Params) -> Any:
    """Back to long polling."""
    was_set = bool(state.webhook.url)
    state.webhook = Webhook()
    _drop_pending(state, params)
    state.notify()
    return Told("Webhook was deleted" if was_set else "Webhook is already deleted")


def get_webhook_info(state: State, params: Params) -> Any:
    """Where updates go, and how the last delivery fared."""
    hook = state.webhook
    info: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates),
    }
    if hook.url:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
    if hook.last_error_date:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    return info | ({"allowed_updates": sorted(state.allowed)} if state.allowed else {})


def get_file(state: State, params: Params) -> Any:
    """Where a file can be downloaded."""
    file_id = params.text("file_id")
    name, content = state.files.get(file_id, ("", b""))
    if not name:
        raise bad_request("invalid file_id")
    unique = f"AgAD{file_id[-6:]}"
    return {
        "file_id": file_id,
        "file_unique_id": unique,
        "file_size": len(content),
        "file_path": f"documents/{file_id}",
    }


METHODS: dict[str, Method] = {
    "getme": get_me,
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendchataction": send_chat_action,
    "answercallbackquery": answer_callback_query,
    "editmessagereplymarkup": edit_message_reply_markup,
    "editmessagetext": edit_message_text,
    "deletemessage": delete_message,
    "createforumtopic": create_forum_topic,
    "editforumtopic": edit_forum_topic,
    "closeforumtopic": close_forum_topic,
    "reopenforumtopic": reopen_forum_topic,
    "deleteforumtopic": delete_forum_topic,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "getfile": get_file,
}


def remember_allowed(state: State, params: Params) -> None:
    """Kinds of updates asked for stay as they are until asked otherwise."""
    _remember_allowed(state, params)


def _remember_allowed(state: State, params: Params) -> None:
    allowed = params.json("allowed_updates", "allowed updates")
    if allowed is not None:
        state.allowed = set(allowed) or None


def _drop_pending(state: State, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        state.updates.clear()


def _known_chat(state: State, params: Params) -> Chat:
    wanted = params.text("chat_id")
    if not wanted:
        raise bad_request("chat_id is empty")
    chat = state.chats.get(int(wanted)) if re.fullmatch(r"-?\d{1,19}", wanted) else None
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _writable(state: State, params: Params) -> Chat:
    chat = _known_chat(state, params)
    if chat.blocked:
        kicked = "bot was kicked from the supergroup chat" if chat.is_group else "bot was blocked by the user"
        raise ApiError(403, kicked)
    if not chat.started:
        raise ApiError(403, "bot can't initiate conversation with a user")
    return chat


def _text(params: Params) -> tuple[str, list[dict[str, Any]]]:
    text, entities = read_text(params.text("text"), params.text("parse_mode"))
    if not text:
        raise bad_request("message text is empty")
    if utf16(text) > 4096:
        raise bad_request("message is too long")
    given = params.json("entities", "message entities")
    return text, given if given and not params.text("parse_mode") else entities


def _post(state: State, params: Params, chat: Chat, content: dict[str, Any]) -> dict[str, Any]:
    content |= thread_of(chat, params)
    markup = read_markup(params)
    if chat.is_group:
        _respect_group_limit(chat)
    if markup and "inline_keyboard" in markup:
        content["reply_markup"] = markup
    return state.new_message(chat, state.me, content)


def _answered(chat: Chat, params: Params) -> dict[str, Any]:
    """The message this one replies to."""
    reply = params.json("reply_parameters", "reply parameters") or {}
    number = reply.get("message_id") or params.number("reply_to_message_id")
    if not number:
        return {}
    message = chat.find(int(number))
    if message is not None:
        return {"reply_to_message": {key: value for key, value in message.items() if key != "reply_to_message"}}
    if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _respect_group_limit(chat: Chat) -> None:
    at = time.monotonic()
    while chat.sent_at and chat.sent_at[0] <= at - 60:
        chat.sent_at.popleft()
    if len(chat.sent_at) >= GROUP_LIMIT:
        raise too_many(int(chat.sent_at[0] + 60 - at) + 1)
    chat.sent_at.append(at)


def _editable(state: State, params: Params) -> dict[str, Any]:
    message = _known_chat(state, params).find(params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != state.me["id"]:
        raise bad_request("message can't be edited")
    return message


def _set_markup(message: dict[str, Any], markup: dict[str, Any] | None) -> None:
    message.pop("reply_markup", None)
    if markup:
        message["reply_markup"] = markup


def _upload(params: Params, name: str) -> Upload | None:
    attached = params.text(name)
    if attached.startswith("attach://"):
        upload = params.files.get(attached.removeprefix("attach://"))
        if upload is None:
            raise bad_request("file attached by attach:// not found")
        return upload
    return params.files.get(name)


def _known_file(state: State, value: str) -> dict[str, Any]:
    if not value:
        raise bad_request("there is no document in the request")
    if re.match(r"https?://", value):
        if not urlsplit(value).path.lower().endswith((".pdf", ".zip", ".gif")):
            raise bad_request("wrong type of the web page content")
        return state.new_file(value.rsplit("/", 1)[-1], value.encode()) | {"file_name": value.rsplit("/", 1)[-1]}
    if value not in state.files:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    name, content = state.files[value]
    return {"file_id": value, "file_unique_id": f"AgAD{value[-6:]}", "file_name": name, "file_size": len(content)}


def _menu(params: Params) -> str:
    scope = params.json("scope", "bot command scope") or {"type": "default"}
    return f"{sorted(scope.items())}/{params.text('language_code')}"
