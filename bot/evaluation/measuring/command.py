"""``python -m bot measure`` (``make evaluate``): fails when a group became worse; ``--accept`` keeps the figures."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.chat_client import BotDownError, ChatRefusedError
from bot.evaluation.measuring.chart import draw
from bot.evaluation.measuring.collect import MEASURED, Collected, collect, latency, thinned
from bot.evaluation.measuring.compare import changed, drops
from bot.evaluation.measuring.figures import Figures
from bot.evaluation.measuring.table import as_markdown, as_text, losses_as_text, told
from bot.evaluation.measuring.table import latency as told_latency
from bot.evaluation.questions import BadQuestionsError
from bot.evaluation.running import NotStartedError, started
from bot.evaluation.sets import DEV, ROOT, Part, load_sets
from bot.evaluation.variation import STYLES
from bot.settings import Settings
from bot.texts import Texts

QUALITY = ROOT / "docs" / "quality"
ACCEPTED, LATEST = "figures", "latest"
RESULTS = "latest-results.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("--url", default="", help="a running bot; else one is started")
    parser.add_argument("--styles", nargs="*", choices=sorted(STYLES), default=list(MEASURED))
    parser.add_argument("--at-once", type=int, default=8, help="conversations side by side")
    parser.add_argument(
        "--every", type=int, default=1, help="only every n-th question, for trying: nothing is compared"
    )
    parser.add_argument("--accept", action="store_true", help="keep these figures as the ones to hold")
    parser.add_argument("--folder", type=Path, default=QUALITY, help="where figures are kept")


def run(chosen: argparse.Namespace, settings: Settings, texts: Texts) -> int:
    """Measure, tell, compare; 1 if something became worse, 2 if nothing could be measured."""
    try:
        parts = thinned(load_sets(), max(1, chosen.every))
        if not DEV.exists():
            print(texts.say("measure.no_dev"))
        figures, collected = asyncio.run(_measured(chosen, parts, settings))
    except BadQuestionsError as error:
        print(texts.say(error.key, **error.args_for_text), file=sys.stderr)
        return 2
    except (BotDownError, ChatRefusedError, NotStartedError) as error:
        print(texts.say("evaluate.down", url=chosen.url, reason=str(error)), file=sys.stderr)
        return 2
    print(as_text(figures, texts))
    print(f"\n{texts.say('measure.losses')}\n{losses_as_text(figures, texts)}\n")
    print(told_latency(figures, texts))
    write(figures, chosen.folder, LATEST, texts)
    (chosen.folder / RESULTS).write_text(json.dumps(_rows(collected), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if chosen.every > 1 else settle(figures, chosen.folder, texts, accept=chosen.accept)


async def _measured(chosen: argparse.Namespace, parts: Sequence[Part], settings: Settings) -> tuple[Figures, Collected]:
    async with AsyncExitStack() as stack:
        url = chosen.url or (await stack.enter_async_context(started(settings))).url
        began = time.monotonic()
        alone = await latency(parts, url)
        collected = await collect(parts, url, chosen.styles, chosen.at_once, _progress)
        about = _about(chosen.at_once, time.monotonic() - began)
    return Figures(tuple(collected.lines()), {name: round(ms, 1) for name, ms in alone.items()}, about), collected


def settle(figures: Figures, folder: Path, texts: Texts, *, accept: bool) -> int:
    """Hold the figures against the accepted ones, or accept them. Returns the exit status."""
    kept = folder / f"{ACCEPTED}.json"
    if accept:
        write(figures, folder, ACCEPTED, texts)
        print(texts.say("measure.accepted", path=str(kept)))
        return 0
    if not kept.exists():
        print(texts.say("measure.nothing_kept"))
        return 0
    before = Figures.read(json.loads(kept.read_text(encoding="utf-8")))
    if new := changed(before, figures):
        print(texts.say("measure.changed", lines=", ".join(new)))
    worse = drops(before, figures)
    for drop in worse:
        print(told(drop, texts), file=sys.stderr)
    print(texts.say("measure.worse" if worse else "measure.held", count=len(worse)))
    return 1 if worse else 0


def write(figures: Figures, folder: Path, name: str, texts: Texts) -> None:
    """The figures as JSON for machines, as Markdown and as a chart for people."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(figures.as_json(), indent=1) + "\n", encoding="utf-8")
    (folder / f"{name}.md").write_text(as_markdown(figures, texts), encoding="utf-8")
    draw(figures, folder / f"{name}.svg", texts)


def _rows(collected: Collected) -> list[dict[str, Any]]:
    return [
        {"set": part, "style": style, **result.as_json()}
        for (part, style), results in collected.results.items()
        for result in results
    ]


def _about(at_once: int, seconds: float) -> dict[str, Any]:
    return {
        "at_once": at_once,
        "commit": _commit(),
        "cores": os.cpu_count(),
        "day": datetime.now(UTC).date().isoformat(),
        "seconds": round(seconds),
    }


def _commit() -> str:
    command = ("git", "rev-parse", "--short", "HEAD")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 our own command
    return done.stdout.strip()


def _progress(step: str) -> None:
    print(f"… {step}", file=sys.stderr, flush=True)
