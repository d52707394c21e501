"""Imports go one way: bot → knowledge_base ← actions; heavy libraries stay where they belong."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import PACKAGES, imports, is_part_of, modules

# who: whom of ours they may import
OURS = {
    "bot": {"bot", "knowledge_base"},
    "actions": {"actions", "knowledge_base"},
    "knowledge_base": {"knowledge_base"},
    "nlu_data": {"nlu_data", "knowledge_base"},
}

# library: the files that may import it
KEPT_APART = {
    "telegram": r"bot/channels/telegram\w*\.py",
    "rasa": r"nlu_data/components/\w+\.py",
    "rasa_sdk": r"actions/.*",
    "tensorflow": r"(?!)",
    "aiohttp": r"bot/.*",
    "aiohttp_jinja2": r"bot/.*",
    "jinja2": r"bot/.*",
    "sanic": r"actions/.*",
    "flask": r"(?!)",
    "requests": r"(?!)",
    "alembic": r"knowledge_base/migrat.*",
    "psycopg": r"knowledge_base/.*",
    "sqlite3": r"knowledge_base/.*",
    "argon2": r"knowledge_base/staff/\w+\.py",
    "sklearn": r"(?:knowledge_base|nlu_data)/.*",
}

# Queries live in knowledge_base; elsewhere a transaction is only handed on.
OUTSIDE_THE_HEART = {"sqlalchemy.orm", "sqlalchemy.orm.Session"}


@pytest.mark.parametrize("package", PACKAGES)
def test_nobody_imports_upwards_or_sideways(package: str) -> None:
    strangers = set(PACKAGES) - OURS[package]
    wrong = {
        (path, name)
        for path, tree in modules().items()
        if path.startswith(f"{package}/")
        for name in imports(tree)
        if any(is_part_of(name, stranger) for stranger in strangers)
    }
    assert wrong == set()


@pytest.mark.parametrize("library", list(KEPT_APART))
def test_a_library_stays_where_it_belongs(library: str) -> None:
    home = re.compile(KEPT_APART[library])
    wrong = {
        (path, name)
        for path, tree in modules().items()
        if not home.fullmatch(path)
        for name in imports(tree)
        if is_part_of(name, library)
    }
    assert wrong == set()


def test_queries_are_written_only_in_the_knowledge_base() -> None:
    wrong = {
        (path, name)
        for path, tree in modules().items()
        if not path.startswith("knowledge_base/")
        for name in imports(tree)
        if is_part_of(name, "sqlalchemy") and name not in OUTSIDE_THE_HEART
    }
    assert wrong == set()


def test_what_rasa_loads_imports_of_the_knowledge_base_only_the_language() -> None:
    """Rasa's Python 3.10 knows nothing of our other libraries. Fitting is a command of its own and loaded by nobody."""
    wrong = {
        (path, name)
        for path, tree in modules().items()
        if path.startswith("nlu_data/") and not path.startswith("nlu_data/fitting/")
        for name in imports(tree)
        if is_part_of(name, "nlu_data.fitting")
        or (
            is_part_of(name, "knowledge_base")
            and not is_part_of(name, "knowledge_base.language")
            and name != "knowledge_base"
        )
    }
    assert wrong == set()


def test_tests_are_not_imported_by_what_runs() -> None:
    assert {path for path, tree in modules().items() for name in imports(tree) if is_part_of(name, "tests")} == set()
