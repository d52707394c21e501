"""The other side: what people do in their Zalo, and officers in OA Manager. Each gives the event it caused."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.emulators.zalo.delivery import Delivery
from tests.emulators.zalo.state import Person, State

HOST = "https://photo-stal-1.zdn.vn"
PAYLOADS: dict[str, dict[str, Any]] = {
    "image": {"thumbnail": f"{HOST}/t.jpg", "url": f"{HOST}/a.jpg"},
    "gif": {"thumbnail": f"{HOST}/t.jpg", "url": f"{HOST}/a.gif"},
    "audio": {"url": f"{HOST}/a.amr"},
    "video": {"url": f"{HOST}/a.mp4", "thumbnail": f"{HOST}/t.jpg", "description": "mô tả"},
    "sticker": {"url": f"{HOST}/s.png", "id": "36"},
    "location": {"coordinates": {"latitude": "10.945", "longitude": "106.824"}},
    "link": {"thumbnail": f"{HOST}/t.jpg", "description": "Cổng dịch vụ công", "url": "https://dichvucong.gov.vn"},
    "file": {"size": "12840", "name": "don.pdf", "checksum": "a" * 32, "type": "pdf", "url": f"{HOST}/don.pdf"},
    "business_card": {"thumbnail": f"{HOST}/t.jpg", "description": '{"phone":"84912345678"}', "url": HOST},
}

type Event = dict[str, Any]


class People:
    """Acts for anyone, by user id."""

    def __init__(self, state: State, delivery: Delivery) -> None:
        self._state = state
        self._delivery = delivery

    def send_text(self, user: str, text: str, **message: Any) -> Event:
        """Write to the account."""
        return self._interact(user, "user_send_text", {"text": text} | message)

    def send(self, user: str, kind: str, text: str = "") -> Event:
        """Send something that is not text."""
        attachment = {"type": kind, "payload": PAYLOADS[kind]}
        return self._interact(
            user, f"user_send_{kind}", {"attachments": [attachment]} | ({"text": text} if text else {})
        )

    def press(self, user: str, title: str) -> Event:
        """Press the newest button of that title: its payload arrives as the person's own text."""
        for message in reversed(self._state.person(user).messages):
            for button in message["buttons"]:
                if button["title"] == title:
                    return self.send_text(user, button["payload"])
        raise LookupError(f"no button {title!r}")

    def send_anonymous(self, person: str, chat: str, text: str) -> Event:
        """Somebody without an account writes."""
        self._state.person(f"{person}/{chat}").last_interaction = self._state.clock()
        message = {"msg_id": self._state.number(), "text": text, "conversation_id": chat}
        return self._put(self._between(person, self._state.oa_id, "anonymous_send_text") | {"message": message})

    def follow(self, user: str) -> Event:
        """Follow the account."""
        self._met(user).blocked = False
        return self._put(self._follower(user, "follow") | {"source": "oa_profile"})

    def unfollow(self, user: str) -> Event:
        """Leave it."""
        self._state.person(user).blocked = True
        return self._put(self._follower(user, "unfollow") | {"source": "oa_profile"})

    def chat_now(self, user: str) -> Event:
        """Press "chat now" on the account's page."""
        self._met(user)
        return self._put(self._base("user_click_chatnow") | {"oa_id": self._state.oa_id, "user_id": user})

    def submit_info(self, user: str) -> Event:
        """Hand over name and phone."""
        self._met(user)
        info = {"name": "Nguyễn Văn An", "phone": "84912345678", "user_dob": "30/10/1999"}
        return self._put(self._between(user, self._state.oa_id, "user_submit_info") | {"info": info})

    def see(self, user: str, message_id: str) -> Event:
        """Read a message."""
        seen = {"message": {"msg_ids": [message_id]}}
        return self._put(self._between(user, self._state.oa_id, "user_seen_message") | seen)

    def withdraw(self, user: str) -> Event:
        """Ask that the data be deleted."""
        return self._put(self._base("user_withdraw") | {"user_id": user})

    def officer_writes(self, user: str, text: str, where: str = "sender") -> Event:
        """A person answers in OA Manager; ``where`` the admin's id stands is not documented."""
        admin = {"admin_id": "5540283119043521000"}
        event = self._between(self._state.oa_id, user, "oa_send_text")
        event["message"] = {"msg_id": self._state.number(), "text": text}
        if where == "event":
            event |= admin
        else:
            event[where] |= admin
        return self._put(event)

    def echo(self, user: str, message: dict[str, Any]) -> Event:
        """What the account itself sent through the OpenAPI comes back as an event."""
        file = message.get("file")
        event = self._between(self._state.oa_id, user, "oa_send_file" if file else "oa_send_text")
        if file is None:
            return self._put(event | {"message": {"msg_id": message["message_id"], "text": message["text"]}})
        payload = {"size": str(len(file["content"])), "name": file["name"], "type": file["name"].rpartition(".")[2]}
        payload |= {"checksum": hashlib.md5(file["content"]).hexdigest(), "url": f"{HOST}/{file['name']}"}  # noqa: S324
        attachments = [{"type": "file", "payload": payload}]
        return self._put(event | {"message": {"msg_id": message["message_id"], "attachments": attachments}})

    def texts(self, user: str) -> list[str]:
        """What the account said to that person."""
        return [message["text"] for message in self._state.person(user).messages if message["text"]]

    def files(self, user: str) -> list[tuple[str, bytes]]:
        """Names and contents of the files the account sent to that person."""
        said = self._state.person(user).messages
        return [(message["file"]["name"], message["file"]["content"]) for message in said if "file" in message]

    def buttons(self, user: str) -> list[str]:
        """Titles under the newest message."""
        return [button["title"] for button in self._state.person(user).messages[-1]["buttons"]]

    def _interact(self, user: str, name: str, message: dict[str, Any]) -> Event:
        self._met(user)
        return self._put(
            self._between(user, self._state.oa_id, name) | {"message": {"msg_id": self._state.number()} | message}
        )

    def _met(self, user: str) -> Person:
        person = self._state.person(user)
        person.last_interaction = self._state.clock()
        return person

    def _base(self, name: str) -> Event:
        stamp = str(int(self._state.clock().timestamp() * 1000))
        return {
            "app_id": self._state.app_id,
            "user_id_by_app": "552177279717587730",
            "event_name": name,
            "timestamp": stamp,
        }

    def _between(self, sender: str, recipient: str, name: str) -> Event:
        return self._base(name) | {"sender": {"id": sender}, "recipient": {"id": recipient}}

    def _follower(self, user: str, name: str) -> Event:
        return self._base(name) | {"oa_id": self._state.oa_id, "follower": {"id": user}}

    def _put(self, event: Event) -> Event:
        self._delivery.put(event)
        return event
