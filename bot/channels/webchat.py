"""The web chat as a channel: its page fetches messages itself, so nothing is ever pushed."""

from __future__ import annotations

from bot.channels.base import Capabilities, Refused, SendResult
from bot.messages import Message

NAME = "web"


class WebChannel:
    """Messages arrive through ``bot/webchat``; answers lie in the outbox, where the page reads them."""

    name = NAME
    capabilities = Capabilities(max_text=20_000, buttons=20, pulled=True)

    async def start(self) -> None:
        """Nothing to start: the web application receives."""

    async def stop(self) -> None:
        """Nothing to stop."""

    async def send(self, conversation_key: str, outbox_id: int, message: Message) -> SendResult:
        """Never needed; refusing makes a mistake in the wiring visible."""
        return Refused("the web page fetches its messages itself")
