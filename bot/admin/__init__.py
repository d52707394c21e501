"""The editors' pages: procedures, texts, switches, files; written by one person, published by another."""

from bot.admin.routes import add_routes

__all__ = ["add_routes"]
