"""What may be stored on ``conversations.form``: one of the small forms the bot works by itself."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag, TypeAdapter

from bot.conversation.handover import Form
from bot.conversation.situation import SituationForm

type AnyForm = Form | SituationForm

HANDOVER = "handover"


def _kind(value: Any) -> str:
    """Forms stored before there were two kinds carry no mark."""
    return str(value.get("form", HANDOVER)) if isinstance(value, dict) else str(value.form)


_FORMS: TypeAdapter[AnyForm] = TypeAdapter(
    Annotated[
        Annotated[Form, Tag(HANDOVER)] | Annotated[SituationForm, Tag("situation")],
        Discriminator(_kind),
    ]
)


def read_form(stored: dict[str, Any] | None) -> AnyForm | None:
    """The form of a conversation, if one is open."""
    return _FORMS.validate_python(stored) if stored else None
