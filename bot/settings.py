"""Every setting of the bot, with a sane default; ``.env.example`` explains each."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr

from knowledge_base.settings import StorageSettings


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
    conversations_per_minute: int = Field(600, alias="THANTHIEN_CONVERSATIONS_PER_MINUTE")  # per address
    max_message: int = Field(2000, alias="THANTHIEN_MAX_MESSAGE")  # characters understood of one message

    checklist_hours: int = Field(24, alias="THANTHIEN_CHECKLIST_HOURS", ge=1, le=168)  # a checklist's address works

    telegram_token: SecretStr = Field(SecretStr(""), alias="TELEGRAM_TOKEN")
    telegram_base_url: str = Field("https://api.telegram.org", alias="TELEGRAM_BASE_URL")

    secure_cookies: bool = Field(False, alias="THANTHIEN_SECURE_COOKIES")  # true behind HTTPS

    @property
    def models_folder(self) -> Path:
        """Where trained models are kept."""
        return self.models or self.var / "models"

    @property
    def address(self) -> str:
        """The address citizens open."""
        return self.public_url or f"http://{self.host}:{self.port}"
