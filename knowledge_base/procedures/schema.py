"""The shape of one procedure document, as written in ``knowledge_base/data/procedures`` and stored per version."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge_base.procedures.values import Code as Code
from knowledge_base.procedures.values import Line as Line
from knowledge_base.situations.schema import Situation
from knowledge_base.vocabulary import Certainty, OnlineLevel, TimeUnit, Way

Count = Annotated[int, Field(ge=0, le=20)]
Day = date  # for a model with a field of that name


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(_Model):
    """One sentence citizens may read, with how sure we are."""

    text: Line
    certainty: Certainty = Certainty.UNVERIFIED


class Paper(_Model):
    """A paper to hand in. A count of None means that nobody could verify how many."""

    name: Line
    originals: Count | None = None
    copies: Count | None = None
    when: Line | None = None  # only needed in this case; None = always
    note: Line | None = None
    form: Line | None = None  # name or number of the official form
    certainty: Certainty = Certainty.UNVERIFIED


class Filing(_Model):
    """One way to hand the file in. ``available`` None = nobody could verify."""

    way: Way
    available: bool | None = None
    level: OnlineLevel | None = None  # online only; None = unconfirmed
    note: Line | None = None
    certainty: Certainty = Certainty.UNVERIFIED


class Fee(_Model):
    """A fee in đồng. ``amount`` None = not verified: never shown as free."""

    what: Line
    amount: Annotated[int, Field(ge=0)] | None = None
    unit: Line | None = None  # "bản", "lần"…
    way: Way | None = None
    note: Line | None = None
    certainty: Certainty = Certainty.UNVERIFIED


class Fees(_Model):
    """What it costs, who is exempt."""

    items: list[Fee] = []
    exemptions: list[Fact] = []
    notes: list[Fact] = []


class Duration(_Model):
    """A processing time. ``amount`` None = not verified (a placeholder of the portal is not a time)."""

    amount: Annotated[float, Field(gt=0)] | None = None
    unit: TimeUnit | None = None
    when: Line | None = None
    way: Way | None = None
    note: Line | None = None
    certainty: Certainty = Certainty.UNVERIFIED

    @model_validator(mode="after")
    def _amount_has_unit(self) -> Self:
        if self.amount is not None and self.unit is None:
            raise ValueError("a duration with an amount needs a unit")
        return self


class Form(_Model):
    """An official form."""

    name: Line
    number: Line | None = None
    url: Line | None = None
    certainty: Certainty = Certainty.UNVERIFIED


class LegalBasis(_Model):
    """A legal document the procedure stands on."""

    number: Line
    title: Line | None = None


class Question(_Model):
    """A question citizens ask, with its answer."""

    question: Line
    answer: Line
    certainty: Certainty = Certainty.UNVERIFIED


class Decision(_Model):
    """The decision that published the procedure; the national portal's records give no date of it."""

    number: Line
    date: Day | None = None
    agency: Line | None = None


class ProcedureDocument(_Model):
    """Everything we say about one procedure, in one version."""

    code: Code
    name: Line  # short, as an officer would say it
    official_name: Line
    aliases: list[Line] = []
    phrases: list[Line] = []  # how citizens ask for it; the search reads them, nobody is shown them
    field: Line  # key of a field, e.g. "ho_tich"; its name lives in data/fields.yaml
    level: Literal["commune", "signpost"] = "commune"
    priority: Annotated[int, Field(ge=1, le=3)] = 3  # 1 = asked most
    summary: Fact | None = None
    applicants: list[Fact] = []
    conditions: list[Fact] = []
    papers: list[Paper] = []
    papers_to_show: list[Fact] = []
    steps: list[Fact] = []
    authority: list[Fact] = []
    place: Fact | None = None
    filing: list[Filing] = []
    online: Fact | None = None
    fees: Fees = Fees()
    times: list[Duration] = []
    results: list[Fact] = []
    forms: list[Form] = []
    penalties: list[Fact] = []
    notes: list[Fact] = []
    mistakes: list[Fact] = []
    questions: list[Question] = []
    legal_bases: list[LegalBasis] = []
    related: list[Code] = []
    decision: Decision | None = None
    sources: Annotated[list[Line], Field(min_length=1)]
    last_checked: date
    effective_from: date
    effective_to: date | None = None  # last day on which it may be shown
    as_published: bool = False  # taken over from the national portal, not yet edited
    situation: Situation | None = None  # the questions that decide one citizen's papers

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        return self
