"""What is said about a place: today's unit of an old name, its counter, what became of the districts."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge_base.answers.compose import officer
from knowledge_base.answers.facts import marked
from knowledge_base.places.schema import LocalFee, LocalNote, Office
from knowledge_base.replies import Block, Choice, Context, Listing, Meta, Reply, Say, Text
from knowledge_base.units.service import FormerUnit, Match, Unit
from knowledge_base.units.territory import Change, Territory
from knowledge_base.vocabulary import Aspect, Outcome

MOST_CHOICES = 3
MOST_FORMER = 8  # former names told of one unit


def say(key: str, **args: str | int | Say | list[str | Say]) -> Say:
    """A phrase of this topic."""
    return Say(key=f"place.{key}", args=args)


def unit_blocks(match: Match, land: Territory) -> list[Block]:
    """Which unit of today it is, and since when."""
    if match.former:
        old = former_of(match)
        where = ", ".join(area for area in (old.district, old.province) if area)
        told = say("unit_former", former=f"{old.name} ({where})", since=land.communes.day, unit=match.unit.name)
        return [Text(text=say("in_city", text=told, city=land.city.name))]
    today = Text(text=say("unit_today", unit=match.unit.name, city=land.city.name))
    names: list[str | Say] = [old.name for old in match.unit.former[:MOST_FORMER]]
    made = Text(text=say("unit_made_of", unit=match.unit.name, since=land.communes.day, former=names))
    return [today, *([made] if names else [])]


def office_blocks(unit: Unit, offices: Sequence[Office]) -> list[Block]:
    """Where the counter is; what nobody verified an officer will confirm."""
    if not offices:
        return [Text(text=say("office_unknown", unit=unit.name))]
    return [_office(unit, office) for office in offices]


def fee_blocks(fees: Sequence[LocalFee]) -> list[Block]:
    """What a council resolved to charge."""
    if not fees:
        return []
    return [Listing(title=say("fee_title"), items=[marked(_fee(fee), fee.certainty) for fee in fees])]


def note_blocks(notes: Sequence[LocalNote], unit: Unit | None, land: Territory) -> list[Block]:
    """What people there should also know about a procedure."""
    return [_note(note, unit.name if unit and note.commune_code else land.city.name) for note in notes]


def district_block(district: str, matches: Sequence[Match], land: Territory) -> Text:
    """What a former district is made of today."""
    names: list[str | Say] = [match.unit.name for match in matches]
    return Text(text=say("district", district=district, since=land.no_districts.day, units=names))


def basis_block(changes: Sequence[Change], land: Territory) -> Text:
    """The acts, the source, the day of the last check."""
    bases: list[str | Say] = list(dict.fromkeys(change.basis for change in changes))
    checked = land.last_checked.strftime("%d/%m/%Y")
    return Text(text=Say(key="answer.basis", args={"bases": bases, "source": land.source, "checked": checked}))


def place_reply(blocks: Sequence[Block], context: Context, choices: Sequence[Choice] = ()) -> Reply:
    """A place is told."""
    return _reply(blocks, context, Outcome.ANSWERED, [*choices, officer()])


def which(matches: Sequence[Match], context: Context) -> Reply:
    """Ask which of at most three is meant."""
    offered = [Choice(label=_option(match), payload=f"#place {match.unit.code}") for match in matches[:MOST_CHOICES]]
    return _reply([Text(text=say("which"))], context, Outcome.CLARIFY, [*offered, officer()])


def former_of(match: Match) -> FormerUnit:
    """The former unit a match was found by."""
    return next(old for old in match.unit.former if old.name == match.matched_name)


def _reply(blocks: Sequence[Block], context: Context, outcome: Outcome, choices: Sequence[Choice]) -> Reply:
    meta = Meta(outcome=outcome, aspects=[Aspect.PLACE])
    kept = context.model_copy(update={"misses": 0})
    return Reply(blocks=list(blocks), choices=list(choices), meta=meta, context=kept)


def _office(unit: Unit, office: Office) -> Listing:
    said = {"counter": office.counter, "address": office.address, "hours": office.hours, "phone": office.phone}
    lines: list[str | Say] = [say(f"office_{name}", text=text) for name, text in said.items() if text]
    lines += [office.note] if office.note else []
    lines.append(say("checked", source=office.source, checked=office.last_checked.strftime("%d/%m/%Y")))
    title: str | Say = say("office_title", unit=unit.name)
    return Listing(title=marked(title, office.certainty), items=lines)


def _note(note: LocalNote, where: str) -> Listing:
    checked = say("checked", source=note.source, checked=note.last_checked.strftime("%d/%m/%Y"))
    return Listing(title=say("note_title", where=where), items=[marked(note.text, note.certainty), checked])


def _fee(fee: LocalFee) -> Say:
    number = f"{fee.amount:,}".replace(",", ".")
    amount = Say(key="answer.fee.dong", args={"amount": number})
    if fee.amount == 0:
        amount = Say(key="answer.fee.free")
    elif fee.unit:
        amount = Say(key="answer.fee.dong_per", args={"amount": number, "unit": fee.unit})
    day = fee.resolution_date.strftime("%d/%m/%Y")
    checked = fee.last_checked.strftime("%d/%m/%Y")
    return say("fee_line", what=fee.what, amount=amount, resolution=fee.resolution, day=day, checked=checked)


def _option(match: Match) -> Say | str:
    if not match.former:
        return match.unit.name
    old = former_of(match)
    return say("option", former=old.name, area=old.district or old.province or "", unit=match.unit.name)
