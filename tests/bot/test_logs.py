"""Logs hold no secrets and nobody's numbers."""

from __future__ import annotations

import logging

import pytest

from bot.logs import RedactingFilter, redact


@pytest.mark.parametrize(
    "secret",
    [
        "0912345678",
        "+84912345678",
        "075099001234",
        "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc",
        "Bearer abc.def-123",
    ],
)
def test_secrets_and_numbers_are_taken_out(secret: str) -> None:
    assert secret not in redact(f"lỗi khi gửi {secret} cho dân")


def test_a_token_inside_an_address_is_taken_out() -> None:
    address = "https://api.telegram.org/bot123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc/getMe"
    assert redact(address) == "https://api.telegram.org/bot[…]/getMe"


def test_codes_and_dates_stay() -> None:
    text = "TT-2026-000123 1.001193 2026-11-24 row 42"
    assert redact(text) == text


def test_library_records_and_tracebacks_are_redacted() -> None:
    try:
        raise ValueError("số 0912345678")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "gọi %s", ("0912345678",), (ValueError, error, None))
    RedactingFilter().filter(record)
    assert "0912345678" not in logging.Formatter().format(record)
