"""Who is at the desk, and the forms they send."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from bot.guard.sessions import signed_in
from knowledge_base.editing.roles import WRITERS
from knowledge_base.staff.models import Role, Staff
from knowledge_base.staff.sessions import SignedIn

SIGN_IN = "/can-bo/dang-nhap"
HOME = "/can-bo"
ADMIN = "/quan-tri"


async def require_staff(request: web.Request) -> SignedIn:
    """Who is signed in; anybody else is sent to the sign-in page, which leads back here."""
    signed = await signed_in(request)
    if signed is None:
        raise web.HTTPSeeOther(sign_in_address(request.path), headers={"Cache-Control": "no-store"})
    return signed


def sign_in_address(wanted: str) -> str:
    """The sign-in page that leads to the page wanted."""
    return SIGN_IN if wanted == HOME else f"{SIGN_IN}?tiep={quote(wanted)}"


def own_page(wanted: str) -> str:
    """The page wanted, if it is one of the staff's; else the list. Nobody is led to another site."""
    inside = wanted in (HOME, ADMIN) or wanted.startswith((f"{HOME}/", f"{ADMIN}/"))
    plain = all(char.isascii() and (char.isalnum() or char in "/-._") for char in wanted)
    return wanted if inside and plain and "//" not in wanted and ".." not in wanted else HOME


def home_of(staff: Staff) -> str:
    """Where this person's work lies."""
    if staff.role == Role.COMMUNE_EDITOR:
        return f"{ADMIN}/dia-phuong"
    return ADMIN if staff.role in WRITERS else HOME


async def fields_of(request: web.Request) -> dict[str, str]:
    """The text fields of a form. NUL, which PostgreSQL refuses, is dropped; files are ignored."""
    try:
        posted = await request.post()
    except (ValueError, LookupError) as error:  # broken encoding or multipart body
        raise web.HTTPBadRequest from error
    return {name: value.replace("\0", "") for name, value in posted.items() if isinstance(value, str)}
