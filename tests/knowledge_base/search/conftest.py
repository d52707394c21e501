"""An index over a dozen real procedures with their real phrases."""

from __future__ import annotations

import pytest

from knowledge_base.procedures.loader import FOLDER, load_file
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.search.index import SearchIndex
from knowledge_base.search.phrases import Phrases, load_phrases

CODES = (
    "1.000656 1.000894 1.001193 1.001612 1.004194 1.004222 1.004859 "
    "1.004873 1.013225 1.115203 1.116410 2.000806 2.000815"
)


@pytest.fixture(scope="session")
def documents() -> dict[str, ProcedureDocument]:
    """A dozen procedures of different fields."""
    return {code: load_file(FOLDER / f"{code}.yaml") for code in CODES.split()}


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    """Everyday phrases of every procedure."""
    return load_phrases()


@pytest.fixture(scope="session")
def index(documents: dict[str, ProcedureDocument], phrases: Phrases) -> SearchIndex:
    """The index over them."""
    return SearchIndex(documents, phrases)
