"""Trains the Rasa model when none fits the data, and names it by what it was trained from."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bot.up.process import die_with_parent, rasa_environment

ROOT = Path(__file__).parents[2]
SUFFIXES = {".yml", ".yaml", ".py", ".txt", ".tsv"}


def sources() -> Iterator[Path]:
    """Every file the model depends on."""
    yield from (ROOT / "config.yml", ROOT / "domain.yml")
    for folder in ("nlu_data", "knowledge_base/language", "knowledge_base/data/search/questions"):
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES)


def fingerprint() -> str:
    """A name that changes whenever a model trained now would differ."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def model_path(folder: Path) -> Path:
    """Where the model that fits today's data lies, or will."""
    return folder / f"{fingerprint()}.tar.gz"


class TrainingError(Exception):
    """Rasa did not produce a model; what it said stands in the log."""


def train(rasa: Path, folder: Path, log: Path) -> None:
    """Train a model into the folder; its output goes to the log. Raises TrainingError if it fails."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(rasa), "train", "--config", "config.yml", "--domain", "domain.yml", "--data", "nlu_data"]
    command.append("--skip-validation")  # our tests check the same, and a citizen's first start is 10 s shorter
    with log.open("wb") as output:
        done = subprocess.run(  # noqa: S603 our own command
            [*command, "--out", str(folder), "--fixed-model-name", fingerprint()],
            cwd=ROOT,
            env=rasa_environment(),
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent,
        )
    if done.returncode != 0 or not model_path(folder).exists():
        raise TrainingError(f"see {log}")
