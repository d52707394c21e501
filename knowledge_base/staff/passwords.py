"""Passwords: the rule, Argon2id hashes, a check that takes as long for nobody as for somebody."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from knowledge_base.errors import InvalidInputError
from knowledge_base.language.fold import fold

MIN_LENGTH = 12
MAX_LENGTH = 256
_JUDGED = 72  # characters zxcvbn looks at; more only make a password better
_HARD_TO_GUESS = 3  # of 0 to 4: more than 10^8 guesses, common passwords and patterns tried first
_NEAR_AT_HAND = ["dongnai", "thanthien", "matkhau", "xaphuong", "vietnam"]
_hasher = PasswordHasher()  # Argon2id with the library's present defaults


class WeakPasswordError(InvalidInputError):
    """Too short, too long, one of the common ones, or built on the user name."""

    key = "desk.password.weak"


def hash_password(password: str, username: str) -> str:
    """The hash to store. Raises WeakPasswordError; there is no rule about kinds of characters."""
    plain = _normal(password)
    if not MIN_LENGTH <= len(plain) <= MAX_LENGTH or _is_guessable(plain, username):
        raise WeakPasswordError(minimum=MIN_LENGTH, maximum=MAX_LENGTH)
    return _hasher.hash(plain)


def is_right(password: str, stored: str | None) -> bool:
    """Whether the password fits. Without an account a hash nobody knows is tried, which takes the same time."""
    try:
        fits = _hasher.verify(stored or _nobody(), _normal(password)[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return fits and bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether the library's defaults have grown since this hash was made."""
    return _hasher.check_needs_rehash(stored)


def rehash(password: str) -> str:
    """A fresh hash of a password that is known to be right."""
    return _hasher.hash(_normal(password))


def _is_guessable(plain: str, username: str) -> bool:
    if username.lower() in plain.lower():
        return True
    judged = (plain[:_JUDGED], fold(plain).replace(" ", "")[:_JUDGED])
    return any(zxcvbn(text, user_inputs=[username, *_NEAR_AT_HAND])["score"] < _HARD_TO_GUESS for text in judged)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe())
