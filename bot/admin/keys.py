"""Typed keys of what only the editors' pages use."""

import asyncio

from aiohttp import web

IMPORTING = web.AppKey("importing", asyncio.Lock)
