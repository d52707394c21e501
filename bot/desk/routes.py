"""Addresses of the desk."""

from __future__ import annotations

from aiohttp import web

from bot.desk import actions, fragments, list_page, sign_in, ticket_page
from bot.desk.keys import CALENDAR, SIGN_IN_RATE
from bot.guard.rates import Rate
from knowledge_base.calendar.working_time import WorkingCalendar

ROOT = "/can-bo"
SIGN_INS_PER_MINUTE = 120  # from one address: a whole office may sign in at 7:30, nobody may keep Argon2 busy


def add_routes(app: web.Application) -> None:
    """Add the pages of the desk."""
    app[CALENDAR] = WorkingCalendar.load()
    app[SIGN_IN_RATE] = Rate(SIGN_INS_PER_MINUTE)
    ticket = ROOT + r"/phieu/{code:TT-\d{4}-\d{6,12}}"
    add = app.router.add_route
    add("GET", f"{ROOT}/dang-nhap", sign_in.show, name="desk-login")
    add("POST", f"{ROOT}/dang-nhap", sign_in.sign_in)
    add("POST", f"{ROOT}/dang-xuat", sign_in.sign_out, name="desk-logout")
    add("GET", ROOT, list_page.show, name="desk-list")
    add("GET", f"{ROOT}/danh-sach", fragments.tickets, name="desk-tickets")
    add("GET", ticket, ticket_page.show, name="desk-ticket")
    add("POST", f"{ticket}/nhan", actions.take, name="desk-take")
    add("POST", f"{ticket}/tra-lai", actions.release, name="desk-release")
    add("POST", f"{ticket}/tra-loi", actions.answer, name="desk-answer")
    add("POST", f"{ticket}/xem-truoc", actions.preview, name="desk-preview")
