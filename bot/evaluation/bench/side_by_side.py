"""The bench as a table: a row a figure, a column a contestant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.evaluation.bench.project import DEFAULT, OURS
from bot.evaluation.report import aligned
from bot.texts import Texts

PUBLISHED = 97.62
"""Intent accuracy of JointIDSF with PhoBERT on PhoATIS, syllable level, as published."""


def as_text(shown: dict[str, Any], texts: Texts) -> str:
    """Everything that was measured."""
    tables = []
    if shown.get("rasa"):
        tables.append(_rasa(shown["rasa"], texts))
    if shown.get("phoatis"):
        tables.append(_phoatis(shown["phoatis"], texts))
    return "\n\n".join(tables)


def flat(shown: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Nested figures as ``accuracy/own/procedures/right``."""
    for name, value in shown.items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{name}/")
        else:
            yield f"{path}{name}", value


def _rasa(shown: dict[str, Any], texts: Texts) -> str:
    ours, default = dict(flat(shown[OURS])), dict(flat(shown[DEFAULT]))
    head = ["", texts.say("bench.ours"), texts.say("bench.default")]
    return aligned([head, *([name, _told(ours[name]), _told(default.get(name))] for name in ours)])


def _phoatis(shown: dict[str, Any], texts: Texts) -> str:
    head = ["PhoATIS", texts.say("bench.accented"), texts.say("bench.bare"), texts.say("bench.seconds")]
    rows = [
        [name, _told(figures["accuracy"]), _told(figures["bare"]), _told(figures["training_s"])]
        for name, figures in shown.items()
    ]
    return aligned([head, *rows, [texts.say("bench.published"), _told(PUBLISHED), "–", "–"]])


def _told(value: Any) -> str:
    return "–" if value is None else f"{value:g}"
