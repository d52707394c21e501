"""Every address of the site names who may use it, holds to it, and changes nothing when only looked at."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from aiohttp import web
from aiohttp.web_urldispatcher import StaticResource
from sqlalchemy import select

from bot.guard.roles import ROLES
from bot.guard.routes import Guard, guard_of
from knowledge_base.database import Base
from knowledge_base.staff.models import Role
from tests.bot.desk.conftest import CODE, PEOPLE, Desk, app, clock, desk, procedure, secure, texts, units

__all__ = ["app", "clock", "desk", "procedure", "secure", "texts", "units"]


def routes(application: web.Application) -> Iterator[tuple[str, str, Guard | None]]:
    """Method, address and guard of everything but static files."""
    for route in application.router.routes():
        if route.resource is not None and not isinstance(route.resource, StaticResource):
            yield route.method, route.resource.canonical, guard_of(route.handler)


def test_every_route_names_its_guard(app: web.Application) -> None:
    unguarded = [address for _, address, guard in routes(app) if guard is None]
    assert unguarded == []


def test_everything_at_the_desk_but_the_sign_in_is_for_staff(app: web.Application) -> None:
    staff = {Guard.STAFF, Guard.OFFICER}
    public = {address for _, address, guard in routes(app) if address.startswith("/can-bo") and guard not in staff}
    assert public == {"/can-bo/dang-nhap"}


def test_everything_about_editing_is_for_editors(app: web.Application) -> None:
    editing = {Guard.EDITOR, Guard.PUBLISHER}
    assert {address for _, address, guard in routes(app) if address.startswith("/quan-tri")} == {
        address for _, address, guard in routes(app) if guard in editing
    }


@pytest.mark.parametrize("who", ["an", "thanh-tra", "bao", "phuong"])
async def test_to_who_may_not_use_a_page_it_does_not_exist(desk: Desk, who: str) -> None:
    code, browser = desk.ticket(), desk.signed_in(who)
    role = Role(PEOPLE[who][1])
    for method, address, guard in routes(desk.app):
        if guard is not None and guard in ROLES and role not in ROLES[guard] and method != "HEAD":
            path = path_of(address, code)
            async with browser.client.request(method, path, allow_redirects=False) as response:
                assert response.status == 404, (method, path)


async def test_signed_out_nothing_of_the_desk_is_shown_or_done(desk: Desk) -> None:
    code, browser = desk.ticket(), desk.open_browser()
    tried = 0
    for method, address, guard in routes(desk.app):
        if guard in ROLES and method != "HEAD":
            path = path_of(address, code)
            async with browser.client.request(method, path, allow_redirects=False) as response:
                text = await response.text()
                assert response.status in {303, 401}, path
                assert "Con tôi sinh ở nhà" not in text
                if response.status == 303:
                    assert response.headers["Location"].startswith("/can-bo/dang-nhap")
            tried += 1
    assert tried >= 8
    assert desk.audit() == []


@pytest.mark.parametrize("who", [None, "an", "phuong"])
async def test_looking_changes_nothing(desk: Desk, who: str | None) -> None:
    code = desk.ticket()
    browser = desk.signed_in(who) if who else desk.open_browser()
    before = everything(desk)
    for method, address, guard in routes(desk.app):
        if method in {"GET", "HEAD"} and guard is not None:
            path = path_of(address, code)
            async with asyncio.timeout(10), browser.client.request(method, path, allow_redirects=False) as response:
                assert response.status < 500, path
    assert everything(desk) == before


def path_of(address: str, ticket: str) -> str:
    """An address with something that fits in its gaps."""
    code = ticket if "/phieu/" in address else CODE
    gaps = {"{code}": code, "{id}": "1", "{key}": "answer.clarify", "{kind}": "noi-nop"}
    for gap, filling in gaps.items():
        address = address.replace(gap, filling)
    return re.sub(r"{\w+}", "x", address)


def everything(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with desk.database.reading() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: [tuple(row) for row in session.execute(select(table))] for table in tables}
