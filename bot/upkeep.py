"""``python -m bot expiring``, ``coverage`` and ``places``: what the pages show, in the terminal."""

from __future__ import annotations

from bot.admin.endings import read_endings
from bot.texts import Texts
from knowledge_base.clock import today
from knowledge_base.database import Database
from knowledge_base.editing.checking import field_names
from knowledge_base.expiry.acts import known_acts
from knowledge_base.places.file import dump_places
from knowledge_base.places.library import PlacesLibrary
from knowledge_base.places.service import as_file
from knowledge_base.procedures.coverage import Part, Row, coverage
from knowledge_base.procedures.library import Library
from knowledge_base.units.service import Units

NAME_WIDTH = 48


def expiring(database: Database, texts: Texts) -> int:
    """Print what ends, the most urgent first; returns the exit status."""
    documents, units = Library(database).current().documents, Units.load()
    lines = read_endings(database, documents, known_acts(), units, texts, today())
    for line in lines:
        print(f"{line.when}: {line.title}")
        for note in filter(None, [*line.notes, line.source]):
            print(f"    {note}")
        if line.procedures:
            print(f"    {texts.say('upkeep.ending.touched', count=len(line.procedures))}:")
            print("      " + " ".join(code for code, _ in line.procedures))
    if not lines:
        print(texts.say("upkeep.ending.none"))
    return 0


def print_coverage(database: Database, texts: Texts) -> int:
    """Print the table of fields × certainty."""
    resolved = PlacesLibrary(database).current().resolved
    covered = coverage(Library(database).current().documents.values(), resolved)
    names = field_names()
    heads = [texts.say(f"upkeep.coverage.{name}") for name in ("count", *Part, "complete")]
    print(_line(texts.say("upkeep.coverage.field"), heads, heads))
    for row in covered.rows:
        print(_line(names.get(row.field, row.field), _cells(row), heads))
    print(_line(texts.say("upkeep.coverage.total"), _cells(covered.total), heads))
    total = covered.total
    print(
        texts.say(
            "upkeep.coverage.complete_line",
            complete=total.complete,
            count=total.procedures,
            signposts=covered.signposts,
        )
    )
    return 0


def print_places(database: Database) -> int:
    """Print offices and local fees in the shape of their data file."""
    with database.reading() as session:
        print(dump_places(as_file(session)), end="")
    return 0


def _cells(row: Row) -> list[str]:
    return [str(row.procedures), *(str(row.of(part)) for part in Part), str(row.complete)]


def _line(name: str, cells: list[str], heads: list[str]) -> str:
    return f"{name:<{NAME_WIDTH}}" + "".join(
        f"{cell:>{len(head) + 2}}" for cell, head in zip(cells, heads, strict=True)
    )
