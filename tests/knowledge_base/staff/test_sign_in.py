"""Signing in: throttled, silent about which names exist, ended by time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from sqlalchemy import select

from knowledge_base.database import Database
from knowledge_base.errors import ForbiddenError, ThanThienError
from knowledge_base.settings import StorageSettings
from knowledge_base.staff import passwords, sessions
from knowledge_base.staff.demo import demo_password, demo_usernames, ensure_demo
from knowledge_base.staff.models import AuditRow, Role, SignInFailure, Staff, StaffSession
from knowledge_base.staff.service import (
    BadUsernameError,
    SignInRefusedError,
    TooManyTriesError,
    UnknownCommuneError,
    UsernameTakenError,
    create_inspector,
    create_officer,
    find_by_username,
    sign_in,
)
from knowledge_base.units.service import Units
from tests.conftest import FrozenClock

GOOD, WRONG = "bốn con mèo vàng", "năm con mèo đen"
UNITS = Units.load()

type SignIn = Callable[..., str]


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same algorithm with the least work, or these tests would take half a minute."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture
def lan(database: Database) -> Staff:
    with database.transaction() as session:
        return create_officer(session, "lan", "Chị Lan", GOOD, "26041", units=UNITS)


@pytest.fixture
def enter(database: Database, clock: FrozenClock) -> SignIn:
    def enter(username: str = "lan", password: str = GOOD, address: str = "10.0.0.1", *, demo: bool = False) -> str:
        return sign_in(database, username, password, address, clock(), demo=demo)

    return enter


def refusal(enter: SignIn, *args: str, **more: object) -> tuple[type[ThanThienError], str]:
    with pytest.raises(ForbiddenError) as caught:
        enter(*args, **more)
    return type(caught.value), caught.value.key


def who(database: Database, clock: FrozenClock, token: str, *, demo: bool = False) -> str | None:
    with database.reading() as session:
        found = sessions.find(session, token, clock(), demo=demo)
        return found.staff.username if found else None


@pytest.mark.usefixtures("lan")
def test_a_right_password_begins_a_session(database: Database, clock: FrozenClock, enter: SignIn) -> None:
    token = enter(" LAN ")
    assert who(database, clock, token) == "lan"
    assert who(database, clock, token + "x") is None
    with database.reading() as session:
        stored = session.scalars(select(StaffSession)).one()
        assert token not in (stored.token_hash, stored.csrf)
        assert session.scalars(select(AuditRow.action)).all() == ["sign_in"]


@pytest.mark.usefixtures("lan")
def test_each_sign_in_has_its_own_token_and_secret(database: Database, clock: FrozenClock, enter: SignIn) -> None:
    first, second = enter(), enter()
    with database.reading() as session:
        found = [sessions.find(session, token, clock(), demo=False) for token in (first, second)]
    assert len({one.csrf for one in found if one}) == 2


@pytest.mark.usefixtures("lan")
def test_an_unknown_name_is_answered_like_a_wrong_password(enter: SignIn) -> None:
    known = [refusal(enter, "lan", WRONG) for _ in range(7)]
    unknown = [refusal(enter, "nobody", WRONG) for _ in range(7)]
    assert known == unknown
    assert [kind for kind, _ in known] == [SignInRefusedError] * 5 + [TooManyTriesError] * 2


@pytest.mark.usefixtures("lan")
def test_after_five_failures_even_the_right_password_waits(enter: SignIn, clock: FrozenClock) -> None:
    for _ in range(5):
        refusal(enter, "lan", WRONG)
    assert refusal(enter)[0] is TooManyTriesError
    clock.advance(minutes=14, seconds=59)
    assert refusal(enter)[0] is TooManyTriesError
    clock.advance(seconds=1)
    assert enter()


@pytest.mark.usefixtures("lan")
def test_others_are_not_held_up(enter: SignIn, database: Database) -> None:
    for _ in range(6):
        refusal(enter, "lan", WRONG)
    assert enter(address="10.0.0.2")
    with database.transaction() as session:
        create_inspector(session, "minh", "Anh Minh", GOOD)
    assert enter("minh")


@pytest.mark.usefixtures("lan")
def test_a_success_forgets_the_failures(enter: SignIn, database: Database) -> None:
    for _ in range(4):
        refusal(enter, "lan", WRONG)
    enter()
    with database.reading() as session:
        assert session.scalars(select(SignInFailure)).all() == []


@pytest.mark.usefixtures("lan")
def test_tries_sent_side_by_side_are_counted_too(enter: SignIn) -> None:
    with ThreadPoolExecutor(10) as pool:
        kinds = list(pool.map(lambda _: refusal(enter, "lan", WRONG)[0], range(10)))
    assert kinds.count(SignInRefusedError) <= 5


@pytest.mark.usefixtures("lan")
def test_a_session_ends_after_half_an_hour_of_idleness(database: Database, clock: FrozenClock, enter: SignIn) -> None:
    token = enter()
    clock.advance(minutes=29)
    assert who(database, clock, token) == "lan"
    with database.transaction() as session:
        sessions.touch(session, token, clock())
    clock.advance(minutes=29)
    assert who(database, clock, token) == "lan"
    clock.advance(minutes=1)
    assert who(database, clock, token) is None


@pytest.mark.usefixtures("lan")
def test_a_session_ends_after_eight_hours_whatever_one_does(
    database: Database, clock: FrozenClock, enter: SignIn
) -> None:
    token, began = enter(), clock()
    while clock() - began < timedelta(hours=7, minutes=50):
        clock.advance(minutes=10)
        with database.transaction() as session:
            sessions.touch(session, token, clock())
    assert who(database, clock, token) == "lan"
    clock.advance(minutes=10)
    assert who(database, clock, token) is None


def test_signing_out_ends_one_session_or_all(database: Database, clock: FrozenClock, enter: SignIn, lan: Staff) -> None:
    first, second, third = enter(), enter(), enter()
    with database.transaction() as session:
        sessions.end(session, first)
    assert [who(database, clock, token) for token in (first, second)] == [None, "lan"]
    with database.transaction() as session:
        sessions.end_all(session, lan)
    assert [who(database, clock, token) for token in (second, third)] == [None, None]


def test_a_closed_account_is_out_at_once(database: Database, clock: FrozenClock, enter: SignIn, lan: Staff) -> None:
    token = enter()
    with database.transaction() as session:
        session.get_one(Staff, lan.id).active = False
    assert who(database, clock, token) is None
    assert refusal(enter)[0] is SignInRefusedError


def test_a_demo_account_works_only_in_demo_mode(
    database: Database, clock: FrozenClock, enter: SignIn, tmp_path: Path
) -> None:
    settings = StorageSettings(THANTHIEN_VAR=tmp_path)
    ensure_demo(database, settings)
    password, name = demo_password(settings), demo_usernames()[0]
    assert refusal(enter, name, password)[0] is SignInRefusedError
    token = enter(name, password, demo=True)
    assert who(database, clock, token, demo=True) == name
    assert who(database, clock, token) is None  # demo mode was switched off


def test_the_demo_password_is_random_private_and_stays(database: Database, tmp_path: Path) -> None:
    here, there = (StorageSettings(THANTHIEN_VAR=tmp_path / name) for name in ("here", "there"))
    assert demo_password(here) == demo_password(here) != demo_password(there)
    assert os.stat(tmp_path / "here" / "demo-password").st_mode & 0o077 == 0
    ensure_demo(database, here)
    ensure_demo(database, there)  # a new state folder, the same database: its password is the present one
    with database.reading() as session:
        accounts = [find_by_username(session, name) for name in demo_usernames()]
    roles = [account.role for account in accounts if account]
    assert roles == [Role.OFFICER, Role.OFFICER, Role.INSPECTOR, Role.EDITOR, Role.PUBLISHER]
    assert all(account and passwords.is_right(demo_password(there), account.password_hash) for account in accounts)


@pytest.mark.parametrize("username", ["la", "Lan Anh", "lan@x", "-lan", "l" * 65, "lần", ""])
def test_a_bad_user_name_is_refused(database: Database, username: str) -> None:
    with database.transaction() as session, pytest.raises(BadUsernameError):
        create_inspector(session, username, "Lan", GOOD)


@pytest.mark.usefixtures("lan")
def test_a_name_belongs_to_one_person_and_a_commune_exists(database: Database) -> None:
    with database.transaction() as session:
        with pytest.raises(UsernameTakenError):
            create_officer(session, "LAN", "Lan khác", GOOD, "26041", units=UNITS)
        with pytest.raises(UnknownCommuneError):
            create_officer(session, "hoa", "Hoa", GOOD, "99999", units=UNITS)
        assert find_by_username(session, "hoa") is None
