"""Zalo Official Account: the webhook that receives, the channel that sends, the keeper of its tokens."""

from __future__ import annotations

from bot.channels.zalo.channel import ZaloChannel
from bot.channels.zalo.webhook import add_routes

__all__ = ["ZaloChannel", "add_routes"]
