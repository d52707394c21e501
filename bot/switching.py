"""``python -m bot switch``: switch a topic or a channel off or on from the machine itself, in seconds."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime

from bot.editing.words import moment
from bot.texts import Texts
from knowledge_base.clock import VIETNAM, now
from knowledge_base.database import Database
from knowledge_base.errors import NotFoundError, ThanThienError
from knowledge_base.switches.channels import CHANNELS
from knowledge_base.switches.models import Switch
from knowledge_base.switches.service import EVERYTHING, active, switch_off, switch_on


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``off``, ``on``, ``list``."""
    commands = parser.add_subparsers(dest="switch", required=True)
    off = commands.add_parser("off", help="stop telling about it, or stop the channel")
    subjects = (
        f"a procedure's code, a field's key (data/fields.yaml), {EVERYTHING}, or a channel: {', '.join(CHANNELS)}"
    )
    off.add_argument("subject", help=subjects)
    off.add_argument("--reason", required=True, help="citizens read it, in Vietnamese")
    off.add_argument("--until", type=datetime.fromisoformat, help="local time, for example 2026-12-01T07:30")
    on = commands.add_parser("on", help="tell about it again, open the channel")
    on.add_argument("subject", help="the same subject")
    commands.add_parser("list", help="what is off")


def run(chosen: argparse.Namespace, database: Database, texts: Texts) -> int:
    """Carry the command out; returns the exit status."""
    try:
        with database.transaction() as session:
            match chosen.switch:
                case "off":
                    until = chosen.until.replace(tzinfo=VIETNAM) if chosen.until else None
                    switch_off(session, None, chosen.subject, chosen.reason, until, now())
                case "on":
                    for switch in _meant(active(session, now()), chosen.subject):
                        switch_on(session, None, switch.id, now())
        with database.reading() as session:
            held = active(session, now())
    except ThanThienError as error:
        print(texts.say(error.key, **error.args_for_text), file=sys.stderr)
        return 1
    for switch in held:
        print(_line(switch, texts))
    if not held:
        print(texts.say("switch.none"))
    return 0


def _meant(held: list[Switch], subject: str) -> list[Switch]:
    found = [switch for switch in held if (switch.subject or EVERYTHING) == subject]
    if not found:
        raise NotFoundError
    return found


def _line(switch: Switch, texts: Texts) -> str:
    until = texts.say("switch.until", at=moment(switch.until)) if switch.until else texts.say("switch.open_end")
    return f"{switch.subject or EVERYTHING}: {switch.reason} ({until})"
