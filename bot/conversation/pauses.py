"""What citizens are told while their channel is switched off, and afterwards of what waited too long."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.conversation.replying import officer_choice, plain_reply, say_only
from knowledge_base.clock import VIETNAM
from knowledge_base.replies import Context, Reply, Say, Text
from knowledge_base.switches.channels import Closed
from knowledge_base.vocabulary import Outcome

ANSWERED_LATER = timedelta(days=1)
"""A message that waited longer is not answered any more: its writer went elsewhere, or the question is another."""


def channel_closed(closed: Closed, context: Context) -> Reply:
    """That nothing is answered here for now, why, and what becomes of the message."""
    where = Say(key=f"channel.{closed.channel}")
    said = [Text(text=Say(key="notice.channel_closed", args={"channel": where, "reason": closed.reason}))]
    if closed.until is not None:
        said.append(Text(text=Say(key="notice.channel_until", args={"at": _moment(closed.until)})))
    said.append(Text(text=Say(key="notice.channel_kept")))
    return plain_reply(said, context, outcome=Outcome.DECLINED)


def waited_too_long(received_at: datetime, context: Context) -> Reply:
    """That a message was not answered in time; one for all that waited."""
    at = _moment(received_at)
    return say_only("notice.waited_too_long", context, Outcome.DECLINED, officer_choice(), at=at)


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")
