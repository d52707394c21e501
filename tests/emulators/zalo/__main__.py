"""Stand-alone: ``python -m tests.emulators.zalo --port 8300 --webhook http://127.0.0.1:8080/zalo/webhook``."""

from __future__ import annotations

import argparse
import asyncio

from aiohttp import web

from tests.emulators.zalo.server import ZaloEmulator


class StandAlone(ZaloEmulator):
    """The emulator with a few routes to act for people from another process."""

    def make_app(self) -> web.Application:
        """The routes, control included."""
        app = super().make_app()
        app.router.add_post("/control/text", self._text)
        app.router.add_post("/control/press", self._press)
        app.router.add_post("/control/officer", self._officer)
        app.router.add_get("/control/messages/{user}", self._messages)
        app.router.add_get("/control/deliveries", self._deliveries)
        return app

    async def _text(self, request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response(self.user.send_text(str(body["user"]), str(body["text"])))

    async def _press(self, request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response(self.user.press(str(body["user"]), str(body["title"])))

    async def _officer(self, request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response(self.user.officer_writes(str(body["user"]), str(body["text"])))

    async def _messages(self, request: web.Request) -> web.Response:
        return web.json_response(self.state.person(request.match_info["user"]).messages)

    async def _deliveries(self, request: web.Request) -> web.Response:
        return web.json_response([vars(attempt) for attempt in self.webhook.attempts])


async def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8300)
    parser.add_argument("--webhook", default="")
    chosen = parser.parse_args()
    async with StandAlone(port=chosen.port, webhook=chosen.webhook) as emulator:
        state = emulator.state
        print(f"ZALO_API_URL={emulator.url} ZALO_OAUTH_URL={emulator.url}", flush=True)
        print(f"ZALO_APP_ID={state.app_id} ZALO_APP_SECRET={state.app_secret}", flush=True)
        print(f"ZALO_OA_ID={state.oa_id} ZALO_OA_SECRET={state.oa_secret}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
