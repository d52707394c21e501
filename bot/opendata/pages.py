"""The open data: two pages, two files, their description."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

from aiohttp import web

from bot.editing.words import day
from bot.guard.rates import Rate
from bot.guard.routes import Guard, guarded
from bot.keys import LIBRARY, SETTINGS
from bot.opendata.dataset import COLUMNS, Dataset, csv_portion, dataset, json_head, json_portion
from bot.opendata.document import load
from bot.site.pages import page
from knowledge_base.editing.checking import field_names
from knowledge_base.places.library import PlacesLibrary
from knowledge_base.procedures.coverage import Coverage, Part, Standing, coverage

RATE: web.AppKey[Rate] = web.AppKey("opendata_rate", Rate)
PLACES: web.AppKey[PlacesLibrary] = web.AppKey("places", PlacesLibrary)
PER_MINUTE = 30  # files for one address
BOM = "\ufeff"  # spreadsheets take a file without it for another encoding

type Pieces = Callable[[Dataset], Iterator[str]]


@guarded(Guard.PUBLIC)
async def show(request: web.Request) -> web.Response:
    """What the data set holds, under which licence, where its files are."""
    data = await _dataset(request)
    covered = await asyncio.to_thread(coverage, data.documents)
    return page(
        request,
        "opendata/index.html",
        data=data,
        day=day(data.day),
        total=covered.total.procedures,
        signposts=covered.signposts,
        columns=COLUMNS,
    )


@guarded(Guard.PUBLIC)
async def show_coverage(request: web.Request) -> web.Response:
    """Fields × certainty."""
    snapshot = await asyncio.to_thread(request.app[LIBRARY].current)
    places = await asyncio.to_thread(request.app[PLACES].current)
    covered: Coverage = await asyncio.to_thread(coverage, snapshot.documents.values(), places.resolved)
    return page(
        request,
        "opendata/coverage.html",
        covered=covered,
        names=field_names(),
        parts=list(Part),
        standings=Standing,
        day=day(snapshot.day),
    )


@guarded(Guard.PUBLIC)
async def as_json(request: web.Request) -> web.StreamResponse:
    """Everything, for machines."""
    return await _file(request, "json", "application/json", json_pieces)


@guarded(Guard.PUBLIC)
async def as_csv(request: web.Request) -> web.StreamResponse:
    """A line for each procedure, for spreadsheets."""
    return await _file(request, "csv", "text/csv", csv_pieces)


@guarded(Guard.PUBLIC)
async def describe(request: web.Request) -> web.Response:
    """The OpenAPI document of the two files."""
    return web.json_response(load(), headers=_open_to_all())


async def _file(request: web.Request, name: str, kind: str, pieces: Pieces) -> web.StreamResponse:
    data = await _dataset(request)
    etag = f"{data.etag}-{name}"
    headers = {**_open_to_all(), "Cache-Control": "public, max-age=60"}
    asked = request.if_none_match or ()
    if any(given.value in (etag, "*") for given in asked):
        same = web.Response(status=304, headers=headers)
        same.etag = etag
        return same
    request.app[RATE].check(request.remote or "")
    response: web.StreamResponse = (
        web.Response(headers=headers) if request.method == "HEAD" else web.StreamResponse(headers=headers)
    )
    response.content_type, response.charset, response.etag = kind, "utf-8", etag
    response.headers["Content-Disposition"] = f'attachment; filename="thu-tuc-{data.day.isoformat()}.{name}"'
    if request.method != "HEAD":
        response.enable_compression()
        await response.prepare(request)
        await _write(response, pieces(data))
        await response.write_eof()
    return response


async def _write(response: web.StreamResponse, pieces: Iterator[str]) -> None:
    """One piece in memory at a time; each is made in a thread."""
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        await response.write(piece.encode())


def json_pieces(data: Dataset) -> Iterator[str]:
    """The JSON file, a portion of procedures at a time."""
    yield json_head(data)
    for number, documents in enumerate(data.portions()):
        yield json_portion(documents, first=number == 0)
    yield "]}\n"


def csv_pieces(data: Dataset) -> Iterator[str]:
    """The CSV file, a portion of procedures at a time."""
    yield BOM + csv_portion([], head=True)
    for documents in data.portions():
        yield csv_portion(documents, head=False)


async def _dataset(request: web.Request) -> Dataset:
    snapshot = await asyncio.to_thread(request.app[LIBRARY].current)
    places = await asyncio.to_thread(request.app[PLACES].current)
    return await asyncio.to_thread(dataset, snapshot, places, request.app[SETTINGS].licence)


def _open_to_all() -> dict[str, str]:
    """Other sites' scripts may read it: nothing of it belongs to anybody."""
    return {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
