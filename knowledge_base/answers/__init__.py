"""Answers: what a published procedure says about what was asked, as a wordless reply."""
