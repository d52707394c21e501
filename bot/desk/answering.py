"""An officer's text becomes the message its citizen reads."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from bot.messages import Message, Option, Paragraph
from bot.texts import Texts
from knowledge_base.clock import VIETNAM
from knowledge_base.replies import Meta
from knowledge_base.staff.models import Staff
from knowledge_base.tickets.models import Ticket
from knowledge_base.units.service import Units
from knowledge_base.vocabulary import Act, Outcome

SCORES = (5, 4, 3, 2, 1)
_QUIET = frozenset({Act.REPORT, Act.DENUNCIATION})


def tidy(text: str) -> str:
    """The officer's text in one spelling, without what cannot be seen; line breaks stay."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char)[0] != "C").strip()


def score_key(kind: Act, score: int) -> str:
    """The words of a score; sober ones for what is no matter of a survey."""
    return f"ticket.to_citizen.{'quiet_' if kind in _QUIET else ''}score_{score}"


class Answering:
    """Words an answer in the house tone."""

    def __init__(self, texts: Texts, units: Units) -> None:
        self._texts = texts
        self._units = units

    def message(self, ticket: Ticket, staff: Staff, text: str, now: datetime) -> Message:
        """Exactly what the citizen will read: an apology if it is late, a greeting, the text, the way to go on."""
        kind, texts = Act(ticket.kind), self._texts.at(ticket.commune_code)
        greeting, closing = self._greeting(ticket, texts), self._closing(kind, texts)
        words = [*self._late(ticket, now, texts), greeting, *_paragraphs(text), closing]
        return Message(
            kind="officer",
            blocks=[Paragraph(text=paragraph) for paragraph in words],
            choices=self._choices(ticket.code, kind, texts),
            meta=Meta(outcome=Outcome.ANSWERED, procedure=ticket.procedure_code, act=kind),
            author=staff.display_name,
            ticket=ticket.code,
        )

    def _late(self, ticket: Ticket, now: datetime, texts: Texts) -> list[str]:
        if now <= ticket.due_at:
            return []
        due = ticket.due_at.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")
        return [texts.say("ticket.to_citizen.late", due=due)]

    def _greeting(self, ticket: Ticket, texts: Texts) -> str:
        unit = self._units.get(ticket.commune_code)
        key = "greeting_inspector" if ticket.audience == "inspector" else "greeting"
        commune = unit.name if unit else ""
        return texts.say(f"ticket.to_citizen.{key}", code=ticket.code, commune=commune)

    def _closing(self, kind: Act, texts: Texts) -> str:
        key = "ask_rating_quiet" if kind in _QUIET else "ask_rating"
        return texts.say(f"ticket.to_citizen.{key}")

    def _choices(self, code: str, kind: Act, texts: Texts) -> list[Option]:
        say, more = texts.say, "more_quiet" if kind in _QUIET else "more"
        rating = [Option(label=say(score_key(kind, score)), payload=f"#rate {code} {score}") for score in SCORES]
        return [*rating, Option(label=say(f"ticket.to_citizen.{more}"), payload=f"#reopen {code}")]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
