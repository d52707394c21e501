"""``python -m bot confusions RESULTS.json``: which procedures and aspects are mixed up, with the sentences."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.texts import Texts

type Row = Mapping[str, Any]
type Pair = tuple[str, str]

SHOWN = 5  # sentences of one confusion
NOTHING = "–"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("results", type=Path, help="what evaluate --json or measure wrote")
    parser.add_argument("--least", type=int, default=1, help="leave out what was mixed up less often")


def run(chosen: argparse.Namespace, names: Mapping[str, str], texts: Texts) -> int:
    """Print the report. ``names``: of procedures by their codes. Returns the exit status."""
    try:
        rows = json.loads(chosen.results.read_text(encoding="utf-8"))
        print(report(rows, names, texts, chosen.least))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        print(texts.say("confusions.unreadable", path=str(chosen.results)), file=sys.stderr)
        return 2
    return 0


def report(rows: Sequence[Row], names: Mapping[str, str], texts: Texts, least: int = 1) -> str:
    """Procedures first, then aspects; the most frequent confusion first."""
    lines = [texts.say("confusions.procedures")]
    lines += _listed(procedures(rows), lambda code: _named(code, names, texts), least, texts)
    lines += ["", texts.say("confusions.aspects")]
    lines += _listed(aspects(rows), lambda given: _aspects_named(given, texts), least, texts)
    return "\n".join(lines)


def procedures(rows: Sequence[Row]) -> dict[Pair, list[str]]:
    """Sentences by what was expected and what was answered or offered instead."""
    found: dict[Pair, list[str]] = {}
    for row in rows:
        if row["verdict"] not in {"right", "clarified"}:
            found.setdefault((row["expected"], _given(row)), []).append(row["question"])
    return found


def aspects(rows: Sequence[Row]) -> dict[Pair, list[str]]:
    """Sentences by the aspects expected and those told, of answered questions."""
    found: dict[Pair, list[str]] = {}
    for row in rows:
        asked, told = ",".join(sorted(row["expected_aspects"])), ",".join(sorted(row["aspects"]))
        if asked and row["outcome"] == "answered" and asked != told:
            found.setdefault((asked, told), []).append(row["question"])
    return found


def _given(row: Row) -> str:
    if row["outcome"] == "answered":
        return row["procedure"] or NOTHING
    if row["outcome"] == "clarify":
        return "|".join(row["candidates"])
    return row["outcome"] or NOTHING


def _listed(found: Mapping[Pair, list[str]], name: Callable[[str], str], least: int, texts: Texts) -> list[str]:
    often = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    lines: list[str] = []
    for (expected, given), sentences in often:
        if len(sentences) < least:
            break
        lines.append(
            texts.say("confusions.pair", count=len(sentences), expected=name(expected), given=name(given) or NOTHING)
        )
        different = list(dict.fromkeys(sentences))
        lines += [f"     · {sentence}" for sentence in different[:SHOWN]]
        if len(different) > SHOWN:
            lines.append(f"     {texts.say('confusions.more', count=len(different) - SHOWN)}")
    return lines or [texts.say("confusions.none")]


def _named(codes: str, names: Mapping[str, str], texts: Texts) -> str:
    return " | ".join(_one(code, names, texts) for code in codes.split("|"))


def _one(code: str, names: Mapping[str, str], texts: Texts) -> str:
    if code in names:
        return f"{code} {names[code]}"
    key = f"confusions.word.{code}"
    return texts.say(key) if key in texts else code


def _aspects_named(aspects: str, texts: Texts) -> str:
    return ", ".join(texts.say(f"answer.choice.{name}") for name in aspects.split(",") if name)
