"""One lock for two worlds: Rasa's old Python and our current one."""

from __future__ import annotations

import tomllib
from typing import Any

import yaml

from tests.architecture.source import ROOT


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


def locked(name: str) -> list[str]:
    return [package["version"] for package in toml("uv.lock")["package"] if package["name"] == name]


def test_rasa_is_in_the_lock() -> None:
    """uv drops it without a word when the project's bounds become too tight."""
    assert locked("rasa") == ["3.6.21"]
    assert locked("tensorflow")
    assert [version.split(".")[0] for version in locked("rasa-sdk")].count("3") == len(locked("rasa-sdk")) == 2


def test_the_project_itself_depends_on_nothing() -> None:
    project = toml("pyproject.toml")["project"]
    assert project["dependencies"] == []
    assert project["requires-python"] == ">=3.10"


def test_the_two_worlds_cannot_be_installed_together() -> None:
    uv = toml("pyproject.toml")["tool"]["uv"]
    conflicts = [{side["group"] for side in pair} for pair in uv["conflicts"]]
    assert {"app", "rasa"} in conflicts
    assert uv["package"] is False


def test_every_app_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    app = text.split("app = [")[1].split("\n]")[0].strip().splitlines()
    assert [line.strip() for line in app if "#" not in line] == []


def test_what_the_public_reaches_is_current_and_rasa_is_not_in_it() -> None:
    groups = toml("pyproject.toml")["dependency-groups"]
    assert not any(line.startswith("rasa==") for line in groups["app"])
    assert [line for line in groups["rasa"] if line.startswith("rasa==")] == ["rasa==3.6.21"]


def test_rasa_opens_no_door_but_its_rest_channel() -> None:
    assert set(yaml.safe_load((ROOT / "credentials.yml").read_text(encoding="utf-8"))) == {"rest"}
