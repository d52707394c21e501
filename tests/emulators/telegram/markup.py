"""Checks ``reply_markup``."""

from __future__ import annotations

import re
from typing import Any

from tests.emulators.telegram.errors import bad_request
from tests.emulators.telegram.params import Params

MAX_BUTTONS = 100
ACTIONS = {"callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay"}


def read_markup(params: Params) -> dict[str, Any] | None:
    """The inline keyboard of a call, checked; other keyboards are accepted as they are."""
    markup = params.json("reply_markup", "reply markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    buttons = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, buttons)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": buttons} if buttons else None


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not str(button.get("text") or "").strip():
        raise bad_request('can\'t parse inline keyboard button: field "text" must be non-empty')
    actions = ACTIONS & button.keys()
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    address = button.get("url")
    if address is not None and not re.match(r"(https?|tg)://.", str(address)):
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Unsupported URL protocol")
    return button
