"""Two Rasa projects in folders of their own: the same data and domain, our configuration and Rasa's default one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.up.model import ROOT

OURS, DEFAULT = "ours", "default"
INITIAL = "rasa/cli/initial_project/config.yml"
"""What ``rasa init`` writes; its pipeline and policies are empty, which means Rasa's own default."""

FALLBACK = "nlu_fallback"
LEAST = 2  # examples of a label, for Rasa's own components learn nothing from one


class NoDefaultError(Exception):
    """Rasa's environment holds no initial project."""


def make(name: str, folder: Path, every: int = 1) -> Path:
    """Write the project; with ``every`` only each n-th example. Returns its folder."""
    project = folder / name
    (project / "data").mkdir(parents=True)
    labels = _write_examples(project / "data", every)
    several = sorted(label for label in labels if "+" in label)
    _dump(project / "domain.yml", _domain(several if name == DEFAULT else []))
    _dump(project / "data" / "rules.yml", _rules(several if name == DEFAULT else []))
    (project / "config.yml").write_text(_configuration(name), encoding="utf-8")
    for file in ("endpoints.yml", "credentials.yml"):
        (project / file).write_text(_endpoints(file, name), encoding="utf-8")
    return project


def count_examples(project: Path) -> int:
    """Sentences the project is trained on."""
    return sum(len(lines) for _, lines in _labelled(project / "data"))


def _configuration(name: str) -> str:
    if name == OURS:
        return (ROOT / "config.yml").read_text(encoding="utf-8")
    found = next((ROOT / ".venv-rasa" / "lib").glob(f"python*/site-packages/{INITIAL}"), None)
    if found is None:
        raise NoDefaultError(INITIAL)
    return found.read_text(encoding="utf-8").replace("language: en", "language: vi")


def _endpoints(file: str, name: str) -> str:
    """Ours as in service; the default keeps Rasa's own stores."""
    read = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    kept = read if name == OURS or file == "credentials.yml" else {"action_endpoint": read["action_endpoint"]}
    return yaml.safe_dump(kept)


def _write_examples(folder: Path, every: int) -> set[str]:
    """Examples thinned, look-up tables whole. Returns the labels."""
    labels = set()
    nlu: list[dict[str, Any]] = [_lookup(table) for table in _entries("lookups") if "lookup" in table]
    for label, lines in _labelled(ROOT / "nlu_data" / "nlu"):
        kept = lines[::every] if len(lines) >= LEAST * every else lines[:LEAST]
        nlu.append({"intent": label, "examples": "\n".join(kept) + "\n"})
        labels.add(label)
    _dump(folder / "nlu.yml", {"version": "3.1", "nlu": nlu})
    return labels


def _lookup(table: dict[str, Any]) -> dict[str, Any]:
    return {"lookup": table["lookup"], "examples": table["examples"]}


def _labelled(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(folder.rglob("*.yml")):
        for entry in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("nlu") or []:
            if "intent" in entry:
                yield entry["intent"], [line for line in entry["examples"].splitlines() if line.strip()]


def _entries(folder: str) -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "nlu_data" / folder).rglob("*.yml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]


def _domain(several: list[str]) -> dict[str, Any]:
    """To the default, a question with two aspects is a label of its own."""
    domain: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    domain["intents"] += [{label: {"use_entities": []}} for label in several]
    return domain


def _rules(several: list[str]) -> dict[str, Any]:
    rules: dict[str, Any] = yaml.safe_load((ROOT / "nlu_data" / "rules" / "rules.yml").read_text(encoding="utf-8"))
    rules["rules"] += [_rule(label, "action_answer") for label in several]
    if several:  # where the default is unsure, the search decides alone
        rules["rules"].append(_rule(FALLBACK, "action_fallback"))
    return rules


def _rule(intent: str, action: str) -> dict[str, Any]:
    return {"rule": intent, "steps": [{"intent": intent}, {"action": action}]}


def _dump(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
