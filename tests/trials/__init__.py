"""Trials of the whole system from outside: ``python -m tests.trials crash`` and ``load`` (docs/decisions/0018)."""
