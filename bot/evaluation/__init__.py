"""Counts right answers from outside, through the chat's HTTP interface: ``python -m bot evaluate``."""
