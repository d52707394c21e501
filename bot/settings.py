"""Every setting of the bot, with a sane default; ``.env.example`` explains each."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, SecretStr, field_validator

from knowledge_base.settings import StorageSettings

_ORIGIN = re.compile(r"https://[a-z0-9.-]+(?::\d{1,5})?|http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?", re.ASCII)
"""Without HTTPS whoever stands on the line could write the page around our frame; this machine is for trials."""


class Settings(StorageSettings):
    """Read from the environment or an ``.env`` file."""

    host: str = Field("127.0.0.1", alias="THANTHIEN_HOST")
    port: int = Field(8080, alias="THANTHIEN_PORT")
    public_url: str = Field("", alias="THANTHIEN_PUBLIC_URL")  # as citizens see it; empty: http://host:port
    demo: bool = Field(False, alias="THANTHIEN_DEMO")  # a demo officer may sign in
    instance: str = Field("bot-1", alias="THANTHIEN_INSTANCE")  # unique per bot process
    workers: int = Field(8, alias="THANTHIEN_WORKERS", ge=1)  # messages answered side by side

    models: Path | None = Field(None, alias="THANTHIEN_MODELS")  # trained models; empty: var/models
    rasa_url: str = Field("http://127.0.0.1:5005", alias="THANTHIEN_RASA_URL")
    rasa_timeout: float = Field(2.0, alias="THANTHIEN_RASA_TIMEOUT")  # seconds; the citizen is answered within 3
    actions_port: int = Field(5055, alias="THANTHIEN_ACTIONS_PORT")

    messages_per_minute: int = Field(20, alias="THANTHIEN_MESSAGES_PER_MINUTE")  # per conversation
    conversations_per_minute: int = Field(6000, alias="THANTHIEN_CONVERSATIONS_PER_MINUTE")  # per address
    max_message: int = Field(2000, alias="THANTHIEN_MAX_MESSAGE")  # characters understood of one message

    # Of the open data.
    licence: str = Field("CC BY 4.0, dữ liệu do cơ quan vận hành công bố", alias="THANTHIEN_LICENCE")

    checklist_hours: int = Field(24, alias="THANTHIEN_CHECKLIST_HOURS", ge=1, le=168)  # a checklist's address works

    telegram_token: SecretStr = Field(SecretStr(""), alias="TELEGRAM_TOKEN")
    telegram_base_url: str = Field("https://api.telegram.org", alias="TELEGRAM_BASE_URL")

    zalo_app_id: str = Field("", alias="ZALO_APP_ID")
    zalo_app_secret: SecretStr = Field(SecretStr(""), alias="ZALO_APP_SECRET")  # for the tokens
    zalo_oa_id: str = Field("", alias="ZALO_OA_ID")
    zalo_oa_secret: SecretStr = Field(SecretStr(""), alias="ZALO_OA_SECRET")  # signs the webhook
    zalo_accept_app_secret: bool = Field(False, alias="ZALO_ACCEPT_APP_SECRET")  # may sign the webhook too
    zalo_redirect_url: str = Field("", alias="ZALO_REDIRECT_URL")  # as registered at Zalo; empty: our front page
    zalo_billed_messages: bool = Field(True, alias="ZALO_BILLED_MESSAGES")  # 48 hours to 7 days after the citizen wrote
    zalo_template_id: str = Field("", alias="ZALO_TEMPLATE_ID")  # tells of an answer after 7 days; empty: undelivered
    zalo_silence_minutes: int = Field(60, alias="ZALO_SILENCE_MINUTES", ge=0)  # after a person wrote in OA Manager
    zalo_api_url: str = Field("https://openapi.zalo.me", alias="ZALO_API_URL")
    zalo_oauth_url: str = Field("https://oauth.zaloapp.com", alias="ZALO_OAUTH_URL")

    secure_cookies: bool = Field(False, alias="THANTHIEN_SECURE_COOKIES")  # true behind HTTPS

    trusted_proxies: str = Field("", alias="THANTHIEN_TRUSTED_PROXIES")  # addresses of proxies before us, by commas

    widget_origins: str = Field("", alias="THANTHIEN_WIDGET_ORIGINS")  # portals that may hold the chat, by commas

    @field_validator("widget_origins")
    @classmethod
    def _only_origins(cls, value: str) -> str:
        """A wildcard or a path would promise what a browser does not hold."""
        origins = _listed(value.lower())
        if wrong := [origin for origin in origins if not _ORIGIN.fullmatch(origin)]:
            raise ValueError(f"not an origin such as https://portal.example: {', '.join(wrong)}")
        return ",".join(dict.fromkeys(origins))

    @property
    def framing(self) -> tuple[str, ...]:
        """Origins on whose pages the chat may stand in a frame."""
        return tuple(_listed(self.widget_origins))

    @property
    def trusted(self) -> frozenset[str]:
        """Addresses whose ``X-Forwarded-For`` is believed."""
        return frozenset(_listed(self.trusted_proxies))

    @property
    def models_folder(self) -> Path:
        """Where trained models are kept."""
        return self.models or self.var / "models"

    @property
    def address(self) -> str:
        """The address citizens open."""
        return self.public_url or f"http://{self.host}:{self.port}"


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
