"""An officer at the desk, through its pages: takes each ticket and answers it, however often the bot is killed."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

import aiohttp

OFFICER = "can-bo-tran-bien"
AGAIN = 0.3
PATIENCE = aiohttp.ClientTimeout(total=10)
_SECRET = re.compile(r'name="csrf" value="([^"]+)"')
_VERSION = re.compile(r'name="version" value="(\d+)"')


class DeskAwayError(Exception):
    """The page did not come, or not the one wanted."""


@dataclass
class Officer:
    """``sent`` are the answers the desk accepted, by code."""

    url: str
    password: str
    sent: dict[str, str] = field(default_factory=dict)

    async def serve(self, codes: asyncio.Queue[str]) -> None:
        """Answer whatever comes, until cancelled."""
        jar = aiohttp.CookieJar(unsafe=True)  # the desk is reached by its number
        async with aiohttp.ClientSession(self.url, cookie_jar=jar, timeout=PATIENCE) as http:
            while True:
                code = await codes.get()
                await self._answer(http, code)
                codes.task_done()

    async def _answer(self, http: aiohttp.ClientSession, code: str) -> None:
        while code not in self.sent:
            try:
                await self._step(http, code)
            except (DeskAwayError, aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(AGAIN)

    async def _step(self, http: aiohttp.ClientSession, code: str) -> None:
        """One look at the ticket's page, and what is to be done next with it."""
        address, text = f"/can-bo/phieu/{code}", f"Cán bộ đã xem phiếu {code}, mời ông/bà yên tâm ạ."
        page = await self._page(http, address)
        if f"{address}/tra-loi" in page:
            await self._post(http, f"{address}/tra-loi", page, text)
        elif f"{address}/nhan" in page:
            await self._post(http, f"{address}/nhan", page, "")
        elif text in page:
            self.sent[code] = text
        else:
            raise DeskAwayError(code)

    async def _page(self, http: aiohttp.ClientSession, address: str) -> str:
        async with http.get(address) as response:
            text = await response.text()
            if response.status != 200:
                raise DeskAwayError(str(response.status))
        if 'name="password"' not in text:
            return text
        form = {"csrf": _found(_SECRET, text), "username": OFFICER, "password": self.password, "tiep": address}
        async with http.post("/can-bo/dang-nhap", data=form) as response:
            return await response.text()

    async def _post(self, http: aiohttp.ClientSession, address: str, page: str, text: str) -> None:
        form = {"csrf": _found(_SECRET, page), "version": _found(_VERSION, page), "seen": "0", "text": text}
        async with http.post(address, data=form) as response:
            if response.status != 200:
                raise DeskAwayError(str(response.status))


def _found(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    if match is None:
        raise DeskAwayError(pattern.pattern)
    return match[1]
