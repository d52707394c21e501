"""The HTTP server on loopback: OpenAPI and OAuth; the webhook's sender runs beside it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from aiohttp import web

from tests.emulators.zalo.delivery import PAUSES, Delivery
from tests.emulators.zalo.errors import OAuthError, ZaloError, invalid
from tests.emulators.zalo.faults import Fault, Faults
from tests.emulators.zalo.oauth import tokens
from tests.emulators.zalo.openapi import call
from tests.emulators.zalo.people import People
from tests.emulators.zalo.state import State
from tests.emulators.zalo.uploads import upload

MAX_BODY = 30 * 1024 * 1024
UPLOAD = "/v2.0/oa/upload/file"
ECHOED = ("/v3.0/oa/message/cs",)


class ZaloEmulator:
    """Start it with ``async with``; drive people through ``user``, troubles through ``faults``."""

    def __init__(
        self,
        clock: Callable[[], datetime] | None = None,
        *,
        port: int = 0,
        host: str = "127.0.0.1",
        webhook: str = "",
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.state = State(clock) if clock else State()
        self.webhook = Delivery(self.state, webhook, pauses)
        self.user = People(self.state, self.webhook)
        self.faults = Faults()
        self.calls: list[str] = []  # last words of the paths called, in order
        self._host, self._port = host, port
        self._stopped = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Root address, instead of both https://openapi.zalo.me and https://oauth.zaloapp.com."""
        return f"http://{self._host}:{self._port}"

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.make_app(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        await self.webhook.stop()
        if self._runner:
            await self._runner.cleanup()

    def make_app(self) -> web.Application:
        """The routes."""
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_get("/v4/oa/permission", self._permission)
        app.router.add_post("/v4/oa/access_token", self._tokens)
        app.router.add_post(UPLOAD, self._upload)
        app.router.add_route("*", "/{path:v[23]\\.0/oa/.+}", self._call)
        return app

    async def _permission(self, request: web.Request) -> web.Response:
        """The administrator consents at once."""
        if request.query.get("app_id") != self.state.app_id:
            return web.json_response(OAuthError(-14002, "Application is inactive").body())
        redirect = request.query.get("redirect_uri", "")
        if not redirect.startswith("http"):
            return web.json_response(OAuthError(-14003, "Invalid redirect uri").body())
        code = self.state.new_code(request.query.get("code_challenge", ""))
        back = {"code": code, "oa_id": self.state.oa_id}
        back |= {"state": request.query["state"]} if "state" in request.query else {}
        raise web.HTTPFound(f"{redirect}?{urlencode(back)}")

    async def _tokens(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        secret = request.headers.get("secret_key", "")
        return await self._answer("access_token", lambda: tokens(self.state, form, secret))

    async def _call(self, request: web.Request) -> web.Response:
        path, token = request.path, request.headers.get("access_token", "")
        data = request.query.get("data", "{}") if request.method == "GET" else await request.text()

        def work() -> dict[str, Any]:
            done = call(self.state, request.method, path, token, data)
            if path in ECHOED:
                user = done["data"]["user_id"]
                self.user.echo(user, self.state.person(user).messages[-1])
            return done

        return await self._answer(path.rsplit("/", 1)[-1], work)

    async def _upload(self, request: web.Request) -> web.Response:
        token = request.headers.get("access_token", "")
        multipart = request.content_type == "multipart/form-data"
        file = (await request.post()).get("file") if multipart else None

        def work() -> dict[str, Any]:
            self.state.check(token)
            if not isinstance(file, web.FileField):
                raise invalid("file")
            done = upload(self.state, file.filename, file.file.read())
            return {"data": done, "error": 0, "message": "Success"}

        return await self._answer("file", work)

    async def _answer(self, name: str, work: Callable[[], dict[str, Any]]) -> web.Response:
        self.calls.append(name)
        fault = self.faults.take(name)
        if fault and not fault.after:
            return await self._fail(fault)
        try:
            done = work()
        except ZaloError as error:
            done = error.body()
        return await self._fail(fault) if fault else self._said(done)

    async def _fail(self, fault: Fault) -> web.Response:
        if fault.error:
            return self._said(ZaloError(fault.error, f"ordered {fault.error}").body())
        if fault.status:
            return web.Response(status=fault.status, text="<html>trouble</html>", content_type="text/html")
        await self._stopped.wait()
        return web.Response(status=503)

    def _said(self, body: dict[str, Any]) -> web.Response:
        limit, used = self.state.per_minute, len(self.state.called_at)
        headers = {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remain": str(max(0, limit - used))}
        text = json.dumps(body, ensure_ascii=False)
        return web.Response(text=text, content_type="text/json", charset="utf-8", headers=headers)
