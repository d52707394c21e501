"""The filled-in declaration, ready for any kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from re import Match

from knowledge_base.drafts.schema import PLACEHOLDER, Draft, Signature, Table
from knowledge_base.drafts.values import whole_date
from knowledge_base.drafts.words import date_in_words

DOTS = "……………………"


@dataclass(frozen=True)
class Rows:
    """A table: first the heads of its columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Signer:
    """Who signs: title, remark, and the name to write below."""

    title: str
    remark: str
    name: str


@dataclass(frozen=True)
class Paper:
    """One declaration with what one person filled in. Lives only while it is made into a file."""

    title: str
    form: str | None
    parts: tuple[str | Rows, ...]
    signers: tuple[Signer, ...]


def fill(draft: Draft, values: Mapping[str, str]) -> Paper:
    """Put the values into the layout."""
    return Paper(
        title=draft.title,
        form=draft.form,
        parts=tuple(_rows(part, values) if isinstance(part, Table) else _line(part, values) for part in draft.layout),
        signers=tuple(_signer(item, values) for item in draft.signatures),
    )


def _line(text: str, values: Mapping[str, str]) -> str:
    def filled(match: Match[str]) -> str:
        value = values.get(match[1], "")
        if match[2] == "words":
            day = whole_date(value)
            value = date_in_words(day) if day else ""
        return value.replace("\n", "; ") or DOTS

    return PLACEHOLDER.sub(filled, text)


def _rows(table: Table, values: Mapping[str, str]) -> Rows:
    rows = [
        (str(number), *(values.get(f"{column.key}_{number}", "") for column in table.columns))
        for number in range(1, table.rows + 1)
    ]
    return Rows(("TT", *(column.label for column in table.columns)), tuple(rows))


def _signer(signature: Signature, values: Mapping[str, str]) -> Signer:
    return Signer(signature.title, signature.remark, values.get(signature.name or "", ""))
