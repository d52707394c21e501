"""Topics of a forum: a thread carries the id of the service message that opened it."""

from __future__ import annotations

from typing import Any

from tests.emulators.telegram.errors import bad_request
from tests.emulators.telegram.params import Params
from tests.emulators.telegram.state import Chat, State, Topic

NAME_LIMIT = 128
COLOUR = 7322096
COLOURS = {COLOUR, 16766590, 13338331, 9367192, 16749490, 16478047}


def create(state: State, chat: Chat, params: Params) -> dict[str, Any]:
    """Open a topic."""
    _require_forum(chat)
    name = params.text("name").strip()[:NAME_LIMIT]
    if not name:
        raise bad_request("title must be non-empty")
    colour = params.number("icon_color") or COLOUR
    if colour not in COLOURS:
        raise bad_request("invalid icon color specified")
    look = {"name": name, "icon_color": colour}
    opened = state.new_message(chat, state.me, {"forum_topic_created": look})
    thread = opened["message_id"]
    opened |= in_thread(thread)
    chat.topics[thread] = Topic(name)
    return {"message_thread_id": thread} | look


def edit(state: State, chat: Chat, params: Params) -> bool:
    """Rename a topic."""
    thread, topic = _topic(chat, params)
    name = params.text("name").strip()[:NAME_LIMIT]
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    if name:
        topic.name = name
        state.new_message(chat, state.me, {"forum_topic_edited": {"name": name}} | in_thread(thread))
    return True


def set_closed(state: State, chat: Chat, params: Params, closed: bool) -> bool:
    """Close or reopen a topic; only administrators, as the bot is one, may write in a closed one."""
    thread, topic = _topic(chat, params)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    kind = "forum_topic_closed" if closed else "forum_topic_reopened"
    state.new_message(chat, state.me, {kind: {}} | in_thread(thread))
    return True


def delete(_state: State, chat: Chat, params: Params) -> bool:
    """Remove a topic with all its messages."""
    thread, _ = _topic(chat, params)
    del chat.topics[thread]
    chat.messages = [message for message in chat.messages if message.get("message_thread_id") != thread]
    return True


def thread_of(chat: Chat, params: Params) -> dict[str, Any]:
    """Fields of a message sent into ``message_thread_id``; none outside forums, where Telegram ignores it."""
    thread = params.number("message_thread_id")
    if not thread or not chat.is_forum:
        return {}
    if thread not in chat.topics:  # 1 is the general topic, which must not be named
        raise bad_request("message thread not found")
    return in_thread(thread)


def in_thread(thread: int) -> dict[str, Any]:
    """Fields of a message in a topic."""
    return {"message_thread_id": thread, "is_topic_message": True}


def _topic(chat: Chat, params: Params) -> tuple[int, Topic]:
    _require_forum(chat)
    thread = params.number("message_thread_id")
    if thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread, chat.topics[thread]


def _require_forum(chat: Chat) -> None:
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
