"""Starts everything on one machine: ``python -m bot up``."""
