"""The bot process: web pages, channels, worker and sender in one event loop."""

from __future__ import annotations

import asyncio
import signal

from aiohttp import web

from bot.bootstrap import running
from bot.settings import Settings


async def serve(settings: Settings) -> None:
    """Run until told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(settings) as app:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await runner.setup()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
            await stop.wait()
        finally:
            await runner.cleanup()
