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


def word(database: Database, clock: FrozenClock, key: str, text: str | None, commune: str = "") -> None:
    with database.transaction() as session:
        session.merge(Phrase(key=key, commune_code=commune, text=text, revision=1, updated_at=clock()))
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
    texts.overlay({"": {"a": "Chào {ten}", "b": "Chào {name}", "gone": "x"}, "26041": {"a": "Chào {ten}"}})
    assert texts.at("26041").say("a", name="bà") == "Chào bà"
    assert (texts.say("a", name="bà"), texts.say("b")) == ("Chào bà", "Xin chào")
    assert "gone" not in texts


def test_the_most_particular_words_are_said(database: Database, clock: FrozenClock) -> None:
    texts = Texts(FILE)
    overlay = Overlay(database, texts)
    word(database, clock, "a", "Thành phố chào {name}")
    word(database, clock, "b", "Phường xin chào", "26041")
    overlay.refresh()
    ward, elsewhere = texts.at("26041"), texts.at("26368")
    assert (ward.say("a", name="bà Lan"), ward.say("b")) == ("Thành phố chào bà Lan", "Phường xin chào")
    assert (elsewhere.say("b"), texts.at(None).say("b")) == ("Xin chào", "Xin chào")
    word(database, clock, "a", "Phường chào {name}", "26041")
    overlay.refresh()
    assert texts.at("26041").say("a", name="bà Lan") == "Phường chào bà Lan"
    assert texts.at("26368").say("a", name="bà Lan") == "Thành phố chào bà Lan"
    word(database, clock, "a", None, "26041")
    overlay.refresh()
    assert texts.at("26041").say("a", name="bà Lan") == "Thành phố chào bà Lan"
