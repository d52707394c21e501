"""Puts mapped records into the published knowledge, in the caller's transaction, below everything people wrote."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge_base.errors import ThanThienError
from knowledge_base.portal.differences import Difference, changed_fields, differences
from knowledge_base.procedures.models import ProcedureVersion, VersionOrigin, VersionState
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.procedures.service import add_version, bump_revision, one_at_a_time, published_versions, retire

FEW = 20  # withdrawn records nobody wonders about
MOST_GONE = 0.2  # share of the records imported before


class OlderDumpError(ThanThienError):
    """The dump is older than what was imported last; nothing was changed."""

    key = "import.older_dump"


class TooManyGoneError(ThanThienError):
    """Much of what was imported before is missing from this dump; probably it is a part of one."""

    key = "import.too_many_gone"


@dataclass
class Stored:
    """What an import changed, by code."""

    added: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)  # same words, seen again on a later day
    unchanged: list[str] = field(default_factory=list)
    kept: dict[str, list[Difference]] = field(default_factory=dict)


def store(
    session: Session,
    documents: Mapping[str, ProcedureDocument],
    still_there: Collection[str],
    day: date,
    now: datetime,
    *,
    partial: bool = False,
) -> Stored:
    """Publish what the portal says where nobody else did.

    ``still_there``: codes of the dump that could not be mapped; what they said before is not withdrawn for that.
    ``partial``: what is missing is not withdrawn. Raises OlderDumpError, TooManyGoneError.
    """
    one_at_a_time(session)
    published, edited = published_versions(session), _edited(session)
    ours = {code: versions for code, versions in published.items() if _of_portal(versions)}
    _refuse_older(ours, day)
    stored = Stored()
    for code, document in documents.items():
        older = published.get(code, [])
        person = edited.get(code) if code in edited else _newest_of_file(older)
        if person is not None:
            stored.kept[code] = differences(person, document)
        else:
            _publish(session, document, older, now, stored)
    for code in [] if partial else _gone(ours, documents, still_there):
        retire(ours[code])
        stored.withdrawn.append(code)
    if stored.added or stored.changed or stored.withdrawn or stored.confirmed:
        bump_revision(session)
    return stored


def _gone(ours: Collection[str], documents: Collection[str], still_there: Collection[str]) -> list[str]:
    gone = set(ours) - set(documents) - set(still_there)
    if len(gone) > max(FEW, len(ours) * MOST_GONE):
        raise TooManyGoneError(gone=len(gone), before=len(ours))
    return sorted(gone)


def _publish(
    session: Session, document: ProcedureDocument, older: Sequence[ProcedureVersion], now: datetime, stored: Stored
) -> None:
    last = ProcedureDocument.model_validate(older[-1].document) if older else None
    changes = changed_fields(last, document) if last else []
    if last is not None and not changes:
        # Nothing new begins on this day, so the version in force goes on from where it began.
        document = document.model_copy(update={"effective_from": last.effective_from})
    if not add_version(session, document, older, VersionOrigin.PORTAL, now):
        stored.unchanged.append(document.code)
    elif last is None:
        stored.added.append(document.code)
    elif changes:
        stored.changed[document.code] = changes
    else:
        stored.confirmed.append(document.code)


def _refuse_older(ours: Mapping[str, Sequence[ProcedureVersion]], day: date) -> None:
    last = max((versions[-1].last_checked for versions in ours.values()), default=day)
    if day < last:
        raise OlderDumpError(day=day.strftime("%d/%m/%Y"), last=last.strftime("%d/%m/%Y"))


def _of_portal(versions: Sequence[ProcedureVersion]) -> bool:
    return versions[-1].origin == VersionOrigin.PORTAL


def _newest_of_file(versions: Sequence[ProcedureVersion]) -> ProcedureDocument | None:
    if not versions or _of_portal(versions):
        return None
    return ProcedureDocument.model_validate(versions[-1].document)


def _edited(session: Session) -> dict[str, ProcedureDocument]:
    """What editors wrote last, published or taken back: to take it back was their decision too."""
    written = (
        select(ProcedureVersion)
        .where(ProcedureVersion.origin == VersionOrigin.EDITOR, ProcedureVersion.state != VersionState.DRAFT)
        .order_by(ProcedureVersion.version)
    )
    return {row.code: ProcedureDocument.model_validate(row.document) for row in session.scalars(written)}
