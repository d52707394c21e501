"""Procedures: what citizens are told, with its source, its dates and its certainty."""
