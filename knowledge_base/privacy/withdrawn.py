"""What may still be written down of someone who took their consent back."""

from __future__ import annotations

from knowledge_base.conversations.models import Conversation
from knowledge_base.language.fold import fold
from knowledge_base.mailbox.models import IncomingKind

GO_ON = "tiep tuc"
"""The words by which a citizen wants to be served again; our notice asks for them."""


def as_allowed(conversation: Conversation, kind: IncomingKind, text: str) -> tuple[IncomingKind, str]:
    """Kind and text to store: only that something came, until the citizen says to go on."""
    if conversation.withdrawn_at is None:
        return kind, text
    if kind is IncomingKind.TEXT and fold(text).strip(" .!\"'“”") == GO_ON:
        conversation.withdrawn_at = None
        return IncomingKind.START, ""
    return kind, ""
