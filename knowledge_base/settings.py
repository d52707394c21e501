"""Where state lives: read by every process."""

from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class StorageSettings(BaseSettings):
    """The state folder and the database, from the environment or an ``.env`` file."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True)

    var: Path = Field(Path("var"), alias="THANTHIEN_VAR")
    database_url: str = Field("", alias="DATABASE_URL")

    @model_validator(mode="after")
    def _default_database(self) -> Self:
        if not self.database_url:
            self.database_url = f"sqlite:///{self.var.resolve() / 'thanthien.db'}"
        elif self.database_url.startswith(("postgresql://", "postgres://")):
            self.database_url = "postgresql+psycopg://" + self.database_url.split("://", 1)[1]
        return self
