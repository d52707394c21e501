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
    "can-bo-tran-bien": ("Nguyễn Thị Hoa (dùng thử)", "26041"),
    "can-bo-long-thanh": ("Trần Văn Minh (dùng thử)", "26368"),
}
_INSPECTOR = "thanh-tra"
_EDITORS = {"bien-tap": ("Lê Thu Hà (dùng thử)", False), "phe-duyet": ("Phạm Quốc Bảo (dùng thử)", True)}


def demo_usernames() -> list[str]:
    """The names of the demo accounts: two officers, one inspector, an editor and who approves."""
    return [*_OFFICERS, _INSPECTOR, *_EDITORS]


def demo_password(settings: StorageSettings) -> str:
    """This installation's demo password, made at random the first time and kept in the state folder."""
    path = settings.var / "demo-password"
    if path.exists() and (kept := path.read_text(encoding="ascii").strip()):
        return kept
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and moved into place: a crash in between must not leave an empty password behind.
    aside = path.with_suffix(".tmp")
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(password := secrets.token_urlsafe(12))
    aside.replace(path)
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
        return create_inspector(session, username, "Võ Thị Lan (dùng thử)", password)
    if username in _EDITORS:
        shown, approves = _EDITORS[username]
        return create_editor(session, username, shown, password, approves=approves)
    name, commune = _OFFICERS[username]
    return create_officer(session, username, name, password, commune, units=Units.load())
