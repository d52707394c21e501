"""The portal's table of ways: one row a way, its cells (time, fee, remark) glued together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge_base.portal.text import UPPER, is_nothing
from knowledge_base.vocabulary import Way

HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
_WAYS = {"Trực tuyến": Way.ONLINE, "Trực tiếp": Way.COUNTER, "Dịch vụ bưu chính": Way.POST}
# A cell starts at once after the name of the way; in running text a space, comma or colon follows.
_ROW = re.compile(rf"(Trực tuyến|Trực tiếp|Dịch vụ bưu chính)(?=\d|[{UPPER}])")
_UNITS = r"(?:Ngày làm việc|Ngày|Giờ làm việc|Giờ|Tháng|Năm|Phút|Tuần)"
_TIME = re.compile(rf"(\d+(?:[.,]\d+)?)\s*({_UNITS})")
_MONEY = re.compile(r"(\d[\d,]*) ?(?:Việt Nam Đồng|VNĐ)")
_DOLLARS = re.compile(r"\d[\d,.]* ?USD")
_FREE = "Miễn phí"
_BARE_NUMBER = re.compile(r"\d+(?=Miễn phí|Không có thông tin|$)")
_NO_DATA = "Không có thông tin"


@dataclass(frozen=True)
class Row:
    """One way: ``amount`` and ``unit`` of its time as printed, ``fees`` with remarks.

    A fee is in đồng, 0 for "Miễn phí", None in another currency, which its remark names.
    """

    way: Way
    amount: float | None
    unit: str | None
    time_words: str
    fees: tuple[tuple[int | None, str], ...]
    remark: str


def rows(table: str) -> list[Row]:
    """Every row, as far as it can be read."""
    parts = _ROW.split(table.removeprefix(HEADER))
    return [_row(_WAYS[way], cells.strip()) for way, cells in zip(parts[1::2], parts[2::2], strict=True)]


def _row(way: Way, cells: str) -> Row:
    amount, unit, time_words, rest = _time(cells)
    fees, remark = _fees(rest)
    return Row(way, amount, unit, time_words, tuple(fees), "" if is_nothing(remark) else remark)


def _time(cells: str) -> tuple[float | None, str | None, str, str]:
    if (found := _TIME.match(cells)) is not None:
        return float(found[1].replace(",", ".")), found[2], "", cells[found.end() :]
    if (number := _BARE_NUMBER.match(cells)) is not None:
        return float(number[0]), None, "", cells[number.end() :]
    if cells.startswith(_NO_DATA):
        return None, None, "", cells.removeprefix(_NO_DATA)
    fee = re.search(rf"{_FREE}|{_NO_DATA}", cells)
    if _MONEY.match(cells) is not None:
        # "120 VNĐ": one day and 20 đồng, or no time and 120 đồng? Nobody can tell, so neither is taken.
        return None, None, "", cells
    if fee is not None and not is_nothing(cells[: fee.start()]):
        return None, None, cells[: fee.start()].strip(), cells[fee.start() :]
    return None, None, "", cells[fee.start() :] if fee else cells


def _fees(rest: str) -> tuple[list[tuple[int | None, str]], str]:
    fees: list[tuple[int | None, str]] = []
    while True:
        rest = rest.lstrip(" \n")
        if rest.startswith(_FREE):
            amount, rest = 0, rest.removeprefix(_FREE)
        elif (money := _MONEY.match(rest)) is not None:
            amount, rest = int(money[1].replace(",", "")), rest[money.end() :]
        elif (foreign := _DOLLARS.match(rest)) is not None:
            note, rest = _bracketed(rest[foreign.end() :])
            fees.append((None, f"{foreign[0]} ({note})" if note else foreign[0]))
            continue
        elif not fees and rest.startswith(_NO_DATA):
            return [], rest.removeprefix(_NO_DATA).strip()
        else:
            return fees, rest.strip()
        note, rest = _bracketed(rest)
        fees.append((amount, note))


def _bracketed(text: str) -> tuple[str, str]:
    """The remark in brackets right after an amount, brackets inside it counted, and what follows."""
    if not text.startswith("("):
        return "", text
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return text[1:place].strip(), text[place + 1 :]
    return text[1:].strip(), ""
