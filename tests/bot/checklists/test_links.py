"""An address cannot be guessed, changed or kept for long, and says nothing about a person."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checklists.links import ChecklistLinks, LinkExpiredError, installation_key
from knowledge_base.errors import NotFoundError
from tests.conftest import FrozenClock

LINKS = ChecklistLinks(b"k" * 32, "https://hoi.example", timedelta(hours=24))
ANSWERS = {"late": "yes", "who": "proxy"}


def token(clock: FrozenClock) -> str:
    url, _ = LINKS.make("1.001193", "abcd1234", ANSWERS, clock())
    return url.removeprefix("https://hoi.example/ho-so/")


def test_what_was_told_comes_back(clock: FrozenClock) -> None:
    told = LINKS.read(token(clock), clock())
    assert (told.procedure, told.fingerprint, told.answers) == ("1.001193", "abcd1234", ANSWERS)
    assert told.until == clock() + timedelta(hours=24)


def test_it_ends_after_a_day(clock: FrozenClock) -> None:
    made = token(clock)
    clock.advance(hours=23, minutes=59)
    assert LINKS.read(made, clock())
    clock.advance(minutes=1)
    with pytest.raises(LinkExpiredError):
        LINKS.read(made, clock())


def test_no_letter_of_it_can_be_changed(clock: FrozenClock) -> None:
    made = token(clock)
    for at, char in enumerate(made):
        forged = f"{made[:at]}{'A' if char != 'A' else 'B'}{made[at + 1 :]}"
        with pytest.raises(NotFoundError):
            LINKS.read(forged, clock())


def test_the_key_of_another_installation_opens_nothing(clock: FrozenClock) -> None:
    other = ChecklistLinks(b"x" * 32, "", timedelta(hours=24))
    with pytest.raises(NotFoundError):
        other.read(token(clock), clock())


@given(st.text(max_size=100))
def test_nonsense_is_not_found(text: str) -> None:
    with pytest.raises(NotFoundError):
        LINKS.read(text, datetime(2026, 11, 25, tzinfo=UTC))


def test_it_holds_only_choices(clock: FrozenClock) -> None:
    packed = token(clock).partition(".")[0]
    held = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    assert held.startswith('["1.001193","abcd1234",{"late":"yes","who":"proxy"},')


def test_every_process_of_an_installation_has_the_same_key(tmp_path: Path) -> None:
    first = installation_key(tmp_path / "var")
    assert installation_key(tmp_path / "var") == first
    assert len(first) == 32
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["link-key"]
    assert (tmp_path / "var" / "link-key").stat().st_mode & 0o077 == 0
