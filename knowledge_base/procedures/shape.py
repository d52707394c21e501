"""The parts of a procedure document and their columns: one description for forms, workbooks and comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from knowledge_base.vocabulary import Certainty, OnlineLevel, TimeUnit, Way


class Kind(StrEnum):
    """What a column holds."""

    LINE = "line"
    PROSE = "prose"  # may be long
    COUNT = "count"
    MONEY = "money"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    OPTION = "option"
    CODE = "code"


@dataclass(frozen=True)
class Column:
    """One value of a row. ``options``: the words allowed, by what stands for them in the document."""

    name: str
    kind: Kind = Kind.LINE
    options: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Part:
    """A group of columns: rows of a list (``many``), or one row that may be missing as a whole.

    ``plain``: the list holds the texts themselves, not rows of columns. ``same_by``: the column by which a changed row
    is known; without one it is known by its first column, more or less.
    """

    name: str
    columns: tuple[Column, ...]
    many: bool = True
    plain: bool = False
    same_by: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Where it lies in the document."""
        return tuple(self.name.split("."))


def _options(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(kind)


_CERTAINTY = Column("certainty", Kind.OPTION, _options(Certainty))
_WAY = Column("way", Kind.OPTION, _options(Way))
_FACT = (Column("text", Kind.PROSE, required=True), _CERTAINTY)
_NOTE = Column("note", Kind.PROSE)
_TEXT = (Column("text", Kind.LINE, required=True),)
_CODE = Column("code", Kind.CODE, required=True)

MAIN = Part(
    "main",
    (
        _CODE,
        Column("name", required=True),
        Column("official_name", Kind.PROSE, required=True),
        Column("field", Kind.OPTION, required=True),
        Column("level", Kind.OPTION, ("commune", "signpost")),
        Column("priority", Kind.OPTION, ("1", "2", "3")),
        Column("last_checked", Kind.DAY, required=True),
        Column("effective_from", Kind.DAY, required=True),
        Column("effective_to", Kind.DAY),
    ),
    many=False,
)
"""The columns that lie at the top of the document."""

PARTS = (
    Part("aliases", _TEXT, plain=True),
    Part("phrases", _TEXT, plain=True),
    Part("summary", _FACT, many=False),
    Part("applicants", _FACT),
    Part("conditions", _FACT),
    Part(
        "papers",
        (
            Column("name", Kind.PROSE, required=True),
            Column("originals", Kind.COUNT),
            Column("copies", Kind.COUNT),
            Column("when", Kind.PROSE),
            _NOTE,
            Column("form"),
            _CERTAINTY,
        ),
    ),
    Part("papers_to_show", _FACT),
    Part("steps", _FACT),
    Part("place", _FACT, many=False),
    Part("authority", _FACT),
    Part(
        "filing",
        (
            Column("way", Kind.OPTION, _options(Way), required=True),
            Column("available", Kind.YES_NO),
            Column("level", Kind.OPTION, _options(OnlineLevel)),
            _NOTE,
            _CERTAINTY,
        ),
    ),
    Part("online", _FACT, many=False),
    Part(
        "fees.items",
        (
            Column("what", Kind.PROSE, required=True),
            Column("amount", Kind.MONEY),
            Column("unit"),
            _WAY,
            _NOTE,
            _CERTAINTY,
        ),
    ),
    Part("fees.exemptions", _FACT),
    Part("fees.notes", _FACT),
    Part(
        "times",
        (
            Column("amount", Kind.NUMBER),
            Column("unit", Kind.OPTION, _options(TimeUnit)),
            Column("when", Kind.PROSE),
            _WAY,
            _NOTE,
            _CERTAINTY,
        ),
    ),
    Part("results", _FACT),
    Part(
        "forms",
        (Column("name", Kind.PROSE, required=True), Column("number"), Column("url"), _CERTAINTY),
    ),
    Part("penalties", _FACT),
    Part("notes", _FACT),
    Part("mistakes", _FACT),
    Part(
        "questions",
        (Column("question", Kind.PROSE, required=True), Column("answer", Kind.PROSE, required=True), _CERTAINTY),
    ),
    Part("legal_bases", (Column("number", required=True), Column("title", Kind.PROSE))),
    Part("related", (_CODE,), plain=True),
    Part("decision", (Column("number", required=True), Column("date", Kind.DAY), Column("agency")), many=False),
    Part("sources", (Column("text", Kind.PROSE, required=True),), plain=True),
)
"""Everything else, in the order of the form."""

TREE = "situation"
"""Where the questions lie in the document."""
_IF = Column("only_if", Kind.PROSE, required=True)
_NAMED = Column("named", Kind.PROSE, required=True)

TREE_PARTS = (
    Part(
        f"{TREE}.questions",
        (
            Column("ask", Kind.PROSE, required=True),
            Column("options", Kind.PROSE, required=True),
            Column("only_if", Kind.PROSE),
            Column("key"),
        ),
        same_by="key",
    ),
    Part(f"{TREE}.papers", (_NAMED, _IF, Column("maybe_if", Kind.PROSE))),
    Part(f"{TREE}.papers_to_show", (_NAMED, _IF)),
    Part(f"{TREE}.fees", (_NAMED, _WAY, _IF)),
    Part(f"{TREE}.times", (_NAMED, _IF)),
    Part(f"{TREE}.notes", (_NAMED, _IF)),
    Part(f"{TREE}.exempt_if", (Column("only_if", Kind.PROSE),), many=False),
    Part(f"{TREE}.no_papers_if", (Column("only_if", Kind.PROSE),), many=False),
    Part(
        f"{TREE}.elsewhere",
        (
            Column("procedure", Kind.CODE, required=True),
            _IF,
            Column("instead", Kind.YES_NO),
        ),
    ),
)
"""The questions that decide one citizen's papers, and what depends on the answers; no workbook holds them."""


def rows_of(content: Mapping[str, Any], part: Part) -> list[dict[str, Any]]:
    """The rows of a part as a content has them; values that are missing are left out."""
    if part is MAIN:
        return [{column.name: content[column.name] for column in part.columns if content.get(column.name) is not None}]
    held: Any = content
    for name in part.path:
        held = held.get(name) if isinstance(held, Mapping) else None
    items = held if part.many and isinstance(held, list) else [held] if held is not None and not part.many else []
    return [_row(item, part) for item in items]


def with_rows(content: dict[str, Any], part: Part, rows: list[dict[str, Any]]) -> None:
    """Put the rows of a part into a content."""
    if part is MAIN:
        content.update(rows[0])
        return
    *folders, last = part.path
    for folder in folders:
        content = content.setdefault(folder, {})
    values: list[Any] = [row.get(part.columns[0].name, "") for row in rows] if part.plain else list(rows)
    if part.many:
        content[last] = values
    elif rows and rows[0]:
        content[last] = rows[0]


def certainties(value: Any) -> Iterator[str]:
    """The certainty of every fact in a content."""
    match value:
        case Mapping():
            if isinstance(found := value.get("certainty"), str):
                yield found
            for item in value.values():
                yield from certainties(item)
        case list():
            for item in value:
                yield from certainties(item)


def _row(item: Any, part: Part) -> dict[str, Any]:
    if isinstance(item, Mapping):
        return {column.name: item[column.name] for column in part.columns if item.get(column.name) is not None}
    return {part.columns[0].name: item}
