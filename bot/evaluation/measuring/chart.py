"""The figures as a picture: a bar a group as written and a style, told by colour and by hatching, its text as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from bot.evaluation.measuring.figures import PLAIN, PROCEDURES, Figures, Line
from bot.texts import Texts

# Okabe and Ito's colours, told apart by colour-blind readers too; hatching for those who print in grey.
LOOKS = {
    "right": ("#0072B2", ""),
    "clarified": ("#56B4E9", "//"),
    "handed_over": ("#F0E442", ".."),
    "declined": ("#BBBBBB", "xx"),
    "wrong": ("#D55E00", "\\\\"),
    "failed": ("#000000", "++"),
}
HEIGHT = 0.24  # inches a bar


def draw(figures: Figures, path: Path, texts: Texts) -> None:
    """Write an SVG file; the same figures give the same file. Varied questions show their procedures alone."""
    settings: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "quality", "font.size": 8}
    with mpl.rc_context(settings):
        _drawn([line for line in figures.lines if line.style == PLAIN or line.group == PROCEDURES], texts).savefig(
            path,
            format="svg",
            metadata={"Date": None, "Title": texts.say("measure.title"), "Description": texts.say("measure.described")},
        )


def _drawn(lines: Sequence[Line], texts: Texts) -> Figure:
    picture = Figure(figsize=(9, 1.5 + HEIGHT * len(lines)), layout="constrained")
    axes = picture.add_subplot()
    names = [f"{line.part} · {line.style} · {line.group} ({line.rows})" for line in lines]
    left = [0.0] * len(lines)
    for verdict, (colour, hatch) in LOOKS.items():
        shares = [float(getattr(line, verdict)) for line in lines]
        label = texts.say(f"evaluate.column.{verdict}")
        axes.barh(names, shares, left=left, color=colour, hatch=hatch, edgecolor="white", linewidth=0.4, label=label)
        left = [start + share for start, share in zip(left, shares, strict=True)]
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel(texts.say("measure.per_cent"))
    axes.margins(y=0.01)
    picture.suptitle(texts.say("measure.title"))
    picture.legend(*axes.get_legend_handles_labels(), ncols=len(LOOKS), loc="outside lower center", frameon=False)
    return picture
