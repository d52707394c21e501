"""``python -m bot vary QUESTIONS.tsv --style S --seed N``: the same questions in another spelling, as a TSV."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.evaluation.questions import COLUMNS, Asked, BadQuestionsError, Dialogue, read_questions
from bot.evaluation.variation.styles import STYLES, vary
from bot.texts import Texts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("questions", type=Path, help="a TSV: question, procedure, aspects, group")
    parser.add_argument("--style", required=True, choices=sorted(STYLES))
    parser.add_argument("--seed", type=int, default=0, help="another number, other slips")
    parser.add_argument("--out", type=Path, help="write here instead of to the terminal")


def run(chosen: argparse.Namespace, texts: Texts) -> int:
    """Write the varied questions; a malformed file is named. Returns the exit status."""
    try:
        dialogues = read_questions(chosen.questions)
    except BadQuestionsError as error:
        print(texts.say(error.key, **error.args_for_text), file=sys.stderr)
        return 2
    content = as_tsv([asked for dialogue in varied(dialogues, chosen.style, chosen.seed) for asked in dialogue])
    if chosen.out:
        chosen.out.write_text(content, encoding="utf-8")
    else:
        print(content, end="")
    return 0


def varied(dialogues: Sequence[Dialogue], style: str, seed: int = 0) -> list[Dialogue]:
    """Every turn in another spelling; what is expected stays."""
    return [
        [replace(asked, question=vary(asked.question, style, seed)) for asked in dialogue] for dialogue in dialogues
    ]


def as_tsv(questions: Sequence[Asked]) -> str:
    """As ``read_questions`` reads them."""
    rows = [
        (asked.question, "|".join(asked.expected), ",".join(sorted(asked.aspects or ())), asked.group)
        for asked in questions
    ]
    return "".join("\t".join(row) + "\n" for row in [COLUMNS, *rows])
