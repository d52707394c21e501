"""Passwords: hard to guess, hashed with Argon2id."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Literal

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.profiles import CHEAPEST

from knowledge_base.staff import passwords
from knowledge_base.staff.passwords import WeakPasswordError, hash_password, is_outdated, is_right

GOOD = "bốn con mèo vàng"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same algorithm with the least work."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


def test_a_password_is_kept_as_an_argon2id_hash_with_its_own_salt() -> None:
    first, second = hash_password(GOOD, "lan"), hash_password(GOOD, "lan")
    assert first.startswith("$argon2id$v=19$")
    assert first != second
    assert GOOD not in first
    assert is_right(GOOD, first)
    assert not is_right(GOOD + " ", first)


@pytest.mark.usefixtures("cheap")
def test_the_same_letters_typed_on_another_keyboard_fit() -> None:
    assert is_right(unicodedata.normalize("NFD", GOOD), hash_password(GOOD, "lan"))


@pytest.mark.parametrize(
    "password",
    [
        "",
        "ngắn quá 12",
        "x" * 257,
        # among the most common ones, or built on them
        "123456789012",
        "password1234",
        "qwerty123456",
        "1qaz2wsx3edc",
        "iloveyou1234",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijkl",
        "abcabcabcabc",
        # what lies near at hand here
        "matkhau123456",
        "Mật khẩu 123456",
        "dongnai@2026",
        "ThanThien2026",
        # the name of the account
        "officer-lan-2026!x",
        "XOFFICER-LANX9w4q",
    ],
)
def test_a_guessable_password_is_refused(password: str) -> None:
    with pytest.raises(WeakPasswordError) as caught:
        hash_password(password, "officer-lan")
    assert caught.value.args_for_text == {"minimum": 12, "maximum": 256}


@pytest.mark.parametrize("password", [GOOD, "xK9_bq2LmZ4v", "n" + "ắng mưa " * 20, "correct horse battery staple"])
@pytest.mark.usefixtures("cheap")
def test_no_kinds_of_characters_are_demanded(password: str) -> None:
    assert is_right(password, hash_password(password, "lan"))


@pytest.mark.usefixtures("cheap")
def test_nobody_takes_as_much_work_as_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[Parameters] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            worked.append(extract_parameters(str(hash)))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting.from_parameters(CHEAPEST))
    assert not is_right("sai", hash_password(GOOD, "lan"))
    assert not is_right("sai", None)
    somebody, nobody = worked
    assert somebody == nobody


@pytest.mark.parametrize("stored", [None, "", "-", "plain text"])
@pytest.mark.usefixtures("cheap")
def test_without_a_hash_no_password_fits(stored: str | None) -> None:
    assert not is_right("a password nobody has", stored)


def test_a_hash_of_weaker_days_is_noticed() -> None:
    assert is_outdated(PasswordHasher.from_parameters(CHEAPEST).hash(GOOD))
    assert not is_outdated(hash_password(GOOD, "lan"))
