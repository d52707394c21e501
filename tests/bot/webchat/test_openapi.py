"""The description of the interface is valid, complete, and true of what the bot really answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from bot.webchat.bodies import Opening, Posted
from bot.webchat.document import load
from knowledge_base.mailbox.models import IncomingKind
from knowledge_base.vocabulary import Act, Aspect, Outcome
from tests.bot.webchat.conftest import API, Chat, Citizen, read, said

METHODS = {"get", "post", "put", "patch", "delete"}
EVENTS = "text/event-stream"


def fits(value: Any, schema: dict[str, Any]) -> None:
    """Raises if the value does not fit a schema of the document."""
    whole = {**schema, "components": load()["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(value)


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What a reference stands for."""
    found: Any = part
    if "$ref" in part:
        found = load()
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
    return dict(found)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and operation."""
    for path, item in load()["paths"].items():
        for method in METHODS & set(item):
            yield method, path, item[method]


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every content with examples, of requests and of answers."""
    for method, path, operation in operations():
        parts = [operation.get("requestBody", {}), *operation["responses"].values()]
        for part in parts:
            for kind, content in resolved(part).get("content", {}).items():
                if kind != EVENTS:
                    yield f"{method} {path}", content


def answer_schema(method: str, path: str, status: int) -> dict[str, Any]:
    """Of a documented answer."""
    response = resolved(load()["paths"][path][method]["responses"][str(status)])
    return dict(response["content"]["application/json"]["schema"])


def test_the_document_is_valid_openapi() -> None:
    validate(load())
    assert load()["openapi"].startswith("3.1")


async def test_the_bot_serves_it(chat: Chat) -> None:
    status, served = await read(await chat.client.get("/openapi.json"))
    assert (status, served) == (200, load())


async def test_every_route_is_documented_and_every_documented_route_exists(chat: Chat) -> None:
    routes = chat.server.app.router.routes()
    real = {(route.method.lower(), route.resource.canonical) for route in routes if route.resource is not None}
    public = ("/api/", "/bieu-mau/", "/ban-in", "/nhung", "/widget.js")
    served = {(method, path) for method, path in real if path.startswith(public) and method != "head"}
    assert served == {(method, path) for method, path, _ in operations()}


def test_every_operation_names_its_protection_and_its_failures() -> None:
    for method, path, operation in operations():
        inside = "{conversation}" in path
        assert ("security" in operation) == inside, path
        assert not inside or "404" in operation["responses"], path
        assert method != "post" or {"400", "413", "429"} <= set(operation["responses"]), path


def test_the_words_of_the_document_are_those_of_the_code() -> None:
    schemas = load()["components"]["schemas"]
    meta = schemas["Meta"]["properties"]
    assert meta["outcome"]["enum"] == list(Outcome)
    assert meta["act"]["enum"] == list(Act)
    assert set(meta["aspects"]["items"]["enum"]) == set(Aspect)
    kinds = schemas["History"]["properties"]["entries"]["items"]["oneOf"][0]["properties"]["kind"]["enum"]
    assert set(kinds) == set(IncomingKind) - {IncomingKind.START}


@pytest.mark.parametrize("shape", [Opening, Posted])
def test_what_is_taken_is_what_is_documented(shape: type[Opening] | type[Posted]) -> None:
    documented = load()["components"]["schemas"][shape.__name__]
    assert set(documented["properties"]) == set(shape.model_fields)
    real = json.loads(json.dumps(shape.model_json_schema()["properties"]))
    for name, described in documented["properties"].items():
        patterns = [part.get("pattern") for part in [real[name], *real[name].get("anyOf", [])]]
        assert described.get("pattern") in patterns, name


def test_every_example_fits_its_schema() -> None:
    tried = 0
    for where, content in contents():
        examples = [named["value"] for named in content.get("examples", {}).values()]
        examples += [content["example"]] if "example" in content else []
        for example in examples:
            fits(example, content["schema"])
            tried += 1
        assert where
    assert tried >= 8


class TestRealAnswers:
    """What comes over the wire fits the documented schema of its status."""

    async def check(self, citizen: Citizen, method: str, what: str, **given: Any) -> dict[str, Any]:
        """Ask and compare; returns the answer."""
        path = API if not what else f"{API}/{citizen.id}/{what}"
        response = await citizen.client.request(method, path, headers=citizen.headers, **given)
        assert response.headers["Cache-Control"] == "no-store"
        status, body = await read(response)
        documented = f"{API}/{{conversation}}/{what}" if what else API
        fits(body, answer_schema(method.lower(), documented, status))
        return body

    async def test_of_a_conversation(self, chat: Chat) -> None:
        citizen = await chat.open()
        await self.check(citizen, "POST", "", json={"greeting": True})
        for _ in range(2):
            await self.check(citizen, "POST", "messages", json={"id": "m1", "text": "khai sinh"})
        await self.check(citizen, "GET", "messages")
        chat.engine.queue += [said("Dạ", "Lệ phí"), said("Dạ", "Lệ phí")]
        await chat.engine.answer_all()
        officer = said("Kính chào", kind="officer", author="An", ticket="TT-2026-000001")
        chat.engine.say(citizen.id, officer)
        body = await self.check(citizen, "GET", "messages")
        choice = body["messages"][0]["choices"][0]["id"]
        await self.check(citizen, "POST", "messages", json={"id": "m2", "choice": choice})
        await self.check(citizen, "POST", "messages", json={"id": "m3", "attachment": "image"})
        history = await self.check(citizen, "GET", "history")
        assert len(history["entries"]) == 5

    async def test_of_what_goes_wrong(self, chat: Chat) -> None:
        citizen = await chat.open()
        stranger = Citizen(chat.client, citizen.id, "x")
        await self.check(citizen, "POST", "", json={"greeting": "yes"})
        await self.check(citizen, "POST", "messages", json={"id": ""})
        await self.check(citizen, "POST", "messages", json={"id": "m1", "text": "x" * 70_000})
        await self.check(stranger, "POST", "messages", json={"id": "m1", "text": "x"})
        for what in ("messages", "history", "events", "transcript"):
            await self.check(stranger, "GET", what)
        await self.check(citizen, "GET", "messages", params={"after": "x"})
        await self.check(citizen, "GET", "events", params={"after": "x"})

    async def test_of_the_stream(self, chat: Chat) -> None:
        citizen = await chat.open()
        await citizen.say("khai sinh")
        await chat.engine.answer_all()
        async with chat.client.get(f"{citizen.path}/events", headers=citizen.headers) as response:
            lines = [(await response.content.readline()).decode() for _ in range(3)]
        assert lines[1] == "event: message\n"
        fits(json.loads(lines[2].removeprefix("data: ")), {"$ref": "#/components/schemas/Message"})
