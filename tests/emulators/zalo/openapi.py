"""The calls of the OpenAPI: what they answer and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from tests.emulators.zalo.errors import ZaloError, invalid
from tests.emulators.zalo.state import Person, State
from tests.emulators.zalo.uploads import file_of

FREE, OPEN = timedelta(hours=48), timedelta(days=7)
LIMIT, TITLE, PAYLOAD, MOST_BUTTONS = 2000, 100, 1000, 5
KINDS = {"oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.sms", "oa.open.phone"}

type Json = dict[str, Any]
type Call = Callable[[State, Json], Json]


def send(state: State, body: Json) -> Json:
    """``/v3.0/oa/message/cs``: a consultation message."""
    user_id = _words(_object(body, "recipient"), "user_id")
    message = _file(state, body) or _message(state, body)
    person = _reachable(state, user_id)
    free = state.clock() - (person.last_interaction or state.clock()) <= FREE
    state.billed += not free
    said = {"message_id": state.number(), **message}
    person.messages.append(said)
    answer = {"message_id": said["message_id"], "user_id": user_id, "sent_time": _stamp(state)}
    return answer | ({"quota": {"quota_type": "reply"}} if free else {})


def send_old(state: State, body: Json) -> Json:
    """``/v2.0/oa/message``: shut but for reactions and anonymous people."""
    recipient = _object(body, "recipient")
    if "sender_action" in body:
        _words(_object(body, "sender_action"), "react_message_id")
        return {"message_id": state.number(), "user_id": _words(recipient, "user_id")}
    if "anonymous_id" not in recipient:
        raise ZaloError(-240, "MessageV2 API is no longer available")
    person, chat = _words(recipient, "anonymous_id"), _words(recipient, "conversation_id")
    message = _message(state, body)
    said = {"message_id": state.number(), **message}
    _reachable(state, f"{person}/{chat}").messages.append(said)
    return {"message_id": said["message_id"], "anonymous_id": person, "conversation_id": chat}


def send_template(state: State, body: Json) -> Json:
    """``/v3.0/oa/message/template``: an approved template, whenever the person wrote last."""
    user_id, template = _words(body, "user_id"), _words(body, "template_id")
    if user_id not in state.people:
        raise invalid("user_id")
    if not all(isinstance(value, str) for value in _object(body, "template_data").values()):
        raise invalid("template_data")
    state.person(user_id).templates.append({"template_id": template, "data": body["template_data"]})
    return {"message_id": state.number(), "sent_time": _stamp(state)}


def quota(state: State, body: Json) -> Json:
    """``/v3.0/oa/quota/message``: when that person was last heard."""
    last = state.person(_words(body, "user_id")).last_interaction
    return {"last_interaction": _stamp(state) if last is None else str(int(last.timestamp() * 1000))}


def detail(state: State, body: Json) -> Json:
    """``/v3.0/oa/user/detail``: little, but a person."""
    user_id = _words(body, "user_id")
    if user_id not in state.people:
        raise invalid("user_id")
    return {"user_id": user_id, "display_name": "Người dân", "user_is_follower": not state.person(user_id).blocked}


def account(state: State, body: Json) -> Json:
    """``/v2.0/oa/getoa``: a government account."""
    return {"oa_id": state.oa_id, "name": "UBND phường Trấn Biên", "oa_type": 4, "is_verified": True}


CALLS: Mapping[tuple[str, str], Call] = {
    ("POST", "/v3.0/oa/message/cs"): send,
    ("POST", "/v2.0/oa/message"): send_old,
    ("POST", "/v3.0/oa/message/template"): send_template,
    ("POST", "/v3.0/oa/quota/message"): quota,
    ("GET", "/v3.0/oa/user/detail"): detail,
    ("GET", "/v2.0/oa/getoa"): account,
}
SHUT = {"/v3.0/oa/message/transaction", "/v3.0/oa/message/promotion", "/v2.0/oa/getprofile", "/v2.0/oa/getfollowers"}


def call(state: State, method: str, path: str, token: str, data: str) -> Json:
    """One call as a whole. Raises ZaloError."""
    state.check(token)
    if path in SHUT:
        raise ZaloError(-240, "API is no longer available")
    wanted = CALLS.get((method, path))
    if wanted is None:
        raise ZaloError(-209, "Not supported API")
    return {"data": wanted(state, _parsed(data)), "error": 0, "message": "Success"}


def _file(state: State, body: Json) -> Json | None:
    """A message that is a file: it has no words and no buttons."""
    message = _object(body, "message")
    attachment = message.get("attachment")
    if not isinstance(attachment, dict) or attachment.get("type") != "file":
        return None
    if "text" in message:
        raise ZaloError(-233, "Message type is invalid or not supported")
    file = file_of(state, _object(attachment, "payload"))
    return {"text": "", "buttons": [], "file": {"name": file.name, "content": file.content}}


def _message(state: State, body: Json) -> Json:
    message = _object(body, "message")
    text = _words(message, "text")
    if not text.strip():
        raise invalid("text")
    if len(text.encode("utf-16-le")) // 2 > LIMIT:
        raise ZaloError(-210, f"Text is over {LIMIT} characters")
    return {"text": text, "buttons": _buttons(state, message)}


def _buttons(state: State, message: Json) -> list[Json]:
    if "attachment" not in message:
        return []
    attachment = _object(message, "attachment")
    buttons = _object(attachment, "payload").get("buttons")
    if attachment.get("type") != "template" or not isinstance(buttons, list) or not state.takes_buttons:
        raise ZaloError(-233, "Message type is invalid or not supported")
    if not 1 <= len(buttons) <= MOST_BUTTONS:
        raise invalid("buttons")
    for button in buttons:
        if button.get("type") not in KINDS or not 1 <= len(button.get("title", "")) <= TITLE:
            raise invalid("button")
        if button["type"].startswith("oa.query") and not 1 <= len(_words(button, "payload")) <= PAYLOAD:
            raise invalid("payload")
    return buttons


def _reachable(state: State, user_id: str) -> Person:
    if user_id not in state.people:
        raise invalid("user_id")
    person = state.person(user_id)
    if person.blocked:
        raise ZaloError(-213, "User has not followed official account")
    if person.last_interaction is None or state.clock() - person.last_interaction > OPEN:
        raise ZaloError(-230, "User has not interacted with the OA in the past 7 days")
    return person


def _parsed(data: str) -> Json:
    try:
        body = json.loads(data or "{}")
    except ValueError as error:
        raise invalid("body") from error
    if not isinstance(body, dict):
        raise invalid("body")
    return body


def _object(body: Json, name: str) -> Json:
    value = body.get(name)
    if not isinstance(value, dict):
        raise invalid(name)
    return value


def _words(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise invalid(name)
    return value


def _stamp(state: State) -> str:
    return str(int(state.clock().timestamp() * 1000))
