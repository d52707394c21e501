"""Collects what an officer needs: the commune, the question, and a contact only if the citizen wants to be called.

A small form, kept on the conversation and worked without Rasa, so that a person can be reached when Rasa is down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.conversation.replying import plain_reply
from knowledge_base.language.fold import fold
from knowledge_base.replies import Block, Choice, Context, Reply, Say, Text
from knowledge_base.units.service import Units
from knowledge_base.vocabulary import Act, Outcome

MAX_QUESTION = 1500
MAX_NAME = 80
_PHONE = re.compile(r"(?:\+?84|0)(?:[\s.\-]?\d){8,10}")
_CANCEL = {"huy", "thoi", "khong gui nua", "thoi khong gui nua", "bo qua", "khong can nua", "dung lai"}


class Stage(StrEnum):
    """Which question of the form is open."""

    COMMUNE = "commune"
    QUESTION = "question"
    CONTACT = "contact"
    DETAILS = "details"


class Form(BaseModel):
    """What has been collected so far. ``reopens`` holds a ticket's code when the citizen adds to it instead."""

    model_config = ConfigDict(frozen=True)

    form: Literal["handover"] = "handover"
    stage: Stage
    kind: Act = Act.HANDOVER
    commune_code: str | None = None
    proposed: str | None = None  # the question we already heard
    question: str | None = None
    procedure: str | None = None
    consented: bool = False
    name: str | None = None
    phone: str | None = None
    reopens: str | None = None


class Outcomes(BaseModel):
    """What a step of the form leads to: something to say and the form as it is now, or a form that is complete."""

    model_config = ConfigDict(frozen=True)

    reply: Reply | None = None
    form: Form | None = None
    complete: Form | None = None
    unheard: bool = False  # what was typed answers nothing the form asked


class Handover:
    """Asks one thing at a time; every question can be answered by typing, and left."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def start(self, kind: Act, context: Context, commune_code: str | None = None) -> Outcomes:
        """Begin. The commune is asked first unless it is known from an earlier ticket."""
        form = Form(
            stage=Stage.COMMUNE,
            kind=kind,
            proposed=context.last_question,
            procedure=context.procedure,
            commune_code=commune_code,
        )
        if commune_code is None:
            return self._ask(form, context, [Text(text=Say(key="handover.ask_commune"))], [])
        return self._ask_question(form, context)

    def advance(self, form: Form, text: str, context: Context) -> Outcomes:
        """Take the citizen's answer to the open question; ``text`` is what was typed, or the payload of a choice."""
        if text == "#cancel" or wants_to_leave(text):
            return Outcomes(reply=self._reply(form, context, [Text(text=Say(key="handover.cancelled"))], []))
        match form.stage:
            case Stage.COMMUNE:
                return self._take_commune(form, text, context)
            case Stage.QUESTION:
                return self._take_question(form, text, context)
            case Stage.CONTACT:
                return self._take_contact(form, text, context)
            case Stage.DETAILS:
                return self._take_details(form, text, context)

    def _take_commune(self, form: Form, text: str, context: Context) -> Outcomes:
        if text.startswith("#commune "):
            unit = self._units.get(text.removeprefix("#commune ").strip())
            if unit is not None:
                return self._ask_question(form.model_copy(update={"commune_code": unit.code}), context)
        matches = self._units.find(text)
        if len({match.unit.code for match in matches}) == 1:
            found = form.model_copy(update={"commune_code": matches[0].unit.code})
            return self._ask_question(found, context)
        choices = [Choice(label=match.unit.name, payload=f"#commune {match.unit.code}") for match in matches[:3]]
        key = "handover.which_commune" if choices else "handover.commune_unknown"
        asked = self._ask(form, context, [Text(text=Say(key=key))], choices)
        return asked.model_copy(update={"unheard": not choices})

    def _ask_question(self, form: Form, context: Context) -> Outcomes:
        unit = self._units.get(form.commune_code or "")
        asking = form.model_copy(update={"stage": Stage.QUESTION})
        noted = Text(text=Say(key="handover.commune_noted", args={"commune": unit.name if unit else ""}))
        if form.proposed is None:
            return self._ask(asking, context, [noted, Text(text=Say(key="handover.ask_question"))], [])
        blocks = [noted, Text(text=Say(key="handover.propose_question", args={"question": form.proposed}))]
        choices = [Choice(label=Say(key="handover.choice.send_this"), payload="#question")]
        return self._ask(asking, context, blocks, choices)

    def _take_question(self, form: Form, text: str, context: Context) -> Outcomes:
        question = form.proposed if text == "#question" else text
        if question is None or (text.startswith("#") and text != "#question"):
            return self._ask(form, context, [Text(text=Say(key="handover.ask_question"))], [])
        asked = form.model_copy(update={"question": question[:MAX_QUESTION]})
        if asked.reopens is not None:
            return Outcomes(complete=asked)
        asking = asked.model_copy(update={"stage": Stage.CONTACT})
        return self._ask_contact(asking, context)

    def _ask_contact(self, form: Form, context: Context) -> Outcomes:
        choices = [
            Choice(label=Say(key="handover.choice.no_contact"), payload="#send"),
            Choice(label=Say(key="handover.choice.contact"), payload="#consent"),
        ]
        return self._ask(form, context, [Text(text=Say(key="handover.ask_contact"))], choices)

    def _take_contact(self, form: Form, text: str, context: Context) -> Outcomes:
        if text == "#send" or fold(text) in {"khong", "gui luon", "khong can", "gui", "gui di", "da khong"}:
            return Outcomes(complete=form)
        if text == "#consent" or fold(text) in {"co", "dong y", "da co", "vang", "toi dong y"}:
            asking = form.model_copy(update={"stage": Stage.DETAILS, "consented": True})
            return self._ask(asking, context, [Text(text=Say(key="handover.ask_details"))], [self._send_without()])
        return self._ask_contact(form, context)

    def _take_details(self, form: Form, text: str, context: Context) -> Outcomes:
        if text == "#send":
            return Outcomes(complete=form.model_copy(update={"consented": False}))
        name, phone = split_contact(text)
        if phone is None and len(name or "") > MAX_NAME:
            blocks = [Text(text=Say(key="handover.details_unclear"))]
            return self._ask(form, context, blocks, [self._send_without()])
        return Outcomes(complete=form.model_copy(update={"name": name, "phone": phone}))

    def _send_without(self) -> Choice:
        return Choice(label=Say(key="handover.choice.no_contact"), payload="#send")

    def _ask(self, form: Form, context: Context, blocks: Sequence[Block], choices: list[Choice]) -> Outcomes:
        leaving = Choice(label=Say(key="handover.choice.cancel"), payload="#cancel")
        return Outcomes(reply=self._reply(form, context, blocks, [*choices, leaving]), form=form)

    def _reply(self, form: Form, context: Context, blocks: Sequence[Block], choices: list[Choice]) -> Reply:
        return plain_reply(blocks, context, outcome=Outcome.TICKET, act=form.kind, choices=choices)


def wants_to_leave(text: str) -> bool:
    """Whether somebody says that they do not want to go on."""
    return fold(text) in _CANCEL


def split_contact(text: str) -> tuple[str | None, str | None]:
    """Name and phone out of "Nguyễn Văn A, 0912 345 678"; either may be missing."""
    found = _PHONE.search(text)
    phone = re.sub(r"[^\d+]", "", found[0]) if found else None
    rest = text.replace(found[0], " ") if found else text
    name = " ".join(re.sub(r"[,;:()\-]+", " ", rest).split())
    name = re.sub(r"(?i)\b(sđt|sdt|số điện thoại|điện thoại|đt|tên là|họ tên|tôi tên|tôi là)\b", " ", name)
    name = " ".join(name.split())
    return (name[:MAX_NAME] if phone else name) or None, phone
