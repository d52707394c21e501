"""Words for what a procedure is made of, shared by forms, comparisons and workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.editing.places import locate
from bot.texts import Texts
from knowledge_base.clock import VIETNAM
from knowledge_base.editing.checking import Problem, field_names
from knowledge_base.procedures.shape import MAIN, Column, Kind, Part

_SAME = {
    "missing": ("missing", "string_too_short", "string_type", "none_required", "model_type"),
    "number": ("int_parsing", "int_type", "int_from_float", "float_parsing", "float_type", "int_parsing_size"),
    "too_small": ("greater_than", "greater_than_equal", "finite_number"),
    "too_large": ("less_than_equal",),
    "option": ("enum", "literal_error", "unknown_field"),
    "day": ("date_parsing", "date_from_datetime_parsing", "date_type", "date_from_datetime_inexact"),
    "yes_no": ("bool_parsing", "bool_type"),
    "code": ("string_pattern_mismatch",),
    "at_least_one": ("too_short",),
}
_KEYS = {kind: key for key, kinds in _SAME.items() for kind in kinds}
_OWN = frozenset({"duration_unit", "dates_order", "checked_in_future", "already_over", "bad_address", "unknown_code"})


class ProcedureWords:
    """Speaks of parts, columns, values and problems."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def part(self, part: Part) -> str:
        """What a part is called."""
        return self._texts.say(f"admin.part.{part.name.replace('.', '_')}")

    def column(self, part: Part, column: Column) -> str:
        """What a column is called in this part."""
        own = f"admin.column.{part.name.replace('.', '_')}_{column.name}"
        return self._texts.say(own if own in self._texts else f"admin.column.{column.name}")

    def options(self, part: Part, column: Column) -> list[tuple[str, str]]:
        """What may be chosen, with its words."""
        if part is MAIN and column.name == "field":
            return list(field_names().items())
        values = column.options or (("true", "false") if column.kind is Kind.YES_NO else ())
        return [(value, self._texts.say(f"admin.option.{column.name}.{value}")) for value in values]

    def value(self, part: Part, column: Column, value: Any) -> str:
        """A value as people read it."""
        if value is None or value == "":
            return self._texts.say("admin.empty_value")
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if column.kind in (Kind.OPTION, Kind.YES_NO):
            return dict(self.options(part, column)).get(text, text)
        if column.kind is Kind.DAY:
            return day(text)
        if column.kind is Kind.MONEY and isinstance(value, int):
            return f"{value:,}".replace(",", ".")
        return f"{value:g}".replace(".", ",") if isinstance(value, float) else text

    def row(self, part: Part, row: Mapping[str, Any]) -> list[str]:
        """A row in words: its first value, then what else it holds."""
        first, *rest = part.columns
        held = [
            f"{self.column(part, column)}: {self.value(part, column, row[column.name])}"
            for column in rest
            if row.get(column.name) is not None and not _usual(column, row[column.name])
        ]
        return [self.value(part, first, row.get(first.name)), *held]

    def problem(self, problem: Problem) -> str:
        """What is wrong, and how it would be right."""
        if problem.place[:1] == ("situation",) and (said := self._of_tree(problem)):
            return said
        key = problem.kind if problem.kind in _OWN else _KEYS.get(problem.kind, "other")
        bounds = {"limit": next((str(value) for value in problem.args.values()), "")}
        return self._texts.say(f"admin.invalid.{key}", **{**bounds, **problem.args})

    def _of_tree(self, problem: Problem) -> str:
        """What is wrong with the questions; empty where it is nothing special about them."""
        key, args = f"admin.tree.wrong.{problem.kind}", dict(problem.args)
        if problem.kind == "string_pattern_mismatch" and problem.place[-1] != "procedure":
            key = "admin.tree.wrong.key"
        if problem.kind == "too_short" and problem.place[-1] == "options":
            key = "admin.tree.wrong.options"
        if "wanted" in args:
            args["wanted"] = self._texts.say(f"admin.tree.wanted.{args['wanted']}")
        return self._texts.say(key, **args) if key in self._texts else ""

    def line(self, problem: Problem) -> str:
        """What is wrong, with where it is."""
        return f"{self._where(problem)}: {self.problem(problem)}"

    def _where(self, problem: Problem) -> str:
        part, number, column = locate(problem.place)
        if part is MAIN and column is not None:
            return self.column(part, column)
        where = self.part(part)
        if number is not None and part.many:
            where = self._texts.say("admin.where_row", part=where, number=number + 1)
        named = column is not None and not part.plain
        return f"{where}, {self.column(part, column).lower()}" if column is not None and named else where


def day(text: str | date) -> str:
    """A day as people write it: 01/12/2026. What is no day stays as it is."""
    try:
        return date.fromisoformat(str(text)).strftime("%d/%m/%Y")
    except ValueError:
        return str(text)


def moment(at: datetime) -> str:
    """A moment as people write it: 09:15 ngày 01/12/2026."""
    return at.astimezone(VIETNAM).strftime("%H:%M, %d/%m/%Y")


def _usual(column: Column, value: Any) -> bool:
    return column.name == "certainty" and value == "verified"
