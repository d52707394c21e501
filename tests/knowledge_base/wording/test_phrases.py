"""Other words for a phrase: the same places to fill, two persons, back again."""

from __future__ import annotations

import pytest

from knowledge_base.editing.errors import NotWaitingError, SecondPersonError, StaleDraftError
from knowledge_base.errors import ForbiddenError
from knowledge_base.procedures.service import current_revision
from knowledge_base.staff.models import Role, Staff
from knowledge_base.wording.models import Phrase
from knowledge_base.wording.service import (
    BadTextError,
    PlaceholdersError,
    Where,
    approve,
    drop,
    fits,
    phrases,
    propose,
    spoken,
)
from tests.knowledge_base.editing.conftest import Office, make, office

__all__ = ["make", "office"]

KEY, DELIVERED = "answer.about", "Dạ, về thủ tục {name}:"
CITY, WARD = Where(KEY, DELIVERED), Where(KEY, DELIVERED, "26041")


def suggest(office: Office, text: str, who: str = "bao", revision: int = 0, where: Where = CITY) -> Phrase:
    with office.database.transaction() as session:
        return propose(session, office.people[who], where, text, revision, office.clock())


def accept(office: Office, who: str = "phuong", revision: int = 1, where: Where = CITY) -> Phrase:
    with office.database.transaction() as session:
        return approve(session, office.people[who], where, revision, office.clock())


def said(office: Office, commune: str = "") -> dict[str, str]:
    with office.database.reading() as session:
        return dict(spoken(session).get(commune, {}))


def test_other_words_are_said_once_a_second_person_approved(office: Office) -> None:
    suggest(office, "Thưa ông/bà, về {name}:")
    assert said(office) == {}
    with office.database.reading() as session:
        before = current_revision(session)
    accept(office)
    assert said(office) == {KEY: "Thưa ông/bà, về {name}:"}
    with office.database.reading() as session:
        assert current_revision(session) == before + 1


def test_going_back_to_the_delivered_words_takes_two_as_well(office: Office) -> None:
    suggest(office, "Về {name}:")
    accept(office)
    suggest(office, DELIVERED, revision=2)
    assert said(office) != {}
    accept(office, revision=3)
    assert said(office) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Về thủ tục:",
        "Về {name} {code}:",
        "{name.__class__}",
        "{name!r}",
        "{name:>99999999}",
        "{0}",
        "{",
        "{name",
        "}{name}",
    ],
)
def test_the_places_to_fill_stay_exactly_the_same(office: Office, text: str) -> None:
    assert not fits(text, DELIVERED)
    with pytest.raises(PlaceholdersError):
        suggest(office, text)


@pytest.mark.parametrize("text", ["", "   ", "{name}" + "x" * 2000])
def test_a_phrase_has_words_but_not_too_many(office: Office, text: str) -> None:
    with pytest.raises(BadTextError):
        suggest(office, text)


def test_nobody_approves_their_own_words(office: Office) -> None:
    suggest(office, "Về {name}", who="phuong")
    with pytest.raises(SecondPersonError):
        accept(office, "phuong")
    with pytest.raises(ForbiddenError):
        accept(office, "bao")
    assert said(office) == {}
    accept(office, "quy")
    with pytest.raises(NotWaitingError):
        accept(office, "quy", revision=2)


def test_who_proposes_second_is_told_of_the_first(office: Office) -> None:
    suggest(office, "Một {name}")
    with pytest.raises(StaleDraftError):
        suggest(office, "Hai {name}", who="cam")


def test_a_proposal_can_be_dropped_by_its_writer_or_who_approves(office: Office) -> None:
    suggest(office, "Một {name}")
    with pytest.raises(ForbiddenError), office.database.transaction() as session:
        drop(session, office.people["cam"], CITY, 1, office.clock())
    with office.database.transaction() as session:
        drop(session, office.people["bao"], CITY, 1, office.clock())
    with office.database.reading() as session:
        assert phrases(session)[KEY].proposed is None


@pytest.fixture
def ward(office: Office) -> Office:
    """Two who edit one ward's words, and one of another ward."""
    communes = {"hai": "26041", "nam": "26041", "xuan": "26368"}
    with office.database.transaction() as session:
        for name, commune in communes.items():
            role = Role.COMMUNE_EDITOR
            person = Staff(username=name, display_name=name, password_hash="x", role=role, commune_code=commune)
            session.add(person)
            office.people[name] = person
    return office


def test_a_commune_words_a_phrase_for_its_own_people(ward: Office) -> None:
    suggest(ward, "Phường xin thưa về {name}:", "hai", where=WARD)
    assert said(ward, "26041") == {}
    accept(ward, "nam", where=WARD)
    assert said(ward, "26041") == {KEY: "Phường xin thưa về {name}:"}
    assert said(ward) == {}


def test_only_who_writes_about_a_commune_words_its_phrases(ward: Office) -> None:
    with pytest.raises(ForbiddenError):
        suggest(ward, "Về {name}:", "hai")
    with pytest.raises(ForbiddenError):
        suggest(ward, "Về {name}:", "xuan", where=WARD)
    suggest(ward, "Về {name}:", "hai", where=WARD)
    for who, error in {"xuan": ForbiddenError, "bao": ForbiddenError, "hai": SecondPersonError}.items():
        with pytest.raises(error):
            accept(ward, who, where=WARD)
    accept(ward, "phuong", where=WARD)
    assert said(ward, "26041") != {}


def test_a_commune_that_says_what_the_city_says_follows_the_city_again(ward: Office) -> None:
    suggest(ward, "Thành phố: {name}")
    accept(ward)
    suggest(ward, "Phường: {name}", "hai", where=WARD)
    accept(ward, "nam", where=WARD)
    suggest(ward, "Thành phố: {name}", "hai", 2, WARD)
    accept(ward, "nam", 3, WARD)
    assert said(ward, "26041") == {}
    assert said(ward) == {KEY: "Thành phố: {name}"}
