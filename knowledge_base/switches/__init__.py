"""Switching off a procedure, a field or everything, with a reason citizens are told."""
