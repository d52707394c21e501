"""A content as a form: every part with its rows, every field with its words, its value and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.editing.places import place_id
from bot.editing.words import ProcedureWords
from bot.texts import Texts
from knowledge_base.editing.checking import Problem
from knowledge_base.procedures.shape import MAIN, PARTS, Column, Kind, Part, rows_of

NEW = "NEW"
"""Number of the row that the page's script copies."""
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("basics", ("main", "summary", "aliases", "phrases")),
    ("who", ("applicants", "conditions")),
    ("papers", ("papers", "papers_to_show", "forms")),
    ("how", ("steps", "place", "authority", "filing", "online")),
    ("cost", ("fees.items", "fees.exemptions", "fees.notes", "times", "results")),
    ("more", ("penalties", "notes", "mistakes", "questions")),
    ("basis", ("legal_bases", "decision", "related", "sources")),
)


@dataclass(frozen=True)
class Field:
    """One field. ``kind`` chooses how it is typed."""

    id: str
    label: str
    kind: Kind
    value: str
    options: list[tuple[str, str]]
    required: bool
    fixed: bool = False
    problem: str = ""


@dataclass(frozen=True)
class FormPart:
    """One part with its rows; ``blank`` is the row the script copies."""

    name: str
    title: str
    hint: str
    many: bool
    plain: bool  # the rows are single texts
    rows: list[list[Field]]
    blank: list[Field]
    problem: str = ""


@dataclass(frozen=True)
class Group:
    """Parts that belong together on the page. ``count``: rows filled in."""

    name: str
    parts: list[FormPart]
    wrong: bool
    count: int


@dataclass(frozen=True)
class Form:
    """The whole form; ``summary`` links every problem to its field."""

    groups: list[Group]
    summary: list[tuple[str, str]] = field(default_factory=list)


class FormMaker:
    """Makes forms from contents."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._words = ProcedureWords(texts)

    def make(self, content: Mapping[str, Any], problems: Sequence[Problem], adding: str = "") -> Form:
        """The form; ``adding`` names a part that gets one more blank row."""
        said = {place_id(problem.place): self._words.problem(problem) for problem in reversed(problems)}
        made = {part.name: self._part(part, content, said, adding) for part in (MAIN, *PARTS)}
        groups = [self._group(name, [made[part] for part in parts], said) for name, parts in GROUPS]
        return Form(groups, [(place_id(problem.place), self._words.line(problem)) for problem in problems])

    def _group(self, name: str, parts: list[FormPart], said: Mapping[str, str]) -> Group:
        wrong = any(place.split("-")[0] == part.name for part in parts for place in said)
        filled = sum(
            bool(field.value) and field.kind is not Kind.OPTION for p in parts for r in p.rows for field in r[:1]
        )
        return Group(name, parts, wrong, filled)

    def _part(self, part: Part, content: Mapping[str, Any], said: Mapping[str, str], adding: str) -> FormPart:
        rows = rows_of(content, part) or ([{}] if not part.many else [])
        if adding == part.name:
            rows = [*rows, {}]
        key = part.name.replace(".", "_")
        hint = f"admin.hint.{key}"
        return FormPart(
            name=part.name,
            title=self._words.part(part),
            hint=self._texts.say(hint) if hint in self._texts else "",
            many=part.many,
            plain=part.plain,
            rows=[self._row(part, row, str(number), said) for number, row in enumerate(rows)],
            blank=self._row(part, {}, NEW, {}) if part.many else [],
            problem=said.get(part.name, ""),
        )

    def _row(self, part: Part, row: Mapping[str, Any], number: str, said: Mapping[str, str]) -> list[Field]:
        return [self._field(part, column, row.get(column.name), number, said) for column in part.columns]

    def _field(self, part: Part, column: Column, value: Any, number: str, said: Mapping[str, str]) -> Field:
        name = f"{part.name}-{number}-{column.name}"
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(value, float):
            text = f"{value:g}".replace(".", ",")
        if column.name == "certainty" and not text:
            text = "unverified"
        return Field(
            id=name,
            label=self._words.column(part, column),
            kind=column.kind,
            value=text,
            options=self._words.options(part, column),
            required=column.required,
            fixed=part is MAIN and column.kind is Kind.CODE,
            problem=said.get(name, ""),
        )
