"""The bench of the search publishes, asks, edits, finds what it edited, and tells it in words."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from bot.evaluation.bench.searched import searched
from bot.evaluation.bench.searching import again, documents, fill, first
from bot.texts import Texts


def test_what_is_edited_is_found_and_every_figure_told_in_words(tmp_path: Path) -> None:
    fill(tmp_path, 16)
    figures = {**first(tmp_path), **again(tmp_path)}
    assert figures["edit_s"] < 2
    assert figures["new_s"] < 2
    title, table = searched(Texts.load(), [16], lambda _: figures)
    assert "16" in title
    assert len(table.strip().splitlines()) == len(figures)


def test_made_up_procedures_have_names_of_their_own() -> None:
    some = list(islice(documents(), 600))
    assert len({document.code for document in some}) == len(some)
    assert len({document.name for document in some}) == len(some)
