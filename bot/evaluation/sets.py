"""The measuring sets: our own under ``tests/nlu``, and the dev questions beside the project where they exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.questions import Dialogue, read_dialogues, read_questions

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "nlu"
DEV = ROOT.parent / "shared" / "nlu"


@dataclass(frozen=True)
class Part:
    """Questions of one origin: ``own`` or ``dev``."""

    name: str
    dialogues: list[Dialogue]


def load_sets(own: Path = OWN, dev: Path = DEV) -> list[Part]:
    """Every set there is. Raises BadQuestionsError naming file and line."""
    parts = [Part("own", _read(sorted(own.glob("own*.*"))))]
    return [*parts, Part("dev", _read(sorted(dev.glob("dev*.tsv"))))] if dev.exists() else parts


def _read(paths: Sequence[Path]) -> list[Dialogue]:
    readers = {".tsv": read_questions, ".jsonl": read_dialogues}
    return [dialogue for path in paths if path.suffix in readers for dialogue in readers[path.suffix](path)]
