"""The editors' pages on the desk's application: who writes, who approves, how they press buttons."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import pytest
from aiohttp import ClientResponse

from bot.keys import LIBRARY
from knowledge_base.editing import drafts
from knowledge_base.editing.models import Draft
from knowledge_base.procedures.schema import ProcedureDocument
from tests.bot.desk.conftest import CODE, Browser, Desk, app, clock, desk, procedure, secure, texts, units

__all__ = ["app", "clock", "desk", "procedure", "secure", "texts", "units"]


@dataclass
class Office:
    """People at the editors' pages."""

    desk: Desk

    def browser(self, who: str = "bao") -> Browser:
        return self.desk.signed_in(who)

    async def draft(self, who: str = "bao", code: str = CODE) -> tuple[Browser, str]:
        """A browser with a fresh draft open: its address."""
        browser = self.browser(who)
        page = f"/quan-tri/thu-tuc/{code}"
        response = await browser.fill(page, f"{page}/sua")
        assert response.status == 303
        return browser, response.headers["Location"]

    async def save(self, browser: Browser, address: str, button: str = "luu", **changes: str) -> ClientResponse:
        """Press a button of the form as the page gave it, with some fields changed."""
        _, page = await browser.get(address)
        return await browser.post(address, {**typed(page), **changes, "lam": button})

    async def press(self, browser: Browser, address: str, button: str, **fields: str) -> ClientResponse:
        """Press a button of the review page."""
        return await browser.fill(f"{address}/xem", f"{address}/{button}", **fields)

    async def publish(self, **changes: str) -> str:
        """Write, submit and approve; returns the draft's address."""
        browser, address = await self.draft()
        changes = {"why": "Nghị định mới", **changes}
        assert (await self.save(browser, address, **changes)).status == 303
        assert (await self.press(browser, address, "trinh")).status == 303
        response = await self.press(self.browser("phuong"), address, "duyet", khi="ngay")
        assert response.status == 303
        return address

    def held(self, address: str) -> Draft:
        with self.desk.database.reading() as session:
            return drafts.get(session, int(address.split("?")[0].split("/")[-1]))

    def told(self, code: str = CODE) -> ProcedureDocument:
        return self.desk.app[LIBRARY].current().documents[code]


def typed(page: str) -> dict[str, str]:
    """The fields of the draft's form, as a browser would send them back."""
    form = page[page.index('<form id="draft-form"') :]
    form = re.sub(r"<template.*?</template>", "", form, flags=re.S)
    fields: dict[str, str] = {}
    for found in re.finditer(r'<input (?=[^>]*name="([^"]+)")[^>]*?value="([^"]*)"', form):
        fields[found[1]] = html.unescape(found[2])
    for found in re.finditer(r'<textarea [^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.S):
        fields[found[1]] = html.unescape(found[2])
    for found in re.finditer(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', found[2])
        fields[found[1]] = html.unescape(chosen[1]) if chosen else ""
    return fields


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)
