"""The published knowledge as rows of a data set."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge_base.editing.checking import field_names
from knowledge_base.places.library import Places
from knowledge_base.places.schema import Local
from knowledge_base.procedures.coverage import standing_of
from knowledge_base.procedures.library import Snapshot
from knowledge_base.procedures.schema import Duration, Fact, Fee, Paper, ProcedureDocument

FORMAT = 1  # moves when the shape of the data changes
PORTION = 50  # procedures written at a time
_OURS = {"phrases", "priority", "situation"}  # how we search and ask, no knowledge about a procedure
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
COLUMNS = (
    "ma",
    "ten",
    "ten_chinh_thuc",
    "linh_vuc",
    "cap",
    "co_quan",
    "doi_tuong",
    "ho_so",
    "trinh_tu",
    "noi_nop",
    "cach_nop",
    "thoi_gian",
    "le_phi",
    "ket_qua",
    "can_cu",
    "quyet_dinh",
    "nguon",
    "ngay_kiem_tra",
    "hieu_luc_tu",
    "hieu_luc_den",
    "da_bien_tap",
    "ho_so_xac_minh",
    "le_phi_xac_minh",
    "thoi_gian_xac_minh",
    "noi_nop_xac_minh",
    "can_cu_xac_minh",
)


@dataclass(frozen=True)
class Dataset:
    """What may be published of one day; procedures that are switched off are left out."""

    day: date
    revision: int
    licence: str
    documents: Sequence[ProcedureDocument]
    places: Places = field(default_factory=Places)

    @property
    def etag(self) -> str:
        """Alike for data sets that say the same."""
        told = hashlib.sha256(f"{self.licence}{[one.code for one in self.documents]}".encode()).hexdigest()[:16]
        return f"{FORMAT}-{self.revision}-{self.day.isoformat()}-{told}"

    def portions(self) -> Iterator[Sequence[ProcedureDocument]]:
        """A few procedures at a time."""
        for start in range(0, len(self.documents), PORTION):
            yield self.documents[start : start + PORTION]


def dataset(snapshot: Snapshot, places: Places, licence: str) -> Dataset:
    """The data set of a snapshot, by code."""
    told = snapshot.told
    return Dataset(snapshot.day, snapshot.revision, licence, [told[code] for code in sorted(told)], places)


def json_head(data: Dataset) -> str:
    """What stands before the procedures."""
    about = {
        "format": FORMAT,
        "licence": data.licence,
        "day": data.day.isoformat(),
        "revision": data.revision,
        "count": len(data.documents),
        "offices": [_plain(office) for held in data.places.offices.values() for office in held],
        "local_fees": [_plain(fee) for held in data.places.fees.values() for fee in held],
    }
    return json.dumps(about, ensure_ascii=False)[:-1] + ', "procedures": ['


def _plain(fact: Local) -> dict[str, Any]:
    return fact.model_dump(mode="json", exclude_none=True)


def json_portion(documents: Sequence[ProcedureDocument], *, first: bool) -> str:
    """Some procedures."""
    written = ",\n".join(json.dumps(as_json(document), ensure_ascii=False) for document in documents)
    return written if first else f",\n{written}"


def as_json(document: ProcedureDocument) -> dict[str, Any]:
    """One procedure: everything citizens may read, with its source, its days and how sure each part is."""
    names = field_names()
    return {
        **document.model_dump(mode="json", exclude=_OURS, exclude_none=True),
        "field_name": names.get(document.field, document.field),
        "standing": {part.value: standing.value for part, standing in standing_of(document).items()},
    }


def csv_portion(documents: Sequence[ProcedureDocument], *, head: bool) -> str:
    """Some procedures as lines; no cell can be taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    if head:
        writer.writerow(COLUMNS)
    for document in documents:
        writer.writerow([safe(cell) for cell in _cells(document)])
    return out.getvalue()


def safe(text: str) -> str:
    """The text, led by an apostrophe where a spreadsheet would calculate."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _cells(document: ProcedureDocument) -> list[str]:
    decision = document.decision
    return [
        document.code,
        document.name,
        document.official_name,
        field_names().get(document.field, document.field),
        document.level,
        _facts(document.authority),
        _facts(document.applicants),
        _lines([_paper(paper) for paper in document.papers]),
        _facts(document.steps),
        _facts([document.place] if document.place else []),
        _lines([item.way for item in document.filing if item.available]),
        _lines([_time(time) for time in document.times]),
        _lines([_fee(fee) for fee in document.fees.items]),
        _facts(document.results),
        _lines([basis.number for basis in document.legal_bases]),
        decision.number if decision else "",
        _lines(document.sources),
        document.last_checked.isoformat(),
        document.effective_from.isoformat(),
        document.effective_to.isoformat() if document.effective_to else "",
        "0" if document.as_published else "1",
        *(standing.value for standing in standing_of(document).values()),
    ]


def _facts(facts: Sequence[Fact]) -> str:
    return _lines([_sure(fact.text, fact.certainty) for fact in facts])


def _paper(paper: Paper) -> str:
    counts = [f"{count} {name}" for name, count in (("bản chính", paper.originals), ("bản sao", paper.copies)) if count]
    words = paper.name + (f" ({', '.join(counts)})" if counts else "") + (f" [{paper.when}]" if paper.when else "")
    return _sure(words, paper.certainty)


def _time(time: Duration) -> str:
    words = f"{time.amount:g} {time.unit}" if time.amount is not None else "?"
    return _sure(f"{time.when}: {words}" if time.when else words, time.certainty)


def _fee(fee: Fee) -> str:
    amount = "?" if fee.amount is None else str(fee.amount)
    return _sure(f"{fee.what}: {amount}{f'/{fee.unit}' if fee.unit else ''}", fee.certainty)


def _sure(words: str, certainty: str) -> str:
    return words if certainty == "verified" else f"{words} (?)"


def _lines(items: Sequence[str]) -> str:
    return "\n".join(items)
