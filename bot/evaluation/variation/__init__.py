"""Writes questions the way people mistype them, by rule: the measuring tool's own, apart from what training uses."""

from bot.evaluation.variation.styles import STYLES, vary

__all__ = ["STYLES", "vary"]
