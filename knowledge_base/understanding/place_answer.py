"""Answers questions about places, and makes the other answers those of the citizen's own commune."""

from __future__ import annotations

from collections.abc import Callable

from knowledge_base.answers.compose import choose
from knowledge_base.answers.place import (
    MOST_CHOICES,
    basis_block,
    district_block,
    fee_blocks,
    note_blocks,
    office_blocks,
    place_reply,
    say,
    unit_blocks,
    which,
)
from knowledge_base.places.library import PlacesLibrary
from knowledge_base.procedures.library import Documents
from knowledge_base.replies import Block, Choice, Context, Reply, Text
from knowledge_base.understanding.place_question import Asked, PlaceQuestion, commune_in, read_place
from knowledge_base.units.service import Match, UnitKind, Units
from knowledge_base.units.territory import Territory
from knowledge_base.vocabulary import Aspect, Outcome


class PlaceAnswers:
    """Needs no language model. ``documents`` gives today's published procedures."""

    def __init__(
        self, units: Units, places: PlacesLibrary, land: Territory, documents: Callable[[], Documents]
    ) -> None:
        self._units = units
        self._places = places
        self._land = land
        self._documents = documents

    def answer(self, text: str, context: Context) -> Reply | None:
        """The answer to a question about a place and nothing else."""
        asked = read_place(text, self._units)
        return self._answer(asked, text, context) if asked and asked.sure else None

    def guess(self, text: str, context: Context) -> Reply | None:
        """The answer to what may be a question about a place, once nobody knows what else it is."""
        asked = read_place(text, self._units)
        return self._answer(asked, text, context) if asked else None

    def _answer(self, asked: PlaceQuestion, text: str, context: Context) -> Reply:
        context = context.model_copy(update={"last_question": text[:500]})
        match asked.asked:
            case Asked.UNIT:
                return self._unit(asked, context)
            case Asked.DISTRICT:
                return self._district(asked, context)
            case Asked.CITY:
                return self._city(context)
        return self._no_districts(context)

    def chosen(self, code: str, context: Context) -> Reply | None:
        """What a tap on a unit means; None if there is no such unit."""
        unit = self._units.get(code)
        return self._told(Match(unit, unit.name, former=False), context) if unit else None

    def remember(self, text: str, context: Context) -> Context:
        """The context with the commune a text names, if it names one."""
        unit = commune_in(text, self._units)
        return context.model_copy(update={"commune": unit.code}) if unit else context

    def localised(self, reply: Reply) -> Reply:
        """An answer about a procedure, with what is particular to the citizen's commune, before its basis."""
        document = self._documents().get(reply.meta.procedure or "")
        if reply.meta.outcome is not Outcome.ANSWERED or document is None or document.level == "signpost":
            return reply
        unit = self._units.get(reply.context.commune or "")
        places, more = self._places.current(), list[Block]()
        if Aspect.FEE in reply.meta.aspects:
            more += fee_blocks(places.fees_of(document.code, unit.code if unit else None))
        if Aspect.PLACE in reply.meta.aspects:
            more += office_blocks(unit, places.offices.get(unit.code, [])) if unit else [Text(text=say("name_commune"))]
        more += note_blocks(places.notes_of(document.code, unit.code if unit else None), unit, self._land)
        return reply.model_copy(update={"blocks": [*reply.blocks[:-1], *more, *reply.blocks[-1:]]}) if more else reply

    def _unit(self, asked: PlaceQuestion, context: Context) -> Reply:
        if len({match.unit.code for match in asked.matches}) > 1:
            return which(asked.matches[:MOST_CHOICES], context)
        return self._told(asked.matches[0], context)

    def _told(self, match: Match, context: Context) -> Reply:
        """Today's unit, its counter; it is remembered as the citizen's."""
        unit = match.unit
        blocks = [
            *unit_blocks(match, self._land),
            Text(text=say("hand_in", unit=unit.name)),
            *office_blocks(unit, self._places.current().offices.get(unit.code, [])),
            basis_block([self._land.communes, self._land.city], self._land),
        ]
        return place_reply(blocks, context.model_copy(update={"commune": unit.code}), self._carry_on(context))

    def _district(self, asked: PlaceQuestion, context: Context) -> Reply:
        blocks = [
            district_block(asked.area or "", asked.matches, self._land),
            Text(text=say("formerly_district")),
            Text(text=say("name_commune")),
            basis_block([self._land.no_districts, self._land.communes], self._land),
        ]
        nearest = asked.matches[:MOST_CHOICES]
        offered = [Choice(label=match.unit.name, payload=f"#place {match.unit.code}") for match in nearest]
        return place_reply(blocks, context, offered)

    def _no_districts(self, context: Context) -> Reply:
        unit = self._units.get(context.commune or "")
        blocks: list[Block] = [
            Text(text=say("no_districts", since=self._land.no_districts.day)),
            Text(text=say("formerly_district")),
        ]
        if unit:
            blocks += office_blocks(unit, self._places.current().offices.get(unit.code, []))
        else:
            blocks.append(Text(text=say("name_commune")))
        blocks.append(basis_block([self._land.no_districts], self._land))
        return place_reply(blocks, context, self._carry_on(context))

    def _city(self, context: Context) -> Reply:
        land, units = self._land, self._units.all()
        wards = sum(unit.kind is UnitKind.WARD for unit in units)
        told = say(
            "city",
            merged=land.province.name,
            merged_on=land.province.day,
            city=land.city.name,
            since=land.city.day,
            wards=wards,
            communes=len(units) - wards,
        )
        return place_reply([Text(text=told), basis_block([land.province, land.city], land)], context)

    def _carry_on(self, context: Context) -> list[Choice]:
        """The way back to what was talked about."""
        document = self._documents().get(context.procedure or "")
        if document is None:
            return []
        return [Choice(label=say("carry_on", name=document.name), payload=choose(document.code, Aspect.PLACE))]
