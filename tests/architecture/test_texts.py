"""Every word a person reads is in vi.yml, and every word there is said somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

import pytest

from bot.texts import Texts
from tests.architecture.source import ROOT, modules

TEXTS = Texts.load()
TOPS = sorted({key.split(".")[0] for key in TEXTS.keys()})  # noqa: SIM118 (keys() is the class's own method)
KEY = re.compile(rf"(?:{'|'.join(TOPS)})(?:\.[a-z0-9_]+)+")
FILES = re.compile(r"\.(?:css|js|html|svg|yml|yaml|json|db|py|log|txt|tsv)$")
QUOTED = re.compile(r"""["']([a-z0-9_.{}]+)["'](\s*~)?""")


def literals(tree: ast.Module) -> Iterator[str]:
    """Strings of a module; of an f-string only a pattern is known: ``desk.kind.{}``."""
    inside = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
            yield node.value


@cache
def said() -> dict[str, str]:
    """Every key, or pattern of keys, that the source or a template names, with the place."""
    found: dict[str, str] = {}
    for path, tree in modules().items():
        found.update(dict.fromkeys(literals(tree), path))
    for page in sorted((ROOT / "bot").rglob("*.html")):
        for text, joined in QUOTED.findall(page.read_text(encoding="utf-8")):
            found[text + ("{}" if joined else "")] = str(page.relative_to(ROOT))
    return found


def patterns() -> dict[re.Pattern[str], str]:
    """Patterns of keys, for example of ``answer.choice.{aspect}``."""
    return {
        re.compile(re.escape(text).replace(r"\{\}", r"[a-z0-9_.]+")): text
        for text in said()
        if "{}" in text and re.match(rf"(?:{'|'.join(TOPS)})\.", text)
    }


def test_every_key_that_is_named_exists() -> None:
    missing = {
        (path, text)
        for text, path in said().items()
        if KEY.fullmatch(text) and not FILES.search(text) and text not in TEXTS
    }
    assert missing == set()


def test_every_pattern_of_keys_fits_some() -> None:
    keys = TEXTS.keys()
    assert [text for pattern, text in patterns().items() if not any(pattern.fullmatch(key) for key in keys)] == []


def test_every_text_is_said_somewhere() -> None:
    known, families = said().keys(), list(patterns())
    unused = [key for key in sorted(TEXTS.keys()) if key not in known and not any(p.fullmatch(key) for p in families)]
    assert not unused, "in bot/texts/vi.yml, but nobody says it:\n  " + "\n  ".join(unused)


@pytest.mark.parametrize("top", TOPS)
def test_texts_are_vietnamese_and_their_placeholders_names(top: str) -> None:
    for key in TEXTS.keys():  # noqa: SIM118
        if key.split(".")[0] == top:
            phrase = TEXTS._phrases[key]
            fields = [field for _, field, _, _ in Formatter().parse(phrase) if field is not None]
            assert all(re.fullmatch(r"[a-z_]+", field) for field in fields), key
            assert phrase.strip(), key
