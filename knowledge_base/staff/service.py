"""Accounts of staff, and signing in."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge_base.database import Database
from knowledge_base.errors import ConflictError, ForbiddenError, InvalidInputError
from knowledge_base.staff import sessions
from knowledge_base.staff.audit import record
from knowledge_base.staff.models import Role, Staff
from knowledge_base.staff.passwords import hash_password, is_outdated, is_right, rehash
from knowledge_base.staff.throttle import Throttle
from knowledge_base.units.service import Units

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")


class SignInRefusedError(ForbiddenError):
    """Wrong name or password: which one is not told."""

    key = "desk.sign_in.refused"


class TooManyTriesError(ForbiddenError):
    """Five failures: wait."""

    key = "desk.sign_in.throttled"


class BadUsernameError(InvalidInputError):
    """A user name is 3 to 64 lower-case letters, digits, dots, dashes."""

    key = "desk.account.bad_username"


class UsernameTakenError(ConflictError):
    """The user name belongs to somebody."""

    key = "desk.account.taken"


class UnknownCommuneError(InvalidInputError):
    """No commune of today has this code: who works there would never see a thing."""

    key = "desk.account.unknown_commune"


def create_officer(
    session: Session, username: str, display_name: str, password: str, commune_code: str, *, units: Units
) -> Staff:
    """Create the account of an officer of one commune of today."""
    _require_commune(commune_code, units)
    return _create(session, username, display_name, password, Role.OFFICER, commune_code)


def create_inspector(session: Session, username: str, display_name: str, password: str) -> Staff:
    """Create the account of an inspector, who reads reports about officers' conduct."""
    return _create(session, username, display_name, password, Role.INSPECTOR, None)


def create_editor(
    session: Session, username: str, display_name: str, password: str, *, approves: bool = False
) -> Staff:
    """Create the account of an editor of the knowledge; ``approves``: of one who approves what others wrote."""
    role = Role.PUBLISHER if approves else Role.EDITOR
    return _create(session, username, display_name, password, role, None)


def create_commune_editor(
    session: Session, username: str, display_name: str, password: str, commune_code: str, *, units: Units
) -> Staff:
    """Create the account of who edits what is particular to one commune of today."""
    _require_commune(commune_code, units)
    return _create(session, username, display_name, password, Role.COMMUNE_EDITOR, commune_code)


def sign_in(database: Database, username: str, password: str, address: str, now: datetime, *, demo: bool) -> str:
    """A new session's token. Raises TooManyTriesError or SignInRefusedError, alike for known and unknown names.

    Takes the database, not a session: a failed try stays counted, and no lock is held while the hash is computed.
    """
    name = normal_username(username)
    throttle = Throttle(database, name, address)
    if not throttle.admits(now):
        raise TooManyTriesError
    with database.reading() as session:
        staff = find_by_username(session, name)
    right = is_right(password, staff.password_hash if staff else None)
    if staff is None or not right or not sessions.may_sign_in(staff, demo=demo):
        raise SignInRefusedError
    throttle.forget()
    renewed = rehash(password) if is_outdated(staff.password_hash) else None
    with database.transaction() as session:
        return _begin(session, staff.id, renewed, now)


def sign_out(session: Session, token: str, now: datetime) -> None:
    """End a session, noting whose it was."""
    found = sessions.find(session, token, now, demo=True)
    if found is not None:
        record(session, found.staff, "sign_out", found.staff.username, now)
    sessions.end(session, token)


def find_by_username(session: Session, username: str) -> Staff | None:
    """The account of that name."""
    return session.scalars(select(Staff).where(Staff.username == username)).one_or_none()


def names_of(session: Session, staff_ids: set[int]) -> dict[int, str]:
    """Display names by id."""
    if not staff_ids:
        return {}
    rows = session.execute(select(Staff.id, Staff.display_name).where(Staff.id.in_(staff_ids)))
    return {row.id: row.display_name for row in rows}


def normal_username(username: str) -> str:
    """As stored: lower case, no blanks around."""
    return unicodedata.normalize("NFC", username).strip().lower()


def _require_commune(code: str, units: Units) -> None:
    if units.get(code) is None:
        raise UnknownCommuneError(code=code)


def _begin(session: Session, staff_id: int, renewed_hash: str | None, now: datetime) -> str:
    staff = session.get_one(Staff, staff_id)
    if renewed_hash:
        staff.password_hash = renewed_hash
    record(session, staff, "sign_in", staff.username, now)
    return sessions.begin(session, staff, now)


def _create(
    session: Session, username: str, display_name: str, password: str, role: Role, commune_code: str | None
) -> Staff:
    name = normal_username(username)
    if not _USERNAME.fullmatch(name):
        raise BadUsernameError
    staff = Staff(
        username=name,
        display_name=display_name.strip()[:120] or name,
        password_hash=hash_password(password, name),
        role=role,
        commune_code=commune_code,
    )
    try:
        with session.begin_nested():
            session.add(staff)
    except IntegrityError as error:
        raise UsernameTakenError(username=name) from error
    return staff
