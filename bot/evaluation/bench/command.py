"""``python -m bot bench``: our pipeline beside Rasa's default, and the public benchmark PhoATIS where it lies."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.bootstrap import open_database, prepare
from bot.evaluation.bench.contestant import BenchError, action_server, running, train
from bot.evaluation.bench.project import DEFAULT, OURS, NoDefaultError, count_examples, make
from bot.evaluation.bench.race import Shown, race
from bot.evaluation.bench.searched import searched
from bot.evaluation.bench.side_by_side import as_text
from bot.evaluation.measuring.collect import thinned
from bot.evaluation.measuring.command import QUALITY
from bot.evaluation.sets import ROOT, load_sets
from bot.settings import Settings
from bot.texts import Texts

QUICK = 16
"""Every n-th example and question of a quick bench."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("--quick", action="store_true", help=f"every {QUICK}th example and question, for trying")
    parser.add_argument("--phoatis", type=Path, help="the folder PhoATIS of a JointIDSF checkout")
    parser.add_argument("--search", action="store_true", help="only the search, in knowledge bases of several sizes")
    parser.add_argument("--only", choices=("rasa", "phoatis"), help="one half of the bench")
    parser.add_argument("--out", type=Path, default=QUALITY / "bench.json")


def run(chosen: argparse.Namespace, settings: Settings, texts: Texts) -> int:
    """Bench, print, write. Returns the exit status."""
    if chosen.search:
        for line in searched(texts):
            print(line, flush=True)
        return 0
    shown: dict[str, Any] = {"about": {"cores": os.cpu_count(), "quick": chosen.quick}}
    try:
        if chosen.only != "phoatis":
            shown["rasa"] = asyncio.run(_both(settings, QUICK if chosen.quick else 1, texts))
    except (BenchError, NoDefaultError) as error:
        print(texts.say("bench.failed", reason=str(error)), file=sys.stderr)
        return 1
    if chosen.only != "rasa":
        shown["phoatis"] = _phoatis(chosen.phoatis, texts)
    print(as_text(shown, texts))
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(shown, indent=1) + "\n", encoding="utf-8")
    return 0


async def _both(settings: Settings, every: int, texts: Texts) -> dict[str, Shown]:
    parts = thinned(load_sets(), every)
    with tempfile.TemporaryDirectory() as folder:
        own = {"THANTHIEN_VAR": folder, "DATABASE_URL": f"sqlite:///{folder}/bench.db"}
        database = open_database(bench_settings := settings.model_copy(update=_state(own)))
        prepare(database, bench_settings)
        database.dispose()
        async with action_server(sys.executable, own, ROOT) as actions:
            return {name: await _one(name, Path(folder), actions, parts, every, texts) for name in (OURS, DEFAULT)}


def _state(own: dict[str, str]) -> dict[str, Any]:
    return {"var": Path(own["THANTHIEN_VAR"]), "database_url": own["DATABASE_URL"]}


async def _one(name: str, folder: Path, actions: str, parts: Any, every: int, texts: Texts) -> Shown:
    project = make(name, folder, every)
    print(texts.say("bench.training", name=name), file=sys.stderr, flush=True)
    seconds = await train(project)
    print(texts.say("bench.asking", name=name), file=sys.stderr, flush=True)
    async with running(project, actions) as contestant:
        shown = await race(contestant, parts)
    size = (project / "models" / "model.tar.gz").stat().st_size
    told = {"examples": count_examples(project), "training_s": round(seconds, 1), "model_mb": round(size / 1e6, 1)}
    return {**told, **shown}


def _phoatis(folder: Path | None, texts: Texts) -> dict[str, Any] | None:
    if folder is None or not (folder / "syllable-level").is_dir():
        print(texts.say("bench.no_phoatis"))
        return None
    command = [sys.executable, "-m", "nlu_data.measuring.phoatis", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 our own command
    if done.returncode:
        print(texts.say("bench.failed", reason=done.stderr[-1500:]), file=sys.stderr)
        return None
    read: dict[str, Any] = json.loads(done.stdout)
    return read
