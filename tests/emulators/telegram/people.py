"""The other side of the chat: what people do in their Telegram app."""

from __future__ import annotations

import time
from typing import Any

from tests.emulators.telegram.entities import commands
from tests.emulators.telegram.state import State, sender_of
from tests.emulators.telegram.topics import in_thread


class People:
    """Acts for anyone, by chat id; positive ids are private chats, negative ones groups."""

    def __init__(self, state: State) -> None:
        self._state = state

    def send_text(self, chat_id: int, text: str, *, by: int | None = None, thread: int | None = None) -> int:
        """Write to the bot, in a forum into a topic; returns the update id."""
        entities = commands(text)
        content: dict[str, Any] = {"text": text} | ({"entities": entities} if entities else {})
        return self._send(chat_id, content | (in_thread(thread) if thread else {}), by)

    def make_forum(self, chat_id: int) -> None:
        """A group with topics, which the bot administers."""
        chat = self._state.chat(chat_id)
        chat.info["is_forum"] = chat.started = True

    def send_sticker(self, chat_id: int, emoji: str = "👍") -> int:
        """Send a sticker."""
        looks = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
        return self._send(chat_id, {"sticker": self._state.new_file("s.webp", b"s") | looks | {"emoji": emoji}})

    def send_photo(self, chat_id: int, caption: str = "") -> int:
        """Send a picture."""
        photo = self._state.new_file("p.jpg", b"picture") | {"width": 90, "height": 60}
        return self._send(chat_id, {"photo": [photo]} | ({"caption": caption} if caption else {}))

    def send_document(self, chat_id: int, name: str = "don.pdf", caption: str = "") -> int:
        """Send a file."""
        document = self._state.new_file(name, b"%PDF-1.7") | {"file_name": name, "mime_type": "application/pdf"}
        return self._send(chat_id, {"document": document} | ({"caption": caption} if caption else {}))

    def send_voice(self, chat_id: int) -> int:
        """Send a voice message."""
        voice = self._state.new_file("v.ogg", b"Ogg") | {"duration": 3, "mime_type": "audio/ogg"}
        return self._send(chat_id, {"voice": voice})

    def send_location(self, chat_id: int) -> int:
        """Send a place."""
        return self._send(chat_id, {"location": {"latitude": 10.945, "longitude": 106.824}})

    def edit_text(self, chat_id: int, text: str) -> int:
        """Edit the last message written by the person."""
        mine = [message for message in self._state.chat(chat_id).messages if message["from"]["id"] == chat_id]
        mine[-1] |= {"text": text, "edit_date": int(time.time())}
        return self._state.add_update("edited_message", mine[-1])

    def press(self, chat_id: int, label: str) -> int:
        """Press the newest button of that label (or callback data)."""
        for message in reversed(self._state.chat(chat_id).messages):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in {button["text"], button.get("callback_data")}:
                        return self._pressed(chat_id, message, button["callback_data"])
        raise LookupError(f"no button {label!r} in chat {chat_id}")

    def block(self, chat_id: int) -> int:
        """Block the bot."""
        return self._membership(chat_id, blocked=True)

    def unblock(self, chat_id: int) -> int:
        """Take the block back."""
        return self._membership(chat_id, blocked=False)

    def messages(self, chat_id: int) -> list[dict[str, Any]]:
        """What the bot said there."""
        me = self._state.me["id"]
        return [message for message in self._state.chat(chat_id).messages if message["from"]["id"] == me]

    def texts(self, chat_id: int) -> list[str]:
        """The words of it."""
        return [message.get("text") or message.get("caption", "") for message in self.messages(chat_id)]

    def buttons(self, chat_id: int) -> list[str]:
        """Labels under the newest message of the bot."""
        keyboard = self.messages(chat_id)[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in keyboard for button in row]

    def _send(self, chat_id: int, content: dict[str, Any], by: int | None = None) -> int:
        chat = self._state.chat(chat_id)
        chat.started, chat.blocked = True, False
        message = self._state.new_message(chat, sender_of(by or abs(chat_id)), content)
        return self._state.add_update("message", message)

    def _pressed(self, chat_id: int, message: dict[str, Any], data: str) -> int:
        query = self._state.number()
        self._state.callbacks[query] = None
        content = {"id": query, "from": sender_of(chat_id), "message": message, "chat_instance": str(-chat_id)}
        return self._state.add_update("callback_query", content | {"data": data})

    def _membership(self, chat_id: int, *, blocked: bool) -> int:
        chat = self._state.chat(chat_id)
        chat.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        change = {
            "chat": chat.info,
            "from": sender_of(chat_id),
            "date": int(time.time()),
            "old_chat_member": self._member(old),
            "new_chat_member": self._member(new),
        }
        return self._state.add_update("my_chat_member", change)

    def _member(self, status: str) -> dict[str, Any]:
        return {"user": self._state.me, "status": status} | ({"until_date": 0} if status == "kicked" else {})
