"""What a line of the change log is about, by the name people know instead of a code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aiohttp import web
from sqlalchemy.orm import Session

from bot.keys import LIBRARY, TEXTS, UNITS
from knowledge_base.editing.catalogue import names_of
from knowledge_base.editing.checking import field_names
from knowledge_base.editing.models import Change, Subject
from knowledge_base.switches.channels import CHANNELS
from knowledge_base.switches.service import EVERYTHING

_CODE = re.compile(r"\b(?:\d\.\d{6}|\d{5})\b")


class SubjectNames:
    """Knows the procedures and communes that some changes speak of."""

    def __init__(self, app: web.Application, session: Session, changes: Sequence[Change]) -> None:
        self._everything = app[TEXTS].say("admin.switch.everything")
        self._channels = {name: app[TEXTS].say(f"channel.name.{name}") for name in CHANNELS}
        self._units = app[UNITS]
        codes = {code for change in changes for code in _CODE.findall(change.subject) if "." in code}
        told = app[LIBRARY].current().documents
        self._names = {code: told[code].name for code in codes & told.keys()}
        self._names |= names_of(session, codes - told.keys())

    def name(self, change: Change) -> str:
        """The subject in words; a code nobody knows any more stays a code."""
        if change.kind == Subject.SWITCH and change.subject == EVERYTHING:
            return self._everything
        if change.kind == Subject.SWITCH and change.subject in self._channels:
            return self._channels[change.subject]
        if change.kind == Subject.SWITCH and change.subject in field_names():
            return field_names()[change.subject]
        return _CODE.sub(lambda found: self._known(found[0]), change.subject)

    def _known(self, code: str) -> str:
        unit = self._units.get(code)
        return self._names.get(code) or (unit.name if unit else code)
