"""Reads the sentences of ``nlu/`` and the lookup tables as Rasa would, without Rasa."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import yaml

from nlu_data.learning.examples import Example

ROOT = Path(__file__).parents[1]
_MARK = re.compile(r"\[([^\]]+)\]\(topic\)")


def read_written(root: Path = ROOT) -> Tuple[List[Example], Dict[str, List[str]]]:
    """Every example, and every lookup table by its name."""
    examples: List[Example] = []
    tables: Dict[str, List[str]] = {}
    for item in _items(root):
        lines = [line.strip()[2:] for line in item["examples"].splitlines() if line.strip()]
        if "lookup" in item:
            tables[item["lookup"]] = lines
        else:
            examples += [example(line, item["intent"]) for line in lines]
    return examples, tables


def example(line: str, label: str) -> Example:
    """A line with its marks ``[…](topic)`` taken out and remembered."""
    text, marks, place = "", [], 0
    for found in _MARK.finditer(line):
        text += line[place : found.start()]
        marks.append((len(text), len(text) + len(found[1])))
        text, place = text + found[1], found.end()
    return Example(text + line[place:], label, tuple(marks))


def _items(root: Path) -> Iterator[Dict[str, Any]]:
    for path in [*sorted((root / "nlu").rglob("*.yml")), *sorted((root / "lookups").glob("*.yml"))]:
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
