"""Every setting is explained to whoever runs this, and every explained one exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def aliases() -> set[str]:
    return {str(field.alias) for field in Settings.model_fields.values()}


def explained() -> dict[str, str]:
    """Name → the value given in the example."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_example_explains_every_setting_and_no_other() -> None:
    assert set(explained()) == aliases()


def test_every_setting_of_the_example_follows_a_comment() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    blocks = "\n".join(lines).split("\n\n")
    assert all("#" in block for block in blocks)


def test_the_example_holds_the_defaults_and_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in aliases():
        monkeypatch.delenv(name, raising=False)
    plain = Settings()
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert Settings() == plain
    assert not plain.demo
