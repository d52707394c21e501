"""Addresses of the open data."""

from __future__ import annotations

from aiohttp import web

from bot.guard.rates import Rate
from bot.keys import MAILROOM
from bot.opendata import pages
from knowledge_base.places.library import PlacesLibrary

ROOT = "/du-lieu-mo"


def add_routes(app: web.Application) -> None:
    """Add pages and files."""
    app[pages.RATE] = Rate(pages.PER_MINUTE)
    app[pages.PLACES] = PlacesLibrary(app[MAILROOM].database, app[MAILROOM].clock)
    add = app.router.add_get
    add(ROOT, pages.show)
    add(f"{ROOT}/", pages.show, name="opendata")
    add(f"{ROOT}/do-phu", pages.show_coverage, name="opendata-coverage")
    add(f"{ROOT}/thu-tuc.json", pages.as_json, name="opendata-json")
    add(f"{ROOT}/thu-tuc.csv", pages.as_csv, name="opendata-csv")
    add(f"{ROOT}/openapi.json", pages.describe, name="opendata-openapi")
