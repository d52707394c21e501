"""What became of an import: counts for the terminal, everything as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from knowledge_base.portal.document import Skipped
from knowledge_base.portal.store import Stored


@dataclass(frozen=True)
class ImportReport:
    """Every record of the dump is in ``mapped`` or in ``skipped``."""

    source: str
    day: date
    mapped: list[str]
    skipped: list[Skipped]
    stored: Stored

    @property
    def total(self) -> int:
        """Records in the dump."""
        return len(self.mapped) + len(self.skipped)

    def reasons(self) -> Counter[str]:
        """How many records were skipped for which reason."""
        return Counter(record.reason for record in self.skipped)

    def as_json(self) -> dict[str, Any]:
        """The whole report, for a file."""
        return {
            "source": self.source,
            "day": self.day.isoformat(),
            "total": self.total,
            "mapped": self.mapped,
            "reasons": dict(self.reasons()),
            "skipped": [asdict(record) for record in self.skipped],
            **asdict(self.stored),
        }
