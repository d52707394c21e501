"""Today's official forms, held in memory and re-read when the knowledge moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from knowledge_base.database import Database
from knowledge_base.forms.models import FormContent, OfficialForm
from knowledge_base.forms.service import published_forms
from knowledge_base.procedures.service import current_revision


@dataclass(frozen=True)
class Offered:
    """One form citizens may have: a file of ours, or the address of the official one."""

    id: int
    name: str
    number: str | None
    url: str | None
    file_name: str | None
    sha256: str | None
    kind: str
    size: int
    source: str
    last_checked: date


type Forms = Mapping[str, tuple[Offered, ...]]


class FormsLibrary:
    """Safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._revision: int | None = None
        self._held: Forms = {}

    def current(self) -> Forms:
        """The forms of this moment by procedure; one tiny query when nothing changed."""
        with self._lock, self._database.reading() as session:
            revision = current_revision(session)
            if revision != self._revision:
                held: dict[str, tuple[Offered, ...]] = {}
                for form, content in published_forms(session):
                    held[form.procedure_code] = (*held.get(form.procedure_code, ()), _offered(form, content))
                self._held, self._revision = held, revision
            return self._held


def _offered(form: OfficialForm, content: FormContent | None) -> Offered:
    return Offered(
        id=form.id,
        name=form.name,
        number=form.number,
        url=form.url,
        file_name=form.file_name,
        sha256=form.sha256,
        kind=content.kind if content else "",
        size=content.size if content else 0,
        source=form.source,
        last_checked=form.last_checked,
    )
