"""Phrases as editors word them: live on every process, and never such that an answer breaks."""

from __future__ import annotations

from bot.texts import Texts
from bot.texts.overlay import Overlay
from knowledge_base.database import Database
from knowledge_base.procedures.service import bump_revision
from knowledge_base.replies import Say
from knowledge_base.wording.models import Phrase
from tests.conftest import FrozenClock

FILE = {"a": "Chào {name}", "b": "Xin chào"}


def word(database: Database, clock: FrozenClock, key: str, text: str | None) -> None:
    with database.transaction() as session:
        session.merge(Phrase(key=key, text=text, revision=1, updated_at=clock()))
        bump_revision(session)


def test_every_process_says_the_new_words_and_the_old_ones_again(database: Database, clock: FrozenClock) -> None:
    processes = [(texts, Overlay(database, texts)) for texts in (Texts(FILE), Texts(FILE))]
    word(database, clock, "a", "Kính chào {name}")
    for texts, overlay in processes:
        overlay.refresh()
        assert texts.say("a", name="bà Lan") == "Kính chào bà Lan"
        assert texts.render(Say(key="a", args={"name": Say(key="b")})) == "Kính chào Xin chào"
        assert texts.delivered("a") == FILE["a"]
    word(database, clock, "a", None)
    for texts, overlay in processes:
        overlay.refresh()
        assert texts.say("a", name="bà Lan") == "Chào bà Lan"


def test_words_that_no_longer_fit_the_delivered_phrase_are_not_said() -> None:
    texts = Texts(FILE)
    texts.overlay({"a": "Chào {ten}", "b": "Chào {name}", "gone": "x"})
    assert (texts.say("a", name="bà"), texts.say("b")) == ("Chào bà", "Xin chào")
    assert "gone" not in texts
