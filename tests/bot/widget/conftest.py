"""A commune's portal on a server of its own, and the chat that it may hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.settings import Settings
from tests.bot.webchat.conftest import Chat, chat, texts, units
from tests.journeys.conftest import browser

__all__ = ["browser", "chat", "texts", "units"]

COMMUNE = "26068"  # Biên Hoà
PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/portal.css">
<script src="{home}/widget.js" data-commune="{commune}" async></script></head>
<body><header><p>ỦY BAN NHÂN DÂN</p><h1>Phường Biên Hoà</h1></header>
<nav aria-label="Trang"><a href="/">Trang chủ</a> <a href="/tin">Tin tức</a> <a href="/van-ban">Văn bản</a></nav>
<main><h2>Tin mới</h2>{news}<p><button type="button">Tìm kiếm</button></p></main>
<footer><p>Đường Đồng Khởi, phường Biên Hoà. Điện thoại: 0251 000 0000</p></footer></body></html>"""
NEWS = (
    "<article><h3>Lịch tiếp công dân tháng 12</h3><p>Lãnh đạo phường tiếp công dân vào thứ Năm hằng tuần, "
    "từ 7 giờ 30, tại Trung tâm Phục vụ hành chính công.</p></article>"
)
STYLE = """body{margin:0;font:16px/1.5 sans-serif;color:#222}header{padding:16px 24px;background:#8f1414;color:#fff}
header *{margin:0}nav{display:flex;gap:24px;padding:12px 24px;background:#f3e6c8}nav a{color:#6b0f0f}
main,footer{padding:8px 24px}footer{background:#333;color:#fff}button{padding:10px 20px}
div{border:9px solid red!important;font-size:99px}"""  # a portal's careless rule that must not reach the widget


@dataclass
class Portal:
    """The portal; the same machine under two names is two origins."""

    server: TestServer
    home: str = ""  # where the chat is
    commune: str = COMMUNE

    @property
    def listed(self) -> str:
        """An origin on the list."""
        return f"http://localhost:{self.server.port}"

    @property
    def stranger(self) -> str:
        """The same pages under an origin that is not."""
        return f"http://127.0.0.1:{self.server.port}"

    async def page(self, request: web.Request) -> web.Response:
        """A page with the tag, and as strict as a portal's policy can be."""
        policy = f"default-src 'none'; script-src {self.home}; frame-src {self.home}; style-src 'self'; img-src 'self'"
        policy += "; require-trusted-types-for 'script'"
        body = PAGE.format(home=self.home, commune=self.commune, news=NEWS * 6)
        headers = {"Content-Security-Policy": policy}
        return web.Response(text=body, content_type="text/html", headers=headers)

    async def style(self, request: web.Request) -> web.Response:
        """Its looks."""
        return web.Response(text=STYLE, content_type="text/css")

    async def icon(self, request: web.Request) -> web.Response:
        """Its icon."""
        return web.Response(text='<svg xmlns="http://www.w3.org/2000/svg"/>', content_type="image/svg+xml")


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    app = web.Application()
    portal = Portal(TestServer(app))
    app.router.add_get("/", portal.page)
    app.router.add_get("/portal.css", portal.style)
    app.router.add_get("/icon.svg", portal.icon)
    async with portal.server:
        yield portal


@pytest.fixture
def settings(tmp_path: Path, portal: Portal) -> Settings:
    return Settings(THANTHIEN_VAR=tmp_path, THANTHIEN_DEMO=False, THANTHIEN_WIDGET_ORIGINS=portal.listed)


@pytest.fixture
def held(portal: Portal, chat: Chat) -> Portal:
    """The portal, leading to the running chat."""
    portal.home = str(chat.server.make_url("")).rstrip("/")
    return portal
