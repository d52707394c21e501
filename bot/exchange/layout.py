"""How a workbook is laid out: one sheet for the procedures, one for each kind of row, headed in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.editing.words import ProcedureWords
from bot.texts import Texts
from knowledge_base.procedures.shape import MAIN, PARTS, Column, Part


@dataclass(frozen=True)
class Head:
    """One column of a sheet: which value of which part it holds."""

    label: str
    part: Part
    column: Column
    words: Mapping[str, str] = field(compare=False)


@dataclass(frozen=True)
class Sheet:
    """One sheet; the code is its first column. ``part`` None: the sheet of the procedures themselves."""

    title: str
    part: Part | None
    heads: tuple[Head, ...]


def sheets(texts: Texts) -> list[Sheet]:
    """Every sheet in its order."""
    words = ProcedureWords(texts)
    code = MAIN.columns[0]
    code_head = Head(words.column(MAIN, code), MAIN, code, {})
    singles = [part for part in PARTS if not part.many]
    main = [_head(words, MAIN, column) for column in MAIN.columns]
    main += [_head(words, part, column, prefix=True) for part in singles for column in part.columns]
    rows = [
        Sheet(words.part(part), part, (code_head, *(_head(words, part, column) for column in part.columns)))
        for part in PARTS
        if part.many
    ]
    return [Sheet(words.part(MAIN), None, tuple(main)), *rows]


def _head(words: ProcedureWords, part: Part, column: Column, *, prefix: bool = False) -> Head:
    label = words.column(part, column)
    if prefix:
        label = f"{words.part(part)}: {label}"
    elif part.name == "related":
        label = words.part(part)
    return Head(label, part, column, dict(words.options(part, column)))
