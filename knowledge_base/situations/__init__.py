"""Situations: the few questions that decide which papers one citizen needs, and the checklist they lead to."""
