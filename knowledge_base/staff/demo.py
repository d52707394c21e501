"""Accounts to try the desk with; they work only while demo mode is on."""

from __future__ import annotations

import os
import secrets

from sqlalchemy.orm import Session

from knowledge_base.database import Database
from knowledge_base.settings import StorageSettings
from knowledge_base.staff.models import Staff
from knowledge_base.staff.passwords import hash_password, is_right
from knowledge_base.staff.service import create_editor, create_inspector, create_officer, find_by_username
from knowledge_base.units.service import Units

_OFFICERS = {
    "can-bo-tran-bien": ("Cán bộ dùng thử, phường Trấn Biên", "26041"),
    "can-bo-long-thanh": ("Cán bộ dùng thử, phường Long Thành", "26368"),
}
_INSPECTOR = "thanh-tra"
_EDITORS = {"bien-tap": ("Biên tập viên dùng thử", False), "phe-duyet": ("Người phê duyệt dùng thử", True)}


def demo_usernames() -> list[str]:
    """The names of the demo accounts: two officers, one inspector, an editor and who approves."""
    return [*_OFFICERS, _INSPECTOR, *_EDITORS]


def demo_password(settings: StorageSettings) -> str:
    """This installation's demo password, made at random the first time and kept in the state folder."""
    path = settings.var / "demo-password"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with open(handle, "w", encoding="ascii") as file:
        file.write(password := secrets.token_urlsafe(12))
    return password


def ensure_demo(database: Database, settings: StorageSettings) -> None:
    """Make the demo accounts where missing, with the present demo password."""
    password = demo_password(settings)
    with database.transaction() as session:
        for username in demo_usernames():
            staff = find_by_username(session, username)
            if staff is None:
                _create(session, username, password).demo = True
            elif staff.demo and not is_right(password, staff.password_hash):
                staff.password_hash = hash_password(password, username)


def _create(session: Session, username: str, password: str) -> Staff:
    if username == _INSPECTOR:
        return create_inspector(session, username, "Thanh tra dùng thử", password)
    if username in _EDITORS:
        shown, approves = _EDITORS[username]
        return create_editor(session, username, shown, password, approves=approves)
    name, commune = _OFFICERS[username]
    return create_officer(session, username, name, password, commune, units=Units.load())
