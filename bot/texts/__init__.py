"""Every word of ours that a person reads, by key: ``vi.yml`` beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import yaml

from knowledge_base.errors import DataFileError
from knowledge_base.replies import Say
from knowledge_base.wording.service import CITY, fits

FILE = Path(__file__).with_name("vi.yml")


class Texts:
    """Phrases by dotted key, with ``{placeholders}``."""

    def __init__(self, phrases: Mapping[str, str], instead: Mapping[str, str] | None = None) -> None:
        self._phrases = dict(phrases)
        self._instead: Mapping[str, str] = instead or {}
        self._communes: Mapping[str, Texts] = {}

    @classmethod
    def load(cls, path: Path = FILE) -> Self:
        """The phrases of the file. Raises DataFileError if one of them is not a text."""
        return cls(dict(_flatten(yaml.safe_load(path.read_text(encoding="utf-8")), "", path.name)))

    def __contains__(self, key: str) -> bool:
        return key in self._phrases

    def keys(self) -> frozenset[str]:
        """Every key."""
        return frozenset(self._phrases)

    def delivered(self, key: str) -> str:
        """The phrase of the file, not filled. Raises KeyError."""
        return self._phrases[key]

    def overlay(self, instead: Mapping[str, Mapping[str, str]]) -> None:
        """Say other words from now on, by commune; what would not fit the file's phrase is left out."""
        city = self._fitting(instead.get(CITY, {}))
        own = {commune: self._fitting(words) for commune, words in instead.items() if commune != CITY}
        self._instead = city
        self._communes = {commune: Texts(self._phrases, {**city, **words}) for commune, words in own.items()}

    def at(self, commune: str | None) -> Texts:
        """The phrases as people of a commune read them: its own words, else the city's, else the delivered ones."""
        return self._communes.get(commune or CITY, self)

    def say(self, key: str, **args: str | int) -> str:
        """The phrase, filled. Raises KeyError for a missing key or placeholder."""
        return (self._instead.get(key) or self._phrases[key]).format_map(args)

    def render(self, words: str | Say) -> str:
        """Words from the database as they are; a phrase filled, its nested phrases first, lists joined by commas."""
        if isinstance(words, str):
            return words
        return self.say(words.key, **{name: self._argument(value) for name, value in words.args.items()})

    def _fitting(self, words: Mapping[str, str]) -> dict[str, str]:
        held = self._phrases
        return {key: text for key, text in words.items() if key in held and fits(text, held[key])}

    def _argument(self, value: str | int | Say | list[str | Say]) -> str | int:
        match value:
            case Say():
                return self.render(value)
            case list():
                return ", ".join(self.render(item) for item in value)
        return value


def _flatten(node: Any, prefix: str, file: str) -> list[tuple[str, str]]:
    match node:
        case str():
            return [(prefix, node)]
        case dict():
            return [pair for key, value in node.items() for pair in _flatten(value, f"{prefix}.{key}".strip("."), file)]
    raise DataFileError(f"{file}: {prefix}: expected a text, found {type(node).__name__}")
