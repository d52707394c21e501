"""Tickets: what stays open becomes exactly one of these, and a person answers it."""
