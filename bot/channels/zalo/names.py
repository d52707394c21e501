"""Whether Zalo is set up at all."""

from __future__ import annotations

from bot.settings import Settings


def is_set(settings: Settings) -> bool:
    """An application, an account and a secret that signs its webhook."""
    secrets = (settings.zalo_oa_secret, settings.zalo_app_secret)
    signed = any(secret.get_secret_value().strip() for secret in secrets)
    return bool(settings.zalo_app_id.strip() and settings.zalo_oa_id.strip() and signed)
