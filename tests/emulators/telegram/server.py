"""The HTTP server: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``, on loopback."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.emulators.telegram.delivery import Delivery
from tests.emulators.telegram.errors import ApiError
from tests.emulators.telegram.faults import Fault, Faults
from tests.emulators.telegram.methods import METHODS, Told
from tests.emulators.telegram.params import Params, read_params
from tests.emulators.telegram.people import People
from tests.emulators.telegram.polling import Poll
from tests.emulators.telegram.state import State

TOKEN = "7000000001:AAEmulatedTokenForTestsOnly0123456789"
UPLOAD_LIMIT = 50 * 1024 * 1024


class TelegramEmulator:
    """Start it with ``async with``; drive people through ``user``, troubles through ``faults``."""

    def __init__(self, token: str = TOKEN, port: int = 0, host: str = "127.0.0.1") -> None:
        self.token = token
        self.state = State(token)
        self.user = People(self.state)
        self.faults = Faults()
        self.calls: list[str] = []  # methods called, in order
        self._poll = Poll(self.state)
        self._host, self._port = host, port
        self._stopped = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._delivery: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Root address, to be used instead of https://api.telegram.org."""
        return f"http://{self._host}:{self._port}"

    async def __aenter__(self) -> Self:
        app = self.make_app()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._delivery = asyncio.create_task(Delivery(self.state, self._run).run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        if self._delivery:
            self._delivery.cancel()
            with suppress(asyncio.CancelledError):
                await self._delivery
        if self._runner:
            await self._runner.cleanup()

    def make_app(self) -> web.Application:
        """The routes."""
        app = web.Application(client_max_size=UPLOAD_LIMIT)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/documents/{file_id}", self._download)
        return app

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        try:
            self._authorise(request.match_info["token"])
            if request.method not in {"GET", "POST"}:
                raise ApiError(404)
            self.calls.append(method)
            fault = self.faults.take(method)
            if fault and not fault.after:
                return await self._fail(fault)
            result = await self._call(method, await _params(request))
            return await self._fail(fault) if fault else _done(result)
        except ApiError as error:
            return _refused(error)

    def _authorise(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]{10,}", token):
            raise ApiError(404)
        if token != self.token:
            raise ApiError(401)

    async def _call(self, method: str, params: Params) -> Any:
        return await self._poll.get_updates(params) if method == "getupdates" else self._run(method, params)

    def _run(self, method: str, params: Params) -> Any:
        if method.lower() not in METHODS:
            raise ApiError(404, "method not found")
        return METHODS[method.lower()](self.state, params)

    async def _fail(self, fault: Fault) -> web.Response:
        if fault.error is not None:
            raise fault.error
        await self._stopped.wait()
        raise ApiError(500, "Internal Server Error")

    async def _download(self, request: web.Request) -> web.Response:
        self._authorise(request.match_info["token"])
        name, content = self.state.files.get(request.match_info["file_id"], ("", b""))
        if not name:
            return _refused(ApiError(404))
        return web.Response(body=content, content_type="application/octet-stream")


async def _params(request: web.Request) -> Params:
    try:
        return await read_params(request)
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None


def _done(result: Any) -> web.Response:
    told = {"result": True, "description": result.description} if isinstance(result, Told) else {"result": result}
    return web.json_response({"ok": True} | told)


def _refused(error: ApiError) -> web.Response:
    wait = (error.parameters or {}).get("retry_after")
    headers = {"Retry-After": str(wait)} if wait else {}
    return web.json_response(error.body(), status=error.code, headers=headers)
