"""The questions typed in their form become a tree: whole or not, nothing is dropped because it is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from bot.editing.reading import tidy
from knowledge_base.language.fold import fold
from knowledge_base.procedures.shape import TREE
from knowledge_base.situations.parser import KEYWORDS

MOST_OPTIONS = 8
_NAME = re.compile(TREE + r"\.([a-z_]{1,20})-(\d{1,4})-([a-z_]{1,20}?)(?:_(\d))?")
_PARTS = ("papers", "papers_to_show", "fees", "times", "notes", "elsewhere")
_WHOLE = ("exempt_if", "no_papers_if")
_YES, _NO = {"co", "da", "roi", "dung", "phai"}, {"khong", "chua"}

type _Row = dict[str, str]


def tree_from(fields: Mapping[str, str]) -> dict[str, Any] | None:
    """The tree; None if nothing was typed."""
    typed, options = _typed(fields)
    tree: dict[str, Any] = {}
    if questions := _questions(typed.get("questions", {}), options):
        tree["questions"] = questions
    for part in _PARTS:
        if rows := [rule for _, row in sorted(typed.get(part, {}).items()) if (rule := _rule(part, row))]:
            tree[part] = rows
    for part in _WHOLE:
        if condition := typed.get(part, {}).get(0, {}).get("only_if"):
            tree[part] = condition
    return tree or None


def _typed(fields: Mapping[str, str]) -> tuple[dict[str, dict[int, _Row]], dict[int, dict[int, _Row]]]:
    """Rows by part; options by question. What was left blank is left out."""
    rows: dict[str, dict[int, _Row]] = {}
    options: dict[int, dict[int, _Row]] = {}
    for name, raw in fields.items():
        found, value = _NAME.fullmatch(name), tidy(raw)
        if found is None or not value:
            continue
        number = int(found[2])
        if found[4] is None:
            rows.setdefault(found[1], {}).setdefault(number, {})[found[3]] = value
        elif found[1] == "questions":
            options.setdefault(number, {}).setdefault(int(found[4]), {})[found[3]] = value
    return rows, options


def _questions(rows: Mapping[int, _Row], options: Mapping[int, Mapping[int, _Row]]) -> list[dict[str, Any]]:
    kept = [
        number for number in sorted({*rows, *options}) if rows.get(number, {}).keys() - {"key"} or number in options
    ]
    used = {row["key"] for row in rows.values() if "key" in row}
    questions: list[dict[str, Any]] = []
    for number in kept:
        row = rows.get(number, {})
        key = row.get("key") or _fresh("cau", used, len(questions) + 1)
        used.add(key)
        questions.append({**row, "key": key, "options": _options(options.get(number, {}))})
    return questions


def _options(rows: Mapping[int, _Row]) -> list[_Row]:
    used = {row["key"] for row in rows.values() if "key" in row}
    read: list[_Row] = []
    for _, row in sorted(rows.items()):
        key = row.get("key") or _key_of(row.get("label", ""), used)
        used.add(key)
        read.append({**row, "key": key})
    return read


def _key_of(label: str, used: Collection[str]) -> str:
    """A key for an answer; plain yes and no get those that the conversation knows."""
    words = re.findall(r"[a-z0-9]+", fold(label))
    plain = next((key for key, known in (("yes", _YES), ("no", _NO)) if words and words[0] in known), "")
    if plain and plain not in used:
        return plain
    slug = "_".join(words)[:24].strip("_")
    if not slug[:1].isalpha() or slug in KEYWORDS:
        slug = f"y_{slug}".strip("_")
    return slug if slug not in used else _fresh(slug, used, 2)


def _fresh(stem: str, used: Collection[str], number: int) -> str:
    while f"{stem}_{number}" in used:
        number += 1
    return f"{stem}_{number}"


def _rule(part: str, row: _Row) -> dict[str, Any]:
    """A rule; nothing where no condition was typed, except for another procedure that was named."""
    if part == "elsewhere":
        instead = row.get("instead") == "true"
        rest = {name: value for name, value in row.items() if name != "instead"}
        return {**rest, "instead": instead} if rest else {}
    return dict(row) if row.keys() & {"only_if", "maybe_if"} else {}
