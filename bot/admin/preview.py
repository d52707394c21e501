"""What citizens will read of a procedure, on each channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.telegram_html import button_labels, utf16
from bot.channels.telegram_html import render as telegram_parts
from bot.messages import Message
from bot.render import PLAIN_LIMIT, render_reply, to_plain
from bot.texts import Texts
from knowledge_base.answers.compose import answer
from knowledge_base.procedures.schema import ProcedureDocument
from knowledge_base.replies import Context
from knowledge_base.vocabulary import Aspect


@dataclass(frozen=True)
class Piece:
    """One message as a channel sends it, with its length."""

    text: str
    length: int


@dataclass(frozen=True)
class Preview:
    """One answer: on the web as it is, elsewhere in pieces."""

    web: Message
    telegram: list[Piece]
    buttons: list[str]
    plain: list[Piece]
    limit: int = PLAIN_LIMIT


def preview(document: ProcedureDocument, aspects: Sequence[Aspect], texts: Texts) -> Preview:
    """The answer to a question about these aspects."""
    message = render_reply(answer(document, aspects, Context()), texts)[0]
    return Preview(
        web=message,
        telegram=[Piece(part.plain, utf16(part.plain)) for part in telegram_parts(message)],
        buttons=button_labels(message.choices),
        plain=[Piece(text, len(text)) for text in to_plain(message)],
    )


def aspects_from(values: Sequence[str]) -> list[Aspect]:
    """The aspects chosen on the page; the most asked ones if none is."""
    known = {aspect.value for aspect in Aspect}
    return [Aspect(value) for value in dict.fromkeys(values) if value in known] or [Aspect.PAPERS, Aspect.FEE]
