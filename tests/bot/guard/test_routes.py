"""Every address of the site names who may use it, holds to it, and changes nothing when only looked at."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import date

import pytest
from aiohttp import web
from aiohttp.web_urldispatcher import StaticResource
from sqlalchemy import select

from bot.guard.roles import ROLES
from bot.guard.routes import Guard, guard_of
from knowledge_base.database import Base
from knowledge_base.places.batches import bring_in_places
from knowledge_base.places.schema import Office
from knowledge_base.places.service import Kind, approve, propose
from knowledge_base.staff.models import Role, Staff
from tests.bot.desk.conftest import CODE, LONG_THANH, PEOPLE, Desk, app, clock, desk, procedure, secure, texts, units

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
    editing = {Guard.EDITOR, Guard.LOCAL, Guard.PUBLISHER}
    assert {address for _, address, guard in routes(app) if address.startswith("/quan-tri")} == {
        address for _, address, guard in routes(app) if guard in editing
    }


@pytest.mark.parametrize("who", ["an", "thanh-tra", "bao", "phuong", "tam"])
async def test_to_who_may_not_use_a_page_it_does_not_exist(desk: Desk, who: str) -> None:
    code, browser = desk.ticket(), desk.signed_in(who)
    role = Role(PEOPLE[who][1])
    for method, address, guard in routes(desk.app):
        if guard is not None and guard in ROLES and role not in ROLES[guard] and method != "HEAD":
            path = path_of(address, code)
            async with browser.client.request(method, path, allow_redirects=False) as response:
                assert response.status == 404, (method, path)


async def test_who_edits_one_commune_reaches_nothing_of_another(desk: Desk) -> None:
    ids = of_another_commune(desk)
    browser = desk.signed_in("tam")
    own = await browser.hidden("/quan-tri/dia-phuong/noi-nop/moi")
    before = everything(desk)
    tried = 0
    for method, address, guard in routes(desk.app):
        if guard is not Guard.LOCAL or method == "HEAD":
            continue
        number = ids["batch"] if "/lo/" in address else ids["told" if address.endswith("/rut") else "waiting"]
        path = re.sub(r"{id}", str(number), address)
        fields = {**own, **OFFICE, "noi": LONG_THANH, "why": "Thử", "text": "Dạ", "revision": "0"}
        data, asked = (fields, None) if method == "POST" else (None, {"noi": LONG_THANH, "tu": str(ids["told"])})
        sent = browser.client.request(method, path_of(path, ""), allow_redirects=False, data=data, params=asked)
        async with sent as response:
            text = (await response.read()).decode(errors="replace")
            assert method == "POST" or "Số 9 đường Long Thành" not in text, path  # what they typed comes back to them
            particular = method == "POST" or "{id}" in address or "/cau-chu" in address
            assert not particular or response.status in {400, 403, 404}, (method, path, response.status)
        tried += 1
    assert tried >= 15
    assert everything(desk) == before


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


@pytest.mark.parametrize("who", [None, "an", "phuong", "tam"])
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


OFFICE = {
    "commune_code": LONG_THANH,
    "address": "Số 9 đường Long Thành",
    "source": "Thông báo của xã",
    "last_checked": date(2026, 11, 20).isoformat(),
    "effective_from": date(2026, 11, 1).isoformat(),
}


def of_another_commune(desk: Desk) -> dict[str, int]:
    """What is told, what waits and what came in a file about Long Thành."""
    with desk.database.transaction() as session:
        people = {person.username: person for person in session.scalars(select(Staff))}
        told = propose(session, people["bao"], Office.model_validate(OFFICE), desk.clock())
        approve(session, people["phuong"], Kind.OFFICE, told.id, desk.clock())
        other = Office.model_validate({**OFFICE, "counter": "Quầy số 2"})
        waiting = propose(session, people["lien"], other, desk.clock())
        third = Office.model_validate({**OFFICE, "counter": "Quầy số 3"})
        batch = bring_in_places(session, people["lien"], [third], "tep.xlsx", "Mới", desk.clock())
        return {"told": told.id, "waiting": waiting.id, "batch": batch.id}


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
