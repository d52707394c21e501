"""The figures as a table for the terminal, and as Markdown for the reader of ``docs/quality``."""

from __future__ import annotations

from bot.evaluation.measuring.compare import Drop
from bot.evaluation.measuring.figures import Figures, Line, losses
from bot.evaluation.report import aligned
from bot.texts import Texts

SHARES = ("right", "clarified", "wrong", "handed_over", "declined", "failed")


def as_text(figures: Figures, texts: Texts) -> str:
    """Aligned columns."""
    return aligned([_head(texts), *(_row(line) for line in figures.lines)])


def losses_as_text(figures: Figures, texts: Texts) -> str:
    """What each style costs, in aligned columns."""
    return aligned(_losses(figures, texts))


def as_markdown(figures: Figures, texts: Texts) -> str:
    """The same as Markdown tables below their titles."""
    parts = [
        f"# {texts.say('measure.title')}",
        latency(figures, texts),
        _markdown([_head(texts), *(_row(line) for line in figures.lines)]),
        f"## {texts.say('measure.losses')}",
        _markdown(_losses(figures, texts)),
    ]
    return "\n\n".join(parts) + "\n"


def latency(figures: Figures, texts: Texts) -> str:
    """The honest times, in a sentence."""
    times = {name: f"{value:.0f}" for name, value in figures.latency.items()}
    return texts.say(
        "measure.latency", count=times["count"], median=times["p50"], late=times["p99"], longest=times["longest"]
    )


def told(drop: Drop, texts: Texts) -> str:
    """What became worse, in a line."""
    what = texts.say(f"evaluate.column.{drop.what}")
    return texts.say("measure.drop", line=drop.key, what=what, before=f"{drop.before:.1f}", after=f"{drop.after:.1f}")


def _head(texts: Texts) -> list[str]:
    names = [texts.say(f"evaluate.column.{name}") for name in ("group", "count", *SHARES, "aspects")]
    return [*names, texts.say("measure.f1"), *(texts.say(f"evaluate.column.{name}") for name in ("p50", "p99"))]


def _losses(figures: Figures, texts: Texts) -> list[list[str]]:
    head = [texts.say("evaluate.column.group"), texts.say("measure.loss_right"), texts.say("measure.loss_found")]
    return [head, *([f"{one.part}/{one.style}", f"{one.right:.1f}", f"{one.found:.1f}"] for one in losses(figures))]


def _markdown(rows: list[list[str]]) -> str:
    head, *rest = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---", *("--:" for _ in head[1:])], *rest])


def _row(line: Line) -> list[str]:
    return [
        line.key,
        str(line.rows),
        *(f"{getattr(line, share):.1f}" for share in SHARES),
        _known(line.aspects_exact),
        _known(line.aspects_f1),
        f"{line.p50:.0f}",
        f"{line.p99:.0f}",
    ]


def _known(share: float | None) -> str:
    return "–" if share is None else f"{share:.1f}"
