"""The shape of offices, local fees and local notes: in ``data/offices.yaml``, typed by editors, and stored."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from knowledge_base.procedures.schema import Code, Line
from knowledge_base.vocabulary import Certainty

CommuneCode = Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9()+][0-9()+. \-]{1,38}[0-9]$")]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Local(BaseModel, ABC):
    """What every local fact carries: where it comes from, how sure it is, when it was checked, how long it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    commune_code: CommuneCode | None = None  # None: it holds in the whole city
    source: Text
    certainty: Certainty = Certainty.UNVERIFIED
    last_checked: date
    effective_from: date
    effective_to: date | None = None  # last day on which it may be shown

    @property
    @abstractmethod
    def key(self) -> tuple[str, ...]:
        """What it is about: of two with the same key the later one replaces the other."""

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        return self


class Office(Local):
    """Where people hand in their papers. A commune may have several, told apart by ``counter``."""

    commune_code: CommuneCode
    counter: Short | None = None
    address: Text
    hours: Text | None = None
    phone: Phone | None = None
    note: Text | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """Which counter."""
        return (self.commune_code, self.counter or "")


class LocalFee(Local):
    """A fee that a council resolved."""

    procedure_code: Code
    what: Short
    amount: Annotated[int, Field(ge=0, le=1_000_000_000)]
    unit: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] | None = None
    resolution: Line
    resolution_date: date

    @property
    def key(self) -> tuple[str, ...]:
        """What is charged for what, where."""
        return (self.procedure_code, self.commune_code or "", self.what.casefold())


class LocalNote(Local):
    """What people should also know about a procedure there."""

    procedure_code: Code
    text: Text

    @property
    def key(self) -> tuple[str, ...]:
        """About which procedure, where."""
        return (self.procedure_code, self.commune_code or "")


class PlacesFile(BaseModel):
    """The whole data file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    offices: list[Office] = []
    fees: list[LocalFee] = []
    notes: list[LocalNote] = []

    @property
    def facts(self) -> list[Local]:
        """All of it."""
        return [*self.offices, *self.fees, *self.notes]
