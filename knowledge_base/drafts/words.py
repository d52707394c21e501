"""Dates in Vietnamese words, as declarations want them."""

from __future__ import annotations

from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def date_in_words(day: date) -> str:
    """15 March 2026 is "ngày mười lăm tháng ba năm hai nghìn không trăm hai mươi sáu"."""
    month = "tư" if day.month == 4 else number_in_words(day.month)
    return f"ngày {number_in_words(day.day)} tháng {month} năm {number_in_words(day.year)}"


def number_in_words(number: int) -> str:
    """A number from 0 to 9999."""
    thousands, rest = divmod(number, 1000)
    hundreds, below = divmod(rest, 100)
    parts = [f"{_DIGITS[thousands]} nghìn"] if thousands else []
    if hundreds or (thousands and below):
        parts.append(f"{_DIGITS[hundreds]} trăm")
    if below or not parts:
        parts.append(_below_hundred(below, after=bool(parts)))
    return " ".join(parts)


def _below_hundred(number: int, *, after: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"linh {_DIGITS[ones]}" if after else _DIGITS[ones]
    ten = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return ten
    if ones == 5:
        return f"{ten} lăm"
    if tens > 1 and ones in {1, 4}:
        return f"{ten} {'mốt' if ones == 1 else 'tư'}"
    return f"{ten} {_DIGITS[ones]}"
