"""What may be sent to the chat's HTTP interface."""

from __future__ import annotations

import json
from typing import Annotated, Self

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from knowledge_base.errors import InvalidInputError
from knowledge_base.mailbox.models import IncomingKind

ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
ChoiceId = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}\.[0-9]{1,3}$")]
ProcedureCode = Annotated[str, StringConstraints(pattern=r"^[0-9]\.[0-9]{6}$")]
CommuneCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Opening(_Body):
    """A new conversation; with ``greeting`` the bot speaks first, about ``procedure`` if one is named.

    ``commune``: on whose portal it was opened; a code that no unit of today has is as good as none.
    """

    greeting: bool = False
    procedure: ProcedureCode | None = None
    commune: CommuneCode | None = None


class Posted(_Body):
    """One message: exactly one of text, choice, attachment. ``id`` is the client's own: sent again, it counts once."""

    id: ClientId
    text: str | None = None
    choice: ChoiceId | None = None
    attachment: Kind | None = None  # only its kind: files are never taken

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(part is not None for part in (self.text, self.choice, self.attachment)) != 1:
            raise ValueError("exactly one of text, choice, attachment")
        return self

    @property
    def kind(self) -> IncomingKind:
        """What arrived."""
        if self.choice is not None:
            return IncomingKind.CHOICE
        return IncomingKind.TEXT if self.text is not None else IncomingKind.ATTACHMENT


async def read[B: BaseModel](request: web.Request, shape: type[B]) -> B:
    """The body in that shape. Raises InvalidInputError for anything else."""
    body = await request.read()
    if body and request.content_type != "application/json":
        raise InvalidInputError("not application/json")
    try:
        return shape.model_validate(_whole(json.loads(body or b"{}")))
    except (ValidationError, ValueError, RecursionError) as error:
        raise InvalidInputError(type(error).__name__) from error


def _whole(value: object) -> object:
    """Halves of surrogate pairs, which JSON can carry and nothing can store, are dropped; the rest is understood."""
    if not isinstance(value, dict):
        return value
    return {
        name: part.encode("utf-8", "ignore").decode() if isinstance(part, str) else part for name, part in value.items()
    }
