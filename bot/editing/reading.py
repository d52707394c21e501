"""What was typed becomes a content: whole or not, nothing of it is dropped because it is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from knowledge_base.procedures.shape import MAIN, PARTS, Column, Kind, Part, with_rows

_NAME = re.compile(r"([a-z_.]{1,40})-(\d{1,4})-([a-z_]{1,40})")
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_WHOLE = re.compile(r"-?\d{1,15}")
_BROKEN = re.compile(r"-?\d{1,9}[.,]\d{1,6}")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_BY_NAME = {part.name: part for part in (MAIN, *PARTS)}

type Rows = dict[str, list[dict[str, Any]]]


def rows_from(fields: Mapping[str, str]) -> Rows:
    """The rows of a form by part, in the order of their numbers, blank ones left out."""
    typed: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in fields.items():
        if found := _NAME.fullmatch(name):
            typed.setdefault(found[1], {}).setdefault(int(found[2]), {})[found[3]] = value
    return {
        part.name: [row for _, typed_row in sorted(numbered.items()) if (row := read_row(part, typed_row))]
        for part_name, numbered in typed.items()
        if (part := _BY_NAME.get(part_name))
    }


def read_row(part: Part, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values in the types of the document; empty if nothing but its certainty was filled in."""
    read = {column.name: value for column in part.columns if (value := read_value(column, row.get(column.name))) != ""}
    return {} if not set(read) - {"certainty"} else read


def content_from(rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """A content made of rows by part."""
    content: dict[str, Any] = {}
    for part in (MAIN, *PARTS):
        if held := rows.get(part.name):
            with_rows(content, part, held)
    return content


def read_value(column: Column, value: Any) -> Any:
    """A typed or imported value; what cannot be understood stays as it is, for the check to name."""
    match value:
        case None:
            return ""
        case bool():
            return value
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer() and column.kind is not Kind.NUMBER:
            return read_value(column, str(int(value)))
        case int() | float():
            return value if column.kind in (Kind.COUNT, Kind.MONEY, Kind.NUMBER) else read_value(column, str(value))
    return _read_text(column, tidy(str(value)))


def tidy(text: str) -> str:
    """In one spelling, without what cannot be seen; line breaks stay."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) not in _UNSEEN).strip()


_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn"})


def _read_text(column: Column, text: str) -> Any:
    match column.kind:
        case Kind.COUNT | Kind.MONEY:
            plain = re.sub(r"[. ]", "", text) if column.kind is Kind.MONEY and _THOUSANDS.fullmatch(text) else text
            return int(plain) if _WHOLE.fullmatch(plain) else text
        case Kind.NUMBER:
            if _WHOLE.fullmatch(text):
                return int(text)
            return float(text.replace(",", ".")) if _BROKEN.fullmatch(text) else text
        case Kind.DAY if found := _DAY.fullmatch(text):
            return f"{found[3]}-{found[2]:>02}-{found[1]:>02}"
        case Kind.YES_NO:
            return {"true": True, "false": False}.get(text, text)
        case Kind.OPTION if column.options == ("1", "2", "3") and text.isdecimal():
            return int(text)
    return text
