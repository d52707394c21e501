"""The labelled questions of the knowledge base, as further sentences: what is asked, and whether it is our business.

Those labelled with several aspects are left out: where one reader sees two things asked, another sees one (measured).
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from random import Random
from typing import Iterator, List, NamedTuple, Set, Tuple

from nlu_data.learning.examples import OUTSIDE
from nlu_data.learning.noise import noisy
from nlu_data.learning.phrases import ASKING

DATA = Path(__file__).parents[2] / "knowledge_base" / "data"
QUESTIONS = DATA / "search" / "questions"
SMALL_TALK = "chuyen_khac"  # the file of what is nobody's business; elsewhere "none" is law or other authorities
FAR = "out_of_scope_far"
TAIL = 12  # words; the question of a story stands in its end
_SIGNPOST = re.compile(r"^level: signpost$", re.MULTILINE)


class Asked(NamedTuple):
    """A row of the files; several procedures or aspects are still joined."""

    text: str
    procedure: str
    aspects: str
    file: str


def read(folder: Path = QUESTIONS) -> List[Asked]:
    """Every row of every file."""
    return [row for path in sorted(folder.glob("*.tsv")) for row in _rows(path)]


def signposts(folder: Path = DATA / "procedures") -> Set[str]:
    """Procedures that other offices settle."""
    return {path.stem for path in folder.glob("*.yaml") if _SIGNPOST.search(path.read_text(encoding="utf-8"))}


def sentences(rows: List[Asked], elsewhere: Set[str], chance: Random) -> List[Tuple[str, str]]:
    """Sentences with labels as in ``nlu/``, each also in a noisy spelling, long ones also by their end alone."""
    found: List[Tuple[str, str]] = []
    for row in rows:
        label = _label(row, elsewhere)
        if label:
            found += [(row.text, label), (noisy(row.text, chance), label)]
            words = row.text.split()
            found += [(" ".join(words[-TAIL:]), label)] if len(words) > TAIL and label.startswith(ASKING) else []
    return found


def _label(row: Asked, elsewhere: Set[str]) -> str:
    """Empty for what is not learned from."""
    if row.procedure == "none":
        return FAR if row.file == SMALL_TALK else OUTSIDE
    if not row.aspects or "," in row.aspects:
        return ""
    aspect = ASKING + row.aspects
    return f"{OUTSIDE}+{aspect}" if row.procedure.split("|")[0] in elsewhere else aspect


def _rows(path: Path) -> Iterator[Asked]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Asked(row["question"].strip(), row["procedure"].strip(), (row["aspects"] or "").strip(), path.stem)
