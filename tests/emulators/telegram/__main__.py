"""Stand-alone: ``python -m tests.emulators.telegram --port 8200``; people are driven through ``/control``."""

from __future__ import annotations

import argparse
import asyncio

from aiohttp import web

from tests.emulators.telegram.server import TOKEN, TelegramEmulator


class Control:
    """A few routes to act for people from another process."""

    def __init__(self, emulator: TelegramEmulator) -> None:
        self._user = emulator.user

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_post("/control/text", self._text)
        app.router.add_post("/control/press", self._press)
        app.router.add_get("/control/messages/{chat_id}", self._messages)

    async def _text(self, request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response({"update_id": self._user.send_text(int(body["chat_id"]), str(body["text"]))})

    async def _press(self, request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response({"update_id": self._user.press(int(body["chat_id"]), str(body["button"]))})

    async def _messages(self, request: web.Request) -> web.Response:
        return web.json_response(self._user.messages(int(request.match_info["chat_id"])))


class StandAlone(TelegramEmulator):
    """The emulator with its control routes."""

    def make_app(self) -> web.Application:
        """The routes, control included."""
        app = super().make_app()
        Control(self).add_to(app)
        return app


async def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8200)
    parser.add_argument("--token", default=TOKEN)
    chosen = parser.parse_args()
    async with StandAlone(chosen.token, chosen.port) as emulator:
        print(f"TELEGRAM_BASE_URL={emulator.url} TELEGRAM_TOKEN={emulator.token}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
