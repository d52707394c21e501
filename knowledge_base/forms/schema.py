"""What is said about a form, as an editor writes it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from knowledge_base.procedures.values import Code, Line

Address = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=600, pattern=r"^https://[^\s<>\"]+\.[^\s<>\"]+$")
]


class FormFacts(BaseModel):
    """One form. ``url``: the official file elsewhere; None: a file comes with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    procedure_code: Code
    name: Annotated[Line, StringConstraints(max_length=200)]
    number: Annotated[Line, StringConstraints(max_length=60)] | None = None
    paper: Annotated[Line, StringConstraints(max_length=500)] | None = None
    url: Address | None = None
    source: Annotated[Line, StringConstraints(max_length=500)]
    last_checked: date
