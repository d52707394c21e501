"""Facts about places as an Excel workbook, with a row to fill in for every commune that has no office yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bot.editing.local_facts import names
from bot.exchange.cells import harmless
from bot.exchange.places_layout import shown_name, title
from bot.texts import Texts
from knowledge_base.places.schema import Local, PlacesFile
from knowledge_base.places.service import SHAPES, Kind
from knowledge_base.units.service import Unit

_WIDE = frozenset({"address", "hours", "note", "source", "text", "resolution"})
_WRAP = Alignment(wrap_text=True, vertical="top")


def workbook_of_places(file: PlacesFile, units: Sequence[Unit], texts: Texts, today: date) -> bytes:
    """The workbook; read again it gives the very same facts."""
    book = Workbook()
    del book["Sheet"]
    held = {unit.code: unit.name for unit in units}
    for kind, shape in SHAPES.items():
        facts = [fact for fact in file.facts if isinstance(fact, shape)]
        _write(book.create_sheet(title(kind, texts)), kind, facts, held, texts)
    told = {
        office.commune_code for office in file.offices if office.effective_to is None or office.effective_to >= today
    }
    page = book[title(Kind.OFFICE, texts)]
    for code, name in held.items():
        if code not in told:
            _append(page, [code, name])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Any, kind: Kind, facts: Iterable[Local], held: dict[str, str], texts: Texts) -> None:
    page.freeze_panes = "C2"
    first, *rest = names(kind)
    columns = [first, None, *rest]  # None: which commune a code is, for people only
    heads = [texts.say(f"upkeep.place.field.{name}") if name else shown_name(texts) for name in columns]
    page.append(heads)
    for number, name in enumerate(columns, start=1):
        page.cell(1, number).font = Font(bold=True)
        page.column_dimensions[get_column_letter(number)].width = 44 if name in _WIDE else 20
    for fact in facts:
        unit = held.get(fact.commune_code or "", texts.say("upkeep.place.whole_city"))
        _append(page, [unit if name is None else _value(name, getattr(fact, name), texts) for name in columns])


def _value(name: str, value: Any, texts: Texts) -> Any:
    return texts.say(f"upkeep.place.{value}") if name == "certainty" else value


def _append(page: Any, values: Sequence[Any]) -> None:
    page.append([harmless(value) if isinstance(value, str) else value for value in values])
    for cell in page[page.max_row]:
        cell.alignment = _WRAP
        if isinstance(cell.value, str):
            cell.data_type = "s"  # a text that begins with "=" is a text all the same
