"""Answers while Rasa is away: the search alone, with aspects by plain words."""

from __future__ import annotations

import json
import re

from knowledge_base.answers.compose import not_found
from knowledge_base.language.chat import expand
from knowledge_base.language.fold import fold
from knowledge_base.replies import Context, Meta, Reply, Say, Text
from knowledge_base.understanding.knowledge import Knowledge
from knowledge_base.understanding.question import Question
from knowledge_base.understanding.respond import chosen, respond
from knowledge_base.vocabulary import Act, Aspect, Outcome

_SIGNS = {
    Aspect.PAPERS: r"ho so|giay to|can nhung gi|can gi|mang theo",
    Aspect.STEPS: r"trinh tu|cac buoc|nhu the nao|lam sao|thu tuc the nao",
    Aspect.FEE: r"le phi|phi|bao nhieu tien|mat tien|ton tien",
    Aspect.TIME: r"bao lau|may ngay|thoi han|khi nao|thoi gian",
    Aspect.PLACE: r"o dau|noi nop|cho nao|co quan nao",
    Aspect.ONLINE: r"truc tuyen|qua mang|vneid",
    Aspect.FORM: r"mau don|to khai|bieu mau",
    Aspect.CONDITIONS: r"dieu kien|duoc khong|co phai|co can",
    Aspect.LEGAL_BASIS: r"can cu phap|quy dinh nao|luat nao",
    Aspect.PENALTY: r"bi phat|xu phat|muc phat",
}
_PERSON = re.compile(r"\b(?:gap|noi chuyen voi|hoi) (?:can bo|nguoi)")

_GREETING = re.compile(r"^(?:da )?(?:xin chao|chao|hello|hi|alo)(?: \w+){0,2}$")
_THANKS = re.compile(r"^(?:da |ok )?(?:\w+ )?(?:cam on|thanks|tks)(?: \w+){0,2}$")


class Fallback:
    """What the bot says by itself, from the same knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def respond(self, message: str, context: Context) -> Reply:
        """A true answer to a text, or to a tap (``/choose{…}``)."""
        known = self._knowledge.current()
        if message.startswith("/choose"):
            wanted = json.loads(message.removeprefix("/choose") or "{}")
            aspect = Aspect(wanted["aspect"]) if "aspect" in wanted else None
            return chosen(wanted.get("procedure"), aspect, context, known)
        folded = fold(expand(message))
        if message.startswith("/") or _GREETING.search(folded):
            return _said("smalltalk.greet", Act.GREETING, context)
        if _THANKS.search(folded):
            return _said("smalltalk.thanks", Act.THANKS, context)
        if _PERSON.search(folded):
            reply = not_found(context)
            meta = reply.meta.model_copy(update={"act": Act.HANDOVER})
            return reply.model_copy(update={"blocks": [], "choices": [], "meta": meta, "start_handover": True})
        aspects = tuple(aspect for aspect, signs in _SIGNS.items() if re.search(rf"\b(?:{signs})\b", folded))
        return respond(Question(message, aspects=aspects), context, known)


def _said(key: str, act: Act, context: Context) -> Reply:
    meta = Meta(outcome=Outcome.SMALLTALK, act=act)
    return Reply(blocks=[Text(text=Say(key=key))], meta=meta, context=context)
