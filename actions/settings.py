"""Settings of the action server; ``.env.example`` explains each."""

from __future__ import annotations

from pydantic import Field

from knowledge_base.settings import StorageSettings


class ActionSettings(StorageSettings):
    """Where the knowledge lies, and where Rasa finds us."""

    port: int = Field(5055, alias="THANTHIEN_ACTIONS_PORT")
