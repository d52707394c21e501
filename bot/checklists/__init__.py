"""A citizen's personal checklist as a page to print and as a document, behind an address nobody can guess."""

from bot.checklists.routes import add_routes

__all__ = ["add_routes"]
